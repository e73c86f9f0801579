"""engine/training/shared_stepping.py: what the processes find in their shares is what one finds in the whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import EngineError, InputError
from engine.runs import Run, RunConfig
from engine.training.control import Control
from engine.training.distribution import ALONE, Distribution
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.shared_stepping import SharedStepper
from engine.training.stepping import Group, Stepper
from engine.training.trainer import train

GATHERED = [[0, 5, 9, 11, 2], [7], [3, 1, 8, 4]]  # shares of unequal size, and one that is empty


@pytest.fixture
def prepared(recipe: Callable[..., dict[str, Any]], tmp_path: Path) -> Prepared:
    """Writing answers of very unequal length, whose tokens all count alike; dropout draws in every batch."""
    table = tmp_path / "write.csv"
    lines = [f"text number {row},{' '.join(['word'] * (1 + 3 * (row % 5)))}" for row in range(30)]
    table.write_text("\n".join(["text,answer", *lines]) + "\n", encoding="utf-8")
    sections: dict[str, Any] = {"task": {"kind": "generation"}, "data": {"train": str(table)}}
    method = {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}
    config = RunConfig.from_json(recipe("llama", method=method, **sections))
    return next(item for item in prepare(config, Control(), Warm()) if isinstance(item, Prepared))


def learned(stepper: Stepper, prepared: Prepared) -> tuple[float, list[torch.Tensor]]:
    """Mean loss and gradients of the gathered batches, from the same drawn numbers each time."""
    prepared.method.train()
    state = {name: value.clone() for name, value in prepared.method.state_dict().items()}
    stepper.optimizer.zero_grad()
    loss = Stepper.learn(stepper, prepared, GATHERED)  # what a process finds before all is added up
    prepared.method.load_state_dict(state)
    return loss, [part.grad.clone() for part in prepared.method.parameters() if part.grad is not None]


def test_gradients_of_the_shares_add_up_to_those_of_the_whole(prepared: Prepared) -> None:
    groups = [Group(list(prepared.method.parameters()))]
    whole = learned(Stepper(prepared.config.training, groups), prepared)
    parts = [
        learned(SharedStepper(prepared.config.training, groups, Distribution(rank, 2)), prepared) for rank in (0, 1)
    ]
    assert parts[0][0] + parts[1][0] == pytest.approx(whole[0], abs=1e-6)
    for expected, first, second in zip(whole[1], parts[0][1], parts[1][1], strict=True):
        assert torch.allclose(first + second, expected, atol=1e-6)


def test_shares_cover_a_batch_once() -> None:
    rows = [4, 8, 15, 16, 23, 42, 108]
    shares = [Distribution(rank, 3).share(rows) for rank in range(3)]
    assert sorted(row for share in shares for row in share) == rows
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_alone_nothing_is_shared() -> None:
    weight = torch.nn.Parameter(torch.ones(2))
    assert ALONE.share([1, 2]) == [1, 2] and ALONE.add_up([weight], 0.5) == 0.5 and weight.grad is None


def test_a_group_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(EngineError, match="lost each other"):
        Distribution(0, 2).tell({"kind": "end"})


def test_several_trainings_side_by_side_are_refused_to_several_processes(
    make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.training.farm.current", lambda: Distribution(0, 2))
    with pytest.raises(InputError, match="without the launcher"):
        list(train(make_run(farm={"seeds": 2})))
