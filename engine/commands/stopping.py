"""Ctrl+C and SIGTERM: the first asks a training to stop and save, the second ends it at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from engine.training.control import Control

SIGNALS = (signal.SIGINT, signal.SIGTERM)
SAID = b"\nStopping and saving; once more to leave at once.\n"


@contextlib.contextmanager
def stop_on_signals(control: Control) -> Iterator[None]:
    """The first signal sets `control.stop`, the second raises KeyboardInterrupt."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        if control.stop:
            raise KeyboardInterrupt
        control.stop = True
        with contextlib.suppress(OSError):
            os.write(2, SAID)  # not through sys.stderr: the signal may have come in the middle of a write there

    with _handled(on_signal):
        yield


@contextlib.contextmanager
def interrupt_on_signals() -> Iterator[None]:
    """SIGTERM raises KeyboardInterrupt, as Ctrl+C does, so that what is half done is cleaned up."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(on_signal):
        yield


@contextlib.contextmanager
def _handled(on_signal: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # Python takes handlers only there
        yield
        return
    before = [signal.signal(number, on_signal) for number in SIGNALS]
    try:
        yield
    finally:
        for number, handler in zip(SIGNALS, before, strict=True):
            signal.signal(number, handler)
