"""PromptPack: a trained prompt as one file to share, written so that it can be read, read so that it can be trusted.

Holds the order of things: zip, description, hashes, tensors, then the texts beside them. Each part's own rules
are in `archive`, `manifest` and `tensors`. A training state may lie in a pack; it is hashed, never loaded.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import __version__
from engine.errors import PackError
from engine.files import to_json, writing_error
from engine.packs import archive
from engine.packs.archive import Archive
from engine.packs.card import write_card
from engine.packs.json_text import clean, decode, has_half_letters, load_json
from engine.packs.manifest import Manifest, content_id
from engine.packs.tensors import Array, PromptTensors, expected_shapes, pack_tensors

MAX_PREVIEW_ROWS = 50
MAX_PREVIEW_LETTERS = 10_000
MAX_CURVE_LINES = 100_000
MAX_CURVE_COLUMNS = 40
COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")


@dataclass(frozen=True)
class PromptPack:
    """A pack that was read and found sound. `preview`: example rows before and after; `curve`: numbers by step."""

    path: Path
    size: int
    manifest: Manifest
    card: str
    preview: list[dict[str, Any]]
    curve: list[dict[str, float]]
    licence_text: str
    has_training_state: bool
    prompt: PromptTensors

    def tensors(self) -> dict[str, Array]:
        """New numpy arrays by key: `embeddings`, `key_values.<slot>`, `head.weight`, `head.bias`."""
        return self.prompt.arrays()


def read_pack(path: Path) -> PromptPack:
    """Read a pack file that may come from anybody. Nothing is run, fetched or written; memory stays bounded.

    Raises PackError with the reason as soon as anything is not as it should be, before anything is used.
    """
    path = Path(path)
    with Archive(path) as opened:
        manifest = read_manifest(opened)
        for name in opened.members:
            if name != archive.MANIFEST and opened.sha256(name) != manifest.members.get(name):
                raise PackError("pack_hash", member=name)
        for name in manifest.members:
            if name not in opened.members or name == archive.MANIFEST:
                raise PackError("pack_member_missing", member=ascii(name[:80])[1:-1])
        prompt = PromptTensors(opened.read(archive.PROMPT), expected_shapes(manifest))
        licence = decode(opened.read(archive.LICENCE), archive.LICENCE) if archive.LICENCE in opened.members else ""
        return PromptPack(
            path=path,
            size=opened.size,
            manifest=manifest,
            card=decode(opened.read(archive.CARD), archive.CARD),
            preview=_read_preview(opened.read(archive.PREVIEW)),
            curve=_read_curve(opened.read(archive.CURVE)),
            licence_text=licence,
            has_training_state=archive.TRAINING_STATE in opened.members,
            prompt=prompt,
        )


def read_manifest(opened: Archive) -> Manifest:
    """Only what the pack says about itself, checked; the tensors are not looked at. Raises PackError."""
    return Manifest.from_json(load_json(opened.read(archive.MANIFEST), archive.MANIFEST))


def write_pack(
    path: Path,
    manifest: Manifest,
    tensors: Mapping[str, Array],
    *,
    preview: Sequence[Mapping[str, Any]] = (),
    curve: Iterable[Mapping[str, float]] = (),
    card: str | None = None,
    licence_text: str = "",
    training_state: Path | None = None,
) -> PromptPack:
    """Write a pack at `path` and return it as read back: what was written is checked before it gets its name.

    `tensors` are float32 or float16 arrays by key. Shapes, head, member hashes, id and version of the manifest
    are filled in here, and the date if it is empty; names are freed of hidden characters, and scores that are no
    numbers become null. Without `card` one is written from the manifest. The same content and date give the same
    bytes. Raises PackError when the content cannot be a pack (a value that is no
    number, say), DiskFull or InputError when the file cannot be written; then an older file stays as it was.
    """
    path = Path(path)
    prompt = pack_tensors(tensors)
    rows = list(preview)[:MAX_PREVIEW_ROWS]
    manifest = _complete(manifest, tensors, prompt)
    members: dict[str, bytes | Path] = {
        archive.PROMPT: prompt,
        archive.CARD: (card if card is not None else write_card(manifest, rows)).encode("utf-8", "replace"),
        archive.PREVIEW: to_json([_preview_row(row) for row in rows]),
        archive.CURVE: _curve_text(list(curve)).encode(),
    }
    if licence_text:
        members[archive.LICENCE] = licence_text.encode("utf-8", "replace")
    if training_state is not None:
        members[archive.TRAINING_STATE] = Path(training_state)
    try:
        hashes = {name: _hash(content) for name, content in members.items()}
    except OSError as error:
        raise writing_error(path, error) from error
    manifest = dataclasses.replace(manifest, members=hashes)
    members = {archive.MANIFEST: to_json(manifest.to_json()), **members}
    return dataclasses.replace(archive.write_checked(path, members, read_pack), path=path)


def _complete(manifest: Manifest, tensors: Mapping[str, Array], prompt: bytes) -> Manifest:
    heads = {name: list(array.shape) for name, array in tensors.items() if name.startswith("head.")}
    complete = dataclasses.replace(
        manifest,
        name=clean(manifest.name, 200) or "Prompt",
        author=clean(manifest.author, 200),
        licence=clean(manifest.licence, 200),
        description=clean(manifest.description, 4_000, lines=True),
        backbone=dataclasses.replace(
            manifest.backbone,
            name=clean(manifest.backbone.name, 200),
            source=clean(manifest.backbone.source, 200),
            architecture=clean(manifest.backbone.architecture, 200),
        ),
        data={**manifest.data, "name": clean(manifest.data["name"], 200)},
        metrics={
            key: {name: finite_or_none(fact) for name, fact in value.items()} if isinstance(value, Mapping) else value
            for key, value in manifest.metrics.items()
        },
        created=manifest.created or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        app_version=manifest.app_version or __version__,
        shapes={name: list(tensors[name].shape) for name in sorted(tensors) if not name.startswith("head.")},
        head={"weight": heads["head.weight"], "bias": heads.get("head.bias")} if heads else None,
        members={archive.PROMPT: hashlib.sha256(prompt).hexdigest()},
    )
    return dataclasses.replace(complete, id=content_id(complete))


def finite_or_none(value: Any) -> Any:
    """The value itself; None for a number that JSON has no word for."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _hash(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _preview_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        str(key): value[:MAX_PREVIEW_LETTERS].encode("utf-8", "replace").decode()
        if isinstance(value, str)
        else finite_or_none(value)
        for key, value in row.items()
    }


