"""The sound pack with one thing broken in its zip is refused for that reason; the sound one never is."""

from __future__ import annotations

import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import PackError
from engine.packs import read_pack

LOCAL, ENTRY = b"PK\x03\x04", b"PK\x01\x02"

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
def test_damaged_bytes_are_refused(case: str, refused: Any, sound: Path, assert_sound: Any) -> None:
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
def test_a_member_that_does_not_belong_is_refused(
    refused: Any, name: str, forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    forge.members[name] = b"x"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == ADDED[name]
    assert_sound()


@pytest.mark.parametrize("name", ["manifest.json", "prompt.safetensors", "card.md", "preview.json", "curve.csv"])
def test_a_missing_member_is_named(refused: Any, name: str, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    del forge.members[name]
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_missing"
    assert_sound()


KINDS = {"pack_link": 0o120777 << 16, "pack_special_file": 0o010644 << 16, "pack_directory": 0o040755 << 16}


@pytest.mark.parametrize("code", KINDS)
def test_links_folders_and_special_files_are_refused(refused: Any, code: str, sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[directory + 38 : directory + 42] = struct.pack("<L", KINDS[code])

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == code
    assert_sound()


def test_a_member_twice_is_refused(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    broken = forge.write(tmp_path / "broken.promptpack")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(broken, "a") as out:
        out.writestr("card.md", "another")
    assert refused(broken) == "pack_twice"
    assert_sound()


def test_an_encrypted_member_is_refused(refused: Any, sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[local + 6] |= 1
        data[directory + 8] |= 1

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_encrypted"
    assert_sound()


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(
    refused: Any, compression: int, forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    assert refused(forge.write(tmp_path / "broken.promptpack", compression=compression)) == "pack_compression"
    assert_sound()


def test_ordinary_compression_is_read(forge: Any, tmp_path: Path, sound: Path) -> None:
    packed = forge.write(tmp_path / "packed.promptpack", compression=zipfile.ZIP_DEFLATED)
    assert packed.stat().st_size < sound.stat().st_size
    assert read_pack(packed).manifest == read_pack(sound).manifest


def test_a_member_over_its_limit_is_refused(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["card.md"] = os.urandom(300_000).hex().encode()
    forge.seal()
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_member_too_large"
    assert_sound()


def test_a_zip_bomb_is_refused_with_little_memory(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members["curve.csv"] = b"step\n" + b"1\n" * 4_000_000
    broken = forge.write(tmp_path / "broken.promptpack", compression=zipfile.ZIP_DEFLATED)
    tracemalloc.start()
    try:
        assert refused(broken) == "pack_ratio"
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()
    assert_sound()


def test_a_member_that_lies_about_its_size_is_refused(
    refused: Any, forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        for place in (local + 22, directory + 24):
            data[place : place + 4] = struct.pack("<L", len(forge.members["card.md"]) // 2)

    broken = forge.write(tmp_path / "broken.promptpack", compression=zipfile.ZIP_DEFLATED)
    broken.write_bytes(raw_entry(broken.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_member_damaged"
    assert_sound()


def test_a_member_described_in_two_ways_is_refused(refused: Any, sound: Path, assert_sound: Any) -> None:
    def edit(data: bytearray, local: int, directory: int) -> None:
        data[local + 30 : local + 37] = b"evil.py"

    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(raw_entry(sound.read_bytes(), "card.md", edit))
    assert refused(broken) == "pack_structure"
    assert_sound()


def test_members_that_share_bytes_are_refused(refused: Any, sound: Path, assert_sound: Any) -> None:
    data = sound.read_bytes()
    card, curve = data.rindex(b"card.md") - 46, data.rindex(b"curve.csv") - 46
    changed = bytearray(data)
    changed[card + 42 : card + 46] = data[curve + 42 : curve + 46]
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(changed)
    assert refused(broken) == "pack_structure"
    assert_sound()


def test_thousands_of_members_are_refused_unread(refused: Any, forge: Any, tmp_path: Path, assert_sound: Any) -> None:
    forge.members |= {f"part{number}": b"" for number in range(5_000)}
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_structure"
    assert_sound()


def test_a_flipped_bit_in_the_prompt_is_found(refused: Any, sound: Path, assert_sound: Any) -> None:
    data = bytearray(sound.read_bytes())
    data[data.index(b"data_offsets") + 700] ^= 1
    broken = sound.with_name("broken.promptpack")
    broken.write_bytes(data)
    assert refused(broken) == "pack_member_damaged"
    assert_sound()


@pytest.mark.parametrize("name", ["card.md", "curve.csv", "preview.json", "LICENSE"])
def test_an_exchanged_member_is_found_by_its_hash(
    refused: Any, name: str, forge: Any, tmp_path: Path, assert_sound: Any
) -> None:
    forge.members[name] = b"[]"
    assert refused(forge.write(tmp_path / "broken.promptpack")) == "pack_hash"
    assert_sound()


# --- files that are none, and anything at all ---


def test_what_is_no_file_is_refused(refused: Any, tmp_path: Path) -> None:
    assert refused(tmp_path / "absent.promptpack") == "pack_missing"
    assert refused(tmp_path) == "pack_missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_waiting(refused: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.promptpack")
    assert refused(tmp_path / "pipe.promptpack") == "pack_missing"


def test_a_huge_file_is_refused_unread(refused: Any, tmp_path: Path) -> None:
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
