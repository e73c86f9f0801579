"""The head alone: what a linear head reaches on the untouched features, so that a probe cannot pass for a prompt.

Same rows, same number of steps and rows a step, always AdamW. The features never change, so they are computed once,
and the probe gets the best of several rates and, like the prompt, the best of its checks: a baseline is to be beaten
fairly. Both are picked on the rows they are scored on, so both scores are a little too good; their difference is not.

Where a head reads every token, all features together would not fit: there each step computes those of its own rows, and
the heads of all rates learn from them side by side.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.runs import TrainingConfig
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions, by_length
from engine.tasks.token_head import TokenHeadTask
from engine.training.batches import DataOrder, EncodedExample
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import rate_factor

RATES = (0.001, 0.01, 0.1)
JUDGED_TOGETHER = 32  # rows


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
    right = (torch.tensor(predictions.answers) == targets).float().mean()
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


def probe_tokens(
    task: TokenHeadTask,
    model: PromptedModel,
    train: Sequence[EncodedExample],
    kept_aside: Sequence[EncodedExample],
    config: TrainingConfig,
    seed: int,
    merit: Callable[[Predictions], float],
) -> Iterator[tuple[int, int] | Predictions]:
    """The same for a head on every token: yields how many steps of how many are done, at last the Predictions.

    `merit`: the score of Predictions on the kept-aside rows, by which the best check is picked.
    """
    order = DataOrder([len(row) for row in train], config.batch_size * config.accumulate, seed)
    total, every = config.steps or 1, config.evaluate_every or config.steps or 1
    heads = [copy.deepcopy(task.head) for _ in RATES]
    optimizers = [
        torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=config.weight_decay or 0.0)
        for head, rate in zip(heads, RATES, strict=True)
    ]
    best: tuple[tuple[float, float], Predictions] | None = None
    yield 0, total
    for step in range(total):
        batch = task.make_batch([train[index] for index in order.next()])
        with torch.no_grad(), model.installed(batch):
            states = task.states(model, batch)
        for head, optimizer, rate in zip(heads, optimizers, RATES, strict=True):
            optimizer.param_groups[0]["lr"] = rate * rate_factor(step, total, config.warmup, config.schedule)
            loss = task.head_loss(head(states), batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        if (step + 1) % every == 0 or step + 1 == total:
            for check in _judged(task, model, heads, kept_aside):
                rank = (merit(check), -float(check.losses.mean()))
                if best is None or rank > best[0]:
                    best = rank, check
        yield step + 1, total
    assert best is not None
    yield best[1]


def _judged(
    task: TokenHeadTask, model: PromptedModel, heads: Sequence[nn.Module], rows: Sequence[EncodedExample]
) -> list[Predictions]:
    """Of each head the Predictions on some rows, whose states are computed once for all of them."""
    parts: list[list[Predictions]] = [[] for _ in heads]
    places: list[int] = []
    for indices in by_length(rows, JUDGED_TOGETHER):
        examples = [rows[index] for index in indices]
        batch = task.make_batch(task.parts(examples))
        with torch.no_grad(), model.installed(batch):
            states = task.states(model, batch)
            for found, head in zip(parts, heads, strict=True):
                found.append(task.judge(head(states), batch, examples))
        places += indices
    return [Predictions.merged(found, places) for found in parts]
