"""engine/training/schedule.py: rates over the steps, checked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.schedule import rate_factor


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
