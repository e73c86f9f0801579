"""Choice: which of the row's own candidates continues the text best, as in COPA or a multiple-choice question.

A candidate's score is the mean log-probability of its tokens, so that a long one is not at a disadvantage (Brown et al.
2020, section 2.4). Training raises the right candidate's score above the others' of its row (softmax over candidates):
what is trained is what is scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.tasks.answers import answer_scores, row_means
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task
from engine.training.batches import Batch, EncodedExample
from engine.training.prompted_model import PromptedModel


@dataclass(frozen=True)
class ChoiceExample(EncodedExample):
    """A row with its candidates: `choices` their tokens, `texts` their words; `target` is the right one's place."""

    choices: tuple[list[int], ...] = ()
    texts: tuple[str, ...] = ()

    def __len__(self) -> int:
        return sum(len(self.ids) + len(choice) for choice in self.choices)

    @property
    def facts(self) -> str:
        return f"{super().facts} {self.choices}"


class Choice(Task):
    """The likeliest of each row's candidates."""

    def __init__(self, backbone: Backbone, encoder: ExampleEncoder, has_space: bool) -> None:
        super().__init__(backbone, (), encoder)
        self.space = " " if has_space else ""

    def encode(self, example: Example) -> ChoiceExample:
        """Raises InputError for a row without two candidates."""
        texts = tuple(text for text in example.candidates if text.strip())
        if len(texts) < 2:
            raise InputError("choice_few", row=example.row, found=len(texts))
        choices = tuple(self.encoder.answer_ids(self.space + text.strip()) for text in texts)
        longest = max(choices, key=len)
        plain = self.encoder.encode(example, longest)  # cut alike for every candidate
        target = texts.index(example.label) if example.label in texts else -1
        return ChoiceExample(
            plain.row, plain.ids, choices[target], target, plain.answer_at, choices=choices, texts=texts
        )

    def make_batch(self, examples: Sequence[EncodedExample]) -> Batch:
        """A row for each candidate; `groups` tells whose they are, `targets` (examples,) the right one's place."""
        rows, groups = [], []
        for place, example in enumerate(examples):
            assert isinstance(example, ChoiceExample)
            rows += [replace(example, answer=choice) for choice in example.choices]
            groups += [place] * len(example.choices)
        batch = super().make_batch(rows)
        targets = torch.tensor([example.target for example in examples], device=self.device)
        return replace(batch, groups=torch.tensor(groups, device=self.device), targets=targets)

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        return F.cross_entropy(self._scores(model, batch), batch.targets)

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """Probabilities (n, most candidates of a row); places without a candidate have none."""
        batch = self.make_batch(examples)
        with model.installed(batch):
            scores = self._scores(model, batch).cpu()
        targets = torch.tensor([max(example.target, 0) for example in examples])
        best = scores.argmax(dim=1).tolist()
        texts = []
        for example, place in zip(examples, best, strict=True):
            assert isinstance(example, ChoiceExample)
            texts.append(example.texts[place])
        losses = F.cross_entropy(scores, targets, reduction="none")
        return Predictions(scores.softmax(dim=1), losses, texts=tuple(texts))

    def _scores(self, model: PromptedModel, batch: Batch) -> Tensor:
        """(examples, most candidates): mean log-probability a token, the lowest number where there is no candidate."""
        assert batch.groups is not None
        values, rows = answer_scores(model, batch)
        means = row_means(values, rows, batch.size)
        counts = torch.bincount(batch.groups, minlength=len(batch.targets))
        order = torch.arange(batch.size, device=means.device) - (counts.cumsum(0) - counts)[batch.groups]
        scores = means.new_full((len(batch.targets), int(counts.max())), torch.finfo(means.dtype).min)
        return scores.index_put((batch.groups, order), means)
