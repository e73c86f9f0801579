"""Reading the numbers of an event: which score counts, and what it is. For the window and the commands; pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def metric_name(metrics: Mapping[str, Any]) -> str:
    """The main score's name; runs from before scores had names told accuracy."""
    name = metrics.get("metric")
    return name if isinstance(name, str) and name else "accuracy"


def main_score(metrics: Mapping[str, Any]) -> float | None:
    """The main score, or None where there is none."""
    value = metrics.get(metric_name(metrics))
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
