"""engine/scoring/intervals.py: Wilson's formula, published numbers, and how often a bootstrap holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring import MEASURES, counts_of, interval, mcc

RATE, MEAN = MEASURES["accuracy"], MEASURES["f1"]


def rows(right: int, total: int) -> np.ndarray:
    return np.array([[float(number < right), 1.0] for number in range(total)]).reshape(total, 2)


def means(scores: np.ndarray) -> np.ndarray:
    return np.stack([scores, np.ones_like(scores)], axis=1)


def wilson(right: int, total: int) -> tuple[float, float]:
    """The formula of Wilson 1927, as a textbook has it."""
    z, rate = 1.959963984540054, right / total
    middle = (rate + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * math.sqrt(rate * (1 - rate) / total + z**2 / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_rate_has_the_published_intervals(right: int, total: int, low: float, high: float) -> None:
    assert interval(RATE, rows(right, total)) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_rate_has_wilsons_interval(pair: tuple[int, int]) -> None:
    low, high = interval(RATE, rows(*pair))
    assert (low, high) == pytest.approx(wilson(*pair), abs=1e-12)
    assert 0 <= low <= pair[0] / pair[1] + 1e-12 and pair[0] / pair[1] - 1e-12 <= high <= 1


def test_too_few_rows_say_nothing() -> None:
    assert interval(RATE, np.zeros((0, 1))) == interval(MEAN, np.zeros((0, 1))) == (0.0, 1.0)
    assert interval(MEAN, rows(1, 1)) == (0.0, 1.0)
    assert interval(mcc(["a", "b"]), np.zeros((0, 1))) == (-1.0, 1.0)


def test_equal_rows_have_a_point() -> None:
    assert interval(MEAN, means(np.full(50, 0.3))) == pytest.approx((0.3, 0.3), abs=1e-12)
    counts = counts_of(MEASURES["bleu"], ["one two three four five"] * 9, [["one two three four six"]] * 9)
    low, high = interval(MEASURES["bleu"], counts)
    assert low == pytest.approx(high, abs=1e-12)


def test_the_same_seed_gives_the_same_interval() -> None:
    counts = means(np.random.default_rng(1).random(40))
    assert interval(MEAN, counts, seed=3) == interval(MEAN, counts, seed=3) != interval(MEAN, counts, seed=4)


def test_a_bootstrap_is_as_wide_as_the_normal_interval_of_many_rows() -> None:
    scores = np.random.default_rng(2).random(2000)
    low, high = interval(MEAN, means(scores))
    half = 1.96 * scores.std() / math.sqrt(2000)
    assert (low, high) == (
        pytest.approx(scores.mean() - half, abs=0.001),
        pytest.approx(scores.mean() + half, abs=0.001),
    )


def test_95_of_100_bootstraps_hold_the_true_mean() -> None:
    draw = np.random.default_rng(5)
    held = 0
    for number in range(200):
        low, high = interval(MEAN, means(draw.random(60)), seed=number)
        held += low <= 0.5 <= high
    assert 180 <= held <= 198