def _read_preview(content: bytes) -> list[dict[str, Any]]:
    rows = load_json(content, archive.PREVIEW)
    if not isinstance(rows, list) or len(rows) > MAX_PREVIEW_ROWS:
        raise PackError("pack_preview", reason=f"it is no list of at most {MAX_PREVIEW_ROWS}")
    for row in rows:
        if not isinstance(row, dict) or len(row) > MAX_CURVE_COLUMNS:
            raise PackError("pack_preview", reason="a row is no table")
        for value in row.values():
            if isinstance(value, list | dict):
                raise PackError("pack_preview", reason="a row holds more than texts and numbers")
            if isinstance(value, str) and (len(value) > MAX_PREVIEW_LETTERS or has_half_letters(value)):
                raise PackError("pack_preview", reason="a text is too long or cannot be written")
    return rows


def _curve_text(rows: list[Mapping[str, float]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(columns)] if columns else []
    for row in rows[-MAX_CURVE_LINES:]:
        values = (row.get(name) for name in columns)
        lines.append(",".join("" if value is None or not math.isfinite(value) else repr(value) for value in values))
    return "".join(line + "\n" for line in lines)


def _read_curve(content: bytes) -> list[dict[str, float]]:
    """Rows of numbers; an empty cell is left out of its row."""
    reader = csv.reader(io.StringIO(decode(content, archive.CURVE)))
    rows: list[dict[str, float]] = []
    try:
        columns = next(reader, [])
        if len(columns) > MAX_CURVE_COLUMNS or not all(map(COLUMN.fullmatch, columns)):
            raise PackError("pack_curve", line=1, reason="these are no names of columns")
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(columns) or number > MAX_CURVE_LINES + 1:
                raise PackError("pack_curve", line=number, reason=f"it has {len(cells)} cells, not {len(columns)}")
            row = {name: float(cell) for name, cell in zip(columns, cells, strict=True) if cell}
            if not all(map(math.isfinite, row.values())):
                raise PackError("pack_curve", line=number, reason="a cell is no number")
            rows.append(row)
    except (ValueError, csv.Error) as error:
        raise PackError("pack_curve", line=len(rows) + 2, reason="a cell is no number") from error
    return rows
