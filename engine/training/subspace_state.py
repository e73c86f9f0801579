"""What a save point of a search for a subspace holds, gathered from it and put back. Files are left to `checkpoint`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.events import RunEvent, note
from engine.training.checkpoint import Checkpoint, flatten_optimizer, restore_optimizer
from engine.training.early_stopping import BestSoFar
from engine.training.save_point import exactness

if TYPE_CHECKING:
    from engine.training.subspace_search import Search


def gather(work: Search) -> Checkpoint:
    """Everything from which the search goes on exactly here."""
    tensors = {f"network.{name}": value for name, value in work.network.state_dict().items()}
    tensors |= {f"optimizer.{name}": value for name, value in flatten_optimizer(work.stepper.optimizer).items()}
    tensors |= {f"turns.{name}": value for name, value in work.turns.state().items()}
    tensors |= {f"best.{name}": value for name, value in (work.best_state or {}).items()}
    for lesson in work.lessons:
        tensors |= {f"order.{lesson.place}.{name}": value for name, value in lesson.order.state().items()}
    facts = {
        **_needed(work),
        "step": work.step,
        "check_due": work.is_check_due,
        "best": work.best.facts(),
        "best_losses": work.best_losses,
        "own_losses": [lesson.own_loss for lesson in work.lessons],
        "passes": work.crowd.passes,
        "rows_seen": work.rows_seen,
        "step_seconds": work.step_seconds,
        "seconds": work.elapsed_seconds,
        "exactness": exactness(work.backbone),
    }
    return Checkpoint(tensors, facts)


def _needed(work: Search) -> dict[str, Any]:
    """What a save point must find again: the prompts, the recipe, and each task's rows."""
    rows = [[lesson.name, lesson.prepared.rows_hash()] for lesson in work.lessons]
    return {"prompts": work.material.prompts_hash, "recipe": vars(work.subspace), "rows": rows}


def go_on(work: Search, found: Checkpoint) -> Iterator[RunEvent]:
    """Put a save point's state back: notes of it. Raises InputError where prompts, recipe or rows are others by now."""
    facts, now = found.facts, _needed(work)
    if facts["prompts"] != now["prompts"]:
        raise InputError("subspace_prompts_changed")
    if facts["recipe"] != now["recipe"]:
        raise InputError("recipe_changed", path=str(work.run.folder / "subspace.json"))
    for before, after in zip(facts["rows"], now["rows"], strict=False):
        if before != after:
            raise InputError("data_changed", path=after[0])
    work.network.load_state_dict(found.part("network"))
    restore_optimizer(work.stepper.optimizer, found.part("optimizer"))
    restore_orders(work, found)
    work.best = BestSoFar(work.training.early_stopping or 0, **facts["best"])
    work.best_state, work.best_losses = found.part("best") or None, facts["best_losses"]
    for lesson, loss in zip(work.lessons, facts["own_losses"], strict=True):
        lesson.own_loss = loss
    work.step, work.is_check_due, work.crowd.passes = facts["step"], facts["check_due"], facts["passes"]
    work.rows_seen, work.step_seconds = facts["rows_seen"], facts["step_seconds"]
    work.earlier_seconds = facts["seconds"]
    yield note("resumed", step=work.step)
    if facts["exactness"] != exactness(work.backbone):
        yield note("not_exact")


def restore_orders(work: Search, found: Checkpoint) -> None:
    """Which tasks and which of their rows come next."""
    work.turns.load(found.part("turns"))
    for lesson in work.lessons:
        lesson.order.load(found.part(f"order.{lesson.place}"))
