"""The sound pack with one thing broken in its tensors or texts is refused for that reason; the sound one never is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save

from engine.packs import read_pack

# --- the tensors ---


def header(change: Callable[[dict[str, Any]], Any]) -> Callable[[bytes], bytes]:
    """Change the JSON header of a safetensors file, and leave the tensors as they are."""

    def damage(content: bytes) -> bytes:
        length = int.from_bytes(content[:8], "little")
        table = json.loads(content[8 : 8 + length])
        change(table)
        text = json.dumps(table).encode()
        return len(text).to_bytes(8, "little") + text + content[8 + length :]

    return damage


def arrays(change: Callable[[dict[str, np.ndarray]], Any]) -> Callable[[bytes], bytes]:
    """Change the arrays, and write a sound safetensors file of them."""

    def damage(content: bytes) -> bytes:
        table = load(content)
        change(table)
        return save(table)

    return damage


def put(name: str, value: float) -> Callable[[dict[str, np.ndarray]], Any]:
    return lambda table: table[name].__setitem__((1,) * table[name].ndim, value)


def shift(table: dict[str, Any]) -> None:
    table["head.bias"]["data_offsets"] = [0, 8]


TENSORS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no header": ("pack_header", lambda content: b"\1\2\3"),
    "a pickle": ("pack_header", lambda content: b"\x80\x04\x95" + content),
    "a header beyond all bounds": ("pack_header", lambda content: b"\xff" * 8 + content[8:]),
    "a header longer than the file": ("pack_header", lambda content: (900_000).to_bytes(8, "little") + content[8:]),
    "a header that is no JSON": ("pack_header", lambda content: content[:8] + b"#" + content[9:]),
    "a deep header": (
        "pack_header",
        lambda content: (200_000).to_bytes(8, "little") + b"[" * 100_000 + b"]" * 100_000,
    ),
    "more bytes": ("pack_header", lambda content: content + b"\0"),
    "fewer bytes": ("pack_header", lambda content: content[:-4]),
    "tensors that share bytes": ("pack_header", header(shift)),
    "a place below zero": ("pack_header", header(lambda t: t["embeddings"].update(data_offsets=[-4, 92]))),
    "a place of fractions": ("pack_header", header(lambda t: t["embeddings"].update(data_offsets=[0.0, 96.0]))),
    "a shape below zero": ("pack_header", header(lambda t: t["embeddings"].update(shape=[-3, -8]))),
    "a shape beyond all bounds": ("pack_header", header(lambda t: t["embeddings"].update(shape=[2**61, 2**61]))),
    "a format unknown": ("pack_header", header(lambda t: t["embeddings"].update(dtype="OBJECT"))),
    "a field more": ("pack_header", header(lambda t: t["embeddings"].update(code="x"))),
    "notes that are no texts": ("pack_header", header(lambda t: t.update(__metadata__={"a": [1]}))),
    "whole numbers": ("pack_dtype", header(lambda t: t["embeddings"].update(dtype="I32"))),
    "double numbers": ("pack_dtype", arrays(lambda t: t.update(embeddings=t["embeddings"].astype("f8")))),
    "a transposed shape": ("pack_shape", header(lambda t: t["embeddings"].update(shape=[8, 3]))),
    "one token more": ("pack_shape", arrays(lambda t: t.update(embeddings=np.zeros((4, 8), "f4")))),
    "a tensor missing": ("pack_tensor_missing", arrays(lambda t: t.pop("embeddings"))),
    "a tensor more": ("pack_tensor_unknown", arrays(lambda t: t.update(extra=np.zeros(2, "f4")))),
    "no number": ("pack_not_finite", arrays(put("embeddings", np.nan))),
    "infinity": ("pack_not_finite", arrays(put("head.bias", -np.inf))),
    "infinity in half": (
        "pack_not_finite",
        arrays(lambda t: t.update(embeddings=np.full((3, 8), np.inf, np.float16))),
    ),
}


@pytest.mark.parametrize("case", TENSORS)
def test_a_wrong_prompt_is_refused(refused: Any, case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    code, damage = TENSORS[case]
    forge.members["prompt.safetensors"] = damage(forge.members["prompt.safetensors"])
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == code
    assert_sound()


def as_bfloat16(content: bytes, value: int) -> bytes:
    """The embeddings as bfloat16, all bits as in `value`."""
    others = {name: array for name, array in load(content).items() if name != "embeddings"}
    stored = save({**others, "embeddings": np.full((3, 8), value, np.uint16)})
    return header(lambda table: table["embeddings"].update(dtype="BF16"))(stored)


@pytest.mark.parametrize("bits", [0x7F80, 0xFF80, 0x7FC0])
def test_bfloat16_that_is_no_number_is_refused(refused: Any, bits: int, forge: Any, tmp_path: Path) -> None:
    sound = forge.members["prompt.safetensors"]
    forge.members["prompt.safetensors"] = as_bfloat16(sound, bits)
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_not_finite"
    forge.members["prompt.safetensors"] = as_bfloat16(sound, 0x3FC0)
    forge.seal()
    read = read_pack(forge.write(tmp_path / "broken.promptpack")).tensors()["embeddings"]
    assert read.dtype == np.float32 and (read == 1.5).all()


# --- the texts beside them ---

TEXTS: dict[str, tuple[str, str, bytes]] = {
    "a preview that is no list": ("preview.json", "pack_preview", b'{"a": 1}'),
    "a preview of lists": ("preview.json", "pack_preview", b"[[1]]"),
    "a preview within a preview": ("preview.json", "pack_preview", b'[{"a": {"b": 1}}]'),
    "a preview without end": ("preview.json", "pack_preview", b"[" + b"{}," * 60 + b"{}]"),
    "a preview of half letters": ("preview.json", "pack_preview", b'[{"a": "\\ud800"}]'),
    "a preview that is no JSON": ("preview.json", "pack_json", b"[{"),
    "a curve of words": ("curve.csv", "pack_curve", b"step,loss\n1,low\n"),
    "a curve with a formula": ("curve.csv", "pack_curve", b"step,=HYPERLINK()\n1,2\n"),
    "a curve of no numbers": ("curve.csv", "pack_curve", b"step,loss\n1,nan\n"),
    "a curve with a short line": ("curve.csv", "pack_curve", b"step,loss\n1\n"),
    "a curve with NUL": ("curve.csv", "pack_curve", b"step,loss\n1,\x002\n"),
    "a card in another encoding": ("card.md", "pack_text", b"\xff\xfeA\0"),
    "a licence in another encoding": ("LICENSE", "pack_text", b"\xe9"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_wrong_text_is_refused(refused: Any, case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    name, code, content = TEXTS[case]
    forge.members[name] = content
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == code
    assert_sound()
