"""What a measure is: numbers counted row by row, and one formula from their sums to a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Measure:
    """A score that is computed from sums over rows, so that all rows, one row and a resampling use the same formula.

    `count(answer, references)` gives one row's K numbers, `total(sums)` the scores (...) of sums (..., K), 1.0 at best.
    A rate counts (right, 1): each row is right or wrong. `lowest` is the worst score there can be.
    """

    name: str
    is_rate: bool
    count: Callable[[str, Sequence[str]], np.ndarray]  # -> (K,)
    total: Callable[[np.ndarray], np.ndarray]  # (..., K) -> (...)
    lowest: float = 0.0


def counts_of(measure: Measure, answers: Sequence[str], references: Sequence[Sequence[str]]) -> np.ndarray:
    """(N, K): each row's numbers. Each row has one accepted answer or more; (0, 1) where there are no rows."""
    rows = [measure.count(answer, accepted) for answer, accepted in zip(answers, references, strict=True)]
    return np.stack(rows) if rows else np.zeros((0, 1))


def one_row(score: float) -> np.ndarray:
    """(2,): the numbers of a row whose scores are averaged, for `mean`."""
    return np.array([score, 1.0])


def mean(sums: np.ndarray) -> np.ndarray:
    """Sums (..., 2) of scores and rows -> (...) mean score; 0 of no rows."""
    return ratio(sums[..., 0], sums[..., 1])


def ratio(above: np.ndarray, below: np.ndarray, empty: float = 0.0) -> np.ndarray:
    """above / below, and `empty` where `below` is 0."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    return np.divide(above, below, out=np.full(below.shape, empty), where=below != 0)
