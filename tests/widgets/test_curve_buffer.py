"""Curves keep every point, average as the formula says, and are thinned without losing a peak."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.curve_buffer import CurveBuffer, logarithm, thin, window


def plain_average(values: list[float], weight: float) -> list[float]:
    """The corrected running average, written out: each value weighs `weight` less per step of age."""
    result = []
    for end in range(1, len(values) + 1):
        shares = [weight ** (end - 1 - i) for i in range(end)]
        result.append(sum(s * v for s, v in zip(shares, values, strict=False)) / sum(shares))
    return result


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40), st.sampled_from([0.0, 0.5, 0.9, 0.98]))
def test_running_average_is_the_weighted_mean_of_all_values_so_far(values, weight) -> None:
    buffer = CurveBuffer(weight)
    half = len(values) // 2
    buffer.append(range(half), values[:half])
    buffer.append(range(half, len(values)), values[half:])
    assert buffer.mean.tolist() == pytest.approx(plain_average(values, weight), abs=1e-9)


def test_another_weight_averages_again_from_the_start() -> None:
    buffer = CurveBuffer(0.9)
    buffer.append([1, 2, 3], [4.0, 2.0, 0.0])
    buffer.set_weight(0.5)
    assert buffer.mean.tolist() == pytest.approx(plain_average([4.0, 2.0, 0.0], 0.5))


def test_arrays_double_and_keep_what_they_held() -> None:
    buffer = CurveBuffer()
    for step in range(1000):
        buffer.append([step], [step * 2.0])
    assert buffer.capacity == 1024
    assert buffer.y.tolist() == [step * 2.0 for step in range(1000)]


def test_values_that_are_not_numbers_are_left_out() -> None:
    buffer = CurveBuffer()
    buffer.append([1, 2, 3], [1.0, math.nan, 3.0])
    assert buffer.x.tolist() == [1, 3]


def test_a_run_that_goes_on_from_a_save_point_replaces_the_later_steps() -> None:
    buffer = CurveBuffer(0.5)
    buffer.append([1, 2, 3, 4], [1.0, 2.0, 9.0, 9.0])
    buffer.append([3], [3.0])
    assert buffer.y.tolist() == [1.0, 2.0, 3.0]
    assert buffer.mean.tolist() == pytest.approx(plain_average([1.0, 2.0, 3.0], 0.5))


def test_short_curves_are_not_thinned() -> None:
    x, y = thin(np.arange(5.0), np.arange(5.0), 10)
    assert x.tolist() == y.tolist() == [0, 1, 2, 3, 4]


@given(st.integers(2001, 30_000), st.integers(0, 30_000))
def test_thinning_keeps_a_single_peak_the_last_point_and_the_limit(size, place) -> None:
    y = np.zeros(size)
    y[place % size] = 7.0
    x, thinned = thin(np.arange(float(size)), y)
    assert thinned.max() == 7.0
    assert x[-1] == size - 1 and thinned[-1] == y[-1]
    assert len(x) <= 2 * 2000 + 2000
    assert np.all(np.diff(x) >= 0)


def test_window_reaches_one_point_past_either_edge() -> None:
    x = np.arange(10.0)
    assert x[window(x, 3.5, 5.5)].tolist() == [3, 4, 5, 6]
    assert x[window(x, -5, 50)].tolist() == x.tolist()


def test_logarithm_drops_zero_and_below() -> None:
    result = logarithm(np.array([100.0, 0.0, -1.0]))
    assert result[0] == 2.0 and np.isnan(result[1:]).all()
