"""Memory that runs out costs time, not the run: batches are worked through in parts, and it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.errors import OutOfMemory
from engine.events import RunEvent
from engine.runs import Run
from engine.tasks.classification import HeadClassification
from engine.training import save_point
from engine.training.checkpoint import CheckpointFolder
from engine.training.trainer import train

MakeRun = Callable[..., Run]
LOSS, PREDICT = HeadClassification.loss, HeadClassification.predict
SAID = [
    torch.OutOfMemoryError("CUDA out of memory."),
    MemoryError(),
    RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried ..."),
]
RECIPE: dict[str, Any] = {
    "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3},
    "training": {"steps": 16, "evaluate_every": 8, "checkpoint_every": 4, "learning_rate": 0.02},
}


def notes(events: list[RunEvent]) -> list[tuple[str, int]]:
    return [(e["code"], e["args"]["step"]) for e in events if e["type"] == "note" and e["code"].startswith("memory")]


def prompt_of(run: Run) -> dict[str, Tensor]:
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None and found.facts["step"] == 16
    return found.part("modules")


def room_for(rows: int, monkeypatch: pytest.MonkeyPatch, error: BaseException = SAID[0], *, times: int = 99) -> None:
    """Memory for so many rows at once, in training; it ends `times` times."""
    left = [times]

    def loss(self: HeadClassification, model: Any, batch: Any) -> Tensor:
        found = LOSS(self, model, batch)
        if batch.size > rows and left[0]:
            left[0] -= 1
            raise error
        return found

    monkeypatch.setattr(HeadClassification, "loss", loss)
    monkeypatch.setattr("engine.training.memory_need.try_longest", lambda *args: None)  # it would run out first


@pytest.mark.parametrize("error", SAID, ids=["cuda", "python", "cpu"])
def test_a_batch_that_does_not_fit_is_worked_through_in_parts(
    error: BaseException, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parted = make_run(**RECIPE), make_run(**RECIPE)
    list(train(whole))
    room_for(4, monkeypatch, error)
    events = list(train(parted))
    assert events[-1]["pack"] and notes(events) == [("memory_parts", 1)]
    ours, theirs = prompt_of(parted), prompt_of(whole)
    numbers = [name for name in ours if not name.endswith("_extra_state")]
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-4) for name in numbers)
    drawn = set(ours) - set(numbers)
    assert drawn and all(torch.equal(ours[name], theirs[name]) for name in drawn)  # nothing was drawn twice


def test_the_second_time_comes_with_advice(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    events = train(make_run(**RECIPE))
    room_for(4, monkeypatch)
    for event in events:
        if event["type"] == "step" and event["step"] == 6:
            break
    room_for(2, monkeypatch)
    rest = list(events)
    assert notes(rest) == [("memory_parts_again", 7)] and rest[-1]["pack"]


def test_a_row_that_does_not_fit_by_itself_ends_the_run(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    room_for(0, monkeypatch)
    with pytest.raises(OutOfMemory):
        list(train(make_run(**RECIPE)))


def leave_behind(run: Run, step: int) -> None:
    events = train(run)
    for event in events:
        if event["type"] == "step" and event["step"] == step:
            events.close()  # type: ignore[attr-defined]
            return


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_run_in_parts_goes_on_in_parts_bit_for_bit(
    is_forgotten: bool, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, left = make_run(**RECIPE), make_run(**RECIPE)
    room_for(4, monkeypatch, times=1)
    list(train(straight))
    room_for(4, monkeypatch, times=1)
    leave_behind(left, 6)
    if is_forgotten:
        go_on = save_point.go_on
        monkeypatch.setattr(
            "engine.training.trainer.go_on",
            lambda trainer, found: go_on(trainer, type(found)(found.tensors, {**found.facts, "parts": 1})),
        )
    list(train(left))
    ours, theirs = prompt_of(left), prompt_of(straight)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours) != is_forgotten


def test_scoring_that_does_not_fit_goes_on_with_fewer_rows_at_once(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, less = make_run(**RECIPE), make_run(**RECIPE)
    before = list(train(whole))[-1]
    asked: list[int] = []

    def predict(self: HeadClassification, model: Any, examples: Any) -> Any:
        asked.append(len(examples))
        if len(examples) > 5:
            raise SAID[0]
        return PREDICT(self, model, examples)

    monkeypatch.setattr(HeadClassification, "predict", predict)
    events = list(train(less))
    assert notes(events) == [("memory_scored", 8)]
    assert events[-1]["confusion"] == before["confusion"]
    assert events[-1]["metrics"]["loss"] == pytest.approx(before["metrics"]["loss"], rel=1e-5)
    assert asked[:3] == [24, 12, 6] and set(asked[3:]) == {3}
