"""Running the cells: one run folder each, gone on with where it was left, skipped where it is finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from engine.report.plan import Plan
from engine.runs import Run
from engine.training.control import Control
from engine.training.preparation import Warm
from engine.training.trainer import train


@dataclass(frozen=True)
class Cell:
    """One way on one set: the `done` event of its run with the run's notes, or why there is none."""

    plan: Plan
    way: str
    done: dict[str, Any] | None
    notes: tuple[dict[str, Any], ...] = ()
    failure: str = ""


def run_cell(plan: Plan, way: str, data: Path, models: Path, out: Path, seed: int, warm: Warm) -> Iterator[str | Cell]:
    """Yields a line a phase, at last the Cell. A run that is there and finished is read, any other is gone on with."""
    folder = out / plan.name / way
    run = Run.open(folder) if (folder / "config.json").exists() else None
    if run is None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        run = Run.create(folder, plan.config(way, data, models, seed))
    found = finished(run)
    if found is None:
        try:
            for event in train(run, Control(), warm):
                if event["type"] == "phase" and event["done"] is None:
                    yield f"{plan.name} / {way}: {event['name']}"
        except EngineError as error:
            yield Cell(plan, way, None, failure=error.message)
            return
        found = finished(run)
    notes = tuple(event for event in run.events() if event["type"] == "note")
    yield Cell(plan, way, found, notes)


def finished(run: Run) -> dict[str, Any] | None:
    """The `done` event of a run that came to its end with scores."""
    events = [event for event in run.events() if event["type"] == "done" and event["metrics"] and not event["stopped"]]
    return events[-1] if events else None


def missing(plan: Plan, data: Path, models: Path) -> str:
    """Which file or folder a plan lacks here; empty when it has all."""
    needed = [data / plan.name / "train.csv", data / plan.name / "validation.csv"]
    if not plan.backbone.startswith("starter:"):
        needed.append(models / plan.backbone)
    return next((str(path) for path in needed if not path.exists()), "")
