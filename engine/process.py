"""The first lines that run in the engine process: its priority, its log, its end with its parent. Imports nothing
heavy itself, so that the window may import it to start the process."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import Connection, wait
from pathlib import Path

import psutil

LOG_BYTES = 1_000_000
SECONDS_TO_END = 10.0


def run_engine(connection: Connection, log: str) -> None:
    """Serve requests from the pipe until it closes. The target of the spawned process."""
    _redirect_output(Path(log))
    _lower_priority()
    _end_with_parent()
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from engine.host import Host

    Host(connection).serve()


def _redirect_output(log: Path) -> None:
    """Everything that libraries print goes to a file, the trace of a crash as well; a large old log starts anew."""
    log.parent.mkdir(parents=True, exist_ok=True)
    mode = "w" if log.exists() and log.stat().st_size > LOG_BYTES else "a"
    handle = log.open(mode, encoding="utf-8", errors="replace", buffering=1)
    os.dup2(handle.fileno(), 1)
    os.dup2(handle.fileno(), 2)
    sys.stdout = sys.stderr = handle
    faulthandler.enable(handle)


def _lower_priority() -> None:
    """Training must not make the window stutter."""
    try:
        psutil.Process().nice(5 if os.name == "posix" else psutil.BELOW_NORMAL_PRIORITY_CLASS)
    except (psutil.Error, OSError):
        return  # not allowed here: only comfort is lost


def _end_with_parent() -> None:
    """The pipe's end is noticed between steps; this also ends a process that is deep in one long call."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        timer = threading.Timer(SECONDS_TO_END, os._exit, args=(1,))
        timer.daemon = True
        timer.start()

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
