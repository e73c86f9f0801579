"""Library: the folder of installed packs. Installing verifies, removing can be undone, listing is fast.

Files are the truth: a pack put into the folder by hand is listed too. A hidden cache holds the summaries of
files that have not changed. What a pack is, `pack` says; nothing of it is used here before it is verified.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import DiskFull, InputError, PackError
from engine.files import home, write_atomic, writing_error
from engine.packs.archive import Archive
from engine.packs.describe import summarise
from engine.packs.file_names import SUFFIX, free_path
from engine.packs.pack import read_manifest, read_pack

CACHE_NAME = ".summaries.json"
CACHE_VERSION = 3
TRASH_NAME = ".trash"
MAX_TRASH = 20


@dataclass(frozen=True)
class LibraryEntry:
    """One file of the library: its summary (see `describe.summarise`), or the error event that says what is wrong."""

    path: Path
    summary: dict[str, Any] | None
    problem: dict[str, Any] | None


@dataclass(frozen=True)
class Installed:
    """Where a pack is now. `was_there`: the same prompt had been installed before, and nothing was copied."""

    path: Path
    was_there: bool


class Library:
    """The packs in one folder (home()/packs unless said otherwise); the folder is made when it is first needed."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = Path(folder) if folder is not None else home() / "packs"

    def list(self) -> Sequence[LibraryEntry]:
        """Every pack in the folder, the newest first. Only files that changed since the last time are opened."""
        cache = self._read_cache()
        fresh: dict[str, Any] = {}
        entries = []
        for path in self._files():
            try:
                status = path.stat()
            except OSError:  # removed since the folder was read
                continue
            key = [status.st_size, status.st_mtime_ns]
            known = cache.get(path.name)
            if not isinstance(known, dict) or known.get("key") != key:
                known = {"key": key, **_look_into(path, status.st_size)}
            fresh[path.name] = known
            found = known.get("summary")
            shown = {**found, "path": str(path)} if found else None
            entries.append((status.st_mtime_ns, LibraryEntry(path, shown, known.get("problem"))))
        if fresh != cache:
            self._write_cache(fresh)
        return [entry for _, entry in sorted(entries, key=lambda pair: (-pair[0], pair[1].path.name))]

    def find(self, id_: str) -> Path | None:
        """The file of an installed prompt by its id."""
        return next((entry.path for entry in self.list() if entry.summary and entry.summary["id"] == id_), None)

    def install(self, file: Path) -> Installed:
        """Verify a pack and copy it in under a name made from its own. The same prompt twice stays one file.

        Raises PackError when it is refused (then nothing was written), DiskFull or InputError when it cannot be
        copied (then nothing is left behind).
        """
        pack = read_pack(Path(file))
        there = self.find(pack.manifest.id)
        if there is not None:
            return Installed(there, was_there=True)
        target: Path | None = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            target = free_path(self.folder, pack.manifest.name)
            _copy(Path(file), target, id_=pack.manifest.id)
        except OSError as error:
            raise writing_error(target or self.folder, error) from error
        return Installed(target, was_there=False)

    def remove(self, path: Path) -> None:
        """Move a pack to the library's trash, from where `undo` brings it back. Raises InputError for other files."""
        path = self._own(path)
        trash = self.folder / TRASH_NAME
        try:
            trash.mkdir(exist_ok=True)
            path.replace(trash / f"{time.time_ns():020d}-{path.name}")
            for old in self._trash()[:-MAX_TRASH]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise writing_error(path, error) from error

    def undo(self) -> Path | None:
        """Bring back what was removed last, also after a restart; None when the trash is empty."""
        trash = self._trash()
        if not trash:
            return None
        name = Path(trash[-1].name.partition("-")[2]).stem
        target = free_path(self.folder, name)
        try:
            trash[-1].replace(target)
        except OSError as error:
            raise writing_error(target, error) from error
        return target

    def export(self, path: Path, target: Path) -> Path:
        """Copy an installed pack to a file or into a folder. Raises DiskFull or InputError; an older file stays."""
        path = self._own(path)
        target = Path(target)
        if target.is_dir():
            target = target / path.name
        if target.exists() and not target.is_file():  # a device: renaming over it would destroy it
            raise InputError("not_writable", path=str(target), reason="it is no ordinary file")
        id_ = read_pack(path).manifest.id
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(path, target, id_=id_)
        except OSError as error:
            raise writing_error(target, error) from error
        return target

    def _files(self) -> Sequence[Path]:
        if not self.folder.is_dir():
            return []
        return [
            path
            for path in self.folder.iterdir()
            if path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file()
        ]

    def _trash(self) -> Sequence[Path]:
        return sorted((self.folder / TRASH_NAME).glob("*-*"))

    def _own(self, path: Path) -> Path:
        own = self.folder / Path(path).name
        if Path(path).resolve() != own.resolve() or not own.is_file():
            raise InputError("pack_not_installed", path=str(path))
        return own

    def _read_cache(self) -> dict[str, Any]:
        try:
            cache = json.loads((self.folder / CACHE_NAME).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):  # none yet, or damaged: it is made anew
            return {}
        is_ours = isinstance(cache, dict) and cache.get("version") == CACHE_VERSION
        files = cache.get("files") if is_ours else None
        return files if isinstance(files, dict) else {}

    def _write_cache(self, files: dict[str, Any]) -> None:
        content = json.dumps({"version": CACHE_VERSION, "files": files}, ensure_ascii=False).encode()
        try:
            write_atomic(self.folder / CACHE_NAME, content)
        except (DiskFull, InputError):  # a library that cannot be written to is listed all the same, only slower
            return


def _look_into(path: Path, size: int) -> dict[str, Any]:
    try:
        with Archive(path) as opened:
            return {"summary": summarise(read_manifest(opened), path, size), "problem": None}
    except PackError as error:
        return {"summary": None, "problem": error.to_event()}


def _copy(source: Path, target: Path, *, id_: str) -> None:
    """Copy beside the target, verify that the copy is the pack that was verified, then rename."""
    temporary = target.with_name(f".copy-{os.getpid()}-{time.time_ns()}.tmp")
    try:
        with source.open("rb") as read, temporary.open("xb") as written:
            shutil.copyfileobj(read, written, 1 << 20)
            written.flush()
            os.fsync(written.fileno())
        if read_pack(temporary).manifest.id != id_:
            raise PackError("pack_changed", path=str(source))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
