"""The short form of tests/endurance.py: what a training keeps does not grow with its steps."""

from __future__ import annotations

import gc
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.runs import history
from engine.training.trainer import Trainer
from tests.endurance import endure

STEPS, PARTS = 200, 5


def grown(folder: Path) -> int:
    """By how many objects the process grew in each part of a run behind the first: the fewest. What is made once, by
    whatever library, is in one part only."""
    gc.collect()
    gc.freeze()  # all that was there before is not looked at again and again
    try:
        counts = [count for _, count in endure(folder, STEPS, objects, PARTS)]
    finally:
        gc.unfreeze()
    assert len(counts) == PARTS
    return min(later - earlier for earlier, later in pairwise(counts[1:]))


def objects() -> int:
    gc.collect()
    return len(gc.get_objects())


def test_neither_objects_nor_lines_grow_with_the_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", 100)
    monkeypatch.setattr(history, "NEWEST", 20)
    assert grown(tmp_path) < STEPS / PARTS / 10, "fewer than one object in ten steps"
    assert history.count_steps((tmp_path / "run" / "events.jsonl").read_bytes()) <= 100


def test_a_trainer_that_kept_something_of_each_step_would_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    step_event = Trainer._step_event

    def keeping(self: Trainer, *args: Any) -> Any:
        kept.append([self])
        return step_event(self, *args)

    monkeypatch.setattr(Trainer, "_step_event", keeping)
    assert grown(tmp_path) > STEPS / PARTS / 2
