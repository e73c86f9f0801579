"""A mistake score that explodes costs one way back, to the last good state at half the rate; then the run stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.errors import EngineError
from engine.events import RunEvent
from engine.runs import Run
from engine.tasks.classification import HeadClassification
from engine.training.checkpoint import CheckpointFolder
from engine.training.explosion import FACTOR, WINDOW, LossWatch
from engine.training.trainer import train

MakeRun = Callable[..., Run]
LOSS = HeadClassification.loss
RECIPE: dict[str, Any] = {
    "training": {"steps": 16, "evaluate_every": 4, "checkpoint_every": 4, "learning_rate": 0.02, "schedule": "constant"}
}


def explode(monkeypatch: pytest.MonkeyPatch, *at: int) -> None:
    """The loss is no number at these calls, counted from 1."""
    calls = [0]

    def loss(self: HeadClassification, model: Any, batch: Any) -> Tensor:
        calls[0] += 1
        return LOSS(self, model, batch) * (float("nan") if calls[0] in at else 1.0)

    monkeypatch.setattr(HeadClassification, "loss", loss)
    monkeypatch.setattr("engine.training.memory_need.try_longest", lambda *args: None)  # what is counted is steps


def told(events: list[RunEvent]) -> list[tuple[int, int]]:
    """(where, back to) of each way back."""
    return [(e["args"]["at"], e["args"]["step"]) for e in events if e.get("code") == "rate_halved"]


def state_of(run: Run) -> dict[str, Tensor]:
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None and found.facts["step"] == 16
    return found.tensors


def same(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def test_the_run_goes_on_from_the_last_good_state_at_half_the_rate(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(**RECIPE)
    explode(monkeypatch, 11)
    events = list(train(run))
    assert told(events) == [(11, 8)] and events[-1]["pack"]
    steps = [event["step"] for event in events if event["type"] == "step"]
    assert steps == [*range(1, 11), *range(9, 17)]
    rates = {event["step"]: event["learning_rate"] for event in run.events() if event["type"] == "step"}
    assert list(rates) == list(range(1, 17)), "what was told of the steps that were lost counts no more"
    assert rates[8] == pytest.approx(2 * rates[9]) and rates[9] == rates[16]
    assert [event["step"] for event in run.events() if event["type"] == "evaluation"] == [0, 4, 8, 12, 16]


@pytest.mark.parametrize("at", [1, 3])
def test_a_run_without_a_save_point_goes_back_to_its_start(
    at: int, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    halved = make_run(training={**RECIPE["training"], "learning_rate": 0.01})
    list(train(halved))
    run = make_run(**RECIPE)
    explode(monkeypatch, at)
    events = list(train(run))
    assert told(events) == [(at, 0)]
    assert same(state_of(run), state_of(halved)), "the start is the start, optimiser and order of rows too"


def test_a_check_that_is_no_number_is_one_too(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    predict, calls = HeadClassification.predict, [0]

    def lost(self: HeadClassification, *args: Any) -> Any:
        calls[0] += 1
        found = predict(self, *args)
        return found if calls[0] != 2 else type(found)(found.probabilities, found.losses * float("nan"))

    monkeypatch.setattr(HeadClassification, "predict", lost)
    assert told(list(train(make_run(**RECIPE)))) == [(8, 4)]


def test_the_second_time_the_run_stops_with_the_reason(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(**RECIPE)
    explode(monkeypatch, 6, 9)
    with pytest.raises(EngineError) as caught:
        list(train(run))
    assert caught.value.code == "loss_exploded_again" and caught.value.args_ == {"step": 7, "rate": 0.01}
    assert told(run.events()) == [(6, 4)] and run.status() == "failed"


def leave_behind(run: Run, step: int) -> None:
    """Leave the training as a crash does, when it is at this step after its way back."""
    is_back = False
    events = train(run)
    for event in events:
        is_back |= event.get("code") == "rate_halved"
        if is_back and event["type"] == "step" and event["step"] == step:
            events.close()  # type: ignore[attr-defined]
            return


def straight_and_left(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch, step: int) -> tuple[Run, Run]:
    """Two runs whose loss explodes behind step 11: one in one go, one left behind a step after its way back."""
    straight, left = make_run(**RECIPE), make_run(**RECIPE)
    with monkeypatch.context() as patch:
        explode(patch, 11)
        list(train(straight))
    with monkeypatch.context() as patch:
        explode(patch, 11)
        leave_behind(left, step)
    return straight, left


@pytest.mark.parametrize("step", [9, 14])
def test_after_the_way_back_a_run_goes_on_bit_for_bit(
    step: int, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, left = straight_and_left(make_run, monkeypatch, step)
    list(train(left))
    assert same(state_of(straight), state_of(left))
    assert told(left.events()) == [(11, 8)]


def test_forgetting_the_halved_rate_would_show(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    straight, left = straight_and_left(make_run, monkeypatch, 9)
    found, _ = CheckpointFolder(left.folder).newest()
    assert found is not None
    CheckpointFolder(left.folder).write(8, type(found)(found.tensors, {**found.facts, "rate_share": 1.0}))
    list(train(left))
    assert not same(state_of(straight), state_of(left))


def test_a_loss_that_rises_far_above_its_start_is_one(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [0]

    def loss(self: HeadClassification, model: Any, batch: Any) -> Tensor:
        calls[0] += 1
        return LOSS(self, model, batch) + (10.0 if 10 < calls[0] <= 10 + WINDOW else 0.0)

    monkeypatch.setattr(HeadClassification, "loss", loss)
    run = make_run(training={**RECIPE["training"], "steps": 24, "checkpoint_every": 10})
    assert told(list(train(run))) == [(16, 10)], "the first of them that make the last steps' mean far too high"


@pytest.mark.parametrize("rate", [0.0001, 0.02, 0.1])
def test_a_healthy_run_never_goes_back(rate: float, make_run: MakeRun) -> None:
    assert not told(list(train(make_run(training={**RECIPE["training"], "steps": 40, "learning_rate": rate}))))


def test_the_watch_looks_at_several_steps_and_at_what_was_wrong_before_learning() -> None:
    watch = LossWatch(untouched=1.0)
    assert not any(watch.is_exploded(0.1) for _ in range(WINDOW)), "a start from a good prompt"
    level = FACTOR * 1.0
    assert not any(watch.is_exploded(0.01) for _ in range(20))
    assert not watch.is_exploded(level * (WINDOW - 1)), "one hard batch is none"
    watch = LossWatch(untouched=1.0)
    watch.load({"first": [0.1] * WINDOW, "last": [level + 0.1] * (WINDOW - 1)})
    assert LossWatch.facts(watch)["last"] == [level + 0.1] * (WINDOW - 1)
    assert watch.is_exploded(level + 0.1)
