"""The engine as the rest of the application meets it: ask something, get its events; know how it is.

Holds the thread to the engine process. When the process dies it is started again, unless it dies again and again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.jobs import Jobs
from app.workspace import Workspace
from engine import __version__
from engine.errors import DiskFull, InputError
from engine.files import home, to_json, write_atomic

Event = dict[str, Any]
Handler = Callable[[list[Event]], None]
NEEDED: dict[str, dict[str, type]] = {  # the lists in a hello, and what each of their rows has
    "methods": {"kind": str, "title": str, "schema": list},
    "support": {"method": str, "task": str, "family": str, "output": str, "works": bool},
    "devices": {"kind": str, "name": str},
    "training_schema": {"name": str, "type": str},
    "backbones": {"source": str, "name": str, "family": str, "present": bool},
}
MOST_DEATHS, DEATHS_SECONDS = 3, 60.0


class Thread(Protocol):
    """What is needed of `engine.bridge.EngineThread`."""

    events: SignalInstance
    engine_died: SignalInstance

    def start(self) -> None: ...
    def send(self, kind: str, **fields: Any) -> str: ...
    def restart(self) -> None: ...
    def kill(self) -> None: ...
    def shutdown(self, timeout_s: float = ...) -> None: ...


class EngineController(QObject):
    """Routes each event to whoever asked. Handlers get lists; a dead engine answers with {"type": "died", "code"}."""

    state_changed = Signal(str)  # asleep | warming | ready | working | restarted | failed
    metered = Signal(dict)
    backbones_changed = Signal(list)
    noted = Signal(dict)  # a note that belongs to no request
    died = Signal(int)
    gave_up = Signal(int)  # it died again and again and is not started any more

    def __init__(self, thread: Thread, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread, self._workspace, self._jobs = thread, workspace, jobs
        self._handlers: dict[str, Handler] = {}
        self._deaths: list[float] = []
        self._was_restarted = False
        self.state = "asleep"
        thread.events.connect(self._on_events)
        thread.engine_died.connect(self._on_died)

    def start(self) -> None:
        """Start the engine; requests may be sent before it is there."""
        self._set_state("warming")
        self._thread.start()

    def restart(self) -> None:
        """Start it once more after `gave_up`."""
        self._deaths.clear()
        self._set_state("warming")
        self._thread.restart()

    def request(self, kind: str, handler: Handler | None = None, **fields: Any) -> str:
        """Ask for something; `handler` gets its events until `finished` or `died`. Returns the request's id."""
        request = self._thread.send(kind, **fields)
        if handler is not None:
            self._handlers[request] = handler
        return request

    def forget(self, request: str) -> None:
        """Deliver no more events of a request."""
        self._handlers.pop(request, None)

    def kill(self) -> None:
        """End the process at once, when it answers no more."""
        self._thread.kill()

    def shutdown(self, timeout_s: float = 3.0) -> None:
        """End the engine; waits for it, then ends it the hard way."""
        self._handlers.clear()
        self._thread.shutdown(timeout_s)

    # ---- what it said the last time --------------------------------------------------------------------------------

    def load_hello(self) -> None:
        """Show at once what the engine said at the last start, until it speaks itself."""
        try:
            hello = json.loads((home() / "hello.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return
        if _is_usable(hello) and self._workspace.hello is None:
            self._workspace.set_hello(hello, is_fresh=False)

    def _keep_hello(self, hello: Event) -> None:
        path, content = home() / "hello.json", to_json(hello)
        self._jobs.start(lambda: _write(path, content), lambda _result: None, lane="hello")

    # ---- events ----------------------------------------------------------------------------------------------------

    def _on_events(self, events: Sequence[Event]) -> None:
        groups: list[tuple[str | None, list[Event]]] = []
        for event in events:
            request = event.get("request")
            if groups and groups[-1][0] == request:
                groups[-1][1].append(event)
            else:
                groups.append((request, [event]))
        for request, group in groups:
            self._on_own(group)
            if request is None:
                continue
            handler = self._handlers.get(request)
            if group[-1]["type"] == "finished":
                self._handlers.pop(request, None)
            if handler is not None:
                handler(group)

    def _on_own(self, group: list[Event]) -> None:
        for event in group:
            kind = event["type"]
            if kind == "hello":
                self._workspace.set_hello(event)
                self._keep_hello(event)
            elif kind == "subspaces" and (self._workspace.hello or {}).get(kind) == event[kind]:
                continue  # asked for whenever the Shelf is gone to
            elif kind in ("backbones", "subspaces"):
                hello = {**(self._workspace.hello or {}), kind: event[kind]}
                self._workspace.set_hello(hello, is_fresh=self._workspace.is_hello_fresh)
                self._keep_hello(hello)
                if kind == "backbones":
                    self.backbones_changed.emit(event["backbones"])
            elif kind == "state":
                is_back = event["state"] == "ready" and self._was_restarted
                self._set_state("restarted" if is_back else str(event["state"]))
            elif kind == "meter":
                self.metered.emit(event)
            elif kind == "note" and event.get("request") is None:
                self.noted.emit(event)

    def _on_died(self, code: int) -> None:
        handlers, self._handlers = list(self._handlers.values()), {}
        for handler in handlers:
            handler([{"type": "died", "code": code}])
        self._was_restarted = True
        now = time.monotonic()
        self._deaths = [moment for moment in self._deaths if now - moment < DEATHS_SECONDS] + [now]
        self._set_state("failed")
        self.died.emit(code)
        if len(self._deaths) > MOST_DEATHS:
            self.gave_up.emit(code)
        else:
            self._thread.restart()

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _is_usable(hello: Any) -> bool:
    """Whether a remembered hello is one of this version, with what the window takes for granted in it."""
    if not isinstance(hello, dict) or hello.get("version") != __version__:
        return False
    return all(
        isinstance(hello.get(name), list)
        and all(
            isinstance(row, dict) and all(isinstance(row.get(key), of) for key, of in keys.items())
            for row in hello[name]
        )
        for name, keys in NEEDED.items()
    )


def _write(path: Any, content: bytes) -> None:
    try:
        write_atomic(path, content)
    except (DiskFull, InputError):
        return  # the next start draws its forms a few seconds later, that is all
