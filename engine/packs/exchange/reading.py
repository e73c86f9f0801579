"""Other programs' files as numbers: JSON tables, safetensors and .npy arrays, checked before anything is used.

They come from strangers as packs do: only ordinary files of bounded size, headers read by hand, no pickle, and no
value that is no number. What the numbers mean is left to the formats. No torch.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.backbones.stored_tensors import HeaderError, StoredTensor, header_end, parse_header
from engine.errors import InputError, PackError
from engine.files import size_text
from engine.packs.json_text import load_json

Array = NDArray[Any]
KIB, MIB = 1 << 10, 1 << 20
MAX_JSON_BYTES = MIB
MAX_NUMBER_BYTES = 256 * MIB  # as much as a pack holds
MAX_HEADER_BYTES = 16 * MIB  # a whole model's file may hold a prefix encoder
MAX_NPY_HEADER = 64 * KIB
MAGIC = b"\x93NUMPY"
STORED = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of an ordinary file. Raises InputError: it is not there, too large or not readable."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("exchange_missing", path=str(path))
        if status.st_size > limit:
            raise InputError(
                "exchange_too_large", path=str(path), size=size_text(status.st_size), limit=size_text(limit)
            )
        with path.open("rb") as handle:
            return handle.read(limit)
    except FileNotFoundError as error:
        raise InputError("exchange_missing", path=str(path)) from error
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error


def read_json(content: bytes, path: Path) -> dict[str, Any]:
    """A JSON table from a stranger. Raises InputError."""
    try:
        table = load_json(content, path.name)
    except PackError as error:
        raise InputError("exchange_json", path=str(path)) from error
    if not isinstance(table, dict):
        raise InputError("exchange_json", path=str(path))
    return table


def read_tensors(path: Path, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, Array]:
    """The wanted tensors of a safetensors file by name, as float32; the others are not even read.

    Raises InputError: a damaged or oversized file, a number format of whole numbers, a value that is no number.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("exchange_missing", path=str(path))
        with path.open("rb") as handle:
            head = handle.read(8)
            head += handle.read(header_end(head, status.st_size, limit=MAX_HEADER_BYTES) - 8)
            entries = [e for e in parse_header(head, status.st_size, limit=MAX_HEADER_BYTES) if wanted(e.name)]
            size = sum(entry.stop - entry.start for entry in entries)
            if size > MAX_NUMBER_BYTES:
                limit = size_text(MAX_NUMBER_BYTES)
                raise InputError("exchange_too_large", path=str(path), size=size_text(size), limit=limit)
            found = {}
            for entry in entries:
                handle.seek(entry.start)
                found[entry.name] = _stored_array(entry, handle.read(entry.stop - entry.start))
            return found
    except HeaderError as error:
        raise InputError("exchange_damaged", path=str(path), reason=str(error)) from error
    except FileNotFoundError as error:
        raise InputError("exchange_missing", path=str(path)) from error
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error


def _stored_array(entry: StoredTensor, content: bytes) -> Array:
    name = shown(entry.name)
    if entry.dtype not in STORED:
        raise InputError("exchange_dtype", tensor=name, found=entry.dtype, known=", ".join(STORED))
    array = np.frombuffer(content, STORED[entry.dtype]).reshape(entry.shape)
    return as_float32(from_bfloat16(array) if entry.dtype == "BF16" else array, name)


def parse_npy(content: bytes, path: Path) -> Array:
    """The two-dimensional array of an .npy file, as float32. Raises InputError.

    The header is read by numpy's own parser, which takes literals only; objects are refused. Two bytes of no
    type are bfloat16, as JAX and KoboldAI's tuner write it.
    """
    source = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(source)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
        if read is None:
            raise ValueError(f"its version is {version}")
        shape, is_fortran, dtype = read(source, max_header_size=MAX_NPY_HEADER)
    except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError) as error:
        raise InputError("exchange_damaged", path=str(path), reason="its header is not readable") from error
    is_bfloat16 = dtype.kind == "V" and dtype.itemsize == 2 and dtype.names is None and dtype.subdtype is None
    if not is_bfloat16 and not (dtype.kind == "f" and dtype.itemsize in (2, 4, 8)):
        known = "float64, float32, float16, bfloat16"
        raise InputError("exchange_dtype", tensor=path.name, found=shown(str(dtype)), known=known)
    sizes = " x ".join(map(str, shape)) or "0"
    if len(shape) != 2 or not all(0 < size < 2**24 for size in shape):
        raise InputError("exchange_shape", tensor=path.name, found=sizes, expected="tokens x width")
    if len(content) - source.tell() != shape[0] * shape[1] * dtype.itemsize:
        raise InputError("exchange_damaged", path=str(path), reason=f"its size does not go with its shape {sizes}")
    stored = np.dtype("<u2") if is_bfloat16 else dtype
    array = np.frombuffer(content, stored, offset=source.tell()).reshape(shape, order="F" if is_fortran else "C")
    return as_float32(from_bfloat16(array) if is_bfloat16 else array, path.name)


def from_bfloat16(bits: Array) -> Array:
    """float32 values of bfloat16 bit patterns, which is exact."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def as_float32(array: Array, name: str) -> Array:
    """A new array in float32. Raises InputError where a value is no number, or too large for the format."""
    with np.errstate(over="ignore"):
        found: Array = np.ascontiguousarray(array, dtype=np.float32)
    if found is array or found.base is not None:
        found = found.copy()
    fine = np.isfinite(found)
    if not fine.all():
        raise InputError("exchange_not_finite", tensor=name, place=int(np.argmin(fine)) + 1)
    return found


def shown(text: str) -> str:
    """A stranger's word, short and without anything that could steer a terminal."""
    return ascii(text[:80])[1:-1]
