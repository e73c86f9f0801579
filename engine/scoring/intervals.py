"""How far a score may be off: 95 % intervals over the rows it was measured on."""

from __future__ import annotations

import numpy as np

from engine.scoring.measure import Measure

RESAMPLES = 1000
DRAWS = 200_000  # drawn rows held in memory at a time
ROUNDING = 1e-12  # scores nearer than this are the same


def interval(measure: Measure, counts: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """(low, high) of the score of rows (N, K).

    Of a rate Wilson's interval (1927). Of other scores the percentile bootstrap (Efron 1979): rows are drawn anew, so
    rows that belong together make it too narrow, as do fewer than some twenty rows. One row or none says nothing of the
    spread: the whole range.
    """
    rows = len(counts)
    if rows == 0 or (rows == 1 and not measure.is_rate):
        return measure.lowest, 1.0
    if measure.is_rate:
        from scipy.stats import binomtest

        found = binomtest(round(counts[:, 0].sum()), rows).proportion_ci(method="wilson")
        return float(found.low), float(found.high)
    return percentiles(measure.total(resampled(counts, seed)))


def resampled(counts: np.ndarray, seed: int) -> np.ndarray:
    """(RESAMPLES, K): sums of as many rows of (N, K), drawn with replacement. The same seed and N draw the same."""
    draw, rows = np.random.default_rng(seed), len(counts)
    sums = np.empty((RESAMPLES, counts.shape[1]))
    step = max(1, DRAWS // rows)
    for first in range(0, RESAMPLES, step):
        some = min(step, RESAMPLES - first)
        drawn = draw.integers(rows, size=(some, rows)) + rows * np.arange(some)[:, None]
        times = np.bincount(drawn.ravel(), minlength=some * rows).reshape(some, rows)  # how often each row was drawn
        sums[first : first + some] = times.astype(float) @ counts
    return sums


def percentiles(scores: np.ndarray) -> tuple[float, float]:
    """The middle 95 % of resampled scores."""
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)
