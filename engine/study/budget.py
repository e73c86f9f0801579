"""How many steps a stage of a study has: those asked for, or fewer where its minutes are not enough."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.study.recipe import StudyConfig
from engine.study.splits import UNSEEN
from engine.subspaces.task_tables import TRAIN, Source

STAGES = ("pilot", "prompts", "search", "asking", "learning")
PILOTS = 3  # tasks: a small, a middle and a large table
CHECKS, CHECKED_ROWS, SCORING = 6, 16, 1 / 3  # of a search: rows of each task at each check, and their work


def pilot_sources(tasks: Sequence[Source]) -> list[Path]:
    """Tasks from small files to large ones, evenly: where a task's cost lies between its neighbours'."""
    by_size = sorted(tasks, key=lambda task: (task.train.stat().st_size, task.name))
    count = min(PILOTS, len(by_size))
    places = [round((place + 0.5) * len(by_size) / count - 0.5) for place in range(count)]
    chosen = [by_size[place].train for place in dict.fromkeys(places)]
    return [path.parent if path.stem in TRAIN else path for path in chosen]  # a folder has its task's name


def steps_of_stages(config: StudyConfig, tasks: int, pilot: dict[str, Any] | None) -> dict[str, int]:
    """Steps of a prompt, of a search and of a run that learns with a decoder.

    pilot: seconds of a step, and of all that a run does beside its steps (loading, scoring). An estimate: the report
    tells the time that was really spent.
    """
    if pilot is None or config.minutes is None:
        return config.most_steps
    seconds, step, around = 60 * config.minutes, max(pilot["seconds_a_step"], 1e-9), pilot["seconds_around"]
    unseen = max(1, round(UNSEEN * tasks))
    seen = min(max(config.seen), tasks - unseen)
    again = 2 * min(config.measured, seen)
    runs = unseen + again + min(config.rate_tasks, unseen) * (len(config.rates) - 1)
    checks = CHECKS * seen * CHECKED_ROWS * SCORING / config.tasks.recipe.training.batch_size  # as steps
    afforded = {
        "prompts": (seconds / tasks - around) / step,
        "search": seconds / step - checks,
        "learning": (seconds / runs - around) / step,
    }
    return {stage: max(1, min(most, int(afforded[stage]))) for stage, most in config.most_steps.items()}
