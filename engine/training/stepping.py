"""One step of a training: rates by the schedule, forward and backward, gradients limited, update.

A run of one task and the pre-training of several share it. Which rows come next is left to whoever asks for a step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from engine.errors import EngineError
from engine.runs import TrainingConfig
from engine.training.adafactor import Adafactor
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel
from engine.training.schedule import rate_factor


@dataclass(frozen=True)
class Group:
    """Parameters that share a learning rate and a limit of their gradients; `rate` None: the recipe's own."""

    parameters: list[nn.Parameter]
    rate: float | None = None


class Stepper:
    """The optimiser over some groups of parameters, and what a step does with it."""

    def __init__(self, training: TrainingConfig, groups: Sequence[Group]) -> None:
        self.training, self.groups = training, list(groups)
        self.optimizer = make_optimizer(training, self.groups)

    def take(self, step: int, total: int, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        """Forward, backward and update on these batches of rows of `prepared.train`: the mean loss.

        `step` is counted from 0. Raises EngineError, before the update, where loss or gradients are no numbers.
        """
        self.begin(step, total)
        mean = self.learn(prepared, gathered)
        self.update(step, mean)
        return mean

    def begin(self, step: int, total: int) -> None:
        """The rates of this step; no gradient is left from before."""
        factor = rate_factor(step, total, self.training.warmup, self.training.schedule)
        for options, group in zip(self.optimizer.param_groups, self.groups, strict=True):
            options["lr"] = _rate(self.training, group) * factor
        self.optimizer.zero_grad()

    def learn(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        """Forward and backward of these batches; their gradients are added up, every row weighs the same."""
        rows = sum(len(indices) for indices in gathered)
        backbone, mean = prepared.backbone, 0.0
        for indices in gathered:
            batch = prepared.task.make_batch([prepared.train[index] for index in indices])
            model = PromptedModel(backbone, prepared.method())
            with model.installed(batch), backbone.checkpointed(self.training.gradient_checkpointing):
                loss = prepared.task.loss(model, batch) * (len(indices) / rows)
                loss.backward()
            mean += float(loss.detach())
        return mean

    def update(self, step: int, mean: float) -> None:
        """Limit the gradients, whoever computed them, and move. Raises EngineError, before it moves, where they or the
        loss are no numbers."""
        limit = self.training.clip or math.inf
        norms = [float(nn.utils.clip_grad_norm_(group.parameters, limit)) for group in self.groups]
        if not math.isfinite(mean) or not all(map(math.isfinite, norms)):
            raise EngineError("loss_exploded", step=step + 1)
        self.optimizer.step()


def make_optimizer(training: TrainingConfig, groups: Sequence[Group]) -> torch.optim.Optimizer:
    """The recipe's optimiser over the groups, each at its own rate."""
    options = [{"params": group.parameters, "lr": _rate(training, group)} for group in groups]
    rate, decay = _rate(training, groups[0]), training.weight_decay or 0.0
    if training.optimizer == "adafactor":
        return Adafactor(options, rate, decay)
    return torch.optim.AdamW(options, lr=rate, weight_decay=decay)


def _rate(training: TrainingConfig, group: Group) -> float:
    return (training.learning_rate or 0.0) if group.rate is None else group.rate
