"""The points of one score over a run, and the frame they need. Plain numbers, no Qt: `metric_plot.py` draws them."""

from __future__ import annotations

import csv
import io
import math

import numpy as np

from widgets.curve_buffer import CurveBuffer, Floats, logarithm, thin
from widgets.plot_ticks import decimals, log_ticks, nice_ticks, top_of


class ScoreCurves:
    """Training and kept-aside points, the level of the base model, the best check, and the planned end.

    `factor` 100 turns shares into percent, then the frame starts at a round ten; otherwise at zero. It ends at a
    hundred where `is_share`, else above the highest point: BLEU seldom comes near its end.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self.factor, self.is_share = factor, True
        self.train, self.held = CurveBuffer(), CurveBuffer(0.0)
        self.base: float | None = None
        self.best: tuple[float, float] | None = None
        self.planned = self.passes = 0
        self.is_log = False

    def clear(self) -> None:
        """Forget the run; the arrays stay."""
        self.train.clear()
        self.held.clear()
        self.base = self.best = None
        self.planned = self.passes = 0

    @property
    def has_points(self) -> bool:
        """Whether there is anything to draw."""
        return bool(len(self.train) or len(self.held))

    def height(self, value: float | None) -> float | None:
        """Where a value stands in the plot; None for no value, or one that a logarithm does not have."""
        if value is None:
            return None
        value *= self.factor
        return (math.log10(value) if value > 0 else None) if self.is_log else value

    def drawn(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points as they are drawn: thinned, in the plot's numbers, without what has no logarithm."""
        x, y = thin(x, y * self.factor)
        if self.is_log:
            y = logarithm(y)
            x, y = x[~np.isnan(y)], y[~np.isnan(y)]
        return x, y

    def x_range(self) -> tuple[float, float]:
        """From before the start to past the planned last step, so that the last tick has room."""
        ends = [float(buffer.x[-1]) for buffer in (self.train, self.held) if len(buffer)]
        steps = max([float(self.planned), *ends]) or 10.0
        return -0.016 * steps, 1.066 * steps

    def y_range(self) -> tuple[float, float]:
        """A frame with round ends, so that it stands still while points arrive. Single spikes may leave it."""
        seen = [self.held.y, self.train.mean]
        if len(self.train):
            seen.append(np.array([np.quantile(self.train.y, 0.98)]))
        if self.base is not None:
            seen.append(np.array([self.base]))
        values = np.concatenate(seen) * self.factor
        if self.is_log:
            values = values[values > 0]
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
        if self.is_log:
            if not len(values):
                return -1.0, 1.0
            return math.floor(5 * math.log10(low) - 0.3) / 5, math.ceil(5 * math.log10(high) + 0.3) / 5
        if self.factor != 1.0:
            top = 100 if self.is_share else min(100, math.ceil((high + 8) / 10) * 10)
            return float(max(0, min(math.floor((low - 8) / 10) * 10, 80))), 1.01 * top
        return min(0.0, low), 1.01 * top_of(high)

    def y_ticks(self, low: float, high: float, about: int) -> list[tuple[float, float, int]]:
        """Ticks in [low, high] as (place, value, decimals to write it with)."""
        if not self.is_log:
            ticks = nice_ticks(low, high, about)
            digits = decimals(ticks)
            return [(tick, tick, digits) for tick in ticks]
        places = log_ticks(low, high)
        if len(places) < 2:
            places = nice_ticks(low, high, about)
        return [(place, 10**place, max(0, min(4, 1 - math.floor(place)))) for place in places]

    def near(self, step: float) -> tuple[float, int | None, int | None]:
        """The measured step nearest to `step`, and the places of the nearest training and kept-aside points."""
        places = [int(np.argmin(np.abs(each.x - step))) if len(each) else None for each in (self.train, self.held)]
        if places[0] is not None:
            step = float(self.train.x[places[0]])
        elif places[1] is not None:
            step = float(self.held.x[places[1]])
        return step, places[0], places[1]

    def neighbour(self, step: float | None, by: int) -> float:
        """The step of the kept-aside point `by` places from `step`; the last one for None; NaN without points."""
        buffer = self.held if len(self.held) else self.train
        if not len(buffer):
            return math.nan
        if step is None:
            return float(buffer.x[-1])
        place = int(np.argmin(np.abs(buffer.x - step))) + by
        return float(buffer.x[min(max(place, 0), len(buffer) - 1)])

    def csv_text(self) -> str:
        """All points: step, training, training_smoothed, kept_aside; an empty cell where there was none."""
        rows: dict[float, list[float | str]] = {}
        for x, y, mean in zip(self.train.x, self.train.y, self.train.mean, strict=True):
            rows[float(x)] = [float(y), float(mean), ""]
        for x, y in zip(self.held.x, self.held.y, strict=True):
            rows.setdefault(float(x), ["", "", ""])[2] = float(y)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["step", "training", "training_smoothed", "kept_aside"])
        writer.writerows([int(step), *values] for step, values in sorted(rows.items()))
        return out.getvalue()
