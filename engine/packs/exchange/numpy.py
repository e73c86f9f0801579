"""Bare input embeddings in an .npy file (P, H): google-research/prompt-tuning's, and engines' `prompt_embeds`.

google-research saves the parameter itself, one array, with or without the suffix
(`numpy_checkpoints/checkpoint_<step>/encoder.prompt.prompt.prompt`). Such a file names neither model nor method.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from engine.errors import InputError
from engine.packs.exchange.foreign import Foreign
from engine.packs.exchange.reading import MAGIC, MAX_NPY_HEADER, MAX_NUMBER_BYTES, Array, parse_npy, read_bytes


def is_npy(path: Path) -> bool:
    """Whether a file begins as .npy files do, whatever its name."""
    return starts_with(path, MAGIC)


def starts_with(path: Path, magic: bytes) -> bool:
    """Whether an ordinary file begins with these bytes. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return handle.read(len(magic)) == magic
    except OSError as error:
        raise InputError("not_readable", path=str(path), reason=error.strerror or str(error)) from error


def read_npy(path: Path) -> Foreign:
    """The prompt in a file. Raises InputError saying what is wrong with it."""
    rows = parse_npy(read_bytes(path, MAX_NUMBER_BYTES + MAX_NPY_HEADER), path)
    return Foreign(format="npy", kind="npy", method="prompt_tuning", rows=rows, name=path.stem)


def npy_file(rows: Array) -> bytes:
    """The file of an array, in float32."""
    target = io.BytesIO()
    np.lib.format.write_array(target, rows.astype("<f4", order="C"), version=(1, 0), allow_pickle=False)
    return target.getvalue()
