"""What both sides are read from: the time of the measured steps, their memory, and the matrix products."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.bench import clock as clock_module
from engine.bench.clock import StepClock
from engine.bench.comparison import WARM_UP_STEPS, Comparison
from engine.bench.matrix_peak import operations, shares
from engine.bench.peak_memory import PeakMemory

TWO_STEPS = Comparison("", "", "", "prompt_tuning", 4, "head", "", steps=2, batch_size=7, max_tokens=8, threads=1)


def test_the_clock_leaves_the_warm_up_out(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = StepClock(TWO_STEPS)
    moments = iter([10.0, 14.0])
    monkeypatch.setattr(clock_module, "now", lambda: next(moments))
    for step in range(1, WARM_UP_STEPS + 3):
        clock.step_ended(step)
    result = clock.result(tokens_a_row=10.0)
    assert result["examples_per_second"] == 2 * 7 / 4.0
    assert result["tokens_per_second"] == 10 * 2 * 7 / 4.0
    assert result["seconds_per_step"] == 2.0


def test_steps_that_did_not_happen_are_no_result() -> None:
    with pytest.raises(RuntimeError, match="did not all happen"):
        StepClock(TWO_STEPS).result(1.0)


def test_memory_that_was_given_back_is_still_in_the_peak_but_not_what_was_there_before() -> None:
    """Mutation: without the reset on Linux, the first block would hide the second."""
    if torch.cuda.is_available():
        pytest.skip("the card's allocator is asked there, not the process")
    before = np.ones(60_000_000, dtype=np.uint8)
    del before
    memory = PeakMemory()
    during = np.ones(40_000_000, dtype=np.uint8)
    del during
    result = memory.result()
    assert 35_000_000 < result["memory_bytes"] < 60_000_000
    assert result["memory_peak_bytes"] > result["memory_bytes"]


def test_a_product_and_its_gradients_are_counted() -> None:
    left, right = torch.ones(3, 4), torch.ones(4, 5, requires_grad=True)
    assert operations(lambda: left @ right) == 2 * 3 * 4 * 5
    assert operations(lambda: (left @ right).sum().backward()) == 2 * (2 * 3 * 4 * 5)  # none for `left`


def test_the_share_of_the_peak_is_of_the_whole_steps_time() -> None:
    assert shares(operations_a_step=60.0, seconds_a_step=2.0, peak=100.0)["peak_share"] == pytest.approx(0.3)
