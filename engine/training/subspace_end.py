"""What a search for a subspace found: the best network, its numbers measured anew, as a file; and the last event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from engine.errors import DiskFull, InputError
from engine.events import RunEvent, note, phase
from engine.methods.subspace_networks import PromptAutoEncoder, likeness
from engine.subspaces import AUTOENCODER, CLOSED_FORM, SubspaceManifest, TaskPlace, write_subspace
from engine.subspaces.manifest import LOSSES

if TYPE_CHECKING:
    from engine.training.subspace_search import Search


def finish(work: Search) -> Iterator[RunEvent]:
    """Write the file of the best state and say what came of it: the `done` event, whose `tasks` have each task's
    numbers, error and losses. Save points go once the file is there."""
    config, control = work.config, work.control
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "run": str(work.run.folder), "pack": None}
    done |= {"subspace": None, "steps": work.step, "metrics": None, "baseline": None, "tasks": []}
    if work.best_state is None or (control.stop and not control.save):
        yield {**done, "seconds": work.elapsed_seconds}
        return
    yield phase("saving")
    network = work.network
    network.load_state_dict(work.best_state)
    network.standardize(work.prompts)
    manifest = describe(work, network)
    done |= {
        "metrics": {"metric": "explained", "explained": manifest.explained, "loss": work.best.loss},
        "best_step": work.best.step,
        "dimension": manifest.dimension,
        "mode": manifest.mode,
        "tasks": [vars(task) | {"task": task.name} for task in manifest.tasks],
        "trainable_parameters": sum(part.numel() for part in network.parameters()),
        "backbone_name": manifest.backbone.name,
        "backbone_unchanged": work.backbone.tensor_hash() == work.hash_before if work.backbone else True,
    }
    try:
        tensors = {name: part.detach().cpu().numpy() for name, part in network.state_dict().items()}
        found = write_subspace(Path(config.out), manifest, tensors)
        done |= {
            "pack": str(found.path),
            "subspace": str(found.path),
            "pack_bytes": found.size,
            "id": found.manifest.id,
        }
        if not control.stop:
            for path in work.folder.paths():
                path.unlink(missing_ok=True)
    except (DiskFull, InputError) as error:
        yield note("pack_failed" if work.folder.paths() else "pack_lost", reason=error.message)
    yield {**done, "seconds": work.elapsed_seconds}


@torch.no_grad()
def describe(work: Search, network: PromptAutoEncoder) -> SubspaceManifest:
    """The manifest of what was found."""
    config, material = work.config, work.material
    numbers, given_back = network.encoder(work.prompts), network(work.prompts)
    errors = ((given_back - work.prompts).norm(dim=1) / work.prompts.norm(dim=1)).tolist()
    first = material.tasks[0].pack.manifest
    inner = network.decoder.inner
    used = {"task": bool(work.lessons), "reconstruction": config.subspace.without != "reconstruction"}
    training = {
        "seed": config.seed,
        "alpha": config.subspace.alpha,
        "steps": work.step,
        "best_step": work.best.step,
        "rows_a_step": config.training.batch_size,
        "tasks_a_step": config.subspace.mix,
        "learning_rate": config.training.learning_rate,
        "clip": config.training.clip,
        "start": config.subspace.start,
    }
    return SubspaceManifest(
        name=config.title,
        backbone=material.backbone,
        mode=AUTOENCODER if inner is not None else CLOSED_FORM,
        dimension=config.subspace.dimension,
        width=None if inner is None else inner.out_features,
        shapes={name: list(shape) for name, shape in material.layout.shapes.items()},
        is_infix=material.layout.is_infix,
        losses=[name for name in LOSSES if used[name]],
        explained=likeness(given_back, work.prompts)["explained"],
        tasks=_places(work, numbers, errors),
        method={"kind": first.method["kind"], "options": first.method["options"]},
        training=training if inner is not None else {"seed": config.seed},
        initial=material.initial,
    )


def _places(work: Search, numbers: Tensor, errors: list[float]) -> list[TaskPlace]:
    own = {lesson.place: lesson.own_loss for lesson in work.lessons}
    now = {lesson.place: loss for lesson, loss in zip(work.lessons, work.best_losses, strict=False)}
    found = []
    for place, task in enumerate(work.material.tasks):
        data: Mapping[str, Any] = task.pack.manifest.data
        facts = {"own_loss": own.get(place), "loss": now.get(place), "rows": data["rows"], "sha256": data["sha256"]}
        found.append(
            TaskPlace(task.name, numbers[place].tolist(), errors[place], **facts, prompt=task.pack.manifest.id)
        )
    return found
