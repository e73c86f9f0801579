"""Problem: one thing to look at in a table, with row numbers, a sentence and what a person can do about it.

Severity: "stop" trains nothing sensible, "skip" rows cannot be used and are left out only when the person says
so, "warn" has a consequence worth knowing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine.messages import PROBLEMS

Severity = Literal["stop", "skip", "warn"]
LISTED = 200  # rows with their own entry per code; the others share one
MOST_ROWS = 100_000  # numbers that one problem holds; `count` tells how many there are
ORDER = {"stop": 0, "skip": 1, "warn": 2}
FIXES = {  # what a button could do, beside leaving out rows that cannot be used
    "too_many_fields": ("join", "skip"),
    "label_spelling": ("merge",),
    "label_similar": ("merge",),
    **dict.fromkeys(("duplicate", "contradiction", "label_once", "tag_once", "in_both_files", "too_long"), ("skip",)),
    **dict.fromkeys(
        ("near_duplicate", "near_duplicate_sampled", "label_only_in_validation", "tag_only_in_validation"), ("skip",)
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing to look at. `row` is the first (or only) of `rows`; `count` may be larger than len(rows)."""

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0
    args: dict[str, Any] = field(default_factory=dict)
    file: str = "train"  # "train" | "validation"
    merge: dict[str, str] = field(default_factory=dict)  # label -> the one that it is another spelling of

    @property
    def message(self) -> str:
        return PROBLEMS[self.code][0].format(**self.values)

    @property
    def fix(self) -> str:
        return PROBLEMS[self.code][1].format(**self.values)

    @property
    def fixes(self) -> tuple[str, ...]:
        """What `fixes.py` can do: "join" (the surplus fields), "skip" (leave the rows out), "merge" (labels)."""
        return FIXES.get(self.code, ("skip",) if self.severity == "skip" else ())

    @property
    def values(self) -> dict[str, Any]:
        """What the sentence's placeholders stand for."""
        return {"row": self.row, "column": self.column, "count": self.count, "rows": row_list(self.rows)} | self.args


def row_list(rows: Sequence[object], most: int = 10) -> str:
    """Row numbers to read: "18, 406, 871", cut after `most` with an ellipsis."""
    return ", ".join(map(str, rows[:most])) + (", ..." if len(rows) > most else "")


def grouped(code: str, rows: Sequence[int], column: str | None, **args: Any) -> Problem:
    """A warning about several rows together."""
    return Problem(code, "warn", rows[0], column, tuple(rows[:MOST_ROWS]), len(rows), args)


def each(code: str, found: Sequence[tuple[int, dict[str, Any]]], column: str | None, most: int) -> list[Problem]:
    """One problem a row, so that each can be shown, mended or skipped; those after the first `most` together."""
    problems = [Problem(code, "skip", row, column, (row,), 1, args) for row, args in found[:most]]
    rest = tuple(row for row, _ in found[most:])
    if rest:
        problems.append(Problem("more_rows", "skip", rest[0], column, rest, len(rest), {"like": problems[0].row}))
    return problems


def in_order(problems: Iterable[Problem], file: str = "train") -> list[Problem]:
    """Stop first, then skip, then warn; marked with the file they are about."""
    return sorted((replace(problem, file=file) for problem in problems), key=lambda problem: ORDER[problem.severity])


def problem_rows(problems: Iterable[Problem]) -> set[int]:
    """Numbers of the rows that cannot be used."""
    return {row for problem in problems if problem.severity == "skip" for row in problem.rows}
