"""What cannot end well is said before the first step: a disk that is too small, more rows a step than there are."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import pytest

from engine.errors import EXIT_INPUT, InputError
from engine.runs import Run
from engine.training.room import HISTORY
from engine.training.trainer import train

MakeRun = Callable[..., Run]
Usage = namedtuple("Usage", "total used free")


def free_bytes(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))


def test_a_disk_that_is_too_small_is_refused_before_the_first_step(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    free_bytes(monkeypatch, HISTORY)
    with pytest.raises(InputError) as caught:
        list(train(run))
    assert caught.value.code == "disk_small" and caught.value.exit_code == EXIT_INPUT
    assert str(run.folder) in caught.value.message and not (run.folder / "checkpoints").exists()


def test_the_estimate_is_no_less_than_what_is_written_and_not_far_more(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr("engine.training.trainer.require_disk", lambda _, needed: asked.append(needed))
    run = make_run(
        method={"kind": "p_tuning_v2", "length": 60}, training={"steps": 24, "evaluate_every": 2, "checkpoint_every": 2}
    )
    list(train(run))
    written = sum(path.stat().st_size for path in run.folder.rglob("*") if path.is_file())
    assert asked and written < asked[0] < 2 * written + HISTORY


def test_a_run_with_a_save_point_goes_on_whatever_is_free(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run()
    events = train(run)
    for event in events:
        if event["type"] == "checkpoint":
            break
    events.close()  # type: ignore[attr-defined]
    free_bytes(monkeypatch, 0)
    assert list(train(run))[-1]["type"] == "done"


def test_more_rows_a_step_than_there_are_is_told_and_changes_nothing_else(make_run: MakeRun) -> None:
    few: dict[str, Any] = {"steps": 3, "batch_size": 56}  # of the table's 80, 24 are kept aside
    exact, more = make_run(training=few), make_run(training={**few, "batch_size": 4096})
    first, second = list(train(exact)), list(train(more))
    told = [event["args"] for event in second if event.get("code") == "batch_clamped"]
    assert told == [{"rows": 56, "asked": 4096}]
    assert not [event for event in first if event.get("code") == "batch_clamped"]
    assert more.config.training.batch_size == 56
    losses = [[event["loss"] for event in events if event["type"] == "step"] for events in (first, second)]
    assert losses[0] == losses[1]
