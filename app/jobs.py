"""Work that would hold up the window: run in a thread pool, its result delivered in the window's thread."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from engine.errors import error_event

MOST_AT_ONCE = 2


@dataclass(frozen=True)
class _Wanted:
    then: Callable[[Any], None]
    failed: Callable[[dict[str, Any]], None] | None
    lane: str


class Jobs(QObject):
    """Runs functions that touch no widget. In a lane only the newest job's result is delivered.

    Signal `failed(event)`: an error nobody else asked for.
    """

    failed = Signal(dict)
    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(MOST_AT_ONCE)
        self._numbers = itertools.count(1)
        self._wanted: dict[int, _Wanted] = {}
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[dict[str, Any]], None] | None = None,
        *,
        lane: str = "",
    ) -> None:
        """Run `work` elsewhere, then call `then(result)` or `failed(error event)` here.

        A named lane forgets what it was asked before: a slow answer never overtakes a newer question.
        """
        if lane:
            self.forget(lane)
        number = next(self._numbers)
        self._wanted[number] = _Wanted(then, failed, lane)
        self._pool.start(_Work(number, work, self._ended.emit))

    def forget(self, lane: str) -> None:
        """Deliver nothing of what this lane still works on."""
        self._wanted = {number: wanted for number, wanted in self._wanted.items() if wanted.lane != lane}

    def is_busy(self) -> bool:
        """Whether any result is still to come."""
        return bool(self._wanted)

    def close(self) -> None:
        """Deliver nothing more and wait for what is running."""
        self._wanted.clear()
        self._pool.clear()
        self._pool.waitForDone()

    def _on_ended(self, number: int, result: object, error: dict[str, Any] | None) -> None:
        wanted = self._wanted.pop(number, None)
        if wanted is None:
            return
        if error is None:
            wanted.then(result)
        elif wanted.failed is not None:
            wanted.failed(error)
        else:
            self.failed.emit(error)


class _Work(QRunnable):
    def __init__(self, number: int, work: Callable[[], Any], tell: Callable[[int, object, object], None]) -> None:
        super().__init__()
        self._number, self._work, self._tell = number, work, tell

    def run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as found:  # told to whoever asked: a thread of the pool has nobody else to raise it to
            error = error_event(found)
        self._tell(self._number, result, error)
