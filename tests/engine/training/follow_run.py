"""Train the run in a folder in a process of its own, and kill it behind a given step."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine.runs import PretrainingRun, Run
from engine.subspaces.runs import SearchRun
from engine.training.pretraining import pretrain
from engine.training.subspace_search import search
from engine.training.trainer import train
from tests import warm


def kill_behind(folder: Path, step: int) -> None:
    """SIGKILL a real process that trains the run, as soon as it has said that it took this step."""
    ours, theirs = warm.CONTEXT.Pipe(duplex=False)
    process = warm.Process(_follow, (folder, step, theirs))
    process.start()
    theirs.close()
    assert ours.recv_bytes() == b"there"
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _follow(folder: Path, last_step: int, told: Connection) -> None:
    for event in _events(folder):
        if event["type"] == "step" and event["step"] == last_step:
            told.send_bytes(b"there")
            threading.Event().wait()  # until it is killed


def _events(path: Path) -> Iterator[dict[str, Any]]:
    if PretrainingRun.is_at(path):
        return pretrain(PretrainingRun(path))
    return search(SearchRun(path)) if SearchRun.is_at(path) else train(Run.open(path))
