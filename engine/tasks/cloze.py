"""Cloze: fill in the one word that makes a sentence true, as LAMA asks what a model knows (Petroni et al. 2019).

P@1: the likeliest word of an allowed vocabulary is the right one (Liu et al. 2021, section 4.1). Allowed are the words
of a list, or without one every whole word that is a single token of the model; objects of several tokens, and such
outside the vocabulary, are counted and left out. A causal model reads nothing behind the gap, so it takes part in the
sentences that end there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.data.patterns import AFTER
from engine.errors import InputError
from engine.scoring import MEASURES, Measure
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task
from engine.training.batches import IGNORED, Batch, EncodedExample
from engine.training.prompted_model import PromptedModel

MOST_WORDS = 200_000  # of an allowed vocabulary
MARKS = set(" .,;:!?。，；：！？)]}\"'”’")  # what may follow a gap that a sentence ends with


class Cloze(Task):
    """The likeliest allowed word in the gap. `words`: the allowed vocabulary, None for every whole word."""

    def __init__(
        self, backbone: Backbone, encoder: ExampleEncoder, words: Collection[str] | None, has_space: bool
    ) -> None:
        super().__init__(backbone, (), encoder)
        self.tokenizer = backbone.tokenizer
        self.space = " " if has_space else ""
        self.is_causal = backbone.family == "causal"
        self.spelling: dict[int, str] = {}  # an id's word as the table writes it
        if words is None:
            ids = whole_words(self.tokenizer, has_space)
        else:
            ids = [found[0] for word in words if len(found := encoder.answer_ids(self.space + word.strip())) == 1]
        if not ids:
            raise InputError("vocabulary_empty", backbone=backbone.name)
        self.allowed = torch.tensor(sorted(set(ids)))
        self.allowed_set = set(ids)
        encoder.answer_room = 1

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (MEASURES["p_at_1"],)

    def left_out(self, example: Example) -> str | None:
        if self.is_causal and set(example.fields.get(AFTER, "")) - MARKS:
            return "cloze_goes_on"
        if example.label is None:
            return None
        ids = self._ids(example.label)
        if len(ids) != 1:
            return "cloze_several_tokens"
        return None if ids[0] in self.allowed_set else "cloze_outside"

    def encode(self, example: Example) -> EncodedExample:
        if example.label is None:
            return self.encoder.encode(example, self.allowed[:1].tolist())  # one blank; which word is asked for is open
        ids = self._ids(example.label)
        self.spelling[ids[0]] = example.label.strip()
        return self.encoder.encode(example, ids[:1], ids[0])

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        """Cross-entropy of the object over the whole vocabulary."""
        logits, ids, _ = model.answer_logits(batch)
        return F.cross_entropy(logits, ids)

    def loss_count(self, batch: Batch) -> int:
        return int((batch.labels != IGNORED).sum())

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """`probabilities` (n, 1): the chosen word's among the allowed ones; illegal where another token is likelier."""
        batch = self.make_batch(examples)
        with model.installed(batch):
            logits, ids, _ = model.answer_logits(batch)
        losses = F.cross_entropy(logits, ids, reduction="none").cpu()
        logits = logits.cpu()
        legal = logits[:, self.allowed]
        best = self.allowed[legal.argmax(dim=1)]
        illegal = logits.argmax(dim=1) != best
        texts = tuple(self._word(index) for index in best.tolist())
        return Predictions(legal.softmax(dim=1).max(dim=1, keepdim=True).values, losses, illegal, texts)

    def _ids(self, word: str) -> list[int]:
        return self.encoder.answer_ids(self.space + word.strip())

    def _word(self, index: int) -> str:
        return self.spelling.get(index) or str(self.tokenizer.decode([index])).strip()


def whole_words(tokenizer: Any, has_space: bool) -> list[int]:
    """Ids of the tokens that are words by themselves: letters and digits alone, behind a space where one belongs there.

    Where a tokenizer marks no beginnings of words (WordPiece marks the other pieces), every unmarked token is one.
    """
    special = set(tokenizer.all_special_ids)
    tokens = tokenizer.convert_ids_to_tokens(list(range(len(tokenizer))))
    marks = [mark for mark in ("Ġ", "▁") if any(str(token).startswith(mark) for token in tokens)]
    found = []
    for index, token in enumerate(tokens):
        if index in special or token is None or token.startswith("##"):
            continue
        is_marked = bool(marks) and token.startswith(marks[0])
        if marks and is_marked != has_space:
            continue
        word = token[1:] if is_marked else token
        if word.isascii():
            is_word = word.isalnum()
        else:  # bytes of other scripts stand for themselves only in the decoded text
            text = str(tokenizer.decode([index])).strip()
            is_word = bool(text) and "\ufffd" not in text and text.isalnum()
        if is_word:
            found.append(index)
    return found
