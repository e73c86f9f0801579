"""From a file to examples: read, guess what each column is for, check, and keep what a person decided about rows.

Nothing here blocks the window: files are read and checked in a thread pool. What the engine says of the choices is
`preview.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject, Signal

from app.controllers.decisions import DecisionLog, Decisions
from app.controllers.judging import Read, judged, read_again, read_new, read_recipe
from app.controllers.progress import Progress
from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import ColumnMapping, Problem, guess_mapping, keep_pasted
from engine.data.progress import Tick
from engine.errors import EngineError
from engine.runs import RunConfig
from widgets.row_query import RowQuery, find_rows

FRESH: dict[str, Any] = {  # settings about the rows of a file that nobody decided about yet
    **{"skip_rows": [], "joined_rows": [], "skip_validation_rows": []},
    **{"merged_labels": None, "keep_together": None},
}


class InputsController(QObject):
    """Signal `failed(event)` when a file cannot be read."""

    opened = Signal()  # another file was read
    task_settled = Signal()  # the columns are for another task now
    recipe_opened = Signal(dict)  # a whole recipe to show
    failed = Signal(dict)
    rows_found = Signal(object)  # the numbers of the rows to show, in order; None for all as in the file
    reading_began = Signal(str, object)  # name of a file, bytes
    reading_told = Signal(str, object, object)  # phase, done, total (`engine.data.progress`)
    reading_ended = Signal()

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._jobs = workspace, jobs
        self._shown: Read | None = None
        self._progress: Progress | None = None
        self.decisions = DecisionLog(self._take)

    # ---- files -----------------------------------------------------------------------------------------------------

    def open(self, path: str, aside: str = "") -> None:
        """Read another file from its beginning: no roles, no decisions yet, and the task that its rows speak for.
        `aside`: a file whose rows are kept aside."""

        def then(read: Read) -> None:
            recipe = self._workspace.recipe
            data = {**recipe["data"], **FRESH, "validation": aside or None}
            recipe = {**recipe, "name": None, "data": data}
            if read.task != self._workspace.task:
                kept = recipe["method"] if recipe["method"].get("subspace") else {}  # whoever chose one stays in it
                recipe |= {"task": {**RunConfig().to_json()["task"], "kind": read.task}, "method": kept}
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)
            self._begin(read)
            self.opened.emit()

        language = QLocale().name()
        self._read(Path(path), lambda tick: read_new(Path(path), aside, language, tick), then)

    def paste(self, text: str) -> None:
        """Rows that were copied somewhere, as a file of their own."""
        try:
            self.open(str(keep_pasted(text)))
        except EngineError as error:
            self.failed.emit(error.to_event())

    def reread(self, how: Mapping[str, Any]) -> None:
        """Read the same file in another way (see `read_table`); decisions about rows no longer mean the same rows."""
        if self._shown is not None:
            path, task, aside = self._shown.file.path, self._workspace.task, self.decisions.now.aside
            self._read(path, lambda tick: read_again(path, how, task, aside, tick), self._begin)

    def open_recipe(self, recipe: dict[str, Any]) -> None:
        """Read the table of a recipe and take over every choice in it. Signal `recipe_opened` at the end."""
        data, task = recipe["data"], str(recipe["task"].get("kind") or "classification")

        def then(read: Read) -> None:
            self._begin(read)
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

        if data.get("train"):
            self._read(Path(data["train"]), lambda tick: read_recipe(data, task, tick), then)
        else:
            self._workspace.set_recipe(recipe)
            self.recipe_opened.emit(recipe)

    def cancel(self) -> None:
        """Read no further: what was shown before stays."""
        self._jobs.forget("table")
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
            self.reading_ended.emit()

    def close(self) -> None:
        """Show no file any more."""
        self.cancel()
        self._jobs.forget("decide")
        self._jobs.forget("find")
        self._shown = None
        self.decisions.begin(Decisions(ColumnMapping({})))
        self._workspace.set_table(None)

    def find(self, query: RowQuery) -> None:
        """Find the rows that a person wants to see. Signal `rows_found`."""
        table = self._workspace.table
        if table is not None:
            self._jobs.start(lambda: find_rows(table, query), self.rows_found.emit, lane="find")

    def _read(self, path: Path, work: Callable[[Tick], Read], then: Callable[[Read], None]) -> None:
        """Read a file elsewhere, telling how far it is; whatever is still being read is no longer wanted."""
        self.cancel()
        progress = self._progress = Progress(self.reading_told.emit)

        def ended() -> None:
            self._progress = None
            self.reading_ended.emit()

        def on_read(read: Read) -> None:
            ended()
            then(read)

        def on_failed(event: dict[str, Any]) -> None:
            ended()
            self.failed.emit(event)

        self.reading_began.emit(path.name, path.stat().st_size if path.is_file() else 0)
        self._jobs.start(lambda: work(progress.tick), on_read, on_failed, lane="table")

    # ---- what a person decides -------------------------------------------------------------------------------------

    def set_roles(self, columns: dict[str, str]) -> None:
        """Other roles: check again. Answers that were merged are those of another column then."""
        now, mapping = self.decisions.now, ColumnMapping(columns)
        self._workspace.set_roles(mapping)
        merged = now.merged if mapping.label == now.mapping.label else ()
        self.decisions.decide(replace(now, mapping=mapping, merged=merged))

    def skip(self, rows: Sequence[int]) -> None:
        """Leave these rows out, and only these."""
        self.decisions.decide(replace(self.decisions.now, skipped=tuple(sorted(rows))))

    def join(self, rows: Sequence[int]) -> None:
        """Join the surplus fields of these rows, which are then no longer left out."""
        now = self.decisions.now
        skipped = tuple(row for row in now.skipped if row not in set(rows))
        self.decisions.decide(replace(now, skipped=skipped, joined=tuple(sorted({*now.joined, *rows}))))

    def fix(self, problem: Problem, fix: str) -> None:
        """Do about a problem what a person chose, of `problem.fixes`."""
        self.decisions.decide(self.decisions.now.with_fix(problem, fix))

    def set_aside(self, path: str) -> None:
        """Keep the rows of this file aside, or with "" a share of the rows to learn from."""
        self.decisions.decide(replace(self.decisions.now, aside=path, skipped_aside=()))

    def set_near(self, problems: Sequence[Problem]) -> None:
        """What was found when rows to test on were compared with rows to learn from."""
        if self._shown is not None and list(problems) != self._shown.near:
            self._show(replace(self._shown, near=list(problems)))

    def set_task(self, task: str) -> None:
        """Learn something else from the same rows: each column may be for something else."""
        shown, now, aside = self._shown, self.decisions.now, self._workspace.keep_aside()
        if shown is None:
            return
        file = shown.file

        def work(tick: Tick) -> Read:
            decided = replace(now, mapping=guess_mapping(file, task), merged=())
            return judged(file, decided, aside, task, aside=shown.aside, tick=tick)

        def then(read: Read) -> None:
            self._begin(read)
            self.task_settled.emit()

        self._read(file.path, work, then)

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
        share, task = known.keep_aside(), known.task
        self._jobs.forget("decide")
        only_rows = replace(shown.decisions, skipped=decisions.skipped, skipped_aside=decisions.skipped_aside)
        if (decisions, task) == (only_rows, shown.task):
            self._show(replace(shown, decisions=decisions))
            return

        def work() -> Read:
            return judged(shown.file, decisions, share, task, shown.why, aside=shown.aside)

        def on_failed(event: dict[str, Any]) -> None:
            self.decisions.undo()
            self.failed.emit(event)

        self._jobs.start(work, self._show, on_failed, lane="decide")

    def _show(self, read: Read) -> None:
        self._shown = read
        self._workspace.set_table(
            *(read.table, read.decisions.mapping, [*read.problems, *read.near]),
            decided=read.decisions.to_data(),
            aside=read.aside,
            why=read.why,
        )
