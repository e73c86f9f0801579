"""Every pack here is the sound one with one thing broken: it is refused for that reason, and the sound one is not."""

from __future__ import annotations

import json
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from engine.errors import PackError
from engine.packs import read_pack

LOCAL, ENTRY = b"PK\x03\x04", b"PK\x01\x02"


def refused(path: Path) -> str:
    """The code of the refusal; every refusal says what to do, and writes nothing."""
    before = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(PackError) as caught:
        read_pack(path)
    assert caught.value.message and caught.value.action and caught.value.exit_code == 2
    assert (sorted(path.parent.iterdir()) if path.parent.is_dir() else []) == before
    return caught.value.code


# --- the bytes of the file ---

BYTES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "empty": ("pack_not_zip", lambda data: b""),
    "a table": ("pack_not_zip", lambda data: b"text,label\na,b\n" * 40),
    "a program": ("pack_not_zip", lambda data: b"MZ" + data),
    "bytes in front": ("pack_not_zip", lambda data: b"#!/bin/sh\n" + data),
    "half of it": ("pack_cut_off", lambda data: data[: len(data) // 2]),
    "one byte short": ("pack_cut_off", lambda data: data[:-1]),
    "bytes behind": ("pack_structure", lambda data: data + b"\0"),
    "a comment": ("pack_structure", lambda data: data[:-2] + b"\x03\x00abc"),
    "a hole": ("pack_structure", lambda data: data[: data.index(ENTRY)] + b"\0" * 9 + data[data.index(ENTRY) :]),
    "several disks": ("pack_structure", lambda data: data[:-18] + b"\1\0" + data[-16:]),
    "a wrong count": ("pack_structure", lambda data: data[:-14] + b"\2\0\2\0" + data[-10:]),
    "a moved directory": ("pack_structure", lambda data: data[:-6] + struct.pack("<L", 0) + data[-2:]),
}


@pytest.mark.parametrize("case", BYTES)
def test_damaged_bytes_are_refused(case: str, sound: Path, assert_sound: Any) -> None:
    code, damage = BYTES[case]
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(damage(sound.read_bytes()))
    assert refused(broken) == code
    assert_sound()


# --- names, kinds and sizes of members ---


def raw_entry(data: bytes, name: str, edit: Callable[[bytearray, int, int], None]) -> bytes:
    """Change the local header and the directory entry of one member: edit(bytes, local place, directory place)."""
    changed = bytearray(data)
    local = data.index(LOCAL, data.index(name.encode()) - 30)
    directory = data.rindex(name.encode()) - 46
    edit(changed, local, directory)
    return bytes(changed)


ADDED = {
    "../evil.json": "pack_outside",
    "a/../../evil": "pack_outside",
    "/etc/passwd": "pack_outside",
    "C:/windows/x": "pack_outside",
    "card.md:stream": "pack_outside",
    "a\\b": "pack_backslash",
    "..\\evil": "pack_backslash",
    "folder/": "pack_directory",
    "CON": "pack_device_name",
    "nul.txt": "pack_device_name",
    "com1.md": "pack_device_name",
    "evil.py": "pack_unknown_member",
    "prompt.pt": "pack_unknown_member",
    "data.pkl": "pack_unknown_member",
    "Card.md": "pack_unknown_member",
    "sub/card.md": "pack_unknown_member",
    "card.md ": "pack_unknown_member",
    "提示.md": "pack_unknown_member",
}


@pytest.mark.parametrize("name", ADDED)
def test_a_member_that_does_not_belong_is_refused(name: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members[name] = b"x"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == ADDED[name]
    assert_sound()


@pytest.mark.parametrize("name", ["manifest.json", "prompt.safetensors", "card.md", "preview.json", "curve.csv"])
def test_a_missing_member_is_named(name: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    del forge.members[name]
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_missing"
    assert_sound()


KINDS = {"pack_link": 0o120777 << 16, "pack_special_file": 0o010644 << 16, "pack_directory": 0o040755 << 16}


@pytest.mark.parametrize("code", KINDS)
def test_links_folders_and_special_files_are_refused(code: str, sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[directory + 38 : directory + 42] = struct.pack("<L", KINDS[code])

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == code
    assert_sound()


def test_a_member_twice_is_refused(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    broken = forge.write(tmp_path / "broken.promptpack")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(broken, "a") as out:
        out.writestr("card.md", "another")
    assert refused(broken) == "pack_twice"
    assert_sound()


def test_an_encrypted_member_is_refused(sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[local + 6] |= 1
        data[directory + 8] |= 1

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_encrypted"
    assert_sound()


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(compression: int, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    assert refused(forge.write(tmp_path / "broken.promptpack", compression=compression)) == "pack_compression"
    assert_sound()


def test_ordinary_compression_is_read(forge: Any, tmp_path: Path, sound: Path) -> None:
    packed = forge.write(tmp_path / "packed.promptpack", compression=zipfile.ZIP_DEFLATED)
    assert packed.stat().st_size < sound.stat().st_size
    assert read_pack(packed).manifest == read_pack(sound).manifest


def test_a_member_over_its_limit_is_refused(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["card.md"] = os.urandom(300_000).hex().encode()
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_too_large"
    assert_sound()


def test_a_zip_bomb_is_refused_with_little_memory(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["curve.csv"] = b"step\n" + b"1\n" * 4_000_000
    broken = forge.write(tmp_path / "broken.promptpack", compression=zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    try:
        assert refused(broken) == "pack_ratio"
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    assert_sound()


def test_a_member_that_lies_about_its_size_is_refused(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        for place in (local + 22, directory + 24):
            data[place : place + 4] = struct.pack("<L", len(forge.members["card.md"]) // 2)

    broken = forge.write(tmp_path / "broken.promptpack", compression=zipfile.ZIP_DEFLATED)
    broken.write_bytes(raw_entry(broken.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_member_damaged"
    assert_sound()


def test_a_member_described_in_two_ways_is_refused(sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[local + 30 : local + 37] = b"evil.py"

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_structure"
    assert_sound()


def test_members_that_share_bytes_are_refused(sound: Path, assert_sound: Any) -> None:
    data = sound.read_bytes()
    card, curve = data.rindex(b"card.md") - 46, data.rindex(b"curve.csv") - 46
    changed = bytearray(data)
    changed[card + 42 : card + 46] = data[curve + 42 : curve + 46]
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(changed)
    assert refused(broken) == "pack_structure"
    assert_sound()


def test_thousands_of_members_are_refused_unread(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members |= {f"part{number}": b"" for number in range(5_000)}
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_structure"
    assert_sound()


def test_a_flipped_bit_in_the_prompt_is_found(sound: Path, assert_sound: Any) -> None:
    data = bytearray(sound.read_bytes())
    data[data.index(b"data_offsets") + 700] ^= 1
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(data)
    assert refused(broken) == "pack_member_damaged"
    assert_sound()


@pytest.mark.parametrize("name", ["card.md", "curve.csv", "preview.json", "LICENSE"])
def test_an_exchanged_member_is_found_by_its_hash(name: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members[name] = b"[]"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_hash"
    assert_sound()


# --- the description ---


def changed(**values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda table: table.update(values)


def inner(field: str, **values: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda table: table[field].update(values)


FIELDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no such field": changed(run_this="rm -rf /"),
    "schema 0": changed(schema=0),
    "schema as text": changed(schema="1"),
    "schema true": changed(schema=True),
    "an empty name": changed(name="  "),
    "a long name": changed(name="n" * 201),
    "a name of two lines": changed(name="a\nb"),
    "a name that turns": changed(name="a\u202egnp.exe"),
    "an author with escapes": changed(author="\x1b[2J"),
    "half a letter": changed(description="\ud800"),
    "a description as list": changed(description=["a"]),
    "no language": changed(languages=["not a language"]),
    "a date of words": changed(created="yesterday"),
    "a method without options": changed(method={"kind": "x"}),
    "a method with code": inner("method", code="import os"),
    "a position unknown": changed(position={"soft": "front", "positions": "guessed"}),
    "a template as number": changed(template=3),
    "words for no label": changed(label_words={"maybe": ["x"]}),
    "label words as text": changed(label_words={"yes": "great"}),
    "a label twice": changed(labels=["no", "no"]),
    "labels for another head": changed(labels=["a", "b", "c"], label_words={}),
    "a head without weight": changed(head={"bias": [2]}),
    "a head of text": changed(head="linear"),
    "no prompt": changed(shapes={}),
    "a shape with zero": inner("shapes", embeddings=[0, 8]),
    "a shape with a fraction": inner("shapes", embeddings=[3.0, 8]),
    "a shape beyond all bounds": inner("shapes", embeddings=[2**40, 8]),
    "a shape of another width": inner("shapes", embeddings=[3, 9]),
    "a deep shape of two": inner("shapes", **{"key_values.a": [2, 3]}),
    "a slot with a path": inner("shapes", **{"key_values.../../a": [2, 2, 3, 4]}),
    "an unknown place": inner("shapes", weights=[2, 2]),
    "a backbone without width": lambda table: table["backbone"].pop("hidden"),
    "a backbone with more": inner("backbone", auto_map={"AutoModel": "evil.py"}),
    "a backbone of negative size": inner("backbone", layers=-1),
    "a short hash": inner("backbone", weights_hash="abc"),
    "a dtype of its own": changed(training_dtype="object"),
    "metrics as list": inner("metrics", metrics=[1, 2]),
    "metrics within metrics": inner("metrics", metrics={"a": {"b": 1}}),
    "no seed": lambda table: table["metrics"].pop("seed"),
    "true rows": inner("data", rows=True),
    "rows below zero": inner("data", rows=-1),
    "a data hash of words": inner("data", sha256="unknown"),
    "hashes as numbers": changed(members={"card.md": 5}),
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_wrong_description_is_refused(case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    FIELDS[case](forge.manifest)
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_field"
    assert_sound()


def test_every_field_is_needed(forge: Any, tmp_path: Path) -> None:
    whole = dict(forge.manifest)
    for name in whole:
        forge.manifest = {key: value for key, value in whole.items() if key != name}
        forge.put_manifest()
        assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_field", name
    forge.manifest = whole
    forge.put_manifest()
    read_pack(forge.write(tmp_path / "broken.promptpack"))


def test_a_newer_schema_has_its_own_message(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.manifest["schema"] = 2
    forge.manifest["something_new"] = {}
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_newer"
    assert_sound()


@pytest.mark.parametrize(
    "change", [{"id": "0" * 32}, {"template": "{soft}Ignore: {review}"}, {"labels": ["yes", "no"]}]
)
def test_an_id_that_belongs_to_other_content_is_refused(
    change: dict[str, Any], forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    forge.manifest.update(change)
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_id"
    assert_sound()


JSON: dict[str, tuple[str, bytes]] = {
    "deep lists": ("pack_json_deep", b"[" * 100_000 + b"]" * 100_000),
    "deep tables": ("pack_json_deep", b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "quotes without end": ("pack_json", b'{"a": "' + b'\\"' * 400_000),
    "no number": ("pack_json", b'{"schema": NaN}'),
    "infinity": ("pack_json", b'{"schema": -Infinity}'),
    "a number too large": ("pack_json", b'{"schema": 1e999}'),
    "a number too long": ("pack_json", b'{"schema": ' + b"1" * 100_000 + b"}"),
    "a name twice": ("pack_json", b'{"schema": 1, "schema": 1}'),
    "half a table": ("pack_json", b'{"schema": 1,'),
    "python": ("pack_json", b"{'schema': __import__('os').getcwd()}"),
    "no table": ("pack_field", b"[]"),
    "nothing": ("pack_field", b"null"),
    "another encoding": ("pack_text", '{"schema": "é"}'.encode("latin-1")),
}


@pytest.mark.parametrize("case", JSON)
def test_unreadable_json_is_refused(case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    code, content = JSON[case]
    forge.members["manifest.json"] = content
    assert refused(forge.write(tmp_path / "broken.promptpack")) == code
    assert_sound()


def test_a_hash_for_a_file_that_is_not_there_is_refused(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.manifest["members"]["training_state.safetensors"] = "0" * 64
    forge.put_manifest()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_missing"
    assert_sound()


def test_a_file_without_a_hash_is_refused(forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["training_state.safetensors"] = b"anything"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_hash"
    assert_sound()


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
def test_a_wrong_prompt_is_refused(case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
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
def test_bfloat16_that_is_no_number_is_refused(bits: int, forge: Any, tmp_path: Path) -> None:
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
def test_a_wrong_text_is_refused(case: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    name, code, content = TEXTS[case]
    forge.members[name] = content
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == code
    assert_sound()


# --- files that are none, and anything at all ---


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.promptpack") == "pack_missing"
    assert refused(tmp_path) == "pack_missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.promptpack")
    assert refused(tmp_path / "pipe.promptpack") == "pack_missing"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.promptpack"
    with path.open("wb") as handle:
        handle.truncate(5 << 30)  # sparse: it takes no room
    assert refused(path) == "pack_too_large"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_damage_is_refused_or_harmless(data: st.DataObject, sound: Path) -> None:
    """Whatever bytes change, it is our refusal or the same prompt, never another exception or other numbers."""
    content = bytearray(sound.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(content)
    expected = read_pack(sound)
    try:
        found = read_pack(broken)
    except PackError:
        return
    assert found.manifest == expected.manifest
    assert all((found.tensors()[name] == array).all() for name, array in expected.tensors().items())
