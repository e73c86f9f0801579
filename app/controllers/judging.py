"""A file with everything that is said about it: roles, what was decided about its rows, what is worth a look.

Touches no widget: it is asked outside the window's thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.controllers.decisions import Decisions
from engine.data import (
    ColumnMapping,
    ExampleRows,
    Problem,
    Reason,
    Table,
    across_files,
    check_table,
    guess_mapping,
    guess_task,
    read_table,
)
from engine.data.problems import problem_rows
from engine.data.progress import Tick, untold
from widgets.column_roles import missing_chip
from widgets.table_facts import answer_counts

HOW = ("encoding", "delimiter", "sheet", "header")  # a recipe's settings that say how its files are read


@dataclass(frozen=True)
class Read:
    """A file as it was read, the table that decisions make of it, the one whose rows are kept aside where that is a
    file of its own, and all that is said about them."""

    file: Table
    table: Table
    decisions: Decisions
    problems: list[Problem]
    task: str = "classification"
    why: Reason | None = None
    aside: Table | None = None
    near: list[Problem] = field(default_factory=list)  # what the engine found when it compared rows with each other


def read_new(path: Path, aside: str, language: str, tick: Tick) -> Read:
    """A file nothing is known of: its task and its roles are guessed. `aside`: the file of rows kept aside, or "";
    `language` of the window, such as zh_CN, breaks a tie between encodings."""
    table = read_table(path, language=language, tick=tick)
    task, why = guess_task(table)
    return judged(table, Decisions(guess_mapping(table, task), aside=aside), None, task, why, tick=tick)


def read_again(path: Path, how: Mapping[str, Any], task: str, aside: str, tick: Tick) -> Read:
    """A file read in another way."""
    table = read_table(path, **how, tick=tick)
    return judged(table, Decisions(guess_mapping(table, task), aside=aside), None, task, tick=tick)


def read_recipe(data: Mapping[str, Any], task: str, tick: Tick) -> Read:
    """The file of a recipe's `data` section, with what was decided there."""
    how: dict[str, Any] = {name: data.get(name) for name in HOW}
    table = read_table(Path(data["train"]), **how, tick=tick)
    columns = data.get("columns")
    mapping = ColumnMapping(columns) if columns else guess_mapping(table, task)
    return judged(table, Decisions.of(data, mapping), None, task, tick=tick)


def judged(
    file: Table,
    decisions: Decisions,
    keep_aside: float | None,
    task: str,
    why: Reason | None = None,
    *,
    aside: Table | None = None,
    tick: Tick = untold,
) -> Read:
    """A file under decisions, with everything worth a look in it.

    `keep_aside`: the share of the rows that is; `aside`: the file of rows kept aside, if it is read already. Raises
    InputError where that cannot be read, or has not the same columns.
    """
    table = file.join_extra(set(decisions.joined)) if decisions.joined else file
    mapping, merged = decisions.mapping, dict(decisions.merged)
    is_whole = missing_chip(mapping, task) in (None, "answer")
    share = None if decisions.aside else keep_aside
    roles = mapping if is_whole else None
    if mapping.label in table.columns:
        answer_counts(table, mapping.label)  # kept with the table: the window does not count them
    problems = check_table(table, roles, keep_aside=share, task=task, merged=merged, tick=tick)
    if not decisions.aside:
        return Read(file, table, decisions, problems, task, why)
    if aside is None or str(aside.path) != decisions.aside:
        how = (file.encoding or None, file.delimiter or None)  # as a training reads both
        aside = read_table(Path(decisions.aside), *how, header=file.has_header, tick=tick)
    for column in mapping.columns.values():
        aside.known(column)
    if is_whole and mapping.is_settled:
        rows = ExampleRows(table, mapping, problem_rows(problems) | {*decisions.skipped}, task, merged=merged)
        found = check_table(aside, mapping, task=task, merged=merged, file="validation", tick=tick)
        left = problem_rows(found) | {*decisions.skipped_aside}
        tested = ExampleRows(aside, mapping, left, task, rows.scheme, merged)
        problems += [*found, *across_files(rows, tested, mapping, task)]
    return Read(file, table, decisions, problems, task, why, aside)
