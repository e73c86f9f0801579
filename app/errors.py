"""Errors on their way to a person: the facts for a report, and the last resort for what nobody caught.

An unforeseen error is written to crash.log and told once, in the window; it never closes the program.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from PySide6.QtCore import QObject, Qt, Signal

from engine.errors import error_event
from engine.files import home

LOG_BYTES = 1_000_000
QUIET_SECONDS = 10.0  # after an unforeseen error was told, further ones are only written down


def details_of(event: dict[str, Any]) -> str:
    """The facts for a report: the code, its arguments, and the trace if there is one."""
    facts = [f"code: {event.get('code')}", *(f"{key}: {value}" for key, value in (event.get("args") or {}).items())]
    trace = event.get("details")
    return "\n".join(facts + (["", str(trace)] if trace else []))


class LastResort(QObject):
    """Catches what nobody caught, in any thread. Signal `told(event)`, in the window's thread, not too often."""

    told = Signal(dict)
    _caught = Signal(dict)

    def __init__(self, log: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = log or home() / "logs" / "crash.log"
        self._log: TextIO | None = None
        self._told_at = -QUIET_SECONDS
        self._was: tuple[Any, Any] | None = None
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python, and write crashes of libraries to the log too."""
        self._open()
        self._was = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        """Give the hooks back."""
        if self._was is not None:
            sys.excepthook, threading.excepthook = self._was
            self._was = None
        if self._log is not None:
            faulthandler.disable()
            self._log.close()
            self._log = None

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            is_large = self.path.exists() and self.path.stat().st_size > LOG_BYTES
            self._log = self.path.open("w" if is_large else "a", encoding="utf-8", errors="replace")
            faulthandler.enable(self._log)
        except OSError:  # nowhere to write: errors are still told
            self._log = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._write("".join(traceback.format_exception(kind, error, trace)))
        self._caught.emit(error_event(error))

    def _on_thread_exception(self, args: Any) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _write(self, text: str) -> None:
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        if sys.stderr is not None:
            sys.stderr.write(text)
        if self._log is not None:
            try:
                self._log.write(f"--- {stamp}\n{text}\n")
                self._log.flush()
            except OSError:
                self._log = None

    def _on_caught(self, event: dict[str, Any]) -> None:
        now = time.monotonic()
        if now - self._told_at >= QUIET_SECONDS:
            self._told_at = now
            self.told.emit(event)
