"""One step of a training: rates by the schedule, forward and backward, gradients limited, update.

A run of one task and the pre-training of several share it. Which rows come next is left to whoever asks for a step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.methods import Prompt
from engine.methods.networks import SeededDropout
from engine.runs import TrainingConfig
from engine.training.adafactor import Adafactor
from engine.training.batches import Batch
from engine.training.memory import SAYS_SO, give_back, ran_out
from engine.training.prefetching import BatchesAhead, make_batch_of
from engine.training.preparation import Prepared
from engine.training.schedule import rate_factor


@dataclass(frozen=True)
class Group:
    """Parameters that share a learning rate and a limit of their gradients; `rate` None: the recipe's own."""

    parameters: list[nn.Parameter]
    rate: float | None = None


@dataclass
class StepWish:
    """Forward and backward of the next rows of a training, wished for by it and done by whoever pulls its events:
    alone, or with the rows of others in one pass. `loss`: the mean loss, once that is done."""

    stepper: Stepper
    prepared: Prepared
    gathered: Sequence[Sequence[int]]
    loss: float | None = None

    def do_alone(self) -> None:
        """Do it in a pass of its own."""
        self.loss = self.stepper.learn(self.prepared, self.gathered)


class Stepper:
    """The optimiser over some groups of parameters, and what a step does with it."""

    def __init__(self, training: TrainingConfig, groups: Sequence[Group]) -> None:
        self.training, self.groups = training, list(groups)
        self.optimizer = make_optimizer(training, self.groups)
        self.rate_share = 1.0  # of every group's rate; less once the loss exploded
        self.parts = 1  # in which a batch is worked through; more where memory ran out
        self.ahead: BatchesAhead | None = None  # who makes batches while the device is busy

    def take(self, step: int, total: int, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        """Forward, backward and update on these batches of rows of `prepared.train`: the mean loss.

        `step` is counted from 0. Raises EngineError, before the update, where loss or gradients are no numbers.
        """
        self.begin(step, total)
        mean = self.learn(prepared, gathered)
        self.update(step, mean)
        return mean

    def look_ahead(self, prepared: Prepared, now: Sequence[Sequence[int]], coming: Sequence[Sequence[int]]) -> None:
        """Have the batches of the coming rows made while a step on those of `now` is taken."""
        if self.ahead:
            first, then = ([piece for rows in part for piece in self._pieces(rows)] for part in (now, coming))
            self.ahead.make(prepared, first, then)

    def batch_of(self, prepared: Prepared, rows: Sequence[int]) -> Batch:
        """The batch of these rows, made now unless it was made ahead."""
        return self.ahead.take(prepared, rows) if self.ahead else make_batch_of(prepared, rows)

    def _pieces(self, rows: Sequence[int]) -> list[Sequence[int]]:
        """A batch in the parts that it is worked through in."""
        size = -(-len(rows) // self.parts)
        return [rows[start : start + size] for start in range(0, len(rows), size)]

    def begin(self, step: int, total: int) -> None:
        """The rates of this step; no gradient is left from before."""
        factor = rate_factor(step, total, self.training.warmup, self.training.schedule) * self.rate_share
        for options, group in zip(self.optimizer.param_groups, self.groups, strict=True):
            options["lr"] = _rate(self.training, group) * factor
        self.optimizer.zero_grad()

    def learn(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        """Forward and backward of these batches; their gradients are added up, every row weighs the same.

        Where memory runs out, each batch is from now on worked through in twice as many parts: the same gradient, up to
        rounding. Raises what said so where a part is a single row.
        """
        while True:
            dropped = dropout_states(prepared)
            try:
                return self._added_up(prepared, gathered)
            except SAYS_SO as error:
                if not ran_out(error) or self.parts >= max(map(len, gathered)):
                    raise
            self.parts *= 2  # outside the block above: until its end the error holds the tensors of the failed try
            self.optimizer.zero_grad()
            give_back(prepared.backbone.device)
            for module, state in dropped:
                module.set_extra_state(state)

    def _added_up(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        rows = sum(len(indices) for indices in gathered)
        return sum(self._learn_batch(prepared, indices, len(indices) / rows) for indices in gathered)

    def _learn_batch(self, prepared: Prepared, indices: Sequence[int], share: float) -> float:
        """Forward and backward of a batch, in parts: its share of the mean loss. The prompt is computed once."""
        task, backbone = prepared.task, prepared.backbone
        batches = [self.batch_of(prepared, piece) for piece in self._pieces(indices)]
        counts = [1] if len(batches) == 1 else [task.loss_count(batch) for batch in batches]
        whole = prepared.method()
        prompt, mean = whole if len(batches) == 1 else _cut_off(whole), 0.0
        for batch, count in zip(batches, counts, strict=True):
            if not count:  # nothing to learn in it, and a mean over nothing is no number
                continue
            model = prepared.prompted(prompt)
            with model.installed(batch), backbone.checkpointed(self.training.gradient_checkpointing):
                loss = task.loss(model, batch) * (share * (count / sum(counts)))
                loss.backward()
            mean += float(loss.detach())
        if prompt is not whole:
            _pass_on(prompt, whole)
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


def _cut_off(prompt: Prompt) -> Prompt:
    """The prompt as leaves of its own: they gather the gradients of all parts."""
    tensors = {name: tensor.detach().requires_grad_(tensor.requires_grad) for name, tensor in prompt.tensors().items()}
    return Prompt.from_tensors(tensors, is_infix=prompt.is_infix)


def _pass_on(leaves: Prompt, prompt: Prompt) -> None:
    """Hand the gathered gradients to what the prompt was computed from."""
    gathered, computed = leaves.tensors(), prompt.tensors()
    found = {name: leaf.grad for name, leaf in gathered.items() if leaf.grad is not None}
    torch.autograd.backward([computed[name] for name in found], list(found.values()))


def dropout_states(prepared: Prepared) -> list[tuple[SeededDropout, Tensor]]:
    """From which a step that is tried again drops the same numbers."""
    modules = [module for module in prepared.method.modules() if isinstance(module, SeededDropout)]
    return [(module, module.get_extra_state()) for module in modules]
