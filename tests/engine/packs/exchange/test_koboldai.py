"""engine/packs/exchange/koboldai.py: its zips in and out, and those of strangers."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from engine.packs import match, write_pack
from engine.packs.exchange import Choices, export_pack, fit, read_foreign
from engine.packs.exchange.koboldai import unpack_lzma
from tests.engine.packs.exchange.conftest import HIDDEN, TOKENS, MakePack, make_target, numbers

Refused = Callable[[Path], InputError]
META = {"name": "Pirates", "author": "Ada", "supported": ["Generic 6B", "GPT-J"], "description": "Arr.\u202e"}


def softtuner_zip(path: Path, rows: np.ndarray, meta: object = META, compression: int = zipfile.ZIP_LZMA) -> Path:
    """As KoboldAI's tuner writes it: both members through `open`, all LZMA."""
    with zipfile.ZipFile(path, "w", compression=compression) as out:
        with out.open("tensor.npy", "w") as handle:
            np.save(handle, rows, allow_pickle=False)
        with out.open("meta.json", "w") as handle:
            handle.write(json.dumps(meta).encode())
    return path


def checksp(path: Path, model_dimension: int) -> np.ndarray:
    """What KoboldAI-Client does with a file before it uses it (fileops.py), and how it then reads it."""
    with zipfile.ZipFile(path) as opened, opened.open("tensor.npy") as handle:
        version = np.lib.format.read_magic(handle)
        shape, _, dtype = np.lib.format.read_array_header_1_0(handle)
        assert version == (1, 0) and len(shape) == 2 and dtype in (np.float16, np.float32)
        assert shape[1] == model_dimension and shape[0] < 2048
        assert json.loads(opened.read("meta.json"))["name"]
    with np.load(path, allow_pickle=False) as found:
        return found["tensor.npy"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("dtype", ["<f4", "<f2", "V2"])
def test_a_zip_of_the_tuner_is_read_exactly(dtype: str, compression: int, tmp_path: Path) -> None:
    rows = numbers(TOKENS, HIDDEN)
    bits = (rows.view(np.uint32) >> 16).astype("<u2")
    stored = bits.view("V2") if dtype == "V2" else rows.astype(dtype)
    found = read_foreign(softtuner_zip(tmp_path / "x.zip", stored, compression=compression))
    expected = (bits.astype(np.uint32) << 16).view(np.float32) if dtype == "V2" else rows.astype(dtype)
    assert (found.rows == expected).all()
    assert (found.name, found.author, found.made_for, found.description) == (
        "Pirates",
        "Ada",
        "Generic 6B, GPT-J",
        "Arr.",
    )


def test_koboldai_takes_what_is_written(make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack()
    export_pack(pack, "koboldai", tmp_path / "out.zip")
    assert (checksp(tmp_path / "out.zip", HIDDEN) == pack.tensors()["embeddings"]).all()
    with zipfile.ZipFile(tmp_path / "out.zip") as opened:
        assert [info.compress_type for info in opened.infolist()] == [zipfile.ZIP_LZMA] * 2
        assert json.loads(opened.read("meta.json"))["supported"] == ["tiny"]


def test_it_names_no_weights_so_the_match_is_always_amber(tmp_path: Path) -> None:
    target = make_target()
    fitted = fit(read_foreign(softtuner_zip(tmp_path / "x.zip", numbers(TOKENS, HIDDEN))), target, Choices())
    pack = write_pack(tmp_path / "x.promptpack", fitted.manifest, fitted.tensors)
    found = match(pack.manifest.backbone, target.fingerprint, tensors=pack.manifest.shapes)
    assert (found.colour, found.code) == ("amber", "match_other_weights")
    assert [note["code"] for note in fitted.notes] == ["exchange_any_weights"]
    assert pack.manifest.author == "Ada" and pack.manifest.name == "Pirates"


def test_another_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fit(read_foreign(softtuner_zip(tmp_path / "x.zip", numbers(TOKENS, HIDDEN))), make_target("seq2seq"), Choices())
    assert caught.value.code == "exchange_family"


def test_without_a_readable_meta_it_has_the_name_of_its_file(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "plain.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("tensor.npy", saved(numbers(TOKENS, HIDDEN)))
    assert read_foreign(path).name == "plain"
    assert read_foreign(softtuner_zip(tmp_path / "odd.zip", numbers(2, 4), {"name": 3, "author": None})).name == "odd"
    assert refused(softtuner_zip(tmp_path / "bad.zip", numbers(2, 4), [1])).code == "exchange_json"


def saved(array: np.ndarray) -> bytes:
    target = io.BytesIO()
    np.save(target, array)
    return target.getvalue()


def rezip(path: Path, members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_LZMA) -> Path:
    with zipfile.ZipFile(path, "w", compression) as out:
        for name, content in members:
            out.writestr(name, content)
    return path


SOUND = ("tensor.npy", saved(numbers(TOKENS, HIDDEN)))
HOSTILE: dict[str, tuple[str, list[tuple[str, bytes]]]] = {
    "outside": ("exchange_zip", [SOUND, ("../x", b"")]),
    "a member that nobody knows": ("exchange_zip", [SOUND, ("run.py", b"")]),
    "no tensor": ("exchange_zip", [("meta.json", b"{}")]),
    "a bomb": ("exchange_zip", [("tensor.npy", bytes(5_000_000))]),
    "an array that is none": ("exchange_damaged", [("tensor.npy", b"\x93NUMPY")]),
    "objects": ("exchange_dtype", [("tensor.npy", saved(np.array([[None]])))]),
    "NaN": ("exchange_not_finite", [("tensor.npy", saved(np.full((2, 4), np.nan, np.float32)))]),
    "a huge meta": ("exchange_zip", [SOUND, ("meta.json", np.random.default_rng(0).bytes(300_000))]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused(name: str, tmp_path: Path, refused: Refused) -> None:
    code, members = HOSTILE[name]
    assert refused(rezip(tmp_path / "x.zip", members)).code == code


def test_a_zip_that_is_cut_off_is_refused(tmp_path: Path, refused: Refused) -> None:
    path = softtuner_zip(tmp_path / "x.zip", numbers(TOKENS, HIDDEN))
    content = path.read_bytes()
    for length in (10, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        assert refused(path).code == "exchange_zip"


@pytest.mark.parametrize("place", [30 + 10 + 12, 30 + 10 + 30])
def test_a_changed_byte_is_noticed(place: int, tmp_path: Path, refused: Refused) -> None:
    path = softtuner_zip(tmp_path / "x.zip", numbers(TOKENS, HIDDEN))
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert refused(path).code == "exchange_zip"


# ---- LZMA by hand ----------------------------------------------------------------------------------------------------


def packed(content: bytes, dictionary: int = 1 << 23) -> bytes:
    """An LZMA member of a zip: version, size of the properties, properties, stream."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": dictionary}]
    stream = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return b"\x09\x04\x05\x00\x5d" + dictionary.to_bytes(4, "little") + stream


def test_what_is_packed_is_unpacked() -> None:
    for content in (b"", b"a", bytes(range(256)) * 500):
        assert unpack_lzma(packed(content), len(content)) == content


def test_no_more_than_is_promised_is_unpacked() -> None:
    bomb = packed(bytes(50_000_000))
    assert len(bomb) < 20_000
    assert unpack_lzma(bomb, 1_000) is None


def test_a_dictionary_of_gigabytes_takes_no_memory() -> None:
    content = packed(b"hello" * 100)
    huge = content[:5] + (0xFFFF_FFFF).to_bytes(4, "little") + content[9:]
    assert unpack_lzma(huge, 500) == b"hello" * 100


@pytest.mark.parametrize(
    "content", [b"", b"\x09\x04\x05\x00", b"\x09\x04\x06\x00\x5d" + bytes(20), b"\x09\x04\x05\x00\xff" + bytes(20)]
)
def test_what_is_no_lzma_member_is_told_apart(content: bytes) -> None:
    assert unpack_lzma(content, 10) is None
