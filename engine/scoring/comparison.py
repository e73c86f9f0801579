"""Whether two models differ on the same rows: the difference of their scores, its 95 % interval and the verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.scoring.intervals import ROUNDING, percentiles, resampled
from engine.scoring.measure import Measure

FEWEST = 6  # changed rows; with fewer, all in one direction, a coin does the same in more than 5 of 100 cases


@dataclass(frozen=True)
class Comparison:
    """The score now minus the score before, its interval, and how many rows' own scores rose (fixed) and fell (broke).

    The verdict (better | unclear | worse) follows from the interval: it is unclear where 0 lies inside.
    """

    value: float
    low: float
    high: float
    verdict: str
    fixed: int
    broke: int


def compare(measure: Measure, before: np.ndarray, now: np.ndarray, seed: int = 0) -> Comparison:
    """Compare two models' numbers (N, K) of the same rows, in the same order.

    Of a rate by the exact two-sided sign test (McNemar 1947): only rows that one of the two got right speak, and each
    is a coin toss if nothing changed. The interval is Clopper and Pearson's of the fixed among them, put in terms of
    the rate; it takes their number as given, so with no such row it is the point 0.
    Of other scores by a bootstrap over rows in which both models get the same draws. With fewer than six changed rows
    its interval is made to reach 0, since so few cannot tell.
    """
    rows = len(now)
    if rows == 0:
        return Comparison(0.0, measure.lowest - 1, 1 - measure.lowest, "unclear", 0, 0)
    value = float(measure.total(now.sum(axis=0)) - measure.total(before.sum(axis=0)))
    gain = measure.total(now) - measure.total(before)  # (N,)
    fixed, broke = int((gain > ROUNDING).sum()), int((gain < -ROUNDING).sum())
    if measure.is_rate:
        low, high = _rate_interval(fixed, broke, rows)
    else:
        low, high = _bootstrap_interval(measure, before, now, seed)
        if fixed + broke < FEWEST:
            low, high = min(low, 0.0), max(high, 0.0)
    verdict = "better" if low > ROUNDING else "worse" if high < -ROUNDING else "unclear"
    return Comparison(value, low, high, verdict, fixed, broke)


def _rate_interval(fixed: int, broke: int, rows: int) -> tuple[float, float]:
    changed = fixed + broke
    if not changed:
        return 0.0, 0.0
    from scipy.special import betaincinv

    # Clopper and Pearson's ends are quantiles of beta distributions.
    low = betaincinv(fixed, broke + 1, 0.025) if fixed else 0.0
    high = betaincinv(fixed + 1, broke, 0.975) if broke else 1.0
    return changed / rows * (2 * float(low) - 1), changed / rows * (2 * float(high) - 1)


def _bootstrap_interval(measure: Measure, before: np.ndarray, now: np.ndarray, seed: int) -> tuple[float, float]:
    if np.array_equal(before, now):
        return 0.0, 0.0
    if len(now) == 1:
        return measure.lowest - 1, 1 - measure.lowest
    both = resampled(np.hstack([before, now]), seed)  # (RESAMPLES, 2 K)
    width = now.shape[1]
    return percentiles(measure.total(both[:, width:]) - measure.total(both[:, :width]))
