"""Durations have their units, and an estimate is never zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.durations import duration, time_left


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (44, "44 s"), (164, "2 min 44 s"), (6600, "1 h 50 min"), (3599.7, "1 h 0 min")]
)
def test_duration_is_written_with_units(seconds, words) -> None:
    assert duration(seconds).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "about 5 s left"), (22, "about 20 s left"), (3590, "about 1 h left"), (6500, "about 1 h 50 min left")],
)
def test_time_left_is_rounded(seconds, words) -> None:
    assert time_left(seconds).replace("\u00a0", " ") == words


@given(st.floats(0, 1e6))
def test_time_left_is_never_zero(seconds) -> None:
    assert not time_left(seconds).replace("\u00a0", " ").startswith(("about 0 s", "about 0 min", "about 0 h 0"))
