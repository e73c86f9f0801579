"""What a save point of a pre-training holds, gathered from it and put back: prompt, heads, optimiser, orders, random
states and the best so far. Files are left to `checkpoint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.events import RunEvent, note
from engine.training.baselines import Baselines
from engine.training.checkpoint import Checkpoint, flatten_optimizer, restore_optimizer
from engine.training.early_stopping import BestSoFar
from engine.training.result import KeptAside
from engine.training.save_point import exactness, recipe

if TYPE_CHECKING:
    from engine.training.pretraining import Pretrainer


def gather(work: Pretrainer) -> Checkpoint:
    """Everything from which the pre-training goes on exactly here."""
    tensors = {f"modules.{name}": value for name, value in work.modules.state_dict().items()}
    tensors |= {f"optimizer.{name}": value for name, value in flatten_optimizer(work.stepper.optimizer).items()}
    tensors |= {f"turns.{name}": value for name, value in work.turns.state().items()}
    tensors |= {f"best.{name}": value for name, value in (work.best_state or {}).items()}
    for place, lesson in enumerate(work.lessons):
        tensors |= {f"order.{place}.{name}": value for name, value in lesson.order.state().items()}
        tensors |= {f"kept.{place}.{name}": value for name, value in lesson.kept_aside.state().items()}
    facts = {
        **_needed(work),
        "step": work.step,
        "check_due": work.is_check_due,
        "best": work.best.facts(),
        "parts": work.stepper.parts,
        "rows_seen": work.rows_seen,
        "step_seconds": work.step_seconds,
        "seconds": work.elapsed_seconds,
        "exactness": exactness(work.backbone),
        "baselines": [lesson.kept_aside.baselines.kind for lesson in work.lessons],
    }
    return Checkpoint(tensors, facts)


def _needed(work: Pretrainer) -> dict[str, Any]:
    """What a save point must find again: the model, and of each task its name, recipe and rows."""
    tasks = [[name, recipe(task.config), task.rows_hash()] for name, task in work.tasks.items()]
    return {"weights": work.fingerprint.weights_hash, "tasks": tasks}


def require_same(work: Pretrainer, found: Checkpoint) -> None:
    """Raises InputError where model, tasks, rows or recipes are others than those of the save point."""
    now = _needed(work)
    if found.facts["weights"] != now["weights"]:
        raise InputError("backbone_changed", source=str(work.run.config.backbone.source))
    if [task[:2] for task in found.facts["tasks"]] != [task[:2] for task in now["tasks"]]:
        raise InputError("recipe_changed", path=str(work.run.folder / "pretraining.json"))
    for before, (name, _, rows) in zip(found.facts["tasks"], now["tasks"], strict=True):
        if before[2] != rows:
            raise InputError("data_changed", path=str(work.tasks[name].config.data.train))


def baselines_of(found: Checkpoint, place: int) -> Baselines:
    """What the untouched model said of a task's kept-aside rows."""
    return KeptAside.baselines_of(
        Checkpoint(found.part(f"kept.{place}"), {"baseline": found.facts["baselines"][place]})
    )


def go_on(work: Pretrainer, found: Checkpoint) -> Iterator[RunEvent]:
    """Put a save point's state back: notes of it."""
    facts = found.facts
    work.modules.load_state_dict(found.part("modules"))
    restore_optimizer(work.stepper.optimizer, found.part("optimizer"))
    restore_orders(work, found)
    work.best = BestSoFar(work.training.early_stopping or 0, **facts["best"])
    work.best_state = found.part("best") or None
    work.is_check_due = facts["check_due"]
    work.stepper.parts = facts.get("parts", 1)  # not in the save points of older versions
    work.step, work.rows_seen, work.step_seconds = facts["step"], facts["rows_seen"], facts["step_seconds"]
    work.earlier_seconds = facts["seconds"]
    yield note("resumed", step=work.step)
    if facts["exactness"] != exactness(work.backbone):
        yield note("not_exact")


def restore_orders(work: Pretrainer, found: Checkpoint) -> None:
    """Which task and which of its rows come next."""
    work.turns.load(found.part("turns"))
    for place, lesson in enumerate(work.lessons):
        lesson.order.load(found.part(f"order.{place}"))
