"""One measurement of a farm, or of its members one after another: seconds that a step of all of them takes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.bench.clock import StepClock
from engine.bench.comparison import Comparison
from engine.runs import Run, RunConfig
from engine.runs.farm import members
from engine.training.preparation import Warm
from engine.training.trainer import train


def measure(comparison: Comparison, count: int, *, is_farm: bool) -> dict[str, Any]:
    """Train and return the seconds. The steps of a warm-up are outside, as are loading and scoring.

    One step more than is measured is taken: a farm tells of a step when all its members have dealt with it, and behind
    the last one they are scored and saved.
    """
    steps = dict.fromkeys(("steps", "evaluate_every", "checkpoint_every"), comparison.total_steps + 1)
    config = comparison.recipe().replace(farm={"seeds": count}, training=steps)
    warm = Warm()
    asked = [config] if is_farm else [member.config for member in members(config)]
    return {"seconds": sum(_seconds(comparison, each, number, warm) for number, each in enumerate(asked))}


def _seconds(comparison: Comparison, config: RunConfig, number: int, warm: Warm) -> float:
    clock = StepClock(comparison)
    for event in train(Run.create(Path(comparison.folder) / f"run{number}", config), warm=warm):
        if event["type"] == "step":
            clock.step_ended(event["step"])
    return clock.seconds_a_step


if __name__ == "__main__":
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = measure(Comparison.read(Path(sys.argv[1])), request["members"], is_farm=request["is_farm"])
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
