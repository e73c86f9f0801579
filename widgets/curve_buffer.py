"""The numbers behind a curve: arrays that double when full, a running average, and thinning that keeps the peaks.

Plain numpy without Qt, so that a hundred thousand points cost a plot no more than a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MAX_PAIRS = 2000  # lowest and highest value of this many stretches are drawn at most


class CurveBuffer:
    """Points (step, value) in rising steps, with an exponential running average beside each value.

    `weight` is the share of the past in the average, 0 (none) up to below 1. The average is corrected for its empty
    start, as in Kingma and Ba 2015, section 3, so the first value is the average of itself.
    """

    def __init__(self, weight: float = 0.9) -> None:
        self._x = np.empty(256)
        self._y = np.empty(256)
        self._mean = np.empty(256)
        self._size = 0
        self._weight = weight
        self._sum = 0.0
        self._norm = 0.0

    def __len__(self) -> int:
        return self._size

    @property
    def x(self) -> Floats:
        """Steps, (n,), a view."""
        return self._x[: self._size]

    @property
    def y(self) -> Floats:
        """Values, (n,), a view."""
        return self._y[: self._size]

    @property
    def mean(self) -> Floats:
        """Running averages, (n,), a view."""
        return self._mean[: self._size]

    @property
    def capacity(self) -> int:
        """How many points fit before the arrays double."""
        return len(self._x)

    @property
    def weight(self) -> float:
        """The share of the past in the average."""
        return self._weight

    def append(self, steps: Sequence[float], values: Sequence[float]) -> None:
        """Add points. Values that are not finite are left out; a step at or before the last one replaces what follows.

        That happens when a run goes on from an earlier save point.
        """
        x = np.asarray(steps, dtype=np.float64)
        y = np.asarray(values, dtype=np.float64)
        finite = np.isfinite(x) & np.isfinite(y)
        x, y = x[finite], y[finite]
        if not len(x):
            return
        if self._size and x[0] <= self._x[self._size - 1]:
            self.truncate(float(x[0]))
        end = self._size + len(x)
        self._grow(end)
        self._x[self._size : end] = x
        self._y[self._size : end] = y
        self._average(self._size, end)
        self._size = end

    def truncate(self, step: float) -> None:
        """Forget the points from `step` on."""
        self._size = int(np.searchsorted(self.x, step, side="left"))
        self._sum = self._norm = 0.0
        self._average(0, self._size)

    def clear(self) -> None:
        """Forget all points and keep the arrays."""
        self._size = 0
        self._sum = self._norm = 0.0

    def set_weight(self, weight: float) -> None:
        """Average again with another share of the past."""
        self._weight = weight
        self._sum = self._norm = 0.0
        self._average(0, self._size)

    def _average(self, start: int, end: int) -> None:
        total, norm, weight = self._sum, self._norm, self._weight
        means = []
        for value in self._y[start:end].tolist():
            total = weight * total + (1 - weight) * value
            norm = weight * norm + (1 - weight)
            means.append(total / norm)
        self._mean[start:end] = means
        self._sum, self._norm = total, norm

    def _grow(self, size: int) -> None:
        capacity = len(self._x)
        if size <= capacity:
            return
        while capacity < size:
            capacity *= 2
        for name in ("_x", "_y", "_mean"):
            larger = np.empty(capacity)
            larger[: self._size] = getattr(self, name)[: self._size]
            setattr(self, name, larger)


def window(x: Floats, low: float, high: float) -> slice:
    """The part of rising `x` inside [low, high], with one neighbour on either side so that lines reach the edge."""
    start = max(0, int(np.searchsorted(x, low, side="left")) - 1)
    end = min(len(x), int(np.searchsorted(x, high, side="right")) + 1)
    return slice(start, end)


def thin(x: Floats, y: Floats, pairs: int = MAX_PAIRS) -> tuple[Floats, Floats]:
    """At most `pairs` stretches, each as its lowest and highest value: (m,), (m,). Short curves come back as they are.

    The last point is always kept, since a label stands there.
    """
    if len(x) <= pairs:
        return x, y
    width = -(-len(x) // pairs)
    whole = (len(x) // width) * width
    blocks = y[:whole].reshape(-1, width)
    thin_x = np.repeat(x[:whole:width], 2)
    thin_y = np.empty(len(thin_x))
    thin_y[0::2] = blocks.min(axis=1)
    thin_y[1::2] = blocks.max(axis=1)
    rest: tuple[Any, Any] = (x[whole:], y[whole:])
    if not len(rest[0]):
        rest = (x[-1:], y[-1:])
    return np.concatenate([thin_x, rest[0]]), np.concatenate([thin_y, rest[1]])


def logarithm(y: Floats) -> Floats:
    """log10 of the values above zero; the others become NaN, to be dropped before drawing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y > 0, np.log10(np.where(y > 0, y, 1.0)), np.nan)
