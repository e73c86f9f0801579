"""Ticks are round, few, and the last planned step always has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.plot_ticks import decimals, log_ticks, nice_ticks, step_ticks, top_of


def test_ticks_of_a_mistake_score_are_halves() -> None:
    assert nice_ticks(0, 2.1) == [0, 0.5, 1.0, 1.5, 2.0]
    assert decimals([0, 0.5, 1.0]) == 1


@given(st.floats(-1e5, 1e5), st.floats(0.01, 1e5), st.integers(2, 8))
def test_ticks_are_inside_and_not_more_than_asked(low, span, about) -> None:
    ticks = nice_ticks(low, low + span, about)
    assert len(ticks) <= about + 1
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_ticks_of_a_run_are_the_ends_of_its_passes() -> None:
    assert step_ticks(-5, 360, 340, passes=5) == [0, 68, 136, 204, 272, 340]


@pytest.mark.parametrize("planned", [1, 3, 7, 97, 255, 340, 1000, 98765])
def test_the_last_planned_step_has_a_tick_while_the_whole_run_is_in_view(planned) -> None:
    ticks = step_ticks(-0.02 * planned, 1.07 * planned, planned)
    assert ticks[0] == 0 and ticks[-1] == planned
    assert len(ticks) <= 8


def test_ticks_of_a_zoomed_part_are_whole_steps_in_view() -> None:
    assert step_ticks(100.5, 110.2, 340) == [102, 104, 106, 108, 110]


def test_log_ticks_are_one_two_and_five() -> None:
    assert [round(10**tick, 3) for tick in log_ticks(-1, 1)] == [0.1, 0.2, 0.5, 1, 2, 5, 10]


@given(st.floats(1e-3, 1e6))
def test_top_is_at_or_above_and_not_far(value) -> None:
    assert value * (1 - 1e-9) <= top_of(value) <= value * 1.26 + 1e-9
