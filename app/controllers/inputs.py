"""From a file to examples: read, guess what each column is for, check, and keep what a person decided about rows.

Nothing here blocks the window: files are read and checked in a thread pool, tokens and costs come from the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.engine import EngineController, Event
from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import ColumnMapping, Problem, Reason, Table, check_table, guess_mapping, guess_task, read_table
from engine.runs import RunConfig
from widgets.column_roles import missing_chip

SMALL_MODEL = 600_000_000  # parameters
CALM_MS = 180  # how long choices must rest before the engine is asked about them


@dataclass(frozen=True)
class Read:
    """A table with all that is said about it."""

    table: Table
    mapping: ColumnMapping
    problems: list[Problem]
    task: str = "classification"
    why: Reason | None = None


class InputsController(QObject):
    """Signals: `failed(event)` when a file cannot be read; `example_ready`, `estimate_ready` from the engine."""

    opened = Signal()  # another file was read
    task_settled = Signal()  # the columns are for another task now
    recipe_opened = Signal(dict)  # a whole recipe to show
    failed = Signal(dict)
    example_ready = Signal(dict)
    estimate_ready = Signal(object)  # dict, or None where the engine cannot say
    refused = Signal(object)  # the error event of choices that cannot work together, or None
    size_ready = Signal(str, dict)  # another method than the chosen one: its kind, and what it would cost

    def __init__(
        self, workspace: Workspace, engine: EngineController, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._engine, self._jobs = workspace, engine, jobs
        self._fields: dict[str, str] = {}
        self._requests: dict[str, str] = {}
        self._sizes: dict[tuple[str, str], Event] = {}  # base model, method -> its estimate at the defaults
        self._example_timer, self._estimate_timer = _timer(self, self._ask_example), _timer(self, self._ask_estimate)

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
        aside, task = self._keep_aside(), self._workspace.task

        def then(problems: list[Problem]) -> None:
            self._workspace.set_problems(problems)

        self._jobs.start(lambda: _check(table, mapping, aside, task), then, lane="check")

    def set_task(self, task: str) -> None:
        """Learn something else from the same rows: each column may be for something else."""
        table = self._workspace.table
        if table is None:
            return
        joined, aside = self._workspace.joined, self._keep_aside()

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
        aside, task = self._keep_aside(), self._workspace.task

        def work() -> tuple[Table, list[Problem]]:
            joined = table.join_extra(rows)
            return joined, _check(joined, mapping, aside, task)

        def then(found: tuple[Table, list[Problem]]) -> None:
            joined, problems = found
            skipped = [row for row in self._workspace.skipped if row not in set(rows)]
            why = self._workspace.why
            self._workspace.set_table(joined, mapping, problems, skipped=skipped, joined=joined.joined, why=why)

        self._jobs.start(work, then, self.failed.emit, lane="table")

    # ---- what the engine knows -------------------------------------------------------------------------------------

    def show_row(self, fields: dict[str, str]) -> None:
        """Ask how the model will see this row, once choices rest."""
        self._fields = dict(fields)
        self._example_timer.start()

    def choices_changed(self) -> None:
        """The recipe changed: tokens and costs are asked for again, once it rests."""
        self._example_timer.start()
        self._estimate_timer.start()

    def _ask_example(self) -> None:
        if self._fields and self._is_ready():
            labels = self._workspace.labels()
            self._ask("show_example", self._on_example, fields=self._fields, labels=labels)

    def _ask_estimate(self) -> None:
        if not self._is_ready() or self._workspace.table is None:
            self.estimate_ready.emit(None)
            self.refused.emit(None)
            return
        self._tell_sizes()
        rows = self._workspace.table.row_count - len(self._workspace.skipped)
        if not self._workspace.recipe["data"].get("validation"):
            rows -= round(rows * (self._keep_aside() or 0.0))
        self._ask("estimate", self._on_estimate, rows=max(rows, 1))

    def _ask(self, kind: str, handler: Any, **fields: Any) -> None:
        self._engine.forget(self._requests.get(kind, ""))
        self._requests[kind] = self._engine.request(kind, handler, config=self._workspace.recipe, **fields)

    def _is_ready(self) -> bool:
        """Whether the recipe has what both questions need; and not before the engine is there to be asked."""
        recipe, hello = self._workspace.recipe, self._workspace.is_hello_fresh
        backbone = self._workspace.backbone(recipe["backbone"].get("source"))
        columns = ColumnMapping(recipe["data"].get("columns") or {})
        is_whole = bool(recipe["method"].get("kind")) and missing_chip(columns, self._workspace.task) is None
        return bool(hello and backbone and backbone["present"] and is_whole and not self._workspace.run_folder)

    def _on_example(self, events: list[Event]) -> None:
        for event in events:
            if event["type"] == "example":
                self.example_ready.emit(event)

    def _on_estimate(self, events: list[Event]) -> None:
        for event in events:
            if event["type"] == "estimate":
                self.refused.emit(None)
                self.estimate_ready.emit(event)
                self._ask_next_size()
            elif event["type"] == "error":
                self.estimate_ready.emit(None)
                self.refused.emit(event)

    def _tell_sizes(self) -> None:
        """The cards of the other methods say what is known of this base model."""
        source = str(self._workspace.recipe["backbone"].get("source"))
        for (model, kind), estimate in self._sizes.items():
            if estimate and model == source and kind != self._workspace.recipe["method"].get("kind"):
                self.size_ready.emit(kind, estimate)

    def _ask_next_size(self) -> None:
        """What one more method would cost; one after the other, and only where making a network to learn through
        costs little."""
        recipe = self._workspace.recipe
        source = str(recipe["backbone"].get("source"))
        backbone = self._workspace.backbone(source) or {}
        if not self._is_ready() or not 0 < int(backbone.get("parameters") or 0) <= SMALL_MODEL:
            return
        kinds = [str(method["kind"]) for method in (self._workspace.hello or {}).get("methods", ())]
        asked = [kind for kind in kinds if kind != recipe["method"].get("kind") and (source, kind) not in self._sizes]
        if not asked:
            return
        kind = asked[0]

        def on_events(events: list[Event]) -> None:
            for event in events:
                if event["type"] == "estimate":
                    self._sizes[source, kind] = event
                    self.size_ready.emit(kind, event)
                elif event["type"] == "error":
                    self._sizes[source, kind] = {}
            if events[-1]["type"] == "finished":
                self._ask_next_size()

        other = {**recipe, "method": {"kind": kind}}
        self._engine.request("estimate", on_events, config=other, rows=1)

    def _keep_aside(self) -> float | None:
        data = self._workspace.recipe["data"]
        return None if data.get("validation") else float(data.get("keep_aside") or 0.1)


def _judge(table: Table, mapping: ColumnMapping, task: str) -> Read:
    return Read(table, mapping, _check(table, mapping, None, task), task)


def _check(table: Table, mapping: ColumnMapping, keep_aside: float | None, task: str) -> list[Problem]:
    is_whole = missing_chip(mapping, task) in (None, "answer")
    return check_table(table, mapping if is_whole else None, keep_aside=keep_aside, task=task)


def _timer(parent: QObject, slot: Any) -> QTimer:
    timer = QTimer(parent, interval=CALM_MS, singleShot=True)
    timer.timeout.connect(slot)
    return timer
