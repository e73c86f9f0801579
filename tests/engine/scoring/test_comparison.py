"""engine/scoring/comparison.py: verdict and interval say the same, and neither favours a side."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from engine.scoring import MEASURES, Comparison, compare, counts_of
from engine.scoring.comparison import FEWEST

RATE, MEAN = MEASURES["accuracy"], MEASURES["f1"]


def changes(fixed: int, broke: int, same: int = 10) -> tuple[np.ndarray, np.ndarray]:
    before = np.array([0.0] * fixed + [1.0] * broke + [1.0] * same)
    now = np.array([1.0] * fixed + [0.0] * broke + [1.0] * same)
    return means(before), means(now)


def means(scores: np.ndarray) -> np.ndarray:
    return np.stack([scores, np.ones_like(scores)], axis=1)


def sign_test(fixed: int, broke: int) -> str:
    """The exact two-sided sign test at 5 %, plainly."""
    total = fixed + broke
    tail = sum(math.comb(total, k) for k in range(min(fixed, broke) + 1)) / 2**total if total else 1.0
    return "unclear" if 2 * tail >= 0.05 else "better" if fixed > broke else "worse"


def test_a_rates_verdict_is_the_sign_test_and_agrees_with_the_interval() -> None:
    for fixed in range(31):
        for broke in range(31):
            found = compare(RATE, *changes(fixed, broke))
            assert (found.fixed, found.broke, found.verdict) == (fixed, broke, sign_test(fixed, broke))
            assert found.low <= found.value + 1e-12 and found.value - 1e-12 <= found.high
            assert (found.low > 0, found.high < 0) == (found.verdict == "better", found.verdict == "worse")


def test_a_rates_interval_comes_from_clopper_and_pearson() -> None:
    """8 of 10 lie between 44.39 % and 97.48 % (their table of 1934), here among 20 rows."""
    found = compare(RATE, *changes(8, 2))
    assert found.value == pytest.approx(6 / 20)
    assert (found.low, found.high) == (pytest.approx(-0.0561, abs=1e-4), pytest.approx(0.4748, abs=1e-4))
    for fixed, broke in ((8, 2), (0, 7), (40, 0), (300, 250)):
        share, changed = binomtest(fixed, fixed + broke).proportion_ci(method="exact"), fixed + broke
        found = compare(RATE, *changes(fixed, broke))
        wanted = [changed / (changed + 10) * (2 * end - 1) for end in (share.low, share.high)]
        assert [found.low, found.high] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("measure", [RATE, MEAN])
def test_no_rows_and_no_changes_are_unclear(measure: object) -> None:
    empty = np.zeros((0, 1))
    assert compare(measure, empty, empty) == Comparison(0.0, -1.0, 1.0, "unclear", 0, 0)  # type: ignore[arg-type]
    assert compare(measure, *changes(0, 0)) == Comparison(0.0, 0.0, 0.0, "unclear", 0, 0)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=25))
def test_a_bootstrap_is_fair_to_both_sides(pairs: list[tuple[float, float]]) -> None:
    before, now = (means(np.array(side)) for side in zip(*pairs, strict=True))
    found, turned = compare(MEAN, before, now), compare(MEAN, now, before)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-12)
    assert turned.verdict == {"better": "worse", "worse": "better", "unclear": "unclear"}[found.verdict]
    assert (turned.fixed, turned.broke) == (found.broke, found.fixed)


def test_fewer_than_six_changed_rows_never_tell() -> None:
    for count in range(1, FEWEST):
        assert compare(MEAN, *changes(count, 0, same=0)).verdict == "unclear"
    assert compare(MEAN, *changes(FEWEST, 0, same=0)).verdict == "better"


def test_both_models_get_the_same_draws() -> None:
    """Rows differ much among themselves, the models by 0.1 on each: alone their intervals overlap."""
    scores = np.random.default_rng(0).random(40) * 0.9
    found = compare(MEAN, means(scores), means(scores + 0.1))
    assert (found.low, found.high, found.verdict) == (pytest.approx(0.1), pytest.approx(0.1), "better")


def test_the_value_is_the_difference_of_the_corpus_scores() -> None:
    measure = MEASURES["bleu"]
    references = [["a b c d e f"], ["g h i j k"]]
    before = counts_of(measure, ["a b c d x", "g h"], references)
    now = counts_of(measure, ["a b c d e", "x y"], references)
    found = compare(measure, before, now)
    assert found.value == pytest.approx(float(measure.total(now.sum(axis=0)) - measure.total(before.sum(axis=0))))
    assert (found.fixed, found.broke) == (1, 1)


def test_a_comparison_of_equal_models_rarely_finds_a_difference() -> None:
    draw, found = np.random.default_rng(9), 0
    for number in range(100):
        before, now = means(draw.random(50)), means(draw.random(50))
        found += compare(MEAN, before, now, seed=number).verdict != "unclear"
    assert found <= 12
