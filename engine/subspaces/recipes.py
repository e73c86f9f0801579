"""Recipes: which prompts are made for a set of tasks, and how a subspace is found from them; JSON, as a run's is."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.options import build, nearest, option
from engine.runs.config import BackboneConfig, RunConfig, TrainingConfig, within

SCHEMA = 1
SEARCH_TRAINING: dict[str, Any] = {"steps": 300, "learning_rate": 1e-4, "clip": 0.1}  # the limit is the authors' code's


@dataclass(frozen=True)
class TaskSetConfig:
    """A set of tasks for which prompts are made. `sources`: tables, folders of tables, or folders of such folders;
    `recipe`: what is the same for all tasks; it names no table."""

    sources: tuple[str, ...]
    recipe: RunConfig
    rows: int = option(256, label="Rows a task", help="At most so many to learn from.", low=1, high=10_000_000)
    shots: int | None = option(
        None,
        label="Examples a class",
        help="Learn from so many of each answer only, twice as many in all where answers are texts. Empty: all rows.",
        low=1,
        high=10_000,
    )
    together: int | None = option(
        None,
        label="Tasks at once",
        help="Empty: one after the other; 8 on a graphics card.",
        low=1,
        high=64,
        advanced=True,
    )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        own = {name: getattr(self, name) for name in ("rows", "shots", "together")}
        return {"sources": list(self.sources), **own, "recipe": self.recipe.to_json()}

    @staticmethod
    def from_json(values: dict[str, Any]) -> TaskSetConfig:
        """Read one. Raises InputError for an unknown key or a wrong type."""
        recipe = RunConfig.from_json(values.get("recipe") or {})
        return build(TaskSetConfig, {**values, "sources": tuple(values.get("sources") or ()), "recipe": recipe})


@dataclass(frozen=True)
class SubspaceConfig:
    """How the subspace is found."""

    dimension: int = option(
        5, label="Numbers a task", help="How few numbers are to stand for a whole prompt.", low=1, high=4096
    )
    alpha: float = option(
        200.0,
        label="Weight of likeness",
        help="How much it counts that prompts come back as they were.",
        low=0.0,
        high=1e9,
    )
    without: str = option(
        "",
        label="Leave out",
        choices=(("", "Nothing"), ("task", "The tasks themselves"), ("reconstruction", "The likeness of the prompts")),
        help="Which of both aims does not count.",
        advanced=True,
    )
    quick: bool = option(
        False,
        label="Quick",
        help="Principal components of the prompts: in seconds, without asking the model. Not the paper's way.",
    )
    width: int | None = option(
        None, label="Network width", help="Empty: that of the model.", low=1, high=65_536, advanced=True
    )
    mix: int = option(4, label="Tasks a step", help="So many tasks in each step.", low=1, high=256, advanced=True)
    start: str = option(
        "components",
        label="Start from",
        choices=(("components", "Principal components"), ("drawn", "Random numbers")),
        help="Random numbers as in the paper need very many steps.",
        advanced=True,
    )


@dataclass(frozen=True)
class SearchConfig:
    """A search for a subspace. `sources`: packs, and folders in which prompts were made; `tasks`: which of those tasks
    (None: all); `out`: the file that it becomes."""

    sources: tuple[str, ...] = ()
    out: str = ""
    name: str | None = None
    seed: int = 0
    tasks: tuple[str, ...] | None = None
    backbone: BackboneConfig = field(default_factory=BackboneConfig)
    subspace: SubspaceConfig = field(default_factory=SubspaceConfig)
    training: TrainingConfig = field(default_factory=lambda: TrainingConfig(**SEARCH_TRAINING))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        values: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return {"schema": SCHEMA, **values}

    @staticmethod
    def from_json(values: dict[str, Any]) -> SearchConfig:
        """Read one. Raises InputError for an unknown key, a wrong type or a newer schema."""
        values = {**values}
        if (found := values.pop("schema", SCHEMA)) != SCHEMA:
            raise InputError("config_schema", found=found, known=SCHEMA)
        for name, kind, usual in (
            ("backbone", BackboneConfig, {}),
            ("subspace", SubspaceConfig, {}),
            ("training", TrainingConfig, SEARCH_TRAINING),
        ):
            try:
                values[name] = build(kind, {**usual, **values.get(name, {})})
            except InputError as error:
                raise within(name, error) from None
        for name in ("sources", "tasks"):
            values[name] = _texts(name, values.get(name))
        values["sources"] = values["sources"] or ()
        known = [each.name for each in dataclasses.fields(SearchConfig)]
        if extra := [name for name in values if name not in known]:
            raise InputError("unknown_option", name=extra[0], nearest=nearest(extra[0], known))
        if type(values.get("seed", 0)) is not int or values.get("seed", 0) < 0:
            raise InputError("option_type", name="seed", value=repr(values["seed"]), expected="a whole number from 0")
        return SearchConfig(**values)

    @property
    def title(self) -> str:
        """What the subspace is called."""
        return self.name or Path(self.out).stem or "subspace"


def _texts(name: str, value: Sequence[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        raise InputError("option_type", name=name, value=repr(value), expected="a list of texts")
    return tuple(value)
