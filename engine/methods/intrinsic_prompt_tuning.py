"""Intrinsic Prompt Tuning: a handful of numbers is trained, and a frozen decoder makes a whole prompt of them.

Qin et al. 2021, section 3.3 ("intrinsic subspace tuning"). The decoder is that of a subspace, which was found from the
prompts of many tasks (`engine.training.subspace_search`); it is no part of what is trained or saved.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Family, hash_tensors
from engine.backbones.fingerprint import Fingerprint
from engine.errors import InputError
from engine.methods.method import MethodContext, Prompt, PromptConfig, PromptMethod, Sites, register
from engine.methods.subspace_networks import PromptDecoder, PromptLayout, frozen
from engine.options import nearest, option
from engine.subspaces import SubspaceManifest, find_subspace, read_subspace
from engine.subspaces.subspace_file import read_manifest

START_DEVIATION = 0.02  # the authors' Embedding(1, d_I)


@dataclass(frozen=True)
class IntrinsicPromptTuningConfig(PromptConfig):
    subspace: str = option(
        "",
        label="Subspace",
        help="Where the few numbers live: found from the prompts of many tasks with the same base model.",
        kind="subspace",
    )
    start_task: str = option(
        "",
        label="Task to start from",
        help="A similar one of the tasks that the subspace was found from. Empty: the middle of them all.",
        advanced=True,
    )

    def refusal(self, family: Family, output: str) -> str | None:
        return None if self.subspace else "subspace_needed"

    def length_at(self, site: str) -> int:
        return self.manifest().length_at(site) if self.subspace else 0

    @property
    def sites(self) -> Sites | None:
        return ("deep" if self.manifest().is_deep else "input") if self.subspace else None

    def require_model(self, fingerprint: Callable[[], Fingerprint]) -> None:
        """Only the very model: to other weights the same numbers mean nothing."""
        manifest, model = self.manifest(), fingerprint()
        hashes = [(each.weights_hash, each.tokenizer_hash) for each in (manifest.backbone, model)]
        if hashes[0] != hashes[1]:
            raise InputError(
                "subspace_other_model", name=manifest.name, found=manifest.backbone.name, needed=model.name
            )

    def manifest(self) -> SubspaceManifest:
        """What the chosen subspace says about itself. Raises InputError where there is none."""
        path = find_subspace(self.subspace)
        status = path.stat()
        return _manifest_of(path, status.st_size, status.st_mtime_ns)


@register(
    "intrinsic_prompt_tuning",
    title="Intrinsic Prompt Tuning",
    paper="Qin et al. 2021",
    config=IntrinsicPromptTuningConfig,
    sites="input",
    rates={"verbalizer": 0.2, "text": 0.2, "head": 0.05},
)
class IntrinsicPromptTuning(PromptMethod):
    """numbers (d), and whatever prompt the subspace's decoder makes of them.

    Numbers start at N(0, 0.02), which is the middle of the tasks, since a subspace measures its numbers so; or at the
    place of one of its tasks. The decoder is neither a parameter nor state: no optimiser and no save point sees it.
    """

    subspace: SubspaceManifest

    def __init__(self, config: IntrinsicPromptTuningConfig, context: MethodContext) -> None:
        super().__init__()
        if not config.subspace:
            raise InputError("subspace_needed", method="Intrinsic Prompt Tuning")
        found = read_subspace(find_subspace(config.subspace))
        self.subspace = found.manifest
        self.layout = PromptLayout(found.manifest.shapes, is_infix=found.manifest.is_infix)
        tensors = {name: torch.from_numpy(array) for name, array in found.tensors().items()}
        self.decoder = frozen(PromptDecoder.of(tensors))
        self.numbers = nn.Parameter(self._start(config, context))

    def _start(self, config: IntrinsicPromptTuningConfig, context: MethodContext) -> Tensor:
        drawn = torch.empty(self.subspace.dimension).normal_(0.0, START_DEVIATION, generator=context.generator)
        if not config.start_task:
            return drawn
        places = {task.name: task.numbers for task in self.subspace.tasks}
        if config.start_task not in places:
            near = nearest(config.start_task, list(places)) or "-"
            raise InputError("subspace_task_unknown", task=config.start_task, name=self.subspace.name, nearest=near)
        return torch.tensor(places[config.start_task])

    @property
    def coordinates(self) -> Tensor:
        return self.numbers

    @property
    def frozen_hash(self) -> str:
        return hash_tensors(dict(self.decoder.named_buffers()))

    def forward(self) -> Prompt:
        return self.layout.prompt(self.decoder(self.numbers))

    def get_extra_state(self) -> Tensor:
        """Which subspace the numbers belong to: a run must not go on in another."""
        return torch.tensor(list(bytes.fromhex(self.subspace.id)), dtype=torch.uint8)

    def set_extra_state(self, state: Tensor) -> None:
        if bytes(state.tolist()).hex() != self.subspace.id:
            raise InputError("subspace_changed")


@functools.lru_cache(maxsize=8)
def _manifest_of(path: Path, size: int, changed_ns: int) -> SubspaceManifest:
    return read_manifest(path)
