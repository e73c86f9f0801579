"""engine/training/statistics.py and schedule.py: numbers that can be looked up elsewhere."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.tasks.task import Predictions
from engine.training.schedule import rate_factor
from engine.training.statistics import accuracy_metrics, count_changes, metrics_of, paired_verdict, wilson


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(right: int, total: int, low: float, high: float) -> None:
    assert wilson(right, total) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] + 1e-12 and pair[0] / pair[1] - 1e-12 <= high <= 1


def test_no_rows_say_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("fixed", "broke", "verdict"),
    [
        (0, 0, "unclear"),
        (5, 0, "unclear"),  # two-sided p = 0.0625
        (6, 0, "better"),  # 0.03125
        (0, 6, "worse"),
        (15, 5, "better"),  # 0.0414
        (14, 6, "unclear"),  # 0.1153
        (6, 14, "unclear"),
        (5, 15, "worse"),
    ],
)
def test_the_verdict_is_the_exact_sign_test_at_5_percent(fixed: int, broke: int, verdict: str) -> None:
    assert paired_verdict(fixed, broke) == verdict


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_verdict_is_fair_to_both_sides(fixed: int, broke: int) -> None:
    turned = {"better": "worse", "worse": "better", "unclear": "unclear"}
    assert paired_verdict(broke, fixed) == turned[paired_verdict(fixed, broke)]


def test_changes_are_counted_row_by_row() -> None:
    assert count_changes([0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]) == (1, 1)


def test_metrics_of_some_rows() -> None:
    found = accuracy_metrics([0, 1, 1, 0], [0, 1, 0, 0], [0.5, 0.5, 2.0, 1.0])
    low, high = wilson(3, 4)
    assert found == {"accuracy": 0.75, "loss": 1.0, "n": 4, "low": low, "high": high}


def test_metrics_tell_the_illegal_share_only_where_labels_are_words() -> None:
    found = Predictions(torch.tensor([[0.9, 0.1], [0.2, 0.8]]), torch.tensor([0.5, 1.5]))
    assert metrics_of([0, 0], found) == accuracy_metrics([0, 0], [0, 1], [0.5, 1.5])
    words = Predictions(found.probabilities, found.losses, torch.tensor([True, False]))
    assert metrics_of([0, 0], words) == {**metrics_of([0, 0], found), "illegal_rate": 0.5}
    assert metrics_of([0], words.rows([1]))["illegal_rate"] == 0.0


def test_the_rate_rises_over_the_warm_up_and_falls_to_nearly_nothing() -> None:
    factors = [rate_factor(step, 10, 0.2, "linear") for step in range(10)]
    assert factors == pytest.approx([1 / 3, 2 / 3, 1, 7 / 8, 6 / 8, 5 / 8, 4 / 8, 3 / 8, 2 / 8, 1 / 8])


def test_a_constant_rate_stays_and_a_cosine_falls_slowly_at_first() -> None:
    assert [rate_factor(step, 4, 0.0, "constant") for step in range(4)] == [1.0] * 4
    cosine = [rate_factor(step, 4, 0.0, "cosine") for step in range(4)]
    assert cosine == pytest.approx([(1 + math.cos(math.pi * step / 4)) / 2 for step in range(4)])


@given(st.integers(1, 500), st.floats(0, 1), st.sampled_from(["linear", "constant", "cosine"]))
def test_no_step_is_wasted_on_a_rate_of_nothing_or_goes_above_the_full_rate(
    steps: int, warmup: float, shape: str
) -> None:
    assert all(0 < rate_factor(step, steps, warmup, shape) <= 1 for step in range(steps))
