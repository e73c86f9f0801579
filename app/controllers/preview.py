"""What the engine says of the choices before a run: the tokens of a row, what a training would cost, what is refused.

Asked once the choices rest; a newer question forgets the older one.
"""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.engine import EngineController, Event
from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import ColumnMapping, Problem
from widgets.column_roles import missing_chip
from widgets.subspace_words import fitting
from widgets.table_facts import sample_rows

SMALL_MODEL = 600_000_000  # parameters
CALM_MS = 180  # how long choices must rest before the engine is asked about them
COMPARED_AFTER_MS = 1000  # and before rows are compared with each other, which takes a while
COMPARED = (  # what of a recipe's data decides which rows are compared
    *("train", "encoding", "delimiter", "sheet", "header", "validation", "columns", "template", "skip_rows"),
    *("skip_validation_rows", "joined_rows", "merged_labels", "keep_aside", "keep_together", "split_seed"),
)


class PreviewController(QObject):
    """Signals carry the engine's events."""

    example_ready = Signal(dict)
    estimate_ready = Signal(object)  # dict, or None where the engine cannot say
    refused = Signal(object)  # the error event of choices that cannot work together, or None
    size_ready = Signal(str, dict)  # another method than the chosen one: its kind, and what it would cost
    measured = Signal(dict)  # how long rows are in tokens ("rows" are those that were measured), and the answers' words

    compared = Signal(list)  # problems: rows to test on that are nearly rows to learn from

    def __init__(
        self, workspace: Workspace, engine: EngineController, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._engine, self._jobs = workspace, engine, jobs
        self._fields: dict[str, str] = {}
        self._requests: dict[str, str] = {}
        self._sizes: dict[tuple[str, str], Event] = {}  # base model, method -> its estimate at the defaults
        self._measured_for: tuple[int, str] | None = None
        self._compared_for = ""
        self._example_timer, self._estimate_timer = _timer(self, self._ask_example), _timer(self, self._ask_estimate)
        self._compare_timer = _timer(self, self._ask_compared, COMPARED_AFTER_MS)

    def show_row(self, fields: dict[str, str]) -> None:
        """Ask how the model will see this row, once choices rest."""
        self._fields = dict(fields)
        self._example_timer.start()

    def choices_changed(self) -> None:
        """The recipe changed: tokens and costs are asked for again, once it rests."""
        for timer in (self._example_timer, self._estimate_timer, self._compare_timer):
            timer.start()

    def _ask_example(self) -> None:
        if self._fields and self._is_ready():
            known, fields = self._workspace, dict(self._fields)
            label = known.recipe["data"]["columns"].get("label")
            if label in fields:
                fields[label] = known.merged.get(fields[label], fields[label])
            self._ask("show_example", self._on_example, fields=fields, labels=known.labels())

    def _ask_estimate(self) -> None:
        if not self._is_ready() or self._workspace.table is None:
            self.estimate_ready.emit(None)
            self.refused.emit(None)
            return
        self._tell_sizes()
        rows = self._workspace.table.row_count - len(self._workspace.skipped)
        rows -= round(rows * (self._workspace.keep_aside() or 0.0))
        self._ask("estimate", self._on_estimate, rows=max(rows, 1))
        self._ask_lengths()

    def _ask_lengths(self) -> None:
        """How long rows are for the model: of a sample, and not again before anything that decides it is another."""
        recipe, table = self._workspace.recipe, self._workspace.table
        assert table is not None
        parts = {name: recipe[name] for name in ("backbone", "task", "method")}
        data = {name: recipe["data"].get(name) for name in ("columns", "template", "verbalizer", "max_tokens")}
        wanted = (id(table), json.dumps([parts, data], sort_keys=True))
        if wanted == self._measured_for:
            return
        self._measured_for = wanted

        def ask(rows: list[dict[str, str]]) -> None:
            def on_events(events: list[Event]) -> None:
                for event in events:
                    if event["type"] == "measured":
                        self.measured.emit({**event, "rows": rows})
                    elif event["type"] in ("error", "died"):
                        self._measured_for = None

            self._ask("measure", on_events, rows=rows, labels=self._workspace.labels())

        self._jobs.start(lambda: sample_rows(table), ask, lane="sample")

    def _ask_compared(self) -> None:
        """Which rows to test on are nearly learned; not before it is settled which rows these are."""
        known = self._workspace
        data = known.recipe["data"]
        wanted = json.dumps([{name: data.get(name) for name in COMPARED}, known.task, known.recipe["seed"]])
        bad = {(problem.file, row) for problem in known.problems if problem.severity == "skip" for row in problem.rows}
        left = {("train", row) for row in known.skipped} | {
            ("validation", row) for row in known.decided.get("skip_validation_rows") or ()
        }
        is_settled = missing_chip(ColumnMapping(data.get("columns") or {}), known.task) is None and bad <= left
        if (
            not (known.is_hello_fresh and known.table and is_settled)
            or known.run_folder
            or wanted == self._compared_for
        ):
            return
        self._compared_for = wanted

        def on_events(events: list[Event]) -> None:
            for event in events:
                if event["type"] == "compared":
                    self.compared.emit([problem_of(fields) for fields in event["problems"]])
                elif event["type"] == "died":
                    self._compared_for = ""

        self._ask("compare", on_events)

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

        other = {**recipe, "method": {"kind": kind, **self._subspace_for(kind, backbone)}}
        self._engine.request("estimate", on_events, config=other, rows=1)

    def _subspace_for(self, kind: str, backbone: dict[str, Any]) -> dict[str, str]:
        """Where a method needs a subspace, the first one of this base model; nothing where there is none."""
        methods = (self._workspace.hello or {}).get("methods", ())
        rows = next((method["schema"] for method in methods if method["kind"] == kind), ())
        needed = [row["name"] for row in rows if row["type"] == "subspace"]
        return {
            name: str(found["path"]) for name in needed for found in fitting(self._workspace.subspaces, backbone)[:1]
        }


def problem_of(fields: dict[str, Any]) -> Problem:
    """A problem as the engine's process told it."""
    return Problem(**{**fields, "rows": tuple(fields["rows"])})


def _timer(parent: QObject, slot: Any, interval_ms: int = CALM_MS) -> QTimer:
    timer = QTimer(parent, interval=interval_ms, singleShot=True)
    timer.timeout.connect(slot)
    return timer
