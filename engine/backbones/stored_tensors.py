"""The safetensors format, read with every number checked before it is used: header, dtypes, shapes, offsets.

Holds what model folders and packs share: `parse_header` for bytes from anywhere, `stored_tensors` for the weights
of a model folder, sharded or not, without reading them. No torch; what the tensors mean is for others to say.
Format: https://huggingface.co/docs/safetensors (8 bytes of length, a JSON header, then the tensors back to back).
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError

MAX_HEADER_BYTES = 100_000_000  # the limit of the safetensors library itself
MAX_INDEX_BYTES = 50_000_000
MAX_DIMENSIONS = 8
ITEM_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}
WEIGHTS_NAME = "model.safetensors"
INDEX_NAME = "model.safetensors.index.json"


class HeaderError(ValueError):
    """The bytes are no safetensors file; the text says why, in a few words."""


@dataclass(frozen=True)
class StoredTensor:
    """One tensor in a file: `start` and `stop` count from the beginning of the file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    start: int
    stop: int

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


def parse_header(head: bytes, file_bytes: int, *, limit: int = MAX_HEADER_BYTES) -> list[StoredTensor]:
    """The tensors named by a safetensors header, in file order. Raises HeaderError.

    `head` holds at least the first 8 bytes and, if the header is within `limit`, the whole header.
    Tensors must lie back to back and end with the file, so no byte is hidden or used twice.
    """
    end = header_end(head, file_bytes, limit=limit)
    try:
        header = json.loads(head[8:end].decode("utf-8"), object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as error:
        raise HeaderError(f"its header is not readable ({type(error).__name__})") from error
    if not isinstance(header, dict):
        raise HeaderError("its header is no table")
    notes = header.pop("__metadata__", {})
    if not isinstance(notes, dict) or not all(isinstance(value, str) for value in notes.values()):
        raise HeaderError("its notes are not texts")
    tensors = sorted((_entry(name, entry, end) for name, entry in header.items()), key=lambda t: (t.start, t.stop))
    expected = end
    for tensor in tensors:
        if tensor.start != expected:
            raise HeaderError(f"the tensor {tensor.name[:80]!r} does not begin where the one before it ends")
        expected = tensor.stop
    if expected != file_bytes:
        raise HeaderError(f"it has {file_bytes} bytes, and its header speaks of {expected}")
    return tensors


def header_end(head: bytes, file_bytes: int, *, limit: int = MAX_HEADER_BYTES) -> int:
    """Where the header ends and the tensors begin, from the first 8 bytes. Raises HeaderError."""
    if len(head) < 8:
        raise HeaderError("it is shorter than a header")
    length = int.from_bytes(head[:8], "little")
    if length > limit:
        raise HeaderError(f"its header claims {length} bytes, more than {limit}")
    if length + 8 > file_bytes:
        raise HeaderError("its header is longer than the file")
    return length + 8


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise HeaderError("a name stands twice in its header")
    return table


def _entry(name: str, entry: Any, base: int) -> StoredTensor:
    short = repr(name[:80])
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise HeaderError(f"the tensor {short} is described wrongly")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in ITEM_BITS:
        raise HeaderError(f"the tensor {short} has an unknown number format")
    if not _are_counts(shape) or len(shape) > MAX_DIMENSIONS:
        raise HeaderError(f"the tensor {short} has no possible shape")
    if not _are_counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise HeaderError(f"the tensor {short} has no possible place")
    if math.prod(shape) * ITEM_BITS[dtype] != (offsets[1] - offsets[0]) * 8:
        raise HeaderError(f"the tensor {short} has {offsets[1] - offsets[0]} bytes, which is not its shape")
    return StoredTensor(name, dtype, tuple(shape), base + offsets[0], base + offsets[1])


def _are_counts(values: Any) -> bool:
    return isinstance(values, list) and all(type(value) is int and 0 <= value < 2**62 for value in values)


def stored_tensors(folder: Path) -> dict[str, tuple[Path, StoredTensor]]:
    """Every weight of a model folder by name, with the file it lies in. Only headers are read.

    Raises InputError when there are no safetensors weights, a shard is missing, or a file is damaged.
    """
    names = weight_files(folder)
    found: dict[str, tuple[Path, StoredTensor]] = {}
    for name in names:
        path = folder / name
        for tensor in _read_file_header(path):
            if tensor.name in found:
                raise InputError("weights_damaged", path=str(path), reason=f"{tensor.name} stands in two files")
            found[tensor.name] = (path, tensor)
    return found


def weight_files(folder: Path) -> list[str]:
    """The names of the weight files of a model folder: one, or the shards of its index. Raises InputError."""
    if (folder / WEIGHTS_NAME).is_file():
        return [WEIGHTS_NAME]
    index = folder / INDEX_NAME
    if not index.is_file():
        pickled = sorted(p.name for p in folder.glob("*") if p.suffix in (".bin", ".pt", ".pth", ".ckpt"))
        if pickled:
            raise InputError("weights_unsafe", path=str(folder), file=pickled[0])
        raise InputError("not_a_model", path=str(folder), missing=WEIGHTS_NAME)
    try:
        if index.stat().st_size > MAX_INDEX_BYTES:
            raise ValueError("too large")
        names = sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()), key=str)
        if not names:
            raise ValueError("empty")
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise InputError("weights_damaged", path=str(index), reason="it is no list of weight files") from error
    for name in names:
        if not isinstance(name, str) or not re.fullmatch(r"[\w][\w.\-]*\.safetensors", name):
            raise InputError("weights_damaged", path=str(index), reason=f"it names {str(name)[:80]!r}")
        if not (folder / name).is_file():
            raise InputError("not_a_model", path=str(folder), missing=name)
    return names


def _read_file_header(path: Path) -> list[StoredTensor]:
    try:
        file_bytes = path.stat().st_size
        with path.open("rb") as handle:
            head = handle.read(8)
            return parse_header(head + handle.read(header_end(head, file_bytes) - 8), file_bytes)
    except HeaderError as error:
        raise InputError("weights_damaged", path=str(path), reason=str(error)) from error
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error
