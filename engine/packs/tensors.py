"""prompt.safetensors: the tensors of a pack, checked in name, number format, shape and value before use. No torch.

Keys: `embeddings` (P, H), `key_values.<slot>` (2, kv_heads, P, head_dim), `head.weight` (C, H), `head.bias` (C,).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from engine.backbones.stored_tensors import HeaderError, StoredTensor, parse_header
from engine.errors import PackError
from engine.packs.manifest import Manifest

MAX_HEADER_BYTES = 1 << 20
DTYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2")}
CHUNK = 1 << 20
Array = NDArray[Any]


def pack_tensors(tensors: Mapping[str, Array]) -> bytes:
    """The file of some float32 or float16 arrays. The same arrays always give the same bytes.

    Raises TypeError for another number format: a bfloat16 master is kept as float32.
    """
    for name, array in tensors.items():
        if array.dtype not in (np.dtype("float32"), np.dtype("float16")):
            raise TypeError(f"{name} is {array.dtype}; a pack holds float32 or float16")
    return save({name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)})


class PromptTensors:
    """The checked tensors of a pack; `arrays()` gives copies that may be written to."""

    def __init__(self, content: bytes, expected: Mapping[str, list[int]]) -> None:
        """`expected`: the shape of every tensor that must be there. Raises PackError when the header, a format, a shape
        or a value is not as it should be."""
        self._content = content
        try:
            self._entries = parse_header(content, len(content), limit=MAX_HEADER_BYTES)
        except HeaderError as error:
            raise PackError("pack_header", reason=str(error)) from error
        for entry in self._entries:
            if entry.name not in expected:
                raise PackError("pack_tensor_unknown", tensor=ascii(entry.name[:80])[1:-1])
            if entry.dtype not in DTYPES:
                raise PackError("pack_dtype", tensor=entry.name, found=entry.dtype)
            if list(entry.shape) != expected[entry.name]:
                found = " x ".join(map(str, entry.shape))
                wanted = " x ".join(map(str, expected[entry.name]))
                raise PackError("pack_shape", tensor=entry.name, found=found, expected=wanted)
        for name in expected.keys() - {entry.name for entry in self._entries}:
            raise PackError("pack_tensor_missing", tensor=name)
        for entry in self._entries:
            self._check_finite(entry)

    def arrays(self) -> dict[str, Array]:
        """New arrays by key, in the format they are stored in; bfloat16 becomes float32, which is exact."""
        return {entry.name: self._array(entry) for entry in self._entries}

    def _raw(self, entry: StoredTensor) -> Array:
        return np.frombuffer(self._content, DTYPES[entry.dtype], entry.size, entry.start)

    def _array(self, entry: StoredTensor) -> Array:
        raw = self._raw(entry)
        if entry.dtype == "BF16":
            return (raw.astype(np.uint32) << 16).view(np.float32).reshape(entry.shape)
        return raw.copy().reshape(entry.shape)

    def _check_finite(self, entry: StoredTensor) -> None:
        raw = self._raw(entry)
        for start in range(0, len(raw), CHUNK):
            part = raw[start : start + CHUNK]
            if entry.dtype == "BF16":
                fine = (part & 0x7F80) != 0x7F80  # all exponent bits set: infinity or no number
            else:
                fine = np.isfinite(part)
            if not fine.all():
                raise PackError("pack_not_finite", tensor=entry.name, place=start + int(np.argmin(fine)) + 1)


def expected_shapes(manifest: Manifest) -> dict[str, list[int]]:
    """Every tensor that a manifest promises, by key, with its shape."""
    shapes = dict(manifest.shapes)
    if manifest.head:
        shapes["head.weight"] = manifest.head["weight"]
        if manifest.head["bias"] is not None:
            shapes["head.bias"] = manifest.head["bias"]
    return shapes
