"""How the learning rate moves over a run: a pure function of the step, so there is no state to save. And what goes with
an optimiser where the recipe leaves it open.
"""

from __future__ import annotations

import math
from typing import Any

from engine.runs import TrainingConfig

# Lester et al. 2021, section 3.1, train with Adafactor at a constant rate; its authors' code has no warm-up.
HABITS: dict[str, dict[str, Any]] = {
    "adamw": {"schedule": "linear", "warmup": 0.06, "weight_decay": 0.0},
    "adafactor": {"schedule": "constant", "warmup": 0.0, "weight_decay": 1e-5},
}


def settled_habits(training: TrainingConfig) -> dict[str, Any]:
    """Schedule, warm-up and weight decay of a recipe; those left open are the optimiser's usual ones."""
    usual = HABITS[training.optimizer]
    return {name: usual[name] if getattr(training, name) is None else getattr(training, name) for name in usual}


def rate_factor(step: int, steps: int, warmup: float | None, shape: str | None) -> float:
    """Share of the full rate at a step counted from 0: rises over the warm-up, then falls (or stays) to the end."""
    rising = round(steps * (warmup or 0.0))
    if step < rising:
        return (step + 1) / (rising + 1)
    if shape == "constant":
        return 1.0
    progress = (step - rising) / max(1, steps - rising)
    return 0.5 * (1 + math.cos(math.pi * progress)) if shape == "cosine" else 1.0 - progress
