"""engine/training/adafactor.py: the published update, number by number; a recipe that names it gets all of Lester's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from transformers.optimization import Adafactor as Transformers

from engine.runs import Run
from engine.training.adafactor import Adafactor
from engine.training.checkpoint import flatten_optimizer, restore_optimizer
from engine.training.schedule import settled_habits
from engine.training.trainer import train

SHAPE = (4, 6)


def gradients(count: int) -> list[Tensor]:
    generator = torch.Generator().manual_seed(3)
    return [torch.randn(SHAPE, generator=generator) * 10 ** (index % 3 - 1) for index in range(count)]


def steps(optimizer: torch.optim.Optimizer, parameter: nn.Parameter, given: list[Tensor]) -> Tensor:
    for gradient in given:
        parameter.grad = gradient.reshape(parameter.shape).clone()
        optimizer.step()
    return parameter.detach().reshape(SHAPE).clone()


def start() -> Tensor:
    return torch.linspace(-1, 1, 24).reshape(SHAPE)


def test_it_is_the_published_update() -> None:
    expected, squares = start().double(), torch.zeros(SHAPE, dtype=torch.float64)
    for step, gradient in enumerate(gradients(7), start=1):
        share = 1 - step**-0.8
        squares = share * squares + (1 - share) * (gradient.double() ** 2 + 1e-30)
        update = gradient.double() / squares.sqrt()
        update = update / max(1.0, float((update**2).mean().sqrt()))
        expected = expected - 0.3 * 1e-2 * expected - 0.3 * update
    parameter = nn.Parameter(start())
    found = steps(Adafactor([parameter], 0.3, 1e-2), parameter, gradients(7))
    assert torch.allclose(found.double(), expected, atol=1e-5)


def test_a_vector_moves_as_with_transformers() -> None:
    ours, theirs = nn.Parameter(start()), nn.Parameter(start().flatten())  # a vector is factored by neither
    other = Transformers([theirs], lr=0.3, weight_decay=1e-5, scale_parameter=False, relative_step=False)
    expected = steps(other, theirs, gradients(9))
    assert torch.allclose(steps(Adafactor([ours], 0.3, 1e-5), ours, gradients(9)), expected, atol=1e-5)


def test_its_state_can_be_saved_and_put_back_exactly() -> None:
    given = gradients(6)
    straight, broken = nn.Parameter(start()), nn.Parameter(start())
    expected = steps(Adafactor([straight], 0.1), straight, given)
    first = Adafactor([broken], 0.1)
    steps(first, broken, given[:3])
    second = Adafactor([broken], 0.1)
    restore_optimizer(second, flatten_optimizer(first))
    assert torch.equal(steps(second, broken, given[3:]), expected)


@pytest.mark.parametrize(
    ("optimizer", "given", "expected"),
    [
        ("adamw", {}, ("linear", 0.06, 0.0)),
        ("adafactor", {}, ("constant", 0.0, 1e-5)),
        ("adafactor", {"schedule": "cosine", "warmup": 0.1, "weight_decay": 0.0}, ("cosine", 0.1, 0.0)),
        ("adamw", {"weight_decay": 0.01}, ("linear", 0.06, 0.01)),
    ],
)
def test_what_a_recipe_leaves_open_follows_the_optimiser(
    make_run: Callable[..., Run], optimizer: str, given: dict[str, object], expected: tuple[str, float, float]
) -> None:
    open_ones: dict[str, object] = {"schedule": None, "warmup": None, "weight_decay": None}
    run = make_run(
        method={"kind": "prompt_tuning", "length": 3}, training={"optimizer": optimizer, **open_ones, **given}
    )
    list(train(run))
    training = run.config.training
    assert (training.schedule, training.warmup, training.weight_decay) == expected
    assert settled_habits(training) == dict(zip(("schedule", "warmup", "weight_decay"), expected, strict=True))


def test_prompt_tuning_with_adafactor_learns_at_a_constant_three_tenths(make_run: Callable[..., Run]) -> None:
    run = make_run(method={"kind": "prompt_tuning", "length": 3}, training={"optimizer": "adafactor", "steps": 6})
    rates = {event["learning_rate"] for event in train(run) if event["type"] == "step"}
    assert rates == {0.3} and run.config.training.learning_rate == 0.3
