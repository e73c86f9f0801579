"""Errors are told in the window's language; what nobody caught is written down and told once."""

import sys
import threading
from pathlib import Path

import pytest

from app.errors import LastResort, details_of
from engine.errors import InputError
from widgets.sentences import error_texts


@pytest.fixture
def last_resort(tmp_path, qapp, capsys):
    made = LastResort(tmp_path / "logs" / "crash.log")
    made.install()
    yield made
    made.remove()


def test_an_error_of_the_engine_is_said_in_the_language_of_the_window(language) -> None:
    event = InputError("table_empty", path="a.csv").to_event()
    assert error_texts(event) == ("a.csv is empty.", "Choose a file with a header line and rows under it.")
    language.set("zh")
    assert "a.csv" in error_texts(event)[0] and "空" in error_texts(event)[0]


def test_an_error_of_an_unknown_code_is_said_in_its_own_words() -> None:
    event = {"code": "from_the_future", "message": "It rained.", "action": "Wait.", "args": {"x": 1}}
    assert error_texts(event) == ("It rained.", "Wait.")
    assert "x: 1" in details_of(event)


def test_arguments_that_do_not_fit_the_sentence_do_not_lose_it() -> None:
    event = {**InputError("table_empty", path="a.csv").to_event(), "args": {}}
    assert error_texts(event)[0] == "a.csv is empty."


def fail(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def test_what_nobody_caught_is_told_and_written_down(qtbot, last_resort) -> None:
    with qtbot.waitSignal(last_resort.told) as signal:
        fail(ValueError("lost screw"))
    assert signal.args[0]["code"] == "internal"
    assert "lost screw" in last_resort.path.read_text(encoding="utf-8")


def test_a_storm_of_errors_is_one_message_and_all_are_written_down(qtbot, last_resort) -> None:
    told: list[dict] = []
    last_resort.told.connect(told.append)
    for number in range(50):
        fail(ValueError(f"screw {number}"))
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(1)
    assert len(told) == 1
    assert "screw 49" in last_resort.path.read_text(encoding="utf-8")


def test_an_error_of_another_thread_is_told_here(qtbot, last_resort) -> None:
    with qtbot.waitSignal(last_resort.told) as signal:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in signal.args[0]["details"]


def test_the_hooks_of_python_are_given_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    made = LastResort(tmp_path / "crash.log")
    made.install()
    made.remove()
    assert (sys.excepthook, threading.excepthook) == before
