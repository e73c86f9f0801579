"""How the learning rate moves over a run: a pure function of the step, so there is no state to save."""

from __future__ import annotations

import math


def rate_factor(step: int, steps: int, warmup: float, shape: str) -> float:
    """Share of the full rate at a step counted from 0: rises over the warm-up, then falls (or stays) to the end."""
    rising = round(steps * warmup)
    if step < rising:
        return (step + 1) / (rising + 1)
    if shape == "constant":
        return 1.0
    progress = (step - rising) / max(1, steps - rising)
    return 0.5 * (1 + math.cos(math.pi * progress)) if shape == "cosine" else 1.0 - progress
