"""What a save point of a run holds, gathered from the trainer and put back into it: nothing that the next step depends
on is left out. Files are left to `checkpoint`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.runs import RunConfig
from engine.training.checkpoint import Checkpoint, flatten_optimizer, restore_optimizer
from engine.training.distribution import current
from engine.training.early_stopping import BestSoFar
from engine.training.own_files import subspace_options
from engine.training.result import KeptAside

if TYPE_CHECKING:
    from engine.training.trainer import Trainer


def gather(trainer: Trainer) -> Checkpoint:
    """Everything from which the run goes on exactly here."""
    tensors = {f"modules.{name}": value for name, value in trainer.modules.state_dict().items()}
    tensors |= {f"optimizer.{name}": value for name, value in flatten_optimizer(trainer.stepper.optimizer).items()}
    tensors |= {f"order.{name}": value for name, value in trainer.order.state().items()}
    tensors |= {f"best.{name}": value for name, value in (trainer.best_state or {}).items()}
    tensors |= trainer.joint.state() if trainer.joint else {}
    tensors |= trainer.kept_aside.state()
    facts: dict[str, Any] = {
        "step": trainer.step,
        "check_due": trainer.is_check_due,
        "best": trainer.best.facts(),
        "rate_share": trainer.stepper.rate_share,
        "losses": trainer.losses.facts(),
        "watch": trainer.watch.facts(),
        "parts": trainer.stepper.parts,
        "most_at_once": trainer.prepared.task.most_at_once,
        "rows_seen": trainer.rows_seen,
        "step_seconds": trainer.step_seconds,
        "seconds": trainer.elapsed_seconds,
        "exactness": exactness(trainer.prepared.backbone),
        "weights": trainer.prepared.fingerprint.weights_hash,
        "recipe": recipe(trainer.config),
        "rows": trainer.prepared.rows_hash(),
        "baseline": trainer.kept_aside.baselines.kind,
        "baseline_texts": trainer.kept_aside.texts(),
    }
    return Checkpoint(tensors, facts)


def go_on(trainer: Trainer, found: Checkpoint) -> Iterator[RunEvent]:
    """Put a save point's state back: notes of it. Raises InputError where model, rows or recipe are others by now."""
    facts, prepared = found.facts, trainer.prepared
    if facts["weights"] != prepared.fingerprint.weights_hash:
        raise InputError("backbone_changed", source=str(trainer.config.backbone.source))
    if facts["rows"] != prepared.rows_hash():
        raise InputError("data_changed", path=str(trainer.config.data.train))
    if facts.get("recipe") != recipe(trainer.config):
        raise InputError("recipe_changed", path=str(trainer.run.folder / "config.json"))
    put_back(trainer, found)
    trainer.rows_seen, trainer.step_seconds = facts["rows_seen"], facts["step_seconds"]
    trainer.earlier_seconds = facts["seconds"]
    trainer.use(KeptAside.baselines_of(found))
    yield note("resumed", step=trainer.step)
    if facts["exactness"] != exactness(prepared.backbone):
        yield note("not_exact")


def put_back(trainer: Trainer, found: Checkpoint) -> None:
    """Make the state of a save point the trainer's own: all that the next step depends on."""
    facts, task = found.facts, trainer.prepared.task
    trainer.modules.load_state_dict(found.part("modules"))
    restore_optimizer(trainer.stepper.optimizer, found.part("optimizer"))
    trainer.order.load(found.part("order"))
    if trainer.joint:
        trainer.joint.load(found)
    trainer.best = BestSoFar(trainer.training.early_stopping or 0, **facts["best"])
    trainer.best_state = found.part("best") or None
    trainer.step, trainer.is_check_due = facts["step"], facts["check_due"]
    trainer.stepper.parts = facts.get("parts", 1)  # these five are not in the save points of older versions
    trainer.stepper.rate_share = facts.get("rate_share", 1.0)
    task.most_at_once = facts.get("most_at_once")
    trainer.watch.load(facts.get("watch", {}))
    trainer.losses.load(facts.get("losses", {"first": [], "last": []}))


def exactness(backbone: Backbone | None) -> list[Any]:
    """What must be the same for a run that goes on to end bit for bit as one that never stopped."""
    model = [] if backbone is None else [str(backbone.device), str(backbone.dtype)]
    others = [] if current().is_alone else [current().count]  # sums of shares are rounded otherwise
    return [torch.get_num_threads(), torch.__version__, *model, *others]


def recipe(config: RunConfig) -> list[Any]:
    """What a save point holds the numbers of: with another method, task or optimiser they fit nowhere. A subspace is
    known by its file's name: the run has its own copy, and may have been moved."""
    own = {name: Path(str(config.method[name])).name for name in subspace_options(config)}
    return [{**config.method, **own}, vars(config.task), config.training.optimizer]
