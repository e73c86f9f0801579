"""The clock that both sides are read from."""

from __future__ import annotations

import time
from typing import Any

import torch

from engine.bench.comparison import WARM_UP_STEPS, Comparison
from engine.bench.peak_memory import PeakMemory


class StepClock:
    """Wall time from the end of the last warm-up step to the end of the last step: all that happens in between counts.

    That is fetching and padding rows, the step itself, and whatever a side writes or logs after each step.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.begun: float | None = None
        self.ended: float | None = None
        self.memory: PeakMemory | None = None
        self.memory_result: dict[str, Any] = {}

    def model_loaded(self) -> None:
        """Call when the model is there and nothing was read with it: from here on, memory counts."""
        self.memory = PeakMemory()

    def step_ended(self, step: int) -> None:
        """Call at the end of every step, counted from 1."""
        if step == WARM_UP_STEPS:
            self.begun = now()
        elif step == self.comparison.total_steps:
            self.ended = now()
            self.memory_result = self.memory.result() if self.memory else {}

    @property
    def seconds_a_step(self) -> float:
        """Raises RuntimeError when it is not over."""
        if self.begun is None or self.ended is None:
            raise RuntimeError("the measured steps did not all happen")
        return (self.ended - self.begun) / self.comparison.steps

    def result(self, tokens_a_row: float, **facts: Any) -> dict[str, Any]:
        """Rates, seconds and memory, beside other facts of the measurement. `tokens_a_row`: the mean number of real
        tokens, without padding and virtual ones. Raises RuntimeError when it is not over."""
        rate = self.comparison.batch_size / self.seconds_a_step
        return {
            "examples_per_second": rate,
            "tokens_per_second": rate * tokens_a_row,
            "seconds_per_step": self.seconds_a_step,
            "torch": torch.__version__,
            **self.memory_result,
            **facts,
        }


def now() -> float:
    """Seconds, when everything asked of the device is done."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    elif torch.backends.mps.is_available():
        torch.mps.synchronize()
    return time.perf_counter()
