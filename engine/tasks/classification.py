"""Classification: pick a label, by the words that stand for it (verbalizer) or by a linear head.

With a verbalizer the model is trained to continue the text with the label's word, over its whole vocabulary
(Lester et al. 2021, section 2), and a label's probability is that of its words among all labels' words. With a head
(Liu et al. 2022, section 3.2) a linear layer reads the frozen model's own features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.scoring import MEASURES, Measure, mcc
from engine.tasks.answers import answer_scores, log_probabilities, row_means
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task, new_head
from engine.training.batches import Batch, EncodedExample
from engine.training.prompted_model import PromptedModel

MOST_NAMED = 4  # labels named in a note


class Classification(Task):
    """One of a few labels, through whatever output."""

    has_labels = True

    @property
    def measures(self) -> tuple[Measure, ...]:
        return MEASURES["accuracy"], mcc(self.labels)


class VerbalizerClassification(Classification):
    """The label whose words the language model finds likeliest behind the text."""

    def __init__(
        self, backbone: Backbone, labels: Sequence[str], encoder: ExampleEncoder, words: dict[str, list[str]]
    ) -> None:
        super().__init__(backbone, labels, encoder)
        self.words = [[encoder.answer_ids(word) for word in words[label]] for label in labels]  # (C, words, tokens)
        for label, ids in zip(labels, self.words, strict=True):
            if not all(ids):
                raise InputError("label_word_empty", label=label)
        self.beginnings = torch.tensor(sorted({word[0] for ids in self.words for word in ids}))  # of any legal answer
        encoder.answer_room = max(len(word) for ids in self.words for word in ids)
        self.is_single = all(len(word) == 1 for ids in self.words for word in ids)

    def notes(self) -> list[RunEvent]:
        """Words of several tokens work, one pass for each, and less surely than words of one."""
        long = [label for label, ids in zip(self.labels, self.words, strict=True) if max(map(len, ids)) > 1]
        return [note("words_several_tokens", count=len(long), labels=", ".join(long[:MOST_NAMED]))] if long else []

    def encode(self, example: Example) -> EncodedExample:
        if example.label is None:
            return self.encoder.encode(example)
        target = self.labels.index(example.label)
        return self.encoder.encode(example, self.words[target][0], target)

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        scores, rows = answer_scores(model, batch)
        return row_means(-scores, rows, batch.size).mean()

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        scores, illegal = self._single(model, examples) if self.is_single else self._several(model, examples)
        targets = torch.tensor([max(example.target, 0) for example in examples])
        first_words = torch.stack([label[:, 0] for label in scores], dim=1)  # (n, C): mean log-probability a token
        losses = -first_words.gather(1, targets.unsqueeze(1)).squeeze(1)
        sums = torch.stack(
            [
                torch.logsumexp(label * torch.tensor([len(word) for word in ids]), dim=1)
                for label, ids in zip(scores, self.words, strict=True)
            ],
            dim=1,
        )
        return Predictions(sums.softmax(dim=1), losses, illegal)

    def first_tokens(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Tensor:
        """(n,) on the CPU: of the whole vocabulary, the likeliest token where the answer begins."""
        batch = self.make_batch([replace(example, answer=self.words[0][0][:1]) for example in examples])
        with torch.no_grad(), model.installed(batch):
            logits, _, _ = model.answer_logits(batch)
            return logits.argmax(dim=-1).cpu()

    def is_illegal(self, first_tokens: Tensor) -> Tensor:
        """(n,), bool: whether no label's words begin with these tokens (n,)."""
        return ~torch.isin(first_tokens, self.beginnings)

    def _single(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> tuple[list[Tensor], Tensor]:
        """One pass for all labels, since each word is one token: per label (n, words) log-probabilities, and (n,) which
        rows are illegal."""
        batch = self.make_batch([replace(example, answer=self.words[0][0]) for example in examples])
        with model.installed(batch):
            logits, _, _ = model.answer_logits(batch)
        log_probabilities = logits.log_softmax(dim=-1).cpu()
        illegal = self.is_illegal(log_probabilities.argmax(dim=-1))
        return [log_probabilities[:, [word[0] for word in ids]] for ids in self.words], illegal

    def _several(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> tuple[list[Tensor], Tensor]:
        """One pass for each word of each label: per label (n, words) mean log-probabilities a token, and (n,) which
        rows are illegal.

        What comes first is the same in every pass, but for a masked model, which sees how many blanks there are: there
        a row is legal as soon as one number of blanks makes it so.
        """
        scores = []
        illegal = torch.ones(len(examples), dtype=torch.bool)
        for ids in self.words:
            columns = []
            for word in ids:
                batch = self.make_batch([replace(example, answer=word) for example in examples])
                with model.installed(batch):
                    logits, tokens, rows = model.answer_logits(batch)
                columns.append(row_means(log_probabilities(logits, tokens), rows, batch.size).cpu())
                illegal &= self.is_illegal(logits[:: len(word)].argmax(dim=-1).cpu())
            scores.append(torch.stack(columns, dim=1))
        return scores, illegal


class HeadClassification(Classification):
    """A linear layer on the frozen model's features of the real tokens; virtual tokens and padding are not read.

    pooling: "mean" of the real tokens, "first" of them ([CLS]), "last" of them (causal models), or "pooler": the first
    through the layer that the model's authors put before a classifier. "pooler_front" is the same on the very first
    token, virtual ones included, as PEFT's BERT reads it. The head of a causal model has no bias, as these models' own
    classifiers have none.
    """

    baseline_kind = "majority"
    reads_states = True

    def __init__(
        self,
        backbone: Backbone,
        labels: Sequence[str],
        encoder: ExampleEncoder,
        pooling: str,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(backbone, labels, encoder)
        self.pooling = pooling
        self.head = new_head(backbone.hidden_size, len(labels), generator, bias=backbone.family != "causal")
        self.to(backbone.device)

    def encode(self, example: Example) -> EncodedExample:
        target = -1 if example.label is None else self.labels.index(example.label)
        return self.encoder.encode(example, None, target)

    def features(self, model: PromptedModel, batch: Batch) -> Tensor:
        """(B, H) in the head's format, fp32. Call inside `model.installed(batch)`."""
        hidden = model.hidden(batch).to(self.head.weight.dtype)  # (B, T, H)
        real = batch.attention_mask & ((batch.soft_index < 0) | (self.pooling == "pooler_front"))
        if self.pooling == "mean":
            weights = real.unsqueeze(-1).to(hidden.dtype)
            return (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        order = torch.arange(real.shape[1], device=real.device)
        place = order.masked_fill(~real, -1).argmax(dim=1) if self.pooling == "last" else real.float().argmax(dim=1)
        states = hidden[torch.arange(len(hidden), device=hidden.device), place]
        if not self.pooling.startswith("pooler"):
            return states
        assert model.backbone.pooler is not None  # make_task asked for it
        pooled: Tensor = model.backbone.pooler(states.unsqueeze(1).to(model.backbone.dtype))
        return pooled.to(hidden.dtype)

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        return F.cross_entropy(self.head(self.features(model, batch)), batch.targets)

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        batch = self.make_batch(examples)
        with model.installed(batch):
            return self.judge(self.features(model, batch), batch.targets)

    def judge(self, features: Tensor, targets: Tensor) -> Predictions:
        """Predictions from features (n, H) and class indices (n,)."""
        logits = self.head(features)
        losses = F.cross_entropy(logits, targets.clamp(min=0), reduction="none")
        return Predictions(logits.softmax(dim=1).cpu(), losses.cpu())

    def majority(self, train: Sequence[EncodedExample], rows: Sequence[EncodedExample]) -> Predictions:
        """Always the training rows' commonest label, with the labels' shares as probabilities (add-one smoothed)."""
        counts = Counter(row.target for row in train)
        total = len(train) + len(self.labels)
        shares = torch.tensor([(counts[index] + 1) / total for index in range(len(self.labels))])
        targets = torch.tensor([row.target for row in rows])
        return Predictions(shares.expand(len(targets), -1).clone(), -shares[targets].log())
