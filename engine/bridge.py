"""EngineThread(QThread): the training engine as the window sees it. The only Qt in the engine.

It starts the engine process (spawn), sends requests, gathers events for 40 ms and emits them as one list.
When the process ends unasked, it says so and waits for `restart()`. With `inside=True`, or where a process cannot be
started, the same host runs in a thread of this process instead, and a note says so.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import sys
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThread, Signal

from engine.events import note
from engine.files import home
from engine.process import run_engine
from engine.protocol import Event, Request, make_request, receive, send

GATHER_SECONDS = 0.04
GRACE_SECONDS = 15.0
QUIT: Request = {"id": "quit", "kind": "quit"}
PROCESSES = multiprocessing.get_context("spawn")  # never fork: Qt has threads


class _Host(Protocol):
    """What runs the other end of the pipe: a process, or a thread for `inside`."""

    def is_alive(self) -> bool: ...
    def join(self, timeout: float | None = None) -> None: ...


class EngineThread(QThread):
    """Relay between the window and the engine process."""

    events = Signal(list)  # list of event dicts, at most 25 lists a second
    engine_started = Signal()
    engine_died = Signal(int)  # the exit code of a process that ended unasked; negative: a signal's number

    def __init__(self, parent: QObject | None = None, *, inside: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("EngineThread")
        self.is_inside = inside
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._waiting: list[Request] = []
        self._is_closing = False
        self._again = threading.Event()
        self._wake_reader, self._wake_writer = multiprocessing.Pipe(duplex=False)

    def send(self, kind: str, **fields: Any) -> str:
        """Send a request; it waits where the engine is still starting. Returns its id."""
        request = make_request(f"r{next(self._numbers)}", kind, fields)
        with self._lock:
            if self._connection is None:
                self._waiting.append(request)
            else:
                self._transmit(self._connection, request)
        return str(request["id"])

    @property
    def process_id(self) -> int | None:
        """Process id of the living engine, None while there is none."""
        process = self._process
        return process.pid if process is not None and process.is_alive() else None

    def restart(self) -> None:
        """Start a new engine process after the last one ended; what was not yet sent is sent to it."""
        self._again.set()

    def kill(self) -> None:
        """The last rung: end the process at once. Save points stay; `engine_died` follows."""
        process = self._process
        if process is not None:
            process.kill()

    def shutdown(self, timeout_s: float = GRACE_SECONDS) -> None:
        """Ask the engine to end, wait, kill it when it does not. Returns when the thread has ended."""
        self._is_closing = True
        with self._lock:
            if self._connection is not None:
                self._transmit(self._connection, QUIT)
        self._again.set()
        self._wake_writer.send_bytes(b".")
        if not self.wait(int(timeout_s * 1000)):
            self.kill()
            self.wait()

    def run(self) -> None:
        """The thread: one engine after the other, until `shutdown`."""
        while not self._is_closing:
            self._again.clear()
            code = self._serve_one()
            if self._is_closing:
                return
            self.engine_died.emit(code)
            self._again.wait()

    def _serve_one(self) -> int:
        """Start an engine and relay its events until it ends: its exit code."""
        ours, theirs = multiprocessing.Pipe()
        self.events.emit([{"type": "state", "state": "warming"}])
        host = self._start_host(theirs)
        with self._lock:
            self._connection = ours
            for request in self._waiting:
                self._transmit(ours, request)
            self._waiting.clear()
            if self._is_closing:  # `shutdown` came while there was no pipe yet
                self._transmit(ours, QUIT)
        self.engine_started.emit()
        self._relay(ours)
        with self._lock:
            self._connection = None
        ours.close()
        host.join(GRACE_SECONDS)
        code = self._process.exitcode if self._process is not None else 0
        self._process = None
        return code if code is not None else -1

    def _start_host(self, theirs: Connection) -> _Host:
        if not self.is_inside:
            log = str(home() / "logs" / "engine.log")
            process = PROCESSES.Process(target=run_engine, args=(theirs, log), name="softprompt engine", daemon=True)
            try:
                process.start()
                theirs.close()  # ours now reads the end of the pipe when the process ends
                self._process = process
                return process
            except OSError:
                if sys.platform == "win32":  # there torch must be imported before Qt: inside is no way out
                    raise
                self.is_inside = True
        self.events.emit([note("engine_inside")])
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from engine.host import Host

        def serve() -> None:
            try:
                Host(theirs).serve()
            finally:
                theirs.close()  # as the end of a process would: our end of the pipe reads it

        thread = threading.Thread(target=serve, name="engine inside", daemon=True)
        thread.start()
        return thread

    def _relay(self, connection: Connection) -> None:
        """Emit events in groups until the pipe closes."""
        while True:
            ready = wait([connection, self._wake_reader])
            if connection not in ready:
                self._wake_reader.recv_bytes()
                continue
            gathered: list[Event] = []
            until = time.monotonic() + GATHER_SECONDS
            is_open = True
            while is_open and (left := until - time.monotonic()) > 0:
                if not connection.poll(left):
                    break
                try:
                    gathered.append(receive(connection))
                except (EOFError, OSError):
                    is_open = False
            if gathered:
                self.events.emit(gathered)
            if not is_open:
                return

    @staticmethod
    def _transmit(connection: Connection, request: Request) -> None:
        try:
            send(connection, request)
        except (BrokenPipeError, OSError):
            return  # it has just ended; `engine_died` follows and tells
