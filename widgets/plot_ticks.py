"""Where the ticks of a plot stand and how they are written. Plain numbers, no Qt."""

from __future__ import annotations

import math


def nice_step(span: float, about: int) -> float:
    """1, 2, 2.5 or 5 times a power of ten, so that `span` has at most `about` steps."""
    raw = max(span, 1e-12) / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * (1 - 1e-9))


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values in [low, high]."""
    step = nice_step(high - low, about)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def step_ticks(low: float, high: float, planned: int, passes: int = 0, about: int = 5) -> list[int]:
    """Whole steps in [low, high]. While the whole run is in view: the ends of the passes, or fifths of the run.

    `planned` is the last step of the run and always has a tick when it is in view.
    """
    whole_run = planned > 0 and low <= 0 and high >= planned
    if whole_run:
        parts = passes if 2 <= passes <= about + 1 and planned % passes == 0 else about
        if planned % parts == 0:
            return [planned // parts * index for index in range(parts + 1)]
    step = max(1, round(nice_step(high - low, about)))
    ticks = list(range(math.ceil(max(0.0, low) / step) * step, math.floor(high) + 1, step))
    if whole_run:
        ticks = [tick for tick in ticks if tick <= planned - step * 0.6] + [planned]
    return ticks


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten within 10**low .. 10**high, as exponents; at least what fits a short axis."""
    ticks = []
    for power in range(math.floor(low), math.ceil(high) + 1):
        for factor in (1, 2, 5):
            place = power + math.log10(factor)
            if low - 1e-9 <= place <= high + 1e-9:
                ticks.append(place)
    return ticks


def decimals(ticks: list[float]) -> int:
    """How many decimals all ticks need, 0 to 4."""
    for digits in range(5):
        if all(abs(tick - round(tick, digits)) < 1e-9 * max(1.0, abs(tick)) for tick in ticks):
            return digits
    return 4


def digits_of(value: float) -> int:
    """Decimals to write a value with: two, none for a large one, and two digits of a very small one."""
    if 0 < abs(value) < 0.01:
        return min(6, 1 - math.floor(math.log10(abs(value))))
    return 2 if abs(value) < 100 else 0


def top_of(value: float) -> float:
    """A round number at or above `value`, so that an axis does not move with every point."""
    if value <= 0:
        return 1.0
    step = nice_step(value, 5) / 2
    return math.ceil(value / step - 1e-9) * step
