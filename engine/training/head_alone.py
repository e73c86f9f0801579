"""The head alone: what a linear head reaches on the untouched features, so that a probe cannot pass for a prompt.

Same rows, same number of steps and rows a step, always AdamW. The features never change, so they are computed once,
and the probe gets the best of several rates and, like the prompt, the best of its checks: a baseline is to be beaten
fairly. Both are picked on the rows they are scored on, so both scores are a little too good; their difference is not.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.runs import TrainingConfig
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions, by_length
from engine.training.batches import DataOrder, EncodedExample
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import rate_factor

RATES = (0.001, 0.01, 0.1)


def probe(
    task: HeadClassification,
    model: PromptedModel,
    train: Sequence[EncodedExample],
    kept_aside: Sequence[EncodedExample],
    config: TrainingConfig,
    seed: int,
) -> Iterator[tuple[int, int] | Predictions]:
    """Yields how many rows' features of how many are computed, at last the Predictions on the kept-aside rows."""
    order = DataOrder([len(row) for row in train], config.batch_size * config.accumulate, seed)
    steps = [order.next() for _ in range(config.steps or 1)]
    used = sorted({index for step in steps for index in step})
    rows = [train[index] for index in used]
    features: dict[str, Tensor] = {}
    done, total = 0, len(rows) + len(kept_aside)
    for name, part in (("train", rows), ("kept_aside", list(kept_aside))):
        found = torch.zeros(len(part), task.head.in_features)
        for indices in by_length(part, 64):
            batch = task.make_batch([part[index] for index in indices])
            with torch.no_grad(), model.installed(batch):
                found[indices] = task.features(model, batch).cpu()
            done += len(indices)
            yield done, total
        features[name] = found
    targets = torch.tensor([row.target for row in rows])
    place = {index: position for position, index in enumerate(used)}
    batches = [torch.tensor([place[index] for index in step]) for step in steps]
    kept_targets = torch.tensor([row.target for row in kept_aside])
    judged: list[Predictions] = []
    for rate in RATES:
        for check in _fit(task, rate, batches, features, targets, kept_targets, config):
            judged.append(check)
            yield total, total  # nothing left to count, but a stop can be noticed here
    yield max(judged, key=lambda predictions: _merit(predictions, kept_targets))


def _merit(predictions: Predictions, targets: Tensor) -> tuple[float, float]:
    """What the prompt's own best step is picked by: accuracy, then loss."""
    right = (predictions.probabilities.argmax(dim=1) == targets).float().mean()
    return float(right), -float(predictions.losses.mean())


def _fit(
    task: HeadClassification,
    rate: float,
    batches: list[Tensor],
    features: dict[str, Tensor],
    targets: Tensor,
    kept_targets: Tensor,
    config: TrainingConfig,
) -> Iterator[Predictions]:
    """A head trained at this rate: its Predictions at each step at which the prompt is checked too."""
    own = copy.copy(task)
    own._modules = {"head": copy.deepcopy(task.head).cpu()}
    optimizer = torch.optim.AdamW(own.head.parameters(), lr=rate, weight_decay=config.weight_decay or 0.0)
    for step, batch in enumerate(batches):
        optimizer.param_groups[0]["lr"] = rate * rate_factor(step, len(batches), config.warmup, config.schedule)
        loss = F.cross_entropy(own.head(features["train"][batch]), targets[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % (config.evaluate_every or len(batches)) == 0 or step + 1 == len(batches):
            with torch.no_grad():
                check = own.judge(features["kept_aside"], kept_targets)
            yield check
