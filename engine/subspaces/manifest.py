"""SubspaceManifest: what a subspace file says about itself, every field checked, and the id made from it.

The checks are those of a pack's manifest. The tensors follow from `mode`, `dimension`, `width` and the prompt's shapes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from dataclasses import dataclass, field
from typing import Any

from engine.backbones.fingerprint import Fingerprint
from engine.errors import PackError
from engine.packs.field_checks import Check, count, each, list_of, matching, number, numbers, one_of, optional, table
from engine.packs.manifest import (
    CREATED,
    FACTS,
    HASH,
    ID,
    LINE,
    MAX_SLOTS,
    MOST_NUMBERS,
    NAME,
    fingerprint_check,
    shape_check,
    shape_name_check,
)

SCHEMA = 1
# How the numbers were tied to prompts: the paper's network; principal components; a network that learned nothing
AUTOENCODER, CLOSED_FORM, RANDOM = MODES = ("autoencoder", "closed_form", "random")
MOST_TASKS = 10_000
LOSSES = ("task", "reconstruction")


@dataclass(frozen=True)
class TaskPlace:
    """A task that the subspace was found from: its numbers (d_I), how far the prompt they give lies from its own, as a
    share of that one's size, and its loss on kept-aside rows with its own prompt and with the one that was given back
    (None where there were no rows)."""

    name: str
    numbers: list[float]
    error: float
    own_loss: float | None = None
    loss: float | None = None
    rows: int = 0
    sha256: str | None = None  # of the table it learned from
    prompt: str | None = None  # the id of its pack


@dataclass(frozen=True)
class SubspaceManifest:
    """What a subspace file says about itself. `id`, `members` and `app_version` are filled in by writing.

    `shapes` and `is_infix` are the prompt's, as in a pack; `width` is the middle of the decoder, None where that is a
    single matrix. `losses`: which of "task" and "reconstruction" it was found by. `method` {"kind", "options"} made the
    prompts; `initial` is the hash of the prompt that all of them started from, where that is known. `training`: facts
    (alpha, steps, seed ...). `explained`: share of the prompts' spread that the numbers give back.
    """

    name: str
    backbone: Fingerprint
    mode: str
    dimension: int
    shapes: dict[str, list[int]]
    width: int | None = None
    is_infix: bool = False
    losses: list[str] = field(default_factory=list)
    explained: float | None = None
    tasks: list[TaskPlace] = field(default_factory=list)
    method: dict[str, Any] = field(default_factory=lambda: {"kind": "prompt_tuning", "options": {}})
    training: dict[str, Any] = field(default_factory=dict)
    initial: str | None = None
    created: str = ""
    app_version: str = ""
    members: dict[str, str] = field(default_factory=dict)
    id: str = ""
    schema: int = SCHEMA

    @property
    def size(self) -> int:
        """Numbers in a prompt."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    @property
    def is_deep(self) -> bool:
        """Whether its prompts enter as keys and values."""
        return any(name != "embeddings" for name in self.shapes)

    def length_at(self, site: str) -> int:
        """Virtual tokens at "input" or at a site of attention."""
        if site == "input":
            return self.shapes["embeddings"][0] if "embeddings" in self.shapes else 0
        return next((shape[2] for name, shape in self.shapes.items() if name.startswith(f"key_values.{site}.")), 0)

    def tensor_shapes(self) -> dict[str, list[int]]:
        """Every tensor of the file with its shape."""
        inner = self.dimension if self.width is None else self.width
        shapes = {"decoder.outer.weight": [self.size, inner], "decoder.outer.bias": [self.size]}
        if self.width is not None:
            shapes |= {"decoder.inner.weight": [self.width, self.dimension], "decoder.inner.bias": [self.width]}
        if self.mode != RANDOM:
            shapes |= {"encoder.weight": [self.dimension, self.size], "encoder.bias": [self.dimension]}
        return shapes

    def to_json(self) -> dict[str, Any]:
        """A JSON-able table: schema and id first."""
        values = dataclasses.asdict(self)
        return {"schema": values.pop("schema"), "id": values.pop("id"), **values}

    @classmethod
    def from_json(cls, values: Any) -> SubspaceManifest:
        """The manifest of a table from a file. Raises PackError naming the field and what is wrong with it."""
        if not isinstance(values, dict) or type(values.get("schema")) is not int or values["schema"] < 1:
            raise PackError("pack_field", field="schema", reason="it is missing or no number")
        if values["schema"] > SCHEMA:
            raise PackError("pack_newer", found=values["schema"], known=SCHEMA)
        if reason := CHECKED(values):
            raise PackError("pack_field", field="manifest", reason=reason)
        tasks = [TaskPlace(**task) for task in values["tasks"]]
        manifest = cls(**{**values, "backbone": Fingerprint.from_json(values["backbone"]), "tasks": tasks})
        manifest._check_together()
        return manifest

    def _check_together(self) -> None:
        if not self.shapes or self.size >= 2**31:
            raise PackError("pack_field", field="shapes", reason="there is no prompt in it, or one too large")
        if self.mode != RANDOM and (self.width is None) != (self.mode == CLOSED_FORM):
            raise PackError("pack_field", field="width", reason=f"it does not go with {self.mode}")
        if any(len(task.numbers) != self.dimension for task in self.tasks):
            raise PackError("pack_field", field="tasks", reason=f"a task has other than {self.dimension} numbers")
        if content_id(self) != self.id:
            raise PackError("pack_id")


def content_id(manifest: SubspaceManifest) -> str:
    """32 hexadecimal digits from what the subspace does: its prompts' shapes, its backbone and its tensors."""
    content = [
        manifest.shapes,
        manifest.is_infix,
        manifest.mode,
        manifest.dimension,
        manifest.width,
        [manifest.backbone.weights_hash, manifest.backbone.tokenizer_hash],
        [task.numbers for task in manifest.tasks],
        manifest.members.get("subspace.safetensors", ""),
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _size(most: int) -> Check:
    return lambda value: "" if type(value) is int and 0 < value <= most else f"it is no whole number from 1 to {most}"


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "it is neither true nor false"


CHECKED = table(
    {
        "schema": count,
        "id": matching(ID, "id"),
        "name": NAME,
        "backbone": fingerprint_check,
        "mode": one_of(MODES),
        "dimension": _size(MOST_NUMBERS),
        "shapes": each(MAX_SLOTS, shape_name_check, shape_check),
        "width": optional(_size(1 << 20)),
        "is_infix": _yes_or_no,
        "losses": list_of(2, one_of(LOSSES)),
        "explained": optional(number),
        "tasks": list_of(
            MOST_TASKS,
            table(
                {
                    "name": NAME,
                    "numbers": numbers(MOST_NUMBERS),
                    "error": number,
                    "own_loss": optional(number),
                    "loss": optional(number),
                    "rows": count,
                    "sha256": optional(matching(HASH, "SHA-256")),
                    "prompt": optional(matching(ID, "id")),
                }
            ),
        ),
        "method": table({"kind": NAME, "options": each(200, LINE, lambda value: "")}),
        "training": FACTS,
        "initial": optional(matching(HASH, "SHA-256")),
        "created": matching(CREATED, "date such as 2030-01-31T12:00:00Z"),
        "app_version": LINE,
        "members": each(20, LINE, matching(HASH, "SHA-256")),
    }
)
