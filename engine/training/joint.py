"""Joint tuning: the backbone learns together with the prompt, so nothing is frozen (Liu et al. 2021, section 3).

What differs from a frozen run: float32, more room, a backbone of its own that no other run or question is given, a
second group of parameters, a copy of the weights at the best check. How the changed model becomes a folder is
`changed_backbone`'s. The recipe asks for it with `tune_backbone`, by which a pack tells it too.

Unlike the authors' training, the model's own dropout stays off: every check scores the very model that is trained,
and no random numbers of the backbone have to be saved.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.backbones.model_facts import count_parameters
from engine.devices import choose_device, free_memory
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.files import size_text
from engine.methods import PromptMethod, make_config
from engine.runs import BackboneConfig
from engine.training.checkpoint import KEPT, Checkpoint

OPTION = "tune_backbone"
BYTES = 4  # float32 only
COPIES = 5  # of every number: itself, its gradient, the optimiser's two, the best so far
SAVED_COPIES = 4  # while a save point is put together: all of these but the gradient


def is_joint(method: Mapping[str, Any]) -> bool:
    """Whether a recipe's method asks for the backbone to be trained too."""
    return method.get(OPTION) is True


def trains_backbone(method: Mapping[str, Any]) -> bool:
    """The same of a method as a person wrote it down, whose other options are still open. Raises InputError."""
    _, options = make_config(dict(method))
    return is_joint(vars(options))


def joint_dtype(asked: str) -> str:
    """The backbone's number format where it is trained too. Raises InputError for one that was asked for and is not
    exact enough: updates smaller than a rounding step would be lost."""
    if asked not in ("auto", "float32"):
        raise InputError("joint_dtype", dtype=asked)
    return "float32"


def joint_bytes(parameters: int) -> int:
    """Memory that the numbers of a backbone take which is trained too, at their most."""
    return BYTES * parameters * (COPIES + SAVED_COPIES)


def disk_bytes(parameters: int) -> int:
    """Disk that a run takes which trains a backbone too: its save points, one more while it is written, the changed
    model."""
    return BYTES * parameters * (SAVED_COPIES * (KEPT + 1) + 1)


def require_room(folder: Path, config: BackboneConfig) -> None:
    """Raises InputError when the backbone in this folder is too large to be trained on the device; nothing is loaded.

    Save points are put together in main memory, beside the rest where the CPU trains.
    """
    device, parameters = choose_device(config.device), count_parameters(folder)
    needed = joint_bytes(parameters) if device.type == "cpu" else BYTES * parameters * COPIES
    free = free_memory(device)
    if needed > free:
        raise InputError("joint_too_big", name=folder.name, needed=size_text(needed), free=size_text(free))


class Joint:
    """The backbone of one run while it learns. Nobody else may hold it."""

    def __init__(self, backbone: Backbone, rate: float) -> None:
        self.backbone, self.rate = backbone, rate
        self.best: dict[str, Tensor] = {}  # its numbers at the best check, on the CPU

    @staticmethod
    def of(method: PromptMethod, backbone: Backbone) -> Joint | None:
        """What a method asks for: None where the backbone stays frozen."""
        return None if method.backbone_rate is None else Joint(backbone, method.backbone_rate)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """Every number of the backbone, tied ones once."""
        return list(self.backbone.model.parameters())

    def begin(self, run_folder: Path) -> Iterator[RunEvent]:
        """From here on the backbone learns; what was measured before was the untouched one. Notes what that means."""
        self.backbone.model.requires_grad_(True)
        yield note("not_frozen")
        needed, free = disk_bytes(self.backbone.parameter_count), shutil.disk_usage(run_folder).free
        if needed > free:  # the run can do with less, and room may be made meanwhile
            yield note("joint_disk", needed=size_text(needed), free=size_text(free))

    def keep(self) -> None:
        """Remember the backbone of this moment as the best one."""
        self.best = {name: value.detach().cpu().clone() for name, value in self.backbone.model.named_parameters()}

    def use_best(self) -> None:
        """Make the best backbone the one in use, frozen again."""
        self.backbone.model.requires_grad_(False)
        self._use(self.best)

    def state(self) -> dict[str, Tensor]:
        """What a save point holds of it, by dotted names."""
        now = self.backbone.model.named_parameters()
        tensors = {f"backbone.{name}": value for name, value in now}
        return tensors | {f"best_backbone.{name}": value for name, value in self.best.items()}

    def load(self, found: Checkpoint) -> None:
        """Put back what `state` gave."""
        self._use(found.part("backbone"))
        self.best = found.part("best_backbone")

    @torch.no_grad()
    def _use(self, tensors: Mapping[str, Tensor]) -> None:
        for name, parameter in self.backbone.model.named_parameters():
            parameter.copy_(tensors[name])
