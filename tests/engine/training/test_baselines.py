"""engine/training/baselines.py and head_alone.py: what a prompt has to beat, measured fairly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from engine.events import RunEvent
from engine.runs import RunConfig
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions, predict_all
from engine.training import head_alone
from engine.training.baselines import Baselines, measure_baselines
from engine.training.batches import DataOrder, make_batch
from engine.training.control import Control, Stopped
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import rate_factor

Recipe = Callable[..., dict[str, Any]]


def prepared(values: dict[str, Any]) -> Prepared:
    last = list(prepare(RunConfig.from_json(values), Control(), Warm()))[-1]
    assert isinstance(last, Prepared)
    return last


def measured(given: Prepared) -> tuple[Baselines, list[RunEvent]]:
    *events, last = measure_baselines(given, Control())
    assert isinstance(last, Baselines)
    return last, [event for event in events if isinstance(event, dict)]


def test_with_words_the_untouched_model_answers_itself(recipe: Recipe) -> None:
    given = prepared(recipe("llama"))
    found, events = measured(given)
    parts = predict_all(given.base_task, PromptedModel(given.backbone), given.base_kept_aside(), 32)
    expected = list(parts)[-1]
    assert isinstance(expected, Predictions)
    assert found.kind == "untouched" and found.head_alone is None
    assert torch.equal(found.untouched.probabilities, expected.probabilities)
    assert events[-1] == {"type": "phase", "name": "trying_base", "done": 24, "total": 24}


def test_with_a_head_it_is_the_commonest_answer_and_the_head_alone(recipe: Recipe) -> None:
    given = prepared(recipe())
    found, _ = measured(given)
    assert found.kind == "majority" and found.head_alone is not None
    counts = [sum(row.target == label for row in given.train) for label in range(2)]
    shares = torch.tensor([(count + 1) / (len(given.train) + 2) for count in counts])
    assert torch.allclose(found.untouched.probabilities, shares.expand(24, -1))
    targets = torch.tensor([row.target for row in given.kept_aside])
    assert torch.allclose(found.untouched.losses, -shares.log()[targets])


def test_the_head_alone_is_a_head_trained_by_hand_on_the_untouched_features(recipe: Recipe) -> None:
    given = prepared(recipe(training={"steps": 12, "weight_decay": 0.1}))
    found, _ = measured(given)
    task, model = given.base_task, PromptedModel(given.backbone)
    assert isinstance(task, HeadClassification) and found.head_alone is not None
    train = [task.encode(example) for example in given.loaded.train]
    kept = given.base_kept_aside()
    with torch.no_grad(), model.installed():
        features = torch.cat([task.features(model, make_batch([row])) for row in train])
        kept_features = torch.cat([task.features(model, make_batch([row])) for row in kept])
    targets, kept_targets = (torch.tensor([row.target for row in rows]) for rows in (train, kept))
    results = []
    for rate in head_alone.RATES:
        weight = task.head.weight.detach().clone().requires_grad_()
        bias = task.head.bias.detach().clone().requires_grad_()
        optimizer = torch.optim.AdamW([weight, bias], lr=rate, weight_decay=0.1)
        order = DataOrder([len(row) for row in train], 8, given.config.seed)
        for step in range(12):
            rows = order.next()
            optimizer.param_groups[0]["lr"] = rate * rate_factor(step, 12, 0.06, "linear")
            loss = F.cross_entropy(features[rows] @ weight.T + bias, targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if (step + 1) % (given.config.training.evaluate_every or 12) == 0 or step == 11:
                logits = (kept_features @ weight.T + bias).detach()
                losses = F.cross_entropy(logits, kept_targets, reduction="none")
                right = (logits.argmax(dim=1) == kept_targets).float().mean()
                results.append((float(right), -float(losses.mean()), losses))
    best = max(results, key=lambda result: result[:2])
    assert torch.allclose(found.head_alone.losses, best[2], rtol=1e-3, atol=1e-5)


def test_measuring_leaves_the_task_that_will_be_trained_as_it_was(recipe: Recipe) -> None:
    given = prepared(recipe())
    before = [task.head_tensors()["head.weight"] for task in (given.task, given.base_task)]
    measured(given)
    after = [task.head_tensors()["head.weight"] for task in (given.task, given.base_task)]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


def test_progress_reaches_its_total(recipe: Recipe) -> None:
    _, events = measured(prepared(recipe(training={"steps": 2})))
    assert events[0]["done"] == 0 and events[-1]["done"] == events[-1]["total"] == 16 + 24  # rows of two steps


@pytest.mark.parametrize("name", ["bert", "llama"])
def test_a_stop_leaves_the_measuring(name: str, recipe: Recipe) -> None:
    control = Control(stop=True)
    with pytest.raises(Stopped):
        list(measure_baselines(prepared(recipe(name)), control))
