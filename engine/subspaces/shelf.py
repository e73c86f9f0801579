"""The shelf of subspaces: the folder `subspaces` of the program's home, and how a name finds its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.errors import InputError, PackError
from engine.files import home
from engine.packs.file_names import safe_name
from engine.subspaces.subspace_file import SUFFIX, read_manifest, summary


def shelf() -> Path:
    """The folder; it may not be there yet."""
    return home() / "subspaces"


def shelf_path(name: str) -> Path:
    """Where a subspace of that name lies, or would lie, on the shelf."""
    return shelf() / f"{safe_name(name.removesuffix(SUFFIX))}{SUFFIX}"


def find_subspace(text: str) -> Path:
    """The file that a path or a name on the shelf means. Raises InputError where there is none."""
    path = Path(text).expanduser()
    if path.is_file():
        return path.absolute()
    named = shelf_path(text)
    if named.is_file() and path.name == text:
        return named
    known = ", ".join(sorted(other.stem for other in shelf().glob(f"*{SUFFIX}"))) or "-"
    raise InputError("subspace_unknown", path=text, known=known)


def list_subspaces() -> list[dict[str, Any]]:
    """What lies on the shelf, by name: a summary each, or {"path", "name", "problem": an error event}."""
    found = []
    for path in sorted(shelf().glob(f"*{SUFFIX}")):
        try:
            found.append({**summary(read_manifest(path), path, path.stat().st_size), "problem": None})
        except (OSError, PackError) as error:
            problem = error.to_event() if isinstance(error, PackError) else None
            found.append({"path": str(path), "name": path.stem, "problem": problem})
    return found
