"""Tagging: one label for each word, such as the names in a sentence, by a linear head on the word's own token.

Words are divided by white space. An encoder's head reads the first piece of a word (Liu et al. 2022, section 4.1); a
causal model has not seen a word before its last piece, so there that one is read, and it knows only what stands before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.events import RunEvent, note
from engine.scoring import MEASURES, Measure
from engine.tasks.encoding import ExampleEncoder, Token
from engine.tasks.task import Predictions
from engine.tasks.token_head import TokenHeadTask
from engine.training.batches import IGNORED, Batch, EncodedExample

WORD = re.compile(r"\S+")
OUTSIDE = "O"
IOB = re.compile(r"O|[BI]-.+")


@dataclass(frozen=True)
class TaggedExample(EncodedExample):
    """A row of words: `places` (W) is each word's token among `ids`, or -1 where it was cut; `tags` (W) are their
    labels' indices, empty when not known, IGNORED for a tag that was never learned."""

    places: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()

    @property
    def facts(self) -> str:
        return f"{super().facts} {self.places} {self.tags}"


class Tagging(TokenHeadTask):
    """The likeliest tag of every word. `column` holds the words."""

    def __init__(
        self,
        backbone: Backbone,
        labels: Sequence[str],
        encoder: ExampleEncoder,
        column: str,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(backbone, labels, encoder, len(labels), generator)
        self.column = column
        self.is_causal = backbone.family == "causal"
        self.index = {label: place for place, label in enumerate(self.labels)}
        self.fallback = self.index.get(OUTSIDE, 0)  # for words that were cut

    @property
    def measures(self) -> tuple[Measure, ...]:
        names = ("entity_f1", "token_accuracy") if has_entities(self.labels) else ("token_accuracy",)
        return tuple(MEASURES[name] for name in names)

    def notes(self) -> list[RunEvent]:
        return [note("tags_from_the_left")] if self.is_causal else []

    def encode(self, example: Example) -> TaggedExample:
        tokens = self.encoder.kept(example)
        places = word_places(example.fields[self.column], tokens, self.column, is_last=self.is_causal)
        tags = () if example.label is None else tuple(self.index.get(tag, IGNORED) for tag in example.label.split())
        return TaggedExample(example.row, [token.id for token in tokens], places=places, tags=tags)

    def make_batch(self, examples: Sequence[EncodedExample]) -> Batch:
        """`labels` (B, T): a tag's index at its word's place."""
        batch = super().make_batch(examples)
        labels = torch.full(batch.input_ids.shape, IGNORED)
        for row, example in enumerate(examples):
            assert isinstance(example, TaggedExample)
            for place, tag in zip(example.places, example.tags, strict=False):
                if place >= 0:
                    labels[row, place] = tag
        return replace(batch, labels=labels.to(self.device))

    def head_loss(self, logits: Tensor, batch: Batch) -> Tensor:
        """Mean cross-entropy of all words in the batch."""
        known = batch.labels != IGNORED
        return F.cross_entropy(logits[known], batch.labels[known])

    def loss_count(self, batch: Batch) -> int:
        return int((batch.labels != IGNORED).sum())

    def judge(self, logits: Tensor, batch: Batch, examples: Sequence[EncodedExample]) -> Predictions:
        """`texts`: the tags of a row's words, joined by spaces; a row's loss is the mean of its words'."""
        choices = logits.argmax(dim=-1).cpu()
        losses = F.cross_entropy(logits.flatten(0, 1), batch.labels.flatten(), reduction="none", ignore_index=IGNORED)
        known = (batch.labels != IGNORED).sum(dim=1).clamp(min=1)
        texts = []
        for row, example in enumerate(examples):
            assert isinstance(example, TaggedExample)
            found = [self.fallback if place < 0 else int(choices[row, place]) for place in example.places]
            texts.append(" ".join(self.labels[tag] for tag in found))
        means = losses.view(batch.labels.shape).sum(dim=1) / known
        return Predictions(None, means.cpu(), texts=tuple(texts))

    def majority(self, train: Sequence[EncodedExample], rows: Sequence[EncodedExample]) -> Predictions:
        """Every word gets the commonest tag; shares are add-one smoothed."""
        counts = Counter(tag for row in train if isinstance(row, TaggedExample) for tag in _learned(row))
        total = sum(counts.values()) + len(self.labels)
        commonest = self.labels[max(range(len(self.labels)), key=lambda tag: counts[tag])]
        shares = torch.tensor([(counts[tag] + 1) / total for tag in range(len(self.labels))])
        texts, losses = [], []
        for row in rows:
            assert isinstance(row, TaggedExample)
            texts.append(" ".join([commonest] * len(row.places)))
            tags = _learned(row)
            losses.append(float(-shares[tags].log().mean()) if tags else 0.0)
        return Predictions(None, torch.tensor(losses), texts=tuple(texts))


def _learned(row: TaggedExample) -> list[int]:
    return [tag for tag in row.tags if tag != IGNORED]


def word_places(text: str, tokens: Sequence[Token], column: str, *, is_last: bool = False) -> tuple[int, ...]:
    """Of each word of a column's value, where its first (or last) token stands among `tokens`; -1 where none does."""
    own = [(place, token) for place, token in enumerate(tokens) if token.column == column]
    places: list[int] = []
    at = 0
    for word in WORD.finditer(text):
        while at < len(own) and own[at][1].end <= word.start():
            at += 1
        found, last = -1, at
        while last < len(own) and own[last][1].start < word.end():
            if found < 0 or is_last:
                found = own[last][0]
            last += 1
        places.append(found)
    return tuple(places)


def has_entities(labels: Sequence[str]) -> bool:
    """Whether tags mark entities of several words (IOB2), not one class a word."""
    return any(label.startswith("B-") for label in labels) and all(IOB.fullmatch(label) for label in labels)
