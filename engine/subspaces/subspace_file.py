"""A subspace as one file: a zip of manifest.json and subspace.safetensors, written and read by the rules of packs.

It may come from anybody, so it is checked as a pack is before anything in it is used.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from engine.errors import PackError
from engine.files import to_json
from engine.packs.archive import MANIFEST, MIB, Archive, Rules, write_checked
from engine.packs.json_text import clean, load_json
from engine.packs.tensors import Array, PromptTensors, pack_tensors
from engine.subspaces.manifest import SubspaceManifest, content_id

SUFFIX = ".promptsubspace"
TENSORS = "subspace.safetensors"
MOST_BYTES = 1400 * MIB
RULES = Rules({MANIFEST: 64 * MIB, TENSORS: MOST_BYTES}, (MANIFEST, TENSORS))


@dataclass(frozen=True)
class Subspace:
    """A subspace file that was read and found sound."""

    path: Path
    size: int
    manifest: SubspaceManifest
    checked: PromptTensors

    def tensors(self) -> dict[str, Array]:
        """New numpy arrays by key: `encoder.*`, `decoder.inner.*`, `decoder.outer.*`, each `weight` and `bias`."""
        return self.checked.arrays()


def read_subspace(path: Path) -> Subspace:
    """Read a subspace file that may come from anybody. Raises PackError with the reason before anything is used."""
    path = Path(path)
    try:
        with Archive(path, RULES) as opened:
            manifest = SubspaceManifest.from_json(load_json(opened.read(MANIFEST), MANIFEST))
            if opened.sha256(TENSORS) != manifest.members.get(TENSORS):
                raise PackError("pack_hash", member=TENSORS)
            checked = PromptTensors(opened.read(TENSORS), manifest.tensor_shapes())
            return Subspace(path, opened.size, manifest, checked)
    except PackError as error:
        raise _said_of(path, error) from error


def read_manifest(path: Path) -> SubspaceManifest:
    """Only what the file says about itself, checked. Raises PackError."""
    try:
        with Archive(Path(path), RULES) as opened:
            return SubspaceManifest.from_json(load_json(opened.read(MANIFEST), MANIFEST))
    except PackError as error:
        raise _said_of(Path(path), error) from error


def write_subspace(path: Path, manifest: SubspaceManifest, tensors: Mapping[str, Array]) -> Subspace:
    """Write a subspace at `path` and return it as read back.

    Member hashes, id, date and version are filled in here. The same content and date give the same bytes. Raises
    PackError when the content cannot be a subspace, DiskFull or InputError when it cannot be written; then an older
    file stays as it was.
    """
    content = pack_tensors(tensors)
    manifest = dataclasses.replace(
        manifest,
        name=clean(manifest.name, 200) or "Subspace",
        created=manifest.created or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        app_version=manifest.app_version or __version__,
        members={TENSORS: hashlib.sha256(content).hexdigest()},
    )
    manifest = dataclasses.replace(manifest, id=content_id(manifest))
    members = {MANIFEST: to_json(manifest.to_json()), TENSORS: content}
    return dataclasses.replace(write_checked(path, members, read_subspace), path=path)


def summary(manifest: SubspaceManifest, path: Path, size: int) -> dict[str, Any]:
    """A flat, JSON-able table for lists. `tasks` are by name with their numbers, for sliders and maps."""
    return {
        "path": str(path),
        "bytes": size,
        "id": manifest.id,
        "name": manifest.name,
        "mode": manifest.mode,
        "dimension": manifest.dimension,
        "explained": manifest.explained,
        "losses": manifest.losses,
        "tasks": [{"name": task.name, "numbers": task.numbers, "error": task.error} for task in manifest.tasks],
        "method": manifest.method["kind"],
        "is_deep": manifest.is_deep,
        "tokens": max(manifest.length_at(site) for site in ("input", "encoder", "decoder", "cross")),
        "backbone": manifest.backbone.name,
        "source": manifest.backbone.source,
        "fingerprint": manifest.backbone.to_json(),
        "created": manifest.created,
    }


def _said_of(path: Path, error: PackError) -> PackError:
    """The same refusal in words about a subspace file."""
    if error.code == "pack_missing":
        return PackError("subspace_missing", path=str(path))
    reason = "It is no such file." if error.code == "pack_not_zip" else error.message
    return PackError("subspace_unusable", path=path.name, reason=reason)
