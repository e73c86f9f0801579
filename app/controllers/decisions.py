"""What a person decided about the rows of a file, and the way back: nothing of it changes the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.data import ColumnMapping, Problem, with_fix


@dataclass(frozen=True)
class Decisions:
    """What each column is for, which rows are left out, in which surplus fields are joined, which answers are other
    spellings of one, and the file (or "") whose rows are kept aside, with those of it that are left out."""

    mapping: ColumnMapping
    skipped: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()  # (spelling, the answer that it is)
    aside: str = ""
    skipped_aside: tuple[int, ...] = ()

    @staticmethod
    def of(data: Mapping[str, Any], mapping: ColumnMapping) -> Decisions:
        """Those that stand in the `data` section of a recipe."""
        return Decisions(
            mapping,
            tuple(sorted(data.get("skip_rows") or ())),
            tuple(sorted(data.get("joined_rows") or ())),
            tuple(sorted((data.get("merged_labels") or {}).items())),
            str(data.get("validation") or ""),
            tuple(sorted(data.get("skip_validation_rows") or ())),
        )

    def to_data(self) -> dict[str, Any]:
        """As the `data` section of a recipe has them."""
        return {
            "columns": self.mapping.to_config() or None,
            "skip_rows": list(self.skipped),
            "joined_rows": list(self.joined),
            "merged_labels": dict(self.merged) or None,
            "validation": self.aside or None,
            "skip_validation_rows": list(self.skipped_aside),
        }

    def with_fix(self, problem: Problem, fix: str) -> Decisions:
        """These and what a person does about a problem: "join", "skip" or "merge"."""
        return Decisions.of(with_fix(self.to_data(), problem, fix), self.mapping)


class DecisionLog:
    """The decisions as they stand; `take` is called with others whenever they change, forward or back."""

    def __init__(self, take: Callable[[Decisions], None]) -> None:
        self._take = take
        self._stack = QUndoStack()
        self.now = Decisions(ColumnMapping({}))

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back."""
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        """Whether a decision was taken back."""
        return self._stack.canRedo()

    def begin(self, decisions: Decisions) -> None:
        """Start anew from these: what was decided before is about other rows."""
        self._stack.clear()
        self.now = decisions

    def decide(self, decisions: Decisions) -> None:
        """Decide something, which can be taken back."""
        if decisions != self.now:
            self._stack.push(_Change(self, self.now, decisions))

    def undo(self) -> None:
        """Take the last decision back, if there is one."""
        self._stack.undo()

    def redo(self) -> None:
        """Decide again what was taken back."""
        self._stack.redo()

    def go_to(self, decisions: Decisions) -> None:
        """Let these stand."""
        self.now = decisions
        self._take(decisions)


class _Change(QUndoCommand):
    def __init__(self, log: DecisionLog, before: Decisions, after: Decisions) -> None:
        super().__init__()
        self._log, self._before, self._after = log, before, after

    def undo(self) -> None:
        self._log.go_to(self._before)

    def redo(self) -> None:
        self._log.go_to(self._after)
