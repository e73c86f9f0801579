"""Span question answering: the answer is a piece of the row's own text, told by where it starts and ends.

Two logits for each token of the context (Devlin et al. 2019, section 4.2, as Liu et al. 2022 use it). A context that is
too long is read in windows that overlap. A window without the answer is taught to point at the text's first token, so
that windows can be told apart: the span that stands out most above its own window's first token wins. Only that token
and the context can be chosen.
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
from engine.scoring import MEASURES, Measure
from engine.tasks.encoding import ExampleEncoder, Token
from engine.tasks.task import Predictions
from engine.tasks.token_head import TokenHeadTask
from engine.training.batches import Batch, EncodedExample

OVERLAP = 0.5  # of a window's room for the context
LONGEST_ANSWER = 30  # tokens
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Window(EncodedExample):
    """A part of a context with the question. `tokens`: (place among `ids`, first and end character in the context) of
    each token of the context; `null`: the place of the text's first token; `span`: places of the answer's first and
    last token, (null, null) where it is not in this window, None where it is not known. `place` as in SpanExample."""

    tokens: tuple[tuple[int, int, int], ...] = ()
    null: int = 0
    span: tuple[int, int] | None = None
    place: tuple[int, int] | None = None

    @property
    def facts(self) -> str:
        return f"{super().facts} {self.null} {self.span} {self.tokens}"


@dataclass(frozen=True)
class SpanExample(EncodedExample):
    """A row in all its windows; `place`: the answer's first word in the context and its number of words."""

    windows: tuple[Window, ...] = ()
    context: str = ""
    place: tuple[int, int] | None = None

    @property
    def facts(self) -> str:
        return " | ".join(window.facts for window in self.windows)


class SpanAnswering(TokenHeadTask):
    """Finds the answer to the row's question in `column`."""

    def __init__(
        self, backbone: Backbone, encoder: ExampleEncoder, column: str, generator: torch.Generator | None = None
    ) -> None:
        super().__init__(backbone, (), encoder, 2, generator)
        self.column = column

    @property
    def measures(self) -> tuple[Measure, ...]:
        return MEASURES["f1"], MEASURES["exact_match"]

    def encode(self, example: Example) -> SpanExample:
        context = example.fields[self.column]
        reach = answer_reach(example, context)
        place = None if reach is None else _in_words(context, *reach)
        parts = self.encoder.windows(example, self.column, OVERLAP)
        windows = tuple(_window(example.row, part, self.column, reach, place) for part in parts)
        return SpanExample(example.row, windows[0].ids, windows=windows, context=context, place=place)

    def lessons(self, encoded: EncodedExample) -> list[EncodedExample]:
        return list(_windows(encoded))

    def parts(self, examples: Sequence[EncodedExample]) -> list[EncodedExample]:
        return [window for example in examples for window in _windows(example)]

    def make_batch(self, examples: Sequence[EncodedExample]) -> Batch:
        """`targets` (B, 2): the places of a window's answer; `labels` (B, T): 1 where an answer may be, else 0."""
        windows = [window for example in examples for window in _windows(example)]
        batch = super().make_batch(windows)
        allowed = torch.zeros(batch.input_ids.shape, dtype=torch.long)
        for row, window in enumerate(windows):
            allowed[row, [window.null, *(place for place, _, _ in window.tokens)]] = 1
        targets = torch.tensor([window.span or (window.null, window.null) for window in windows])
        return replace(batch, labels=allowed.to(self.device), targets=targets.to(self.device))

    def head_loss(self, logits: Tensor, batch: Batch) -> Tensor:
        """Mean of the start's and the end's cross-entropy over the places that can be chosen."""
        return _losses(logits, batch).mean()

    def judge(self, logits: Tensor, batch: Batch, examples: Sequence[EncodedExample]) -> Predictions:
        """`texts`: each row's best span over its windows; its loss is the mean of theirs."""
        scores, losses = logits.cpu(), _losses(logits, batch).cpu()
        texts, means, row = [], [], 0
        for example in examples:
            windows = _windows(example)
            found = [_best_span(scores[row + place], window) for place, window in enumerate(windows)]
            means.append(losses[row : row + len(windows)].mean())
            row += len(windows)
            best = max(found, default=None, key=lambda span: span[0])
            context = example.context if isinstance(example, SpanExample) else ""
            texts.append("" if best is None else context[best[1] : best[2]].strip())
        return Predictions(None, torch.stack(means), texts=tuple(texts))

    def majority(self, train: Sequence[EncodedExample], rows: Sequence[EncodedExample]) -> Predictions:
        """The words at the commonest place of the training rows' answers; shares of places are add-one smoothed."""
        counts = Counter(row.place for row in train if isinstance(row, Window | SpanExample) and row.place)
        first, length = max(counts, key=lambda place: (counts[place], -place[0]), default=(0, 1))
        total = sum(counts.values()) + len(counts) + 1
        texts, losses = [], []
        for row in rows:
            assert isinstance(row, SpanExample)
            words = list(WORD.finditer(row.context))[first : first + length]
            texts.append(row.context[words[0].start() : words[-1].end()] if words else "")
            seen = 0 if row.place is None else counts[row.place]
            losses.append(float(torch.tensor((seen + 1) / total).log().neg()))
        return Predictions(None, torch.tensor(losses), texts=tuple(texts))


