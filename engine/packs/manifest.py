"""Manifest: what a pack says about itself, as a dataclass with every field checked, and the id made from it.

Schema 1. `from_json` takes a stranger's table and refuses what is missing, of another kind or unknown; a newer
schema has its own message. The tensors themselves are left to `tensors`, the zip to `archive`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from engine.backbones.fingerprint import Fingerprint
from engine.errors import PackError
from engine.packs.field_checks import Check, count, each, matching, numbers, one_of, optional, table, text, texts
from engine.runs.config import POOLINGS

SCHEMA = 1
DTYPES = ("float32", "float16", "bfloat16")
HASH = re.compile(r"[0-9a-f]{64}")
ID = re.compile(r"[0-9a-f]{32}")
CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
SLOT = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
POSITIONS = ("shifted", "kept", "placed")
DEEP_PLACES = ("front", "infix")
MAX_LABELS = 10_000
MAX_SLOTS = 1_000
MAX_DIMENSION = 1_000_000
MOST_TOKENS = 2**20
MOST_NUMBERS = 4096


@dataclass(frozen=True)
class Manifest:
    """What a pack says about itself. `id`, `shapes`, `head`, `members` and `app_version` are filled in by writing.

    method {"kind", "options"} and, where few numbers in a subspace stand for the prompt, "subspace": {"id", "name",
    "numbers"}; task {"kind", "output", "columns", "max_tokens", "pooling"};
    shapes {"embeddings": (P, H)} and {"key_values.<slot>": (2, kv_heads, P, head_dim)};
    position {"soft": "front" | "behind" | "between", "positions": "shifted" | "kept" | "placed" (shifted, and distances
    to a prefix count, as in PEFT's T5), "deep": "front" | "infix"}, the last one optional;
    head {"weight": (C, H), "bias": (C,) | None} or None;
    metrics {"metrics", "baseline", "head_alone": each a flat table with n, low and high (95 %), "seed"};
    data {"name", "sha256", "rows", "kept_aside"}; members {file name: SHA-256}.
    """

    name: str
    method: dict[str, Any]
    task: dict[str, Any]
    template: str
    backbone: Fingerprint
    position: dict[str, str]
    training_dtype: str
    metrics: dict[str, Any]
    data: dict[str, Any]
    label_words: dict[str, list[str]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    description: str = ""
    author: str = ""
    licence: str = ""
    languages: list[str] = field(default_factory=list)
    created: str = ""
    app_version: str = ""
    shapes: dict[str, list[int]] = field(default_factory=dict)
    head: dict[str, Any] | None = None
    members: dict[str, str] = field(default_factory=dict)
    id: str = ""
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """A JSON-able table: schema and id first."""
        table = dataclasses.asdict(self)
        return {"schema": table.pop("schema"), "id": table.pop("id"), **table}

    @classmethod
    def from_json(cls, table: Any) -> Manifest:
        """The manifest of a table from a file. Raises PackError naming the field and what is wrong with it."""
        if not isinstance(table, dict) or type(table.get("schema")) is not int or table["schema"] < 1:
            raise PackError("pack_field", field="schema", reason="it is missing or no number")
        if table["schema"] > SCHEMA:
            raise PackError("pack_newer", found=table["schema"], known=SCHEMA)
        for name in table:
            if name not in CHECKS:
                raise PackError("pack_field", field=ascii(name[:60])[1:-1], reason="schema 1 has no such field")
        for name, check in CHECKS.items():
            if name not in table:
                raise PackError("pack_field", field=name, reason="it is missing")
            reason = check(table[name])
            if reason:
                raise PackError("pack_field", field=name, reason=reason)
        manifest = cls(**{**table, "backbone": Fingerprint.from_json(table["backbone"])})
        manifest._check_together()
        return manifest

    def _check_together(self) -> None:
        """What spans fields: shapes against the backbone, the head against the labels, the id against it all."""
        if not self.shapes:
            raise PackError("pack_field", field="shapes", reason="there is no prompt in it")
        for name, shape in self.shapes.items():
            if name == "embeddings" and (len(shape) != 2 or shape[1] != self.backbone.embedding):
                reason = f"{shape} is not (tokens, {self.backbone.embedding})"
                raise PackError("pack_field", field="shapes", reason=reason)
            if name != "embeddings" and (len(shape) != 4 or shape[0] != 2):
                reason = f"{name} has {shape}, not (2, heads, tokens, width)"
                raise PackError("pack_field", field="shapes", reason=reason)
        if self.head and self.labels and self.head["weight"][0] != len(self.labels):
            reason = f"it has {self.head['weight'][0]} outputs for {len(self.labels)} labels"
            raise PackError("pack_field", field="head", reason=reason)
        if self.labels and not set(self.label_words) <= set(self.labels):
            raise PackError("pack_field", field="label_words", reason="it names a label that does not exist")
        if content_id(self) != self.id:
            raise PackError("pack_id")

    @property
    def is_frozen(self) -> bool:
        """Whether the backbone stayed as it was; if not, it was trained together with the prompt."""
        return self.method["options"].get("tune_backbone") is not True

    @property
    def tokens(self) -> int:
        """How many virtual tokens the prompt has: the most at any one place."""
        return max((shape[0] if name == "embeddings" else shape[2]) for name, shape in self.shapes.items())


def content_id(manifest: Manifest) -> str:
    """The id of a prompt: 32 hexadecimal digits from what it does, so a new name or date leaves it as it is."""
    content = {
        "method": manifest.method,
        "task": manifest.task,
        "template": manifest.template,
        "label_words": manifest.label_words,
        "labels": manifest.labels,
        "position": manifest.position,
        "shapes": manifest.shapes,
        "head": manifest.head,
        "backbone": [manifest.backbone.weights_hash, manifest.backbone.tokenizer_hash],
        "prompt": manifest.members.get("prompt.safetensors", ""),
    }
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def shape_check(value: Any) -> str:
    fine = isinstance(value, list) and all(type(size) is int and 0 < size <= MAX_DIMENSION for size in value)
    return "" if fine and 1 <= len(value) <= 4 and math.prod(value) < 2**31 else "it is no possible shape"


def _tokens(value: Any) -> str:
    fine = type(value) is int and 0 < value <= MOST_TOKENS
    return "" if fine else f"it is no whole number from 1 to {MOST_TOKENS}"


def _fact(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return ""
    return text(1_000)(value)


def shape_name_check(name: Any) -> str:
    slot = name.removeprefix("key_values.")
    fine = name == "embeddings" or (slot != name and len(name) <= 300 and SLOT.fullmatch(slot))
    return "" if fine else f"{name[:60]!a} is no place for a prompt"


def fingerprint_check(value: Any) -> str:
    try:
        found = Fingerprint.from_json(value)
    except ValueError as error:
        return str(error)
    hashes = (found.weights_hash, found.tokenizer_hash)
    if not all(HASH.fullmatch(digest) for digest in hashes):
        return "a hash is no SHA-256"
    return next(filter(None, map(text(300), (found.name, found.source, found.architecture))), "")


NAME = text(200, empty=False)
LINE = text(200)
LABEL = text(10_000, exact=True)
FACTS = each(60, LINE, _fact)
IN_SUBSPACE = table({"id": matching(ID, "id"), "name": NAME, "numbers": numbers(MOST_NUMBERS)})
CHECKS: dict[str, Check] = {
    "schema": count,
    "id": matching(ID, "id"),
    "name": NAME,
    "description": text(4_000, lines=True),
    "author": LINE,
    "licence": LINE,
    "languages": texts(40, matching(LANGUAGE, "language code")),
    "created": matching(CREATED, "date such as 2030-01-31T12:00:00Z"),
    "app_version": LINE,
    "method": table({"kind": NAME, "options": each(200, LINE, lambda value: "")}, may={"subspace": IN_SUBSPACE}),
    "shapes": each(MAX_SLOTS, shape_name_check, shape_check),
    "position": table({"soft": NAME, "positions": one_of(POSITIONS)}, may={"deep": one_of(DEEP_PLACES)}),
    "task": table(
        {"kind": NAME, "output": NAME},
        may={"columns": each(1_000, LINE, LABEL), "max_tokens": _tokens, "pooling": one_of(POOLINGS)},
        others=True,
    ),
    "template": text(20_000, exact=True),
    "label_words": each(MAX_LABELS, LABEL, texts(100, text(1_000, exact=True), different=False)),
    "labels": texts(MAX_LABELS, LABEL),
    "head": optional(table({"weight": shape_check, "bias": optional(shape_check)})),
    "backbone": fingerprint_check,
    "training_dtype": one_of(DTYPES),
    "metrics": table({"metrics": FACTS, "baseline": optional(FACTS), "head_alone": optional(FACTS), "seed": count}),
    "data": table({"name": LINE, "sha256": optional(matching(HASH, "SHA-256")), "rows": count, "kept_aside": count}),
    "members": each(20, LINE, matching(HASH, "SHA-256")),
}
