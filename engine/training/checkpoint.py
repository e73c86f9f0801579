"""Checkpoints: everything from which a run goes on exactly here, in safetensors, written so that a crash leaves the
one before. Two are kept; each holds the best prompt of its moment too, so that both always fit together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from engine.backbones.backbone import hash_tensors
from engine.errors import DiskFull, InputError
from engine.events import RunEvent, checkpoint, note
from engine.files import write_atomic

KEPT = 2
MOST_SNAPSHOTS = 50


@dataclass(frozen=True)
class Checkpoint:
    """Tensors by dotted name, and plain facts (step, best so far, thread count ...) as JSON."""

    tensors: dict[str, Tensor]
    facts: dict[str, Any]

    def part(self, name: str) -> dict[str, Tensor]:
        """The tensors below a name, without it."""
        return {key[len(name) + 1 :]: value for key, value in self.tensors.items() if key.startswith(f"{name}.")}


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a temporary file, flush it, rename it. Raises DiskFull or InputError; the old file stays."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in checkpoint.tensors.items()}
    facts = json.dumps(checkpoint.facts, allow_nan=False)
    write_atomic(path, save(tensors, metadata={"facts": facts, "hash": _hash(tensors, facts)}))


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The checkpoint in a file, or None when it is damaged."""
    try:
        with safe_open(path, framework="pt") as handle:
            metadata = handle.metadata() or {}
            tensors = {name: handle.get_tensor(name) for name in handle.keys()}  # noqa: SIM118
        is_whole = metadata["hash"] == _hash(tensors, metadata["facts"])
        return Checkpoint(tensors, json.loads(metadata["facts"])) if is_whole else None
    except (OSError, SafetensorError, KeyError):
        return None


def _hash(tensors: dict[str, Tensor], facts: str) -> str:
    """One sum over everything: safetensors itself notices a cut file, not a changed byte."""
    return hashlib.sha256(f"{hash_tensors(tensors)} {facts}".encode()).hexdigest()


class CheckpointFolder:
    """The checkpoints of one run."""

    def __init__(self, run_folder: Path) -> None:
        self.folder = run_folder / "checkpoints"
        self.snapshots = run_folder / "snapshots"

    def paths(self) -> list[Path]:
        """Newest first."""
        return sorted(self.folder.glob("step-*.safetensors"), reverse=True)

    def write(self, step: int, state: Checkpoint) -> Path:
        """Keep this state and the one before; older ones go, and those of later steps, which could not be read."""
        path = self.folder / f"step-{step:08d}.safetensors"
        write_checkpoint(path, state)
        paths = self.paths()
        place = paths.index(path)
        for other in paths[:place] + paths[place + KEPT :]:
            other.unlink(missing_ok=True)
        return path

    def keep(self, step: int, state: Checkpoint) -> RunEvent:
        """The same, and the event of it. A full disk is told and the work goes on; the save point before stays."""
        try:
            return checkpoint(step, str(self.write(step, state)))
        except (DiskFull, InputError) as error:
            return note("checkpoint_failed", step=step, reason=error.message)

    def newest(self) -> tuple[Checkpoint | None, list[Path]]:
        """The newest readable checkpoint and the damaged ones passed over."""
        damaged: list[Path] = []
        for path in self.paths():
            found = read_checkpoint(path)
            if found is not None:
                return found, damaged
            damaged.append(path)
        return None, damaged

    def write_snapshot(self, step: int, tensors: dict[str, Tensor]) -> None:
        """The folded prompt of this step; with more than 50, every second one goes, the newest stays."""
        write_checkpoint(self.snapshots / f"{step:08d}.safetensors", Checkpoint(tensors, {"step": step}))
        kept = sorted(self.snapshots.glob("*.safetensors"))
        if len(kept) > MOST_SNAPSHOTS:
            for path in kept[-2::-2]:
                path.unlink(missing_ok=True)


def flatten_optimizer(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Per-parameter state as tensors named "<parameter index>.<key>"; numbers become fp64 scalars."""
    return dict(_flat(optimizer.state_dict()["state"]))


def _flat(state: dict[int, dict[str, Any]]) -> Iterator[tuple[str, Tensor]]:
    for index, values in state.items():
        for key, value in values.items():
            if value is not None:
                is_tensor = isinstance(value, Tensor)
                name = f"{index}.{key}" if is_tensor else f"{index}.number:{key}"
                yield name, value if is_tensor else torch.tensor(float(value), dtype=torch.float64)


def restore_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    """Put back what `flatten_optimizer` took."""
    state: dict[int, dict[str, Any]] = {}
    for name, tensor in tensors.items():
        index, key = name.split(".", 1)
        is_number = key.startswith("number:")
        value: Any = tensor
        if is_number:
            value = int(tensor.item()) if float(tensor.item()).is_integer() else float(tensor.item())
        state.setdefault(int(index), {})[key.removeprefix("number:")] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
