"""How far a long reading is, told a few times a second from the thread that reads, and the way to end it."""

from __future__ import annotations

import time
from collections.abc import Callable

TOLD_EVERY_S = 0.1


class Stopped(Exception):
    """Nobody wants the work any more. It never reaches a person: whoever stopped it waits for no answer."""


class Progress:
    """`tick` is the work's to call, in its own thread; `tell(phase, done, total)` gets what is worth telling."""

    def __init__(self, tell: Callable[[str, int, int], None]) -> None:
        self._tell = tell
        self._is_stopped = False
        self._phase, self._told_at = "", 0.0

    def tick(self, phase: str, done: int, total: int) -> None:
        """So much of a phase is done. Raises Stopped once `stop` was called."""
        if self._is_stopped:
            raise Stopped
        now = time.monotonic()
        if phase != self._phase or now - self._told_at >= TOLD_EVERY_S:
            self._phase, self._told_at = phase, now
            self._tell(phase, done, total)

    def stop(self) -> None:
        """End the work at its next sign of life."""
        self._is_stopped = True
