"""Ensemble: several prompts of one task on one backbone, answering together (Lester et al. 2021, section 6).

The prompts are what differs, so the model is in memory once. "vote" counts each prompt's answer, as the paper does; a
tie goes to the label with the higher mean probability. "mean" takes the mean of the probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import find_backbone
from engine.data import Example
from engine.errors import InputError, PackError
from engine.inference.loaded_pack import LoadedPack
from engine.packs import PromptPack, read_pack
from engine.packs.exchange.fitting import UNKNOWN_WEIGHTS
from engine.packs.file_names import short_names
from engine.tasks.task import Predictions
from engine.training.preparation import Warm

Combine = Literal["vote", "mean"]
COMBINES: tuple[Combine, ...] = get_args(Combine)


@dataclass(frozen=True)
class Combined(Predictions):
    """What an ensemble answers: probabilities (N, C) are shares of votes or means, `choice` (N,) is what it settles on.

    `losses` are those of the mean of the probabilities that the prompts gave the right answer; `singles` are the
    prompts' own predictions, in their order.
    """

    choice: Tensor | None = None
    singles: tuple[Predictions, ...] = ()

    @property
    def answers(self) -> list[int]:
        """Index of the label that won on each row, ties broken."""
        assert self.choice is not None
        return [int(index) for index in self.choice]


class Ensemble:
    """Packs with the same labels on the same backbone, asked as one."""

    def __init__(self, members: Sequence[LoadedPack], combine: Combine = "vote") -> None:
        self.members = list(members)
        self.combine = combine
        require_one_task([member.pack for member in self.members])

    @staticmethod
    def open(
        paths: Sequence[Path],
        combine: Combine = "vote",
        *,
        source: str | None = None,
        device: str = "auto",
        dtype: str = "auto",
        warm: Warm | None = None,
    ) -> Ensemble:
        """Read and check the packs, load their backbone once. Raises InputError or PackError naming the pack that is
        damaged, does not fit, or belongs to another task or backbone than the first one."""
        packs = read_packs(paths)
        source = source or find_backbone(packs[0].manifest.backbone, paths[0])
        warm = warm or Warm()
        members = []
        for path, name in zip(paths, short_names(paths), strict=True):
            try:
                members.append(LoadedPack.open(path, source=source, device=device, dtype=dtype, warm=warm))
            except PackError as error:
                raise _named(name, error) from error
        return Ensemble(members, combine)

    @property
    def backbone(self) -> Backbone:
        return self.members[0].backbone

    @property
    def labels(self) -> list[str]:
        """The first pack's, in its order; the others' answers are put into it."""
        return self.members[0].labels

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that the packs' templates show."""
        return tuple(dict.fromkeys(field for member in self.members for field in member.fields))

    @property
    def has_own_words(self) -> bool:
        """Whether the untouched model can answer too, in the words and with the template of the first pack."""
        return self.members[0].has_own_words

    def predict(self, examples: Sequence[Example]) -> Iterator[int | Combined]:
        """Answers for some rows: yields how many of them are done, as if all prompts read them at once, at last the
        Combined."""
        singles: list[Predictions] = []
        for member in self.members:
            order = [member.labels.index(label) for label in self.labels]
            for part in member.predict(examples):
                if isinstance(part, Predictions):
                    assert part.probabilities is not None
                    singles.append(Predictions(part.probabilities[:, order], part.losses, part.illegal))
                else:
                    yield (len(singles) * len(examples) + part) // len(self.members)
        yield combined(singles, self.combine)

    def base_predict(self, examples: Sequence[Example]) -> Iterator[int | Predictions]:
        """The untouched model's answers, as the first pack asks it. Raises InputError for a head."""
        yield from self.members[0].base_predict(examples)


def combined(singles: Sequence[Predictions], combine: Combine) -> Combined:
    """One answer for each row out of several models' predictions over the same labels and rows."""
    chosen = [single.probabilities for single in singles if single.probabilities is not None]
    mean = torch.stack(chosen).mean(dim=0)  # (N, C)
    losses = -torch.logsumexp(torch.stack([-single.losses for single in singles]), dim=0)
    losses = losses + torch.tensor(float(len(singles))).log()
    if combine == "mean":
        return Combined(mean, losses, choice=mean.argmax(dim=1), singles=tuple(singles))
    votes = torch.zeros(mean.shape, dtype=torch.long)
    for single in singles:
        votes[torch.arange(len(votes)), single.answers] += 1
    is_first = votes == votes.max(dim=1, keepdim=True).values
    choice = mean.masked_fill(~is_first, -1.0).argmax(dim=1)
    return Combined(votes / len(singles), losses, choice=choice, singles=tuple(singles))


def read_packs(paths: Sequence[Path]) -> list[PromptPack]:
    """The packs of one task, before any model is loaded. Raises PackError or InputError naming the one in the way."""
    packs = []
    for path, name in zip(paths, short_names(paths), strict=True):
        try:
            packs.append(read_pack(path))
        except PackError as error:
            raise _named(name, error) from error
    require_one_task(packs)
    return packs


def require_one_task(packs: Sequence[PromptPack]) -> None:
    """Raise InputError naming a pack whose labels or backbone are not those of the first one."""
    names = short_names([pack.path for pack in packs])
    first = packs[0].manifest
    for name, pack in zip(names, packs, strict=True):
        found = pack.manifest
        if found.task["kind"] != "classification" or not found.labels:
            raise InputError("ensemble_writes", pack=name)
        if set(found.labels) != set(first.labels):
            labels, needed = ", ".join(found.labels), ", ".join(first.labels)
            raise InputError("ensemble_labels", pack=name, labels=labels, first=names[0], needed=needed)
        known = {found.backbone.weights_hash, first.backbone.weights_hash} - {UNKNOWN_WEIGHTS}
        if len(known) > 1 or found.backbone.tokenizer_hash != first.backbone.tokenizer_hash:
            made_for, needed = found.backbone.name, first.backbone.name
            raise InputError("ensemble_backbone", pack=name, made_for=made_for, first=names[0], needed=needed)


def _named(name: str, error: PackError) -> PackError:
    return PackError("ensemble_pack", pack=name, reason=error.message, todo=error.action)
