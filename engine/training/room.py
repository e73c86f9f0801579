"""Whether there is room on the disk for what a run will write: told before the first step, not at the first save point.

A joint training's save points are large and it can do with fewer of them: `joint` warns of those instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from torch import nn

from engine.errors import InputError
from engine.files import size_text
from engine.methods import Prompt
from engine.runs import TrainingConfig
from engine.training.checkpoint import KEPT, MOST_SNAPSHOTS

BYTES = 4
COPIES = {"adamw": 3, "adafactor": 2}  # of what is trained, in a save point: itself and what the optimiser remembers
HISTORY = 8_000_000  # events, recipe, card


def run_bytes(training: TrainingConfig, modules: nn.Module, prompt: Prompt) -> int:
    """What a run with this prompt and these trained modules takes on the disk at most, roughly."""
    trained = BYTES * sum(parameter.numel() for parameter in modules.parameters())
    kept = BYTES * sum(tensor.numel() for tensor in prompt.tensors().values())
    checks = (training.steps or 1) // (training.evaluate_every or training.steps or 1) + 1
    save_points = (KEPT + 1) * (
        COPIES[training.optimizer] * trained + kept
    )  # a new one is whole before an old one goes
    return HISTORY + save_points + min(checks, MOST_SNAPSHOTS + 1) * kept + kept  # and the pack


def require_disk(folder: Path, needed: int) -> None:
    """Raises InputError where the disk of a run's folder has not so many bytes left."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise InputError("disk_small", path=str(folder), needed=size_text(needed), free=size_text(free))