def answer_reach(example: Example, context: str) -> tuple[int, int] | None:
    """First and end character of a row's answer in its context: where it is said to start, else where it first
    occurs."""
    if not example.label:
        return None
    start = context.find(example.label) if example.start is None else example.start
    return None if start < 0 else (start, start + len(example.label))


def _windows(example: EncodedExample) -> tuple[Window, ...]:
    if isinstance(example, Window):
        return (example,)
    assert isinstance(example, SpanExample)
    return example.windows


def _window(
    row: int, tokens: Sequence[Token], column: str, reach: tuple[int, int] | None, place: tuple[int, int] | None
) -> Window:
    own = tuple((at, token.start, token.end) for at, token in enumerate(tokens) if token.column == column)
    null = next(at for at, token in enumerate(tokens) if token.kind != "soft")
    span = None
    if reach is not None:
        inside = [at for at, start, end in own if start < reach[1] and end > reach[0]]
        is_whole = bool(inside) and own[0][1] <= reach[0] and own[-1][2] >= reach[1]
        span = (inside[0], inside[-1]) if is_whole else (null, null)
    return Window(row, [token.id for token in tokens], tokens=own, null=null, span=span, place=place)


def _allowed(logits: Tensor, batch: Batch) -> Tensor:
    return logits.masked_fill((batch.labels == 0).unsqueeze(-1), torch.finfo(logits.dtype).min)


def _losses(logits: Tensor, batch: Batch) -> Tensor:
    """(B,): the mean of the start's and the end's cross-entropy."""
    masked = _allowed(logits, batch)
    ends = [F.cross_entropy(masked[:, :, end], batch.targets[:, end], reduction="none") for end in (0, 1)]
    return (ends[0] + ends[1]) / 2


def _best_span(logits: Tensor, window: Window) -> tuple[float, int, int]:
    """Of a window's logits (T, 2): by how much its best span beats pointing at the first token, and its characters."""
    if not window.tokens:
        return -torch.inf, 0, 0
    places = [place for place, _, _ in window.tokens]
    starts, ends = logits[places, 0], logits[places, 1]
    pairs = (starts[:, None] + ends[None, :]).masked_fill(_impossible(len(places)), -torch.inf)  # (tokens, tokens)
    best = int(pairs.argmax())
    first, last = divmod(best, len(places))
    null = float(logits[window.null].sum())
    return float(pairs[first, last]) - null, window.tokens[first][1], window.tokens[last][2]


def _impossible(size: int) -> Tensor:
    """(size, size), bool: an end before its start, or too far behind it."""
    ahead = torch.arange(size)[None, :] - torch.arange(size)[:, None]
    return (ahead < 0) | (ahead >= LONGEST_ANSWER)


def _in_words(context: str, start: int, end: int) -> tuple[int, int]:
    words = list(WORD.finditer(context))
    inside = [place for place, word in enumerate(words) if word.start() < end and word.end() > start]
    return (inside[0], len(inside)) if inside else (0, 1)
