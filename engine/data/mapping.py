"""ColumnMapping: which column is the answer, which are read as input, and which have another part in the task.

Roles are those of `roles.py`; `guessing.py` finds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.data.roles import (
    CONTEXT,
    LABEL,
    PATTERN,
    QUESTION,
    START,
    TEXT,
    candidate_roles,
    is_input,
)
from engine.messages import GUESSES


@dataclass(frozen=True)
class Reason:
    """Why a column got its role; `text` is the English sentence of the table GUESSES."""

    code: str
    args: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return GUESSES[self.code].format(**self.args)


@dataclass(frozen=True)
class ColumnMapping:
    """Role -> column. Immutable; `reasons` per column and `alternatives` per role come from guessing.

    A role in `open_roles` could not be settled: its candidates fit equally well (none: nothing fits).
    """

    columns: Mapping[str, str]
    reasons: Mapping[str, Reason] = field(default_factory=dict, compare=False)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    open_roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def label(self) -> str | None:
        """The answer's column."""
        return self.columns.get(LABEL)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns read as input, in order: all but the answer, candidates, pattern and start."""
        return tuple(column for role, column in self.columns.items() if is_input(role))

    @property
    def candidates(self) -> tuple[str, ...]:
        """The columns of a choice's candidates, in the order of their numbers."""
        return tuple(self.columns[role] for role in candidate_roles(self.columns))

    @property
    def pattern(self) -> str | None:
        """The column of a cloze's pattern."""
        return self.columns.get(PATTERN)

    @property
    def start(self) -> str | None:
        """The column of the answer's place in its context."""
        return self.columns.get(START)

    @property
    def question(self) -> str | None:
        """The column of the question about a context."""
        return self.columns.get(QUESTION)

    @property
    def context(self) -> str | None:
        """The column of the text that holds the answer."""
        return self.columns.get(CONTEXT)

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that make two rows ask the same: inputs, pattern and candidates."""
        return (*self.inputs, *([self.pattern] if self.pattern else []), *self.candidates)

    @property
    def is_settled(self) -> bool:
        """There is one answer column and at least one input, without a tie."""
        return not self.open_roles and self.label is not None and bool(self.inputs)

    def to_config(self) -> dict[str, str]:
        """The `data.columns` of a recipe."""
        return dict(self.columns)

    @staticmethod
    def of(
        inputs: Sequence[str],
        label: str | None,
        *,
        candidates: Sequence[str] = (),
        pattern: str | None = None,
        start: str | None = None,
    ) -> ColumnMapping:
        """A mapping a person chose: one input gets the role "text", several keep their own names."""
        roles = {TEXT: inputs[0]} if len(inputs) == 1 else {_own_role(name): name for name in inputs}
        roles |= {f"candidate{number}": name for number, name in enumerate(candidates, start=1)}
        others = {PATTERN: pattern, START: start, LABEL: label}
        return ColumnMapping(roles | {role: name for role, name in others.items() if name})


def _own_role(name: str) -> str:
    """The role of one of several inputs: its name, unless that is the name of another part in a task."""
    return name if is_input(name) else f"{name}_input"
