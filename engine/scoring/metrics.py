"""The numbers that an event tells of some answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.scoring.intervals import interval
from engine.scoring.measure import Measure, counts_of


def metrics_of(
    measures: Sequence[Measure], answers: Sequence[str], references: Sequence[Sequence[str]], losses: Sequence[float]
) -> dict[str, Any]:
    """{"metric": first measure's name, that name: score, other names: scores, "loss", "n", "low", "high"}.

    The interval is the first measure's; without rows all scores are 0. `losses` holds each row's own.
    """
    main, *others = measures
    counts = counts_of(main, answers, references)
    low, high = interval(main, counts)
    scores = {main.name: float(main.total(counts.sum(axis=0))) if len(answers) else 0.0}
    for measure in others:
        rows = zip(answers, references, strict=True)
        sums = sum((measure.count(answer, accepted) for answer, accepted in rows), start=np.zeros(1))
        scores[measure.name] = float(measure.total(sums)) if len(answers) else 0.0
    mean_loss = float(sum(losses)) / max(1, len(losses))
    return {"metric": main.name, **scores, "loss": mean_loss, "n": len(answers), "low": low, "high": high}
