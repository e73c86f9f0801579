"""engine/host.py: one training at a time, questions between its steps, and a host that outlives every failure.

The host serves a real pipe in a thread; its jobs are small generators put in place of the real ones.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, cast

import pytest

from engine import host as host_module
from engine.errors import InputError
from engine.host import Host
from engine.jobs import JOB_OF_KIND
from engine.protocol import REQUESTS, Event, Request, make_request, receive, send
from engine.training.control import Control
from engine.training.preparation import Warm

SECONDS = 10.0  # longest wait for a message that must come
TRAIN = {"config": {}, "folder": "run"}
ASK = {"pack": "a.promptpack", "fields": {}, "sampling": {}}
CONTROL_KINDS = {"pause", "unpause", "stop", "cancel_ask", "quit"}


class Window:
    """The other end of the pipe: sends requests and remembers every event that it has read."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.events: list[Event] = []
        self.count = 0

    def request(self, kind: str, **fields: Any) -> str:
        self.count += 1
        send(self.connection, make_request(f"r{self.count}", kind, fields))
        return f"r{self.count}"

    def until(self, kind: str, request: str | None = None) -> list[Event]:
        """Read up to an event of that type (and request): all that were read, it last; meters are left out."""
        read: list[Event] = []
        while not read or read[-1]["type"] != kind or (request and read[-1].get("request") != request):
            assert self.connection.poll(SECONDS), f"no {kind} came, only {read[-5:]}"
            event = receive(self.connection)
            if event["type"] != "meter":
                read.append(event)
        self.events += read
        return read

    def do(self, kind: str, **fields: Any) -> list[Event]:
        """Send a request and read until it is finished."""
        return self.until("finished", self.request(kind, **fields))

    def states(self) -> list[str]:
        return [event["state"] for event in self.events if event["type"] == "state"]


