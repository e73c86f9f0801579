"""Beam search: the likeliest text as a whole, as far as a few open beginnings of it can tell.

As in transformers (`generate` with `early_stopping=False`), whose own search is bound to its own loop: the likeliest
(1 + number of end signs) * beams ways to go on are looked at; of those that end, the ones among the first `beams` are
kept by score / length ** penalty, the end sign counted; of the others the first `beams` stay open. A row is done when
`beams` texts are kept and the best open one, if it ended at its length of now, would not be better than the worst.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from engine.tasks.row_writer import RowWriter


@dataclass(frozen=True)
class Beam:
    """The beginning of an answer, or a whole one. `score`: the sum of its tokens' log-probabilities while it is open,
    after the length penalty once it is kept."""

    score: float
    tokens: list[int]


@dataclass
class _Row:
    """The search for one row's answer."""

    index: int
    limit: int
    open: list[Beam] = field(default_factory=lambda: [Beam(0.0, [])])
    kept: list[Beam] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not self.open


def search(
    writer: RowWriter, limits: Sequence[int], ends: Collection[int], beams: int, penalty: float
) -> Iterator[tuple[int, Beam]]:
    """(index of the row, the best answer found) as rows are done. `limits`: at most so many tokens in each row."""
    rows = [_Row(index, limit) for index, limit in enumerate(limits)]
    ways = max(2, 1 + len(ends)) * beams
    logits = writer.start()
    while True:
        parents: list[int] = []  # of each beam that stays open: its place among those of the last step
        first = 0
        for row, found in zip(rows, _candidates(logits, rows, ways), strict=True):
            places, first = range(first, first + len(row.open)), first + len(row.open)
            parents += [places[origin] for origin in _advance(row, found, ends, beams, penalty)]
        for row in rows:
            if row.is_done:
                yield row.index, row.kept[0]
        rows = [row for row in rows if not row.is_done]
        if not rows:
            return
        writer.keep(parents)
        logits = writer.step([beam.tokens[-1] for row in rows for beam in row.open])


def _candidates(logits: Tensor, rows: Sequence[_Row], ways: int) -> list[list[tuple[float, int, int]]]:
    """For each row its likeliest ways to go on, best first: (score, which open beam, token)."""
    so_far = torch.tensor([beam.score for row in rows for beam in row.open], device=logits.device)
    scores = logits.log_softmax(dim=-1) + so_far[:, None]
    best = scores.topk(min(ways, scores.shape[-1]), dim=-1)
    values, tokens = best.values.tolist(), best.indices.tolist()
    found, first = [], 0
    for row in rows:
        count = len(row.open)
        every = [
            (score, beam, token)
            for beam in range(count)
            for score, token in zip(values[first + beam], tokens[first + beam], strict=True)
        ]
        found.append(sorted(every, key=lambda way: -way[0])[:ways])
        first += count
    return found


def _advance(
    row: _Row, candidates: Sequence[tuple[float, int, int]], ends: Collection[int], beams: int, penalty: float
) -> list[int]:
    """Let a row's beams go on; returns which of its open beams each new one came from (none: the row is done)."""
    length = len(row.open[0].tokens) + 1
    still_open: list[Beam] = []
    origins: list[int] = []
    for rank, (score, origin, token) in enumerate(candidates):
        before = row.open[origin].tokens
        if token in ends or length == row.limit:
            if rank < beams:
                text = before if token in ends else [*before, token]
                row.kept.append(Beam(score / length**penalty, text))
        elif len(still_open) < beams:
            still_open.append(Beam(score, [*before, token]))
            origins.append(origin)
    row.kept = sorted(row.kept, key=lambda beam: -beam.score)[:beams]
    is_full = len(row.kept) == beams
    if still_open and is_full and still_open[0].score / length**penalty <= row.kept[-1].score:
        still_open, origins = [], []
    row.open = still_open
    return origins
