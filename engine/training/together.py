"""The steps of several trainings in one pass of their backbone: each learns from its own rows alone.

The rows of all stand in one batch, each read through its own training's prompt. The backbone runs once forward and once
backward; every training then finds its own gradients, which are those of a pass of its own up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.methods.prompt_bank import PromptBank
from engine.training.bank_model import BankModel
from engine.training.batches import IGNORED, Batch
from engine.training.memory import SAYS_SO, give_back, ran_out
from engine.training.prompted_model import PromptedModel, at_least_fp32
from engine.training.stepping import StepWish, dropout_states


class JointPass:
    """One pass over the batches of several trainings. Nothing runs before somebody asks for states; keep everything
    inside `model.installed(batch)`."""

    def __init__(self, model: BankModel, batches: Sequence[Batch]) -> None:
        self.model, self.sizes = model, [batch.size for batch in batches]
        self.batch = Batch.joined(batches)

    @cached_property
    def hidden(self) -> tuple[Tensor, ...]:
        """Last states of each training's rows. Cut in one go: the backward pass then puts them together in one go."""
        return self._states.split(self.sizes)

    @cached_property
    def answer_hidden(self) -> tuple[tuple[Tensor, Tensor], ...]:
        """For each training, states of at least the places that predict answers, with these places' labels."""
        hidden, labels = self._answer_states
        return tuple(zip(hidden.split(self.sizes), labels.split(self.sizes), strict=True))

    @cached_property
    def answer_logits(self) -> tuple[tuple[Tensor, Tensor, Tensor], ...]:
        """For each training, of every answer token of its rows: logits in fp32, id, row."""
        hidden, labels = self._answer_states
        states, ids, rows = self.model.states_at(hidden, labels)
        logits = at_least_fp32(self.model.backbone.logits(states))
        counts = [int(part.sum()) for part in (labels != IGNORED).split(self.sizes)]
        firsts = [0, *accumulate(self.sizes)]
        parts = zip(logits.split(counts), ids.split(counts), rows.split(counts), firsts, strict=False)
        return tuple((own, answer, row - first) for own, answer, row, first in parts)

    @cached_property
    def _states(self) -> Tensor:
        return self.model.hidden(self.batch)

    @cached_property
    def _answer_states(self) -> tuple[Tensor, Tensor]:
        if self.model.contexts is None:
            return self._states, self.batch.labels
        return self.model.answer_hidden(self.batch)


class View(PromptedModel):
    """What one training sees of a joint pass: its own rows, as if the pass were its own."""

    def __init__(self, backbone: Backbone, prompt: Prompt, joint: JointPass, number: int) -> None:
        super().__init__(backbone, prompt)
        self.joint, self.number = joint, number

    def hidden(self, batch: Batch) -> Tensor:
        width = batch.input_ids if batch.decoder_ids is None else batch.decoder_ids
        return self.joint.hidden[self.number][:, : width.shape[1]]

    def answer_hidden(self, batch: Batch) -> tuple[Tensor, Tensor]:
        return self.joint.answer_hidden[self.number]

    def answer_logits(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        return self.joint.answer_logits[self.number]


@dataclass
class Crowd:
    """How many passes the trainings of a farm are spread over: one, or more where memory ran out."""

    passes: int = 1

    def do(self, wishes: Sequence[StepWish]) -> None:
        """Forward and backward of everybody's next rows. Raises what said so where memory runs out for one alone."""
        dropped = [dropout_states(wish.prepared) for wish in wishes]
        while True:
            waiting = [wish for wish in wishes if wish.loss is None]
            size = -(-len(wishes) // self.passes)
            try:
                for start in range(0, len(waiting), size):
                    learn_together(waiting[start : start + size])
                return
            except SAYS_SO as error:
                if not ran_out(error):
                    raise
            give_back(wishes[0].prepared.backbone.device)
            for wish, states in zip(wishes, dropped, strict=True):
                if wish.loss is None:  # as if it had never been begun
                    wish.stepper.optimizer.zero_grad()
                    for module, state in states:
                        module.set_extra_state(state)
            if self.passes >= len(wishes):  # each by itself by now: a training alone knows what to do
                for wish in wishes:
                    if wish.loss is None:
                        wish.do_alone()
                return
            self.passes *= 2


def learn_together(wishes: Sequence[StepWish]) -> None:
    """Forward and backward of several trainings' next rows in one pass, or in one for each batch where they gather
    several for a step."""
    losses = [0.0 for _ in wishes]
    for turn in range(max(len(wish.gathered) for wish in wishes)):
        active = [number for number, wish in enumerate(wishes) if turn < len(wish.gathered)]
        found = _pass([wishes[number] for number in active], turn)
        for number, loss in zip(active, found, strict=True):
            losses[number] += loss
    for wish, loss in zip(wishes, losses, strict=True):
        wish.loss = loss


def _pass(wishes: Sequence[StepWish], turn: int) -> list[float]:
    first = wishes[0].prepared
    batches, prompts, shares = [], [], []
    for wish in wishes:
        rows = wish.gathered[turn]
        batches.append(wish.stepper.batch_of(wish.prepared, rows))
        prompts.append(wish.prepared.method())
        shares.append(len(rows) / sum(map(len, wish.gathered)))
    contexts = next((wish.prepared.contexts for wish in wishes if wish.prepared.contexts is not None), None)
    bank = PromptBank.of(prompts, [batch.size for batch in batches])
    joint = JointPass(BankModel(first.backbone, bank, contexts=contexts), batches)
    is_checkpointed = any(wish.prepared.config.training.gradient_checkpointing for wish in wishes)
    with joint.model.installed(joint.batch), first.backbone.checkpointed(is_checkpointed):
        losses = [
            wish.prepared.task.loss(View(first.backbone, prompt, joint, number), batch) * share
            for number, (wish, prompt, batch, share) in enumerate(zip(wishes, prompts, batches, shares, strict=True))
        ]
        torch.stack(losses).sum().backward()
    return [float(loss) for loss in torch.stack(losses).detach().tolist()]