class Jobs:
    """What the replaced jobs saw."""

    def __init__(self) -> None:
        self.controls: list[Control] = []
        self.closed = threading.Event()

    def train(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        """Steps until it is stopped."""
        self.controls.append(control)
        step = 0
        try:
            while not control.stop:
                step += 1
                yield {"type": "step", "step": step}
            yield {"type": "done", "saved": control.save}
        finally:
            self.closed.set()

    def ask(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        for text in ("a", "b", "c"):
            yield {"type": "answer_part", "text": text}
        yield {"type": "answer", "stopped": control.stop}

    def wait_for_cancel(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        while not control.stop:
            yield {"type": "answer_part", "text": "."}
        yield {"type": "answer", "stopped": True}

    def probe(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        yield {"type": "estimate"}

    def fail(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        yield {"type": "step", "step": 1}
        raise ZeroDivisionError("far away")

    def refuse(self, request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        raise InputError("device_unknown", device="cuda:9", devices="cpu")
        yield {}


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    made = Jobs()
    replaced = {"train": made.train, "resume": made.train, "ask": made.ask, "estimate": made.probe}
    replaced |= {"show_example": made.fail, "list_backbones": made.refuse}
    monkeypatch.setattr(host_module, "JOB_OF_KIND", replaced)
    monkeypatch.setattr(host_module, "hello", lambda: {"type": "hello"})
    return made


@pytest.fixture
def thread() -> threading.Thread:
    """Not yet started; `window` gives it its host."""
    return threading.Thread(name="host", daemon=True)


@pytest.fixture
def window(jobs: Jobs, thread: threading.Thread) -> Iterator[Window]:
    """A window whose host has just said that it is ready; at the end the host must have ended."""
    ours, theirs = Pipe()
    thread.run = Host(theirs).serve  # type: ignore[method-assign]
    thread.start()
    made = Window(ours)
    made.until("state")
    yield made
    ours.close()
    thread.join(SECONDS)
    theirs.close()
    assert not thread.is_alive()


@pytest.fixture
def training(window: Window) -> str:
    """The id of a training that has made its first step."""
    request = window.request("train", **TRAIN)
    window.until("step", request)
    return request


def replace(monkeypatch: pytest.MonkeyPatch, kind: str, job: Callable[..., Iterator[Event]]) -> None:
    monkeypatch.setitem(host_module.JOB_OF_KIND, kind, job)


def test_it_greets_before_it_is_ready(window: Window) -> None:
    assert window.events == [{"type": "hello"}, {"type": "state", "state": "ready"}]


@pytest.mark.parametrize("kind", ["train", "resume"])
def test_a_second_training_is_refused_and_the_first_goes_on(window: Window, training: str, kind: str) -> None:
    read = window.do(kind, **TRAIN)
    own = [event for event in read if event.get("request") != training]
    assert [event["type"] for event in own] == ["error", "finished"]
    assert own[0]["code"] == "engine_busy" and own[0]["message"] and own[0]["action"]
    window.until("step", training)
    assert window.states() == ["ready", "working"]


def test_it_works_during_a_training_and_is_ready_before_and_after(window: Window, training: str) -> None:
    assert window.states() == ["ready", "working"]
    window.request("stop", save=True)
    window.until("state")
    assert window.states() == ["ready", "working", "ready"]
    window.request("train", **TRAIN)
    window.until("step")
    assert window.states()[-1] == "working"


def test_questions_change_no_state(window: Window) -> None:
    window.do("ask", **ASK)
    window.do("estimate", config={})
    assert window.states() == ["ready"]


def test_a_paused_training_makes_no_step_and_goes_on_where_it_was(window: Window, training: str) -> None:
    window.do("pause")
    last = [event["step"] for event in window.events if event["type"] == "step"][-1]
    for _ in range(3):
        assert [event["type"] for event in window.do("estimate", config={})] == ["estimate", "finished"]
    window.request("unpause")
    assert window.until("step")[-1]["step"] == last + 1


def test_a_new_training_is_not_paused(window: Window) -> None:
    window.do("pause")
    request = window.request("train", **TRAIN)
    assert window.until("step")[-1]["request"] == request


@pytest.mark.parametrize("is_paused", [False, True])
@pytest.mark.parametrize("save", [True, False])
def test_stop_reaches_the_training_paused_or_not(
    window: Window, jobs: Jobs, training: str, save: bool, is_paused: bool
) -> None:
    if is_paused:
        window.do("pause")
    window.request("stop", save=save)
    read = window.until("finished", training)
    assert [event["saved"] for event in read if event["type"] == "done"] == [save]
    assert jobs.controls[0] == Control(stop=True, save=save)


def test_a_question_is_answered_between_two_steps(window: Window, training: str) -> None:
    request = window.request("ask", **ASK)
    read = window.until("finished", request)
    begun = next(index for index, event in enumerate(read) if event.get("request") == request)
    assert [event["type"] for event in read[begun:]] == ["answer_part"] * 3 + ["answer", "finished"]
    steps = [event["step"] for event in window.events if event["type"] == "step"]
    window.until("step", training)
    assert window.events[-1]["step"] == steps[-1] + 1 == len(steps) + 1


def test_cancelling_a_question_leaves_the_training_alone(
    window: Window, jobs: Jobs, training: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(monkeypatch, "ask", jobs.wait_for_cancel)
    question = window.request("ask", **ASK)
    window.until("answer_part", question)
    cancel = window.request("cancel_ask")
    read = window.until("finished", question)
    assert [event["type"] for event in read if event.get("request") == question][-2:] == ["answer", "finished"]
    assert {"type": "finished", "request": cancel} in read
    window.until("step", training)
    assert not jobs.controls[0].stop


def test_stopping_the_training_leaves_a_question_alone(
    window: Window, jobs: Jobs, training: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(monkeypatch, "ask", jobs.wait_for_cancel)
    question = window.request("ask", **ASK)
    window.until("answer_part", question)
    window.do("stop", save=True)
    window.until("answer_part", question)
    window.request("cancel_ask")
    assert window.until("finished", training)[-1]["request"] == training


def test_an_unforeseen_error_is_told_with_its_trace(window: Window) -> None:
    read = window.do("show_example", config={}, fields={})
    assert [event["type"] for event in read] == ["step", "error", "finished"]
    assert read[1]["code"] == "internal" and read[1]["request"] == read[2]["request"]
    assert "ZeroDivisionError: far away" in read[1]["details"] and "in fail" in read[1]["details"]
    assert window.do("estimate", config={})[0]["type"] == "estimate"


def test_our_own_errors_keep_their_code_and_arguments(window: Window) -> None:
    error, finished = window.do("list_backbones")
    assert error["code"] == "device_unknown" and error["args"] == {"device": "cuda:9", "devices": "cpu"}
    assert error["request"] == finished["request"] and "details" not in error


def test_a_training_that_fails_makes_room_for_the_next(
    window: Window, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(monkeypatch, "train", jobs.fail)
    window.request("train", **TRAIN)
    window.until("finished")
    window.until("state")
    replace(monkeypatch, "train", jobs.train)
    window.request("train", **TRAIN)
    window.until("step")
    assert window.states() == ["ready", "working", "ready", "working"]


def test_an_event_that_is_no_json_fails_its_request_only(
    window: Window, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()

    def tell_an_object(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
        try:
            yield {"type": "step", "loss": object()}
        finally:
            closed.set()

    replace(monkeypatch, "estimate", tell_an_object)
    error, _ = window.do("estimate", config={})
    assert error["code"] == "internal" and "TypeError" in error["details"] and closed.is_set()
    assert window.do("ask", **ASK)[-2]["type"] == "answer"


def test_every_request_ends_in_one_finished(window: Window, training: str) -> None:
    plain: dict[str, dict[str, Any]] = {
        "ask": ASK,
        "show_example": {"config": {}, "fields": {}},
        "estimate": {"config": {}},
        "train": TRAIN,
    }
    for kind in ("pause", "train", "ask", "cancel_ask", "show_example", "list_backbones", "unpause", "estimate"):
        window.request(kind, **plain.get(kind, {}))
    window.request("stop", save=False)
    window.until("finished", training)
    window.do("estimate", config={})
    finished = [event["request"] for event in window.events if event["type"] == "finished"]
    assert sorted(finished) == sorted(f"r{number + 1}" for number in range(window.count))


@pytest.mark.parametrize("is_paused", [False, True])
@pytest.mark.parametrize("is_asked", [False, True])
def test_the_host_ends_with_its_pipe_and_lets_the_training_go(
    window: Window, jobs: Jobs, thread: threading.Thread, training: str, is_asked: bool, is_paused: bool
) -> None:
    if is_paused:
        window.do("pause")
    if is_asked:
        window.request("quit")
        while not jobs.closed.is_set() and window.connection.poll(0.1):
            window.connection.recv_bytes()  # a full pipe would hold the host up
    else:
        window.connection.close()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert jobs.closed.is_set() and jobs.controls[0].stop


def test_a_pipe_that_breaks_while_it_is_looked_at_ends_the_host(jobs: Jobs) -> None:
    class Broken:
        def poll(self, seconds: float) -> bool:
            raise BrokenPipeError

        def send_bytes(self, message: bytes) -> None:
            return

    host = Host(cast(Connection, Broken()))
    host.serve()
    assert not host.is_open


def test_messages_are_json_bytes(window: Window) -> None:
    request = {"id": "r1", "kind": "ask", **ASK}
    window.connection.send_bytes(json.dumps(request).encode())
    kinds: list[str] = []
    while not kinds or kinds[-1] != "finished":
        assert window.connection.poll(SECONDS)
        raw = window.connection.recv_bytes()
        assert raw.startswith(b"{")
        kinds.append(json.loads(raw)["type"])
    assert kinds[-2] == "answer"


def test_every_request_is_known_to_the_host() -> None:
    assert set(REQUESTS) == set(JOB_OF_KIND) | CONTROL_KINDS
