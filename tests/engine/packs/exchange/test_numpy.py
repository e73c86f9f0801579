"""engine/packs/exchange/numpy.py: bare arrays, as google-research's prompt-tuning saves them, in any honest form."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.errors import InputError
from engine.packs.exchange import Choices, fit, read_foreign
from engine.packs.exchange.numpy import npy_file
from engine.packs.exchange.reading import parse_npy
from tests.engine.packs.exchange.conftest import HIDDEN, TOKENS, make_target, numbers

Refused = Callable[[Path], InputError]
SHAPES = arrays.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9)
FINITE = st.floats(-(2.0**127), 2.0**127, width=32)


@given(arrays.arrays(np.float32, SHAPES, elements=FINITE))
def test_what_is_written_is_read_bit_for_bit(rows: np.ndarray) -> None:
    content = npy_file(rows)
    assert parse_npy(content, Path("x.npy")).tobytes() == rows.tobytes()
    assert np.load(io.BytesIO(content), allow_pickle=False).tobytes() == rows.tobytes()  # and by anybody else


@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", ">f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_every_honest_form_gives_the_same_numbers(dtype: str, order: str, tmp_path: Path) -> None:
    rows = numbers(TOKENS, HIDDEN).astype(dtype, order=order)
    path = tmp_path / "encoder.prompt.prompt.prompt"  # as a checkpoint of prompt-tuning names it
    with path.open("wb") as handle:
        np.save(handle, rows)
    found = read_foreign(path).rows
    assert found.dtype == np.float32 and found.flags["C_CONTIGUOUS"] and found.flags.writeable
    assert (found == rows.astype(np.float32)).all()


def test_two_bytes_without_a_type_are_bfloat16(tmp_path: Path) -> None:
    bits = (numbers(TOKENS, HIDDEN).view(np.uint32) >> 16).astype("<u2")
    np.save(tmp_path / "jax.npy", bits.view("V2"))
    assert (read_foreign(tmp_path / "jax.npy").rows.view(np.uint32) == bits.astype(np.uint32) << 16).all()


WRONG: dict[str, tuple[str, Callable[[], bytes]]] = {
    "three dimensions": ("exchange_shape", lambda: saved(np.zeros((2, 3, 4), np.float32))),
    "one dimension": ("exchange_shape", lambda: saved(np.zeros(4, np.float32))),
    "nothing in it": ("exchange_shape", lambda: saved(np.zeros((0, 4), np.float32))),
    "whole numbers": ("exchange_dtype", lambda: saved(np.zeros((2, 4), np.int64))),
    "complex numbers": ("exchange_dtype", lambda: saved(np.zeros((2, 4), np.complex64))),
    "fields": ("exchange_dtype", lambda: saved(np.zeros((2, 4), [("a", "<f4")]))),
    "objects": ("exchange_dtype", lambda: saved(np.zeros((2, 4), object))),
    "NaN": ("exchange_not_finite", lambda: saved(np.full((2, 4), np.nan, np.float32))),
    "infinity in bfloat16": ("exchange_not_finite", lambda: saved(np.full((2, 4), 0x7F80, "<u2").view("V2"))),
    "too short": ("exchange_damaged", lambda: saved(numbers(2, 4))[:-1]),
    "too long": ("exchange_damaged", lambda: saved(numbers(2, 4)) + b"more"),
    "no header": ("exchange_damaged", lambda: b"\x93NUMPY\x01\x00"),
    "a header that is code": ("exchange_damaged", lambda: header("__import__('os').system('true')")),
    "a header that is no table": ("exchange_damaged", lambda: header("[1, 2]")),
    "a huge header": ("exchange_damaged", lambda: b"\x93NUMPY\x02\x00" + (2**31).to_bytes(4, "little") + b" " * 64),
    "a huge shape": (
        "exchange_damaged",
        lambda: header("{'descr': '<f4', 'fortran_order': False, 'shape': (16000000, 16000000)}"),
    ),
    "a later version": ("exchange_damaged", lambda: b"\x93NUMPY\x09\x00" + bytes(100)),
}


def saved(array: np.ndarray) -> bytes:
    target = io.BytesIO()
    np.save(target, array, allow_pickle=True)
    return target.getvalue()


def header(text: str) -> bytes:
    content = (text + "\n").encode()
    return b"\x93NUMPY\x01\x00" + len(content).to_bytes(2, "little") + content


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_array_is_refused(name: str, tmp_path: Path, refused: Refused) -> None:
    code, content = WRONG[name]
    path = tmp_path / "x.npy"
    path.write_bytes(content())
    assert refused(path).code == code


@given(st.binary(max_size=200))
def test_no_bytes_bring_it_down(content: bytes) -> None:
    try:
        parse_npy(b"\x93NUMPY\x01\x00" + content, Path("x.npy"))
    except InputError as error:
        assert error.message


def test_an_array_names_no_weights_so_its_pack_is_amber(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", numbers(TOKENS, HIDDEN))
    fitted = fit(read_foreign(tmp_path / "x.npy"), make_target("seq2seq"), Choices())
    assert [note["code"] for note in fitted.notes] == ["exchange_any_weights"]
    assert fitted.manifest.backbone.weights_hash == "0" * 64
    assert fitted.manifest.name == "x"
