"""engine/files.py: where things are kept, and files that are the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import files
from engine.errors import DiskFull, InputError


def test_home_is_where_the_variable_says(home: Path) -> None:
    assert files.home() == home


def test_home_understands_the_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTPROMPT_HOME", "~/prompts")
    assert files.home() == Path.home() / "prompts"


@pytest.mark.parametrize("value", ["", None])
def test_home_without_the_variable_is_the_data_folder_of_the_system(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("SOFTPROMPT_HOME")
    else:
        monkeypatch.setenv("SOFTPROMPT_HOME", value)
    assert files.home().name == "softprompt-studio"
    assert files.home().is_absolute()


def test_a_write_makes_the_folders_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.json"
    files.write_atomic(target, b"one")
    files.write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["c.json"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_the_old_file_and_says_so(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "state.bin"
    files.write_atomic(target, b"old")

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskFull, match=r"The disk is full: .*state\.bin"):
        files.write_atomic(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["state.bin"]


def test_a_path_that_cannot_be_written_is_wrong_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        files.write_atomic(tmp_path / "file" / "below.json", b"x")


WRITER = """
import sys
from pathlib import Path
from engine.files import write_atomic
target = Path(sys.argv[1])
print("ready", flush=True)
while True:
    write_atomic(target, b"a" * 2_000_000)
    write_atomic(target, b"b" * 2_000_000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_a_killed_writer_leaves_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "state.bin"
    files.write_atomic(target, b"a" * 2_000_000)
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
            before = target.stat().st_mtime_ns
            while target.stat().st_mtime_ns == before:  # it has begun to write
                pass
            writer.send_signal(signal.SIGKILL)
        content = target.read_bytes()
        assert len(content) == 2_000_000 and len(set(content)) == 1


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    )
)
def test_json_is_utf8_ends_its_line_and_reads_back(value: Any) -> None:
    content = files.to_json(value)
    assert content.endswith(b"\n")
    assert json.loads(content.decode("utf-8")) == value


def test_json_keeps_the_order_and_chinese_readable() -> None:
    assert files.to_json({"b": "好", "a": 1}) == '{\n  "b": "好",\n  "a": 1\n}\n'.encode()


def test_json_refuses_numbers_that_json_has_not() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        files.to_json(float("nan"))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (82_000, "82 KB"),
        (4_630_000, "4.6 MB"),
        (9_960_000, "10 MB"),
        (999_700, "1.0 MB"),
        (176e6, "176 MB"),
        (12.4e9, "12 GB"),
        (5e12, "5000 GB"),
    ],
)
def test_sizes_read_as_a_person_says_them(size: float, text: str) -> None:
    assert files.size_text(size) == text
