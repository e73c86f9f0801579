"""engine/runs/lock.py: one living process at a time; the dead hold nothing."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.errors import DiskFull, InputError
from engine.runs.lock import RunLock

HOLD = """
import sys
from pathlib import Path
from engine.runs.lock import RunLock
RunLock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A living process that holds the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_living_process_is_refused(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    lock = RunLock(tmp_path)
    assert lock.holder() == other.pid
    with pytest.raises(InputError) as caught:
        lock.take()
    assert caught.value.code == "run_busy" and caught.value.args_ == {"pid": other.pid}
    lock.release()  # not ours to give back
    assert lock.holder() == other.pid


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_process_holds_nothing_even_before_it_is_buried(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    lock = RunLock(tmp_path)
    os.kill(other.pid, signal.SIGKILL)
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # dead, but still in the table of processes
    assert lock.holder() is None
    lock.take()
    assert lock.holder() == os.getpid()


def test_a_process_id_that_was_given_to_another_process_holds_nothing(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.path.write_text(json.dumps({"pid": os.getpid(), "started": psutil.Process().create_time() - 100}))
    assert lock.holder() is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "7", '{"pid": 1}', '{"pid": "x", "started": 0}', '{"pid": -5, "started": 0}']
)
def test_a_lock_that_cannot_be_read_holds_nothing(content: str, tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.path.write_text(content)
    assert lock.holder() is None
    lock.take()
    assert lock.holder() == os.getpid()


def test_taking_and_giving_back(tmp_path: Path) -> None:
    lock = RunLock(tmp_path)
    lock.take()
    lock.take()  # the same process may
    lock.release()
    assert not lock.path.exists()
    lock.release()


def test_a_lock_that_cannot_be_written_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as caught:
        RunLock(tmp_path / "gone").take()
    assert caught.value.code == "not_writable"

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFull):
        RunLock(tmp_path).take()
