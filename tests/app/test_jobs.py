"""Work elsewhere is delivered here, and a slow answer never overtakes a newer question."""

import threading

import pytest
from PySide6.QtCore import QThread

from app.jobs import Jobs
from engine.errors import InputError


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    made.close()


def test_work_runs_in_another_thread_and_its_result_comes_back_to_this_one(qtbot, jobs) -> None:
    found = []
    jobs.start(threading.get_ident, lambda worker: found.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(found))
    worker, here = found[0]
    assert worker != here == threading.get_ident()


def test_only_the_newest_question_of_a_lane_is_answered(qtbot, jobs) -> None:
    gate, found = threading.Event(), []
    jobs.start(lambda: gate.wait(5) and "old", found.append, lane="table")
    jobs.start(lambda: "new", found.append, lane="table")
    qtbot.waitUntil(lambda: found == ["new"])
    gate.set()
    jobs._pool.waitForDone()
    qtbot.wait(1)
    assert found == ["new"]


def test_an_error_goes_to_whoever_asked_with_its_code(qtbot, jobs) -> None:
    def work() -> None:
        raise InputError("table_missing", path="/no.csv")

    told: list[dict] = []
    jobs.start(work, lambda _: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0]["code"] == "table_missing" and "/no.csv" in told[0]["message"]


def test_an_error_nobody_asked_for_is_told_all_the_same(qtbot, jobs) -> None:
    with qtbot.waitSignal(jobs.failed) as signal:
        jobs.start(lambda: 1 / 0, lambda _: None)
    assert signal.args[0]["code"] == "internal" and "ZeroDivisionError" in signal.args[0]["details"]


def test_nothing_is_delivered_after_the_end(qtbot, jobs) -> None:
    found = []
    jobs.start(lambda: QThread.msleep(20), found.append)
    jobs.close()
    qtbot.wait(1)
    assert found == [] and not jobs.is_busy()
