"""What a subspace is found from: prompts of packs as rows of numbers, and the tables of those that have some."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import InputError
from engine.methods import Prompt
from engine.methods.subspace_networks import PromptLayout
from engine.options import nearest
from engine.packs import Fingerprint, PromptPack, read_pack
from engine.runs import RunConfig
from engine.subspaces.recipes import SearchConfig
from engine.subspaces.runs import TaskSetRun

FEWEST = 3


@dataclass(frozen=True)
class Learned:
    """A task with its prompt. `config` is the recipe of the run that made it, where its tables are at hand."""

    name: str
    pack: PromptPack
    config: RunConfig | None = None


@dataclass(frozen=True)
class Material:
    """K tasks and their prompts (K, n)."""

    tasks: tuple[Learned, ...]
    layout: PromptLayout
    prompts: Tensor
    initial: str | None  # the hash of the prompt that all of them started from, where that is known

    @property
    def backbone(self) -> Fingerprint:
        """The model of all of them."""
        return self.tasks[0].pack.manifest.backbone

    @property
    def prompts_hash(self) -> str:
        """SHA-256 of which prompts these are."""
        ids = [f"{task.name} {task.pack.manifest.id}" for task in self.tasks]
        return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def read_material(config: SearchConfig) -> Material:
    """The prompts of a search. Raises InputError, or PackError for a pack that is damaged: too few, of two models, of
    two shapes, a task that is not there."""
    tasks: list[Learned] = []
    initials: set[str | None] = set()
    for text in config.sources:
        path = Path(text).expanduser()
        if TaskSetRun.is_at(path):
            run = TaskSetRun(path)
            tasks += _of_set(run)
            initials.add(run.initial)
        elif path.is_dir():
            raise InputError("subspace_source", path=str(path))
        else:
            pack = read_pack(path)
            tasks.append(Learned(pack.manifest.name, pack))
            initials.add(None)
    tasks = _chosen(tasks, config.tasks)
    if len(tasks) < FEWEST:
        raise InputError("subspace_few", found=len(tasks), needed=FEWEST)
    _require_alike(tasks)
    prompts = [_prompt(task.pack) for task in tasks]
    layout = PromptLayout.of(prompts[0])
    rows = torch.stack([layout.row(prompt) for prompt in prompts])
    return Material(tuple(tasks), layout, rows, initials.pop() if len(initials) == 1 else None)


def _of_set(run: TaskSetRun) -> list[Learned]:
    found = []
    for name in run.names:
        if (done := run.result(name)) is not None:
            found.append(Learned(name, read_pack(Path(done["pack"])), run.task_config(name)))
    return found


def _chosen(tasks: list[Learned], names: Sequence[str] | None) -> list[Learned]:
    """Those of these names, in the order of the names; all where there are none. No two may be called the same."""
    known = {task.name: task for task in tasks}
    if len(known) < len(tasks):
        twice = next(task.name for place, task in enumerate(tasks) if task.name in [t.name for t in tasks[:place]])
        raise InputError("subspace_same_name", name=twice)
    for name in names or ():
        if name not in known:
            raise InputError("subspace_task_missing", name=name, nearest=nearest(name, list(known)) or "-")
    return tasks if names is None else [known[name] for name in dict.fromkeys(names)]


def _require_alike(tasks: Sequence[Learned]) -> None:
    first = tasks[0]
    own = first.pack.manifest
    for task in tasks[1:]:
        other = task.pack.manifest
        names = {"first": first.name, "other": task.name}
        if own.backbone.weights_hash != other.backbone.weights_hash:
            raise InputError("subspace_models", **names, found=own.backbone.name, needed=other.backbone.name)
        shapes = [_told(manifest.shapes) for manifest in (own, other)]
        if own.shapes != other.shapes or own.position.get("deep") != other.position.get("deep"):
            raise InputError("subspace_shapes", **names, found=shapes[0], needed=shapes[1])


def _told(shapes: dict[str, list[int]]) -> str:
    name, shape = next(iter(shapes.items()))
    return f"{len(shapes)} x {name.partition('.')[0]} {' x '.join(map(str, shape))}"


def _prompt(pack: PromptPack) -> Prompt:
    tensors = {name: torch.from_numpy(array).float() for name, array in pack.tensors().items()}
    return Prompt.from_tensors(tensors, is_infix=pack.manifest.position.get("deep") == "infix")
