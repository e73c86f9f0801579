"""engine/training/stepping.py: a step is its three parts, and the parts take gradients from anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.errors import EngineError
from engine.runs import Run
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.stepping import Group, Stepper

MakeRun = Callable[..., Run]
STEPS = 3
ROWS = [[0, 1, 2, 3], [4, 5]]


def prepared_and_stepper(make_run: MakeRun) -> tuple[Prepared, Stepper]:
    """A run at its start."""
    found = next(item for item in prepare(make_run().config, Control(), Warm()) if isinstance(item, Prepared))
    parameters = [*found.method.parameters(), *found.task.parameters()]
    return found, Stepper(found.config.training, [Group(parameters)])


def numbers(stepper: Stepper) -> list[Tensor]:
    return [parameter.detach().clone() for group in stepper.groups for parameter in group.parameters]


def test_a_step_is_its_parts_bit_for_bit(make_run: MakeRun) -> None:
    (one, whole), (other, parts) = prepared_and_stepper(make_run), prepared_and_stepper(make_run)
    for step in range(STEPS):
        mean = whole.take(step, STEPS, one, ROWS)
        parts.begin(step, STEPS)
        assert parts.learn(other, ROWS) == mean
        parts.update(step, mean)
    assert all(map(torch.equal, numbers(whole), numbers(parts)))


def test_gradients_of_somebody_else_move_it_as_its_own_do(make_run: MakeRun) -> None:
    (one, whole), (_, handed) = prepared_and_stepper(make_run), prepared_and_stepper(make_run)
    whole.begin(0, STEPS)
    mean = whole.learn(one, ROWS)
    handed.begin(0, STEPS)
    for mine, theirs in zip(handed.groups[0].parameters, whole.groups[0].parameters, strict=True):
        mine.grad = None if theirs.grad is None else theirs.grad.clone()
    whole.update(0, mean)
    handed.update(0, mean)
    assert all(map(torch.equal, numbers(whole), numbers(handed)))


@pytest.mark.parametrize("is_loss", [True, False])
def test_what_is_no_number_moves_nothing(is_loss: bool, make_run: MakeRun) -> None:
    found, stepper = prepared_and_stepper(make_run)
    before = numbers(stepper)
    stepper.begin(0, STEPS)
    mean = stepper.learn(found, ROWS)
    if not is_loss:
        gradient = stepper.groups[0].parameters[0].grad
        assert gradient is not None
        gradient.fill_(float("nan"))
    with pytest.raises(EngineError) as caught:
        stepper.update(0, float("nan") if is_loss else mean)
    assert caught.value.code == "loss_exploded"
    assert all(map(torch.equal, before, numbers(stepper)))
