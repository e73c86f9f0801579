"""From a file to examples: read, guess what each column is for, check, and keep what a person decided about rows.

Nothing here blocks the window: files are read and checked in a thread pool. What the engine says of the choices is
`preview.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.controllers.decisions import DecisionLog, Decisions
from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import ColumnMapping, Problem, Reason, Table, check_table, guess_mapping, guess_task, read_table
from engine.runs import RunConfig
from widgets.column_roles import missing_chip
from widgets.row_query import RowQuery, find_rows


@dataclass(frozen=True)
class Read:
    """A file as it was read, the table that decisions make of it, and all that is said about it."""

    file: Table
    table: Table
    decisions: Decisions
    problems: list[Problem]
    task: str = "classification"
    why: Reason | None = None


class InputsController(QObject):
    """Signal `failed(event)` when a file cannot be read."""

    opened = Signal()  # another file was read
    task_settled = Signal()  # the columns are for another task now
    recipe_opened = Signal(dict)  # a whole recipe to show
    failed = Signal(dict)
    rows_found = Signal(object)  # the numbers of the rows to show, in order; None for all as in the file

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._jobs = workspace, jobs
        self._shown: Read | None = None
        self.decisions = DecisionLog(self._take)

    # ---- files -----------------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Read another file from its beginning: no roles, no decisions yet, and the task that its rows speak for."""

        def work() -> Read:
            table = read_table(Path(path))
            task, why = guess_task(table)
            return _judged(table, Decisions(guess_mapping(table, task)), None, task, why)

        def then(read: Read) -> None:
            recipe = self._workspace.recipe
            recipe = {**recipe, "name": None, "data": {**recipe["data"], "validation": None, "skip_rows": []}}
            if read.task != self._workspace.task:
                recipe |= {"task": {**RunConfig().to_json()["task"], "kind": read.task}, "method": {}}
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)
            self._begin(read)
            self.opened.emit()

        self._jobs.start(work, then, self.failed.emit, lane="table")

    def reread(self, how: Mapping[str, Any]) -> None:
        """Read the same file in another way (see `read_table`); decisions about rows no longer mean the same rows."""
        if self._shown is None:
            return
        path, task = self._shown.file.path, self._workspace.task

        def work() -> Read:
            table = read_table(path, **how)
            return _judged(table, Decisions(guess_mapping(table, task)), None, task)

        self._jobs.start(work, self._begin, self.failed.emit, lane="table")

    def open_recipe(self, recipe: dict[str, Any]) -> None:
        """Read the table of a recipe and take over every choice in it. Signal `recipe_opened` at the end."""
        data, task = recipe["data"], str(recipe["task"].get("kind") or "classification")
        skipped, joined = (tuple(sorted(data.get(name) or ())) for name in ("skip_rows", "joined_rows"))

        def work() -> Read:
            how = {name: data.get(name) for name in ("encoding", "delimiter", "sheet", "header")}
            table = read_table(Path(data["train"]), **how)
            columns = data.get("columns")
            mapping = ColumnMapping(columns) if columns else guess_mapping(table, task)
            return _judged(table, Decisions(mapping, skipped, joined), None, task)

        def then(read: Read) -> None:
            self._begin(read)
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

        if data.get("train"):
            self._jobs.start(work, then, self.failed.emit, lane="table")
        else:
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

    def close(self) -> None:
        """Show no file any more."""
        for lane in ("table", "decide", "find"):
            self._jobs.forget(lane)
        self._shown = None
        self.decisions.begin(Decisions(ColumnMapping({})))
        self._workspace.set_table(None)

    def find(self, query: RowQuery) -> None:
        """Find the rows that a person wants to see. Signal `rows_found`."""
        table = self._workspace.table
        if table is not None:
            self._jobs.start(lambda: find_rows(table, query), self.rows_found.emit, lane="find")

    # ---- what a person decides -------------------------------------------------------------------------------------

    def set_roles(self, columns: dict[str, str]) -> None:
        """Other roles: check again."""
        mapping = ColumnMapping(columns)
        self._workspace.set_roles(mapping)
        self.decisions.decide(replace(self.decisions.now, mapping=mapping))

    def skip(self, rows: Sequence[int]) -> None:
        """Leave these rows out, and only these."""
        self.decisions.decide(replace(self.decisions.now, skipped=tuple(sorted(rows))))

    def join(self, rows: Sequence[int]) -> None:
        """Join the surplus fields of these rows, which are then no longer left out."""
        now = self.decisions.now
        skipped = tuple(row for row in now.skipped if row not in set(rows))
        self.decisions.decide(replace(now, skipped=skipped, joined=tuple(sorted({*now.joined, *rows}))))

    def set_task(self, task: str) -> None:
        """Learn something else from the same rows: each column may be for something else."""
        shown, now, aside = self._shown, self.decisions.now, self._workspace.keep_aside()
        if shown is None:
            return
        file = shown.file

        def work() -> Read:
            return _judged(file, replace(now, mapping=guess_mapping(file, task)), aside, task)

        def then(read: Read) -> None:
            self._begin(read)
            self.task_settled.emit()

        self._jobs.start(work, then, self.failed.emit, lane="table")

    def _begin(self, read: Read) -> None:
        """Show what was read; what was decided about other rows cannot be taken back any more."""
        self._jobs.forget("decide")
        self._jobs.forget("find")
        self.decisions.begin(read.decisions)
        self._show(read)

    def _take(self, decisions: Decisions) -> None:
        """Let other decisions stand; where they change the rows or what these are for, all is checked again."""
        known, shown = self._workspace, self._shown
        if shown is None:
            return
        known.set_skipped(decisions.skipped)
        before, aside, task = shown.decisions, known.keep_aside(), known.task
        self._jobs.forget("decide")
        if (decisions.mapping, decisions.joined, task) == (before.mapping, before.joined, shown.task):
            self._show(replace(shown, decisions=decisions))
            return

        def work() -> Read:
            return _judged(shown.file, decisions, aside, task, shown.why)

        self._jobs.start(work, self._show, self.failed.emit, lane="decide")

    def _show(self, read: Read) -> None:
        self._shown = read
        decided = read.decisions
        self._workspace.set_table(
            read.table, decided.mapping, read.problems, skipped=decided.skipped, joined=decided.joined, why=read.why
        )


def _judged(file: Table, decisions: Decisions, keep_aside: float | None, task: str, why: Reason | None = None) -> Read:
    """A file under decisions, with everything worth a look in it."""
    table = file.join_extra(set(decisions.joined)) if decisions.joined else file
    is_whole = missing_chip(decisions.mapping, task) in (None, "answer")
    problems = check_table(table, decisions.mapping if is_whole else None, keep_aside=keep_aside, task=task)
    return Read(file, table, decisions, problems, task, why)
