"""Which tasks a subspace is found from, and which it never sees (Qin et al. 2021, section 4.1)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import InputError

UNSEEN = 0.25  # of the tasks of the split's kind
FEWEST_SEEN = 3


@dataclass(frozen=True)
class Split:
    """`seen` in the order in which they are taken: a subspace of fewer tasks has the first of them. `unseen`: of the
    same kind; `far`: of the other kind, where the split has one; `again`: seen ones that are learned again."""

    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    far: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[str, ...]:
        """Every task that no subspace has seen."""
        return self.unseen + self.far


def split_tasks(has_classes: Mapping[str, bool], kind: str, seed: int) -> Split:
    """A split of tasks by name, the same for the same names and seed.

    "classification" and "other" take a quarter of their own kind, and as many of the other kind as `far`. Raises
    InputError where too few are left to find a subspace from.
    """
    draw = random.Random(seed)
    order = sorted(has_classes)
    draw.shuffle(order)
    own = [name for name in order if kind == "random" or has_classes[name] == (kind == "classification")]
    rest = [name for name in order if name not in own]
    count = max(1, round(UNSEEN * len(own)))
    if len(own) - count < FEWEST_SEEN:
        raise InputError("study_few", found=len(own), needed=FEWEST_SEEN + 1, split=kind)
    return Split(tuple(own[count:]), tuple(own[:count]), tuple(rest[:count]))
