"""StudyConfig: which tasks, which grid of subspaces, how much work a stage may take; JSON, as a run's recipe is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from engine.errors import InputError
from engine.options import nearest
from engine.subspaces.recipes import TaskSetConfig

SCHEMA = 1
SPLITS = ("random", "classification", "other")
BOUNDS: dict[str, tuple[float, float]] = {
    "dimensions": (1, 4096),
    "seen": (3, 10_000),
    "seeds": (1, 100),
    "drawn": (0, 100),
    "around": (0, 100),
    "measured": (0, 10_000),
    "rates": (1e-9, 100.0),
    "rate_tasks": (0, 10_000),
    "alpha": (0.0, 1e9),
    "steps": (1, 10_000_000),
    "minutes": (0.1, 1_000_000),
}
WHOLE = {"dimensions", "seen", "seeds", "drawn", "around", "measured", "rate_tasks", "steps"}
SEVERAL = {"dimensions", "seen", "rates", "steps"}
STEPPED = ("prompts", "search", "learning")  # the stages that learn


@dataclass(frozen=True)
class StudyConfig:
    """A study. A *stage* is what its limits are for: all prompts, one search, all that is learned with one subspace.

    split: which tasks are never seen by a subspace: a quarter of all, of those with classes, or of the others.
    dimensions x seen x seeds: the subspaces that are found. drawn: random decoders that each number of dimensions is
    compared with; around: the same around the subspace's mean prompt. measured: seen tasks that are learned again.
    rates: learning rates that are tried for each decoder, on its first `rate_tasks` unseen tasks. steps: the most, of
    all stages alike, or of a prompt, a search and a run with few numbers.
    """

    tasks: TaskSetConfig
    split: str = "random"
    dimensions: tuple[int, ...] = (1, 5, 25)
    seen: tuple[int, ...] = (6, 12, 18)
    seeds: int = 2
    drawn: int = 3
    around: int = 0
    measured: int = 6
    rates: tuple[float, ...] = (0.03, 0.1, 0.3)
    rate_tasks: int = 2
    alpha: float = 200.0
    steps: tuple[int, ...] = (300,)
    minutes: float | None = 60.0

    def __post_init__(self) -> None:
        """Raises InputError for a value that is no number, or out of its range."""
        if self.split not in SPLITS:
            choices = ", ".join(SPLITS)
            raise InputError("option_choice", name="split", value=repr(self.split), choices=choices)
        for name, (low, high) in BOUNDS.items():
            value = getattr(self, name)
            for each in value if name in SEVERAL else (value,):
                if each is None and name == "minutes":
                    continue
                if type(each) is not int and (name in WHOLE or type(each) is not float):
                    expected = "a whole number" if name in WHOLE else "a number"
                    raise InputError("option_type", name=name, value=repr(each), expected=expected)
                if not low <= each <= high:
                    raise InputError("option_range", name=name, value=each, low=low, high=high)
            if name in SEVERAL and not value:
                raise InputError("option_type", name=name, value="[]", expected="a number")

        if len(self.steps) not in (1, len(STEPPED)):
            expected = f"one number, or one each for {', '.join(STEPPED)}"
            raise InputError("option_type", name="steps", value=repr(list(self.steps)), expected=expected)

    @property
    def most_steps(self) -> dict[str, int]:
        """By stage."""
        steps = self.steps * len(STEPPED) if len(self.steps) == 1 else self.steps
        return dict(zip(STEPPED, steps, strict=True))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        own = {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "tasks"}
        return {
            "tasks": self.tasks.to_json(),
            **{name: list(value) if isinstance(value, tuple) else value for name, value in own.items()},
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> StudyConfig:
        """Read one. Raises InputError for an unknown key or a wrong value."""
        known = [field.name for field in dataclasses.fields(StudyConfig)]
        if extra := [name for name in values if name not in known]:
            raise InputError("unknown_option", name=extra[0], nearest=nearest(extra[0], known))
        several = {name: tuple(values[name]) for name in SEVERAL if name in values}
        return StudyConfig(**{**values, **several, "tasks": TaskSetConfig.from_json(values["tasks"])})
