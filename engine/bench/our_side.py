"""One measurement of our side: a whole run as the window and the commands do it, read at its step events."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.bench.comparison import Comparison, StepClock
from engine.runs import Run
from engine.training.preparation import Warm
from engine.training.trainer import train


def measure(comparison: Comparison) -> dict[str, Any]:
    """Train and return the rate. Raises EngineError; RuntimeError when the backbone did not stay as it was."""
    clock, warm = StepClock(comparison), Warm()
    done: dict[str, Any] = {}
    loss = 0.0
    run = Run.create(Path(comparison.folder) / "run", comparison.recipe())
    for event in train(run, warm=warm):
        if event["type"] == "step":
            clock.step_ended(event["step"])
            loss = event["loss"]
        elif event["type"] == "done":
            done = event
    if not done.get("backbone_unchanged") or warm.backbone is None:
        raise RuntimeError("the backbone changed")
    return clock.result(
        dtype=str(warm.backbone.dtype).removeprefix("torch."),
        device=str(warm.backbone.device),
        trainable_parameters=done["trainable_parameters"],
        loss=loss,
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(Comparison.read(Path(sys.argv[1])))), encoding="utf-8")
