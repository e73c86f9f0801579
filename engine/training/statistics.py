"""What a score is worth: its 95 % range, and whether two models differ on the same rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.tasks.task import Predictions

Z95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution


def wilson(right: int, total: int) -> tuple[float, float]:
    """95 % interval of a rate (Wilson 1927): (low, high); (0, 1) for no rows."""
    if total == 0:
        return 0.0, 1.0
    rate, z2 = right / total, Z95 * Z95
    middle = (rate + z2 / (2 * total)) / (1 + z2 / total)
    half = Z95 / (1 + z2 / total) * math.sqrt(rate * (1 - rate) / total + z2 / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def paired_verdict(fixed: int, broke: int) -> str:
    """better | worse | unclear, from rows that only one of two models got right.

    Exact two-sided sign test at 5 % (McNemar 1947, exact form): under no difference each such row is a coin toss.
    """
    total = fixed + broke
    tail = sum(math.comb(total, k) for k in range(min(fixed, broke) + 1)) / 2**total if total else 1.0
    if min(1.0, 2 * tail) >= 0.05:
        return "unclear"
    return "better" if fixed > broke else "worse"


def count_changes(targets: Sequence[int], before: Sequence[int], now: Sequence[int]) -> tuple[int, int]:
    """(fixed, broke): rows that were wrong and are right now, and the other way round."""
    fixed = sum(b != t and n == t for t, b, n in zip(targets, before, now, strict=True))
    broke = sum(b == t and n != t for t, b, n in zip(targets, before, now, strict=True))
    return fixed, broke


def metrics_of(targets: Sequence[int], found: Predictions) -> dict[str, Any]:
    """`accuracy_metrics` of predictions; with "illegal_rate", the share of illegal rows, where labels are words."""
    metrics = accuracy_metrics(targets, found.answers, found.losses.tolist())
    rate = found.illegal_rate
    return metrics if rate is None else {**metrics, "illegal_rate": rate}


def accuracy_metrics(targets: Sequence[int], answers: Sequence[int], losses: Sequence[float]) -> dict[str, Any]:
    """{"accuracy", "loss", "n", "low", "high"} of answers on some rows."""
    right = sum(target == answer for target, answer in zip(targets, answers, strict=True))
    low, high = wilson(right, len(targets))
    mean = sum(losses) / max(1, len(losses))
    return {"accuracy": right / max(1, len(targets)), "loss": mean, "n": len(targets), "low": low, "high": high}
