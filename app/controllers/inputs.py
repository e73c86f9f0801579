"""From a file to examples: read, guess what each column is for, check, and keep what a person decided about rows.

Nothing here blocks the window: files are read and checked in a thread pool. What the engine says of the choices is
`preview.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import ColumnMapping, Problem, Reason, Table, check_table, guess_mapping, guess_task, read_table
from engine.runs import RunConfig
from widgets.column_roles import missing_chip


@dataclass(frozen=True)
class Read:
    """A table with all that is said about it."""

    table: Table
    mapping: ColumnMapping
    problems: list[Problem]
    task: str = "classification"
    why: Reason | None = None


class InputsController(QObject):
    """Signal `failed(event)` when a file cannot be read."""

    opened = Signal()  # another file was read
    task_settled = Signal()  # the columns are for another task now
    recipe_opened = Signal(dict)  # a whole recipe to show
    failed = Signal(dict)

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._jobs = workspace, jobs

    # ---- files -----------------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Read another file from its beginning: no roles, no decisions yet, and the task that its rows speak for."""

        def work() -> Read:
            table = read_table(Path(path))
            task, why = guess_task(table)
            mapping = guess_mapping(table, task)
            return Read(table, mapping, _check(table, mapping, None, task), task, why)

        def then(read: Read) -> None:
            recipe = self._workspace.recipe
            recipe = {**recipe, "name": None, "data": {**recipe["data"], "validation": None, "skip_rows": []}}
            if read.task != self._workspace.task:
                recipe |= {"task": {**RunConfig().to_json()["task"], "kind": read.task}, "method": {}}
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)
            self._workspace.set_table(read.table, read.mapping, read.problems, why=read.why)
            self.opened.emit()

        self._jobs.start(work, then, self.failed.emit, lane="table")

    def reread(self, encoding: str, delimiter: str) -> None:
        """Read the same file in another way; decisions about rows no longer mean the same rows."""
        table = self._workspace.table
        if table is None:
            return
        path, task = table.path, self._workspace.task

        def work() -> Read:
            read = read_table(path, encoding, delimiter)
            return _judge(read, guess_mapping(read, task), task)

        def then(read: Read) -> None:
            self._workspace.set_table(read.table, read.mapping, read.problems)

        self._jobs.start(work, then, self.failed.emit, lane="table")

    def open_recipe(self, recipe: dict[str, Any]) -> None:
        """Read the table of a recipe and take over every choice in it. Signal `recipe_opened` at the end."""
        data, task = recipe["data"], str(recipe["task"].get("kind") or "classification")

        def work() -> Read:
            joined = tuple(data.get("joined_rows") or ())
            how = {name: data.get(name) for name in ("encoding", "delimiter", "sheet", "header")}
            table = read_table(Path(data["train"]), **how, joined_rows=joined)
            columns = data.get("columns")
            return _judge(table, ColumnMapping(columns) if columns else guess_mapping(table, task), task)

        def then(read: Read) -> None:
            skipped, joined = data.get("skip_rows") or (), data.get("joined_rows") or ()
            self._workspace.set_table(read.table, read.mapping, read.problems, skipped=skipped, joined=joined)
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

        if data.get("train"):
            self._jobs.start(work, then, self.failed.emit, lane="table")
        else:
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

    # ---- what a person decides -------------------------------------------------------------------------------------

    def set_roles(self, columns: dict[str, str]) -> None:
        """Other roles: check again."""
        table = self._workspace.table
        if table is None:
            return
        mapping = ColumnMapping(columns)
        self._workspace.set_roles(mapping)
        aside, task = self._workspace.keep_aside(), self._workspace.task

        def then(problems: list[Problem]) -> None:
            self._workspace.set_problems(problems)

        self._jobs.start(lambda: _check(table, mapping, aside, task), then, lane="check")

    def set_task(self, task: str) -> None:
        """Learn something else from the same rows: each column may be for something else."""
        table = self._workspace.table
        if table is None:
            return
        joined, aside = self._workspace.joined, self._workspace.keep_aside()

        def work() -> Read:
            mapping = guess_mapping(table, task)
            return Read(table, mapping, _check(table, mapping, aside, task), task)

        def then(read: Read) -> None:
            skipped = self._workspace.skipped
            self._workspace.set_table(read.table, read.mapping, read.problems, skipped=skipped, joined=joined)
            self.task_settled.emit()

        self._jobs.start(work, then, lane="check")

    def skip(self, rows: Sequence[int]) -> None:
        """Leave these rows out, and only these."""
        self._workspace.set_skipped(rows)

    def join(self, rows: Sequence[int]) -> None:
        """Join the surplus fields of these rows."""
        table, mapping = self._workspace.table, self._workspace.mapping
        if table is None or mapping is None:
            return
        aside, task = self._workspace.keep_aside(), self._workspace.task

        def work() -> tuple[Table, list[Problem]]:
            joined = table.join_extra(rows)
            return joined, _check(joined, mapping, aside, task)

        def then(found: tuple[Table, list[Problem]]) -> None:
            joined, problems = found
            skipped = [row for row in self._workspace.skipped if row not in set(rows)]
            why = self._workspace.why
            self._workspace.set_table(joined, mapping, problems, skipped=skipped, joined=joined.joined, why=why)

        self._jobs.start(work, then, self.failed.emit, lane="table")


def _judge(table: Table, mapping: ColumnMapping, task: str) -> Read:
    return Read(table, mapping, _check(table, mapping, None, task), task)


def _check(table: Table, mapping: ColumnMapping, keep_aside: float | None, task: str) -> list[Problem]:
    is_whole = missing_chip(mapping, task) in (None, "answer")
    return check_table(table, mapping if is_whole else None, keep_aside=keep_aside, task=task)
