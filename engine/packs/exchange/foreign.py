"""Foreign: a soft prompt as another program saved it, read and checked, before anybody says which model it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.events import RunEvent
from engine.packs.exchange.reading import Array


@dataclass(frozen=True)
class Prefix:
    """How flat keys and values lie in a row: (2 * layers, heads, head_dim). None: as the base model has them."""

    layers: int | None = None
    heads: int | None = None
    head_dim: int | None = None


@dataclass(frozen=True)
class Foreign:
    """`rows` (P, width) in float32: input embeddings, or flat keys and values where `prefix` says how they lie.

    `method` is the kind of method here whose prompts are the same; `head` holds "weight" (C, H) and maybe "bias"
    (C,); `task` is PEFT's word, "" where the file has none; `names_weights`: whether it says which model it is for.
    """

    format: str
    kind: str
    method: str
    rows: Array
    prefix: Prefix | None = None
    head: Mapping[str, Array] = field(default_factory=dict)
    task: str = ""
    names_weights: bool = False
    made_for: str = ""
    name: str = ""
    author: str = ""
    description: str = ""
    notes: tuple[RunEvent, ...] = ()

    @property
    def tokens(self) -> int:
        """Virtual tokens."""
        return int(self.rows.shape[0])

    @property
    def outputs(self) -> int | None:
        """How many answers its head tells apart; None without a head."""
        return int(self.head["weight"].shape[0]) if self.head else None

    def summary(self) -> dict[str, Any]:
        """What a person wants to know before choosing a model, as JSON."""
        return {
            "format": self.format,
            "kind": self.kind,
            "is_deep": self.prefix is not None,
            "tokens": self.tokens,
            "width": int(self.rows.shape[1]),
            "outputs": self.outputs,
            "task": self.task,
            "made_for": self.made_for,
            "name": self.name,
            "author": self.author,
            "description": self.description,
        }
