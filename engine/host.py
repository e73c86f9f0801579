"""The engine process: one queue of work, one warm backbone. Everything is an iterator of events.

One training at a time; questions, downloads and estimates are served between two of its steps. To pause is not to
pull, so the model stays loaded. The host ends when its pipe closes. Knows nothing of Qt.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from transformers.utils import logging as transformers_logging

from engine.errors import InputError, error_event
from engine.jobs import JOB_OF_KIND, hello
from engine.meters import meter
from engine.protocol import JOBS, Event, Request, receive, send
from engine.training.control import Control
from engine.training.preparation import Warm

METER_SECONDS = 1.0
QUESTIONS = ("ask", "ask_at")


@dataclass
class Activity:
    """One request being worked on."""

    request: Request
    events: Iterator[Event]
    control: Control = field(default_factory=Control)

    @property
    def is_job(self) -> bool:
        return self.request["kind"] in JOBS

    def close(self) -> None:
        """Let go of what the work holds, such as the lock of a run."""
        close = getattr(self.events, "close", None)
        if close is not None:
            close()


class Host:
    """Serves one pipe."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.warm = Warm()
        self.activities: list[Activity] = []
        self.is_paused = False
        self.is_open = True
        self.metered_at = 0.0

    def serve(self) -> None:
        """Work until the pipe closes or a `quit` comes."""
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        self.emit(hello())
        self.emit({"type": "state", "state": "ready"})
        while self.is_open:
            self._take(METER_SECONDS if self._current() is None else 0)
            current = self._current()  # only now: what was taken may be a pause or a question
            if current is not None and self.is_open:
                self._advance(current)
            self._meter()
        for activity in self.activities:
            activity.control.stop = True
            activity.close()

    def emit(self, event: Event) -> None:
        """Send an event; a closed pipe ends the host."""
        try:
            send(self.connection, event)
        except (BrokenPipeError, OSError):
            self.is_open = False

    def _current(self) -> Activity | None:
        """The newest question before the training; nothing while only a paused training is left."""
        for activity in reversed(self.activities):
            if not activity.is_job:
                return activity
        jobs = [activity for activity in self.activities if activity.is_job]
        return jobs[0] if jobs and (not self.is_paused or jobs[0].control.stop) else None

    def _take(self, seconds: float) -> None:
        """Take the next request, if one comes in that time."""
        try:
            if not self.connection.poll(seconds):
                return
            request = receive(self.connection)
        except (EOFError, OSError):  # on Windows a closed pipe is told by `poll` already
            self.is_open = False
            return
        kind = request["kind"]
        if kind == "quit":
            self.is_open = False
        elif kind in ("pause", "unpause"):
            self.is_paused = kind == "pause"
            self._finish(request)
        elif kind in ("stop", "cancel_ask"):
            self._stop(request)
        else:
            self._begin(request)

    def _begin(self, request: Request) -> None:
        activity = Activity(request, iter(()))
        if activity.is_job and any(other.is_job for other in self.activities):
            self.emit({**InputError("engine_busy").to_event(), "request": request["id"]})
            self._finish(request)
            return
        if activity.is_job:
            self.is_paused = False
            self.emit({"type": "state", "state": "working"})
        activity.events = JOB_OF_KIND[request["kind"]](request, activity.control, self.warm)
        self.activities.append(activity)

    def _stop(self, request: Request) -> None:
        is_training = request["kind"] == "stop"
        for activity in self.activities:
            if activity.is_job == is_training and (is_training or activity.request["kind"] in QUESTIONS):
                activity.control.stop = True
                activity.control.save = bool(request.get("save", True))
        self._finish(request)

    def _advance(self, activity: Activity) -> None:
        try:
            event = next(activity.events)
            self.emit({**event, "request": activity.request["id"]})
        except StopIteration:
            self._end(activity)
        except Exception as error:  # the one broad except: whatever went wrong is told, and the host lives on
            activity.close()  # still open where its event could not be sent
            self.emit({**error_event(error), "request": activity.request["id"]})
            self._end(activity)

    def _end(self, activity: Activity) -> None:
        self.activities.remove(activity)
        self._finish(activity.request)
        if activity.is_job:
            self.emit({"type": "state", "state": "ready"})

    def _finish(self, request: Request) -> None:
        self.emit({"type": "finished", "request": request["id"]})

    def _meter(self) -> None:
        now = time.monotonic()
        if now - self.metered_at >= METER_SECONDS and self.is_open:
            self.metered_at = now
            self.emit(meter())
