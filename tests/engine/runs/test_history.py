"""engine/runs/history.py: a very long run keeps a short list of events, and everything in it but old steps."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from engine.events import RunEvent, checkpoint, note
from engine.files import write_atomic
from engine.runs import Run, RunConfig, history, run


@pytest.fixture
def long_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(history, "MOST_STEPS", 100)
    monkeypatch.setattr(history, "NEWEST", 20)
    return Run.create(tmp_path / "run", RunConfig())


def step(number: int) -> RunEvent:
    return {"type": "step", "step": number, "steps": 1000, "loss": 1.0 / number}


def evaluation(number: int) -> RunEvent:
    return {"type": "evaluation", "step": number, "metrics": {"loss": 1.0}, "preview": []}


def steps_of(found: Run) -> list[int]:
    return [event["step"] for event in found.events() if event["type"] == "step"]


def test_of_many_steps_the_first_and_the_newest_stay_and_older_ones_thin_out(long_run: Run) -> None:
    for number in range(1, 1001):
        long_run.append(step(number))
        assert history.count_steps((long_run.folder / "events.jsonl").read_bytes()) <= 100
    kept = steps_of(long_run)
    assert kept[0] == 1 and kept[-20:] == list(range(981, 1001)) and kept == sorted(set(kept))
    gaps = [later - earlier for earlier, later in itertools.pairwise(kept)]
    assert len(kept) > 30 and max(gaps) <= 64, "a curve through what is left still has the run's shape"


def test_nothing_but_steps_goes(long_run: Run) -> None:
    others: list[RunEvent] = []
    for number in range(1, 501):
        long_run.append(step(number))
        if number % 10 == 0:
            others += [evaluation(number), checkpoint(number, "x"), note("not_improving", step=number, checks=1)]
            for event in others[-3:]:
                long_run.append(event)
    done = {"type": "done", "metrics": None}
    long_run.append(done)
    kept = [{k: v for k, v in event.items() if k != "t"} for event in long_run.events() if event["type"] != "step"]
    assert kept == [*others, done]


def test_a_run_that_goes_on_counts_the_lines_that_are_there(long_run: Run) -> None:
    for number in range(1, 96):
        long_run.append(step(number))
    again = Run.open(long_run.folder)
    for number in range(96, 103):
        again.append(step(number))
    assert len(steps_of(again)) < 80


def test_a_cut_line_stays_ignored(long_run: Run) -> None:
    path = long_run.folder / "events.jsonl"
    long_run.append(step(1))
    path.write_bytes(path.read_bytes() + b'{"type": "evaluation", "st')
    for number in range(2, 300):
        long_run.append(step(number))
    assert steps_of(long_run)[-1] == 299


def test_where_it_cannot_be_written_anew_nothing_is_lost(long_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> Any:
        raise run.DiskFull("disk_full", path=str(path))

    monkeypatch.setattr(run, "write_atomic", full)
    for number in range(1, 151):
        long_run.append(step(number))
    assert steps_of(long_run) == list(range(1, 151))
    monkeypatch.setattr(run, "write_atomic", write_atomic)
    for number in range(151, 251):
        long_run.append(step(number))
    assert len(steps_of(long_run)) <= 150
