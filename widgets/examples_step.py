"""Step 1, "Your examples": the rows with their roles, what is wrong in them, and what the model sees of one row.

Holds what is shown and owns no file: everything a person decides goes out as a signal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.data import ColumnMapping, Problem, Table
from widgets.column_roles import chips, with_chip
from widgets.data_facts import DataFacts
from widgets.drop_zone import DropZone
from widgets.finding_words import findings_of
from widgets.findings_card import FindingsCard
from widgets.import_bar import ImportBar
from widgets.problem_card import ProblemCard
from widgets.readiness import examples_check
from widgets.ready_bar import Check
from widgets.row_query import Numbers
from widgets.rows_panel import RowsPanel
from widgets.sample_view import SampleView
from widgets.sentences import reason_text
from widgets.table_facts import MOST_LABELS, answer_counts, merged_counts, tag_counts, text_lengths
from widgets.theme import current

NARROW = 820  # at 100 %: with less room than this the facts stand under the table
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's word for no limit


class ExamplesStep(QWidget):
    """The content of the step. The page puts a `FileHead` beside the step's title."""

    file_requested = Signal()
    mapping_changed = Signal(dict)  # role -> column, as in a recipe
    rows_skipped = Signal(list)  # all rows that are left out now
    rows_joined = Signal(list)  # rows whose surplus columns are to be joined
    row_selected = Signal(int)
    query_changed = Signal(object)  # which rows are wanted; `set_rows` shows them
    fix_chosen = Signal(object, str)  # what to do about a problem, of its `fixes`
    split_changed = Signal(dict)  # which rows are kept aside, as settings of a recipe's data
    template_changed = Signal(object, object)  # template or None, label words or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._mapping = ColumnMapping({})
        self._problems: list[Problem] = []
        self._skipped: list[int] = []
        self._skipped_aside: list[int] = []
        self._merged: dict[str, str] = {}  # spellings of answers
        self._counts: list[tuple[str, int]] = []
        self._counted: tuple[Any, ...] = ()  # the file and the columns whose lengths are shown
        self._task = "classification"
        self.drop_zone, self.rows, self.facts, self.sample = DropZone(), RowsPanel(), DataFacts(), SampleView()
        self.issues, self.table_view = self.rows.issues, self.rows.table_view
        self.problem_card, self.findings, self.importing = ProblemCard(), FindingsCard(), ImportBar()
        self._build_ui()
        self._connect()
        self.set_table(None, None, (), ())

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        return self._table

    @property
    def mapping(self) -> ColumnMapping:
        """What each column is for."""
        return self._mapping

    @property
    def labels(self) -> list[str]:
        """The different answers, the most frequent first; none where they are no labels, or too many to be labels."""
        has_labels = self._task == "classification" and len(self._counts) <= MOST_LABELS
        return [label for label, _ in self._counts] if has_labels else []

    @property
    def problems(self) -> list[Problem]:
        """Everything worth a look."""
        return list(self._problems)

    def set_table(
        self,
        table: Table | None,
        mapping: ColumnMapping | None,
        problems: Sequence[Problem],
        skipped: Sequence[int],
        *,
        merged: Mapping[str, str] | None = None,
        aside: Table | None = None,
        skipped_aside: Sequence[int] = (),
    ) -> None:
        """Show a table with roles and problems, or the place for a file. `merged`: spellings of answers and what each
        is; `aside`: the file whose rows are kept aside, of which `skipped_aside` are left out."""
        is_new = table is not self._table
        is_other = table is None or self._table is None or table.path != self._table.path
        chosen = self.table_view.current_number()
        self._table, self._mapping = table, mapping or ColumnMapping({})
        self._skipped, self._merged = sorted(skipped), dict(merged or {})
        self._skipped_aside = list(skipped_aside)
        self.facts.split.set_file(
            aside.path.name if aside else "", aside.total_rows - len(skipped_aside) if aside else 0
        )
        self.drop_zone.setVisible(table is None)
        self._work.setVisible(table is not None)
        if is_new:
            self.rows.set_table(table, is_other=is_other)
            self.show_table()
            self.sample.set_editing(False)
        self._renew_roles()
        self.set_problems(problems)
        if table is not None and is_new and table.row_count:
            stays = chosen is not None and table.index_of(chosen) is not None
            self.table_view.show_row(chosen if stays and chosen else table.row_numbers[0])
            self.sample.show_words()

    def set_task(self, task: str) -> None:
        """What is to be learned from the rows: it decides what a column may be for."""
        if task != self._task:
            self._task = task
            self._renew_roles()
            self._renew_problems()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show other problems of the same table."""
        self._problems = list(problems)
        self._renew_problems()

    def show_split(self, data: Mapping[str, Any]) -> None:
        """Which rows are kept aside, by the data section of a recipe."""
        self.facts.split.set_settings(data, self._table.columns if self._table else ())

    def set_skipped(self, rows: Sequence[int]) -> None:
        """Show these rows as left out."""
        if sorted(rows) != self._skipped:
            self._skipped = sorted(rows)
            self._renew_problems()

    def set_sample_options(
        self,
        template: str | None,
        words: Mapping[str, Sequence[str]] | None,
        output: str,
        learned: int,
        has_engine: bool,
        family: str = "causal",
    ) -> None:
        """What decides how a row is written; `has_engine`: real tokens are on their way, so words are not shown."""
        self.sample.set_table(self._table, self._mapping, self.labels, self._task)
        self.sample.set_options(template, words, output, learned, has_engine, family)

    def set_measured(self, measured: Mapping[str, Any]) -> None:
        """How long rows are in tokens, and the answers' words, from the engine (`PreviewController.measured`)."""
        if self._table is None:
            return
        label = self._mapping.label if self._task == "classification" else None
        labels = [self._merged.get(str(row[label]), str(row[label])) for row in measured["rows"]] if label else []
        total = self._table.row_count
        self.facts.set_lengths(measured["lengths"], "tokens", measured["cut"], total, labels)
        self.sample.editor.set_measured_words(measured["words"])

    def open_rows(self) -> int:
        """How many rows nobody has decided about."""
        return self.issues.open_rows()

    def usable_rows(self) -> int:
        """How many rows there are to learn from and to test on."""
        return self._table.total_rows - len(self._bad_rows() | set(self._skipped)) if self._table else 0

    def fields(self, number: int) -> dict[str, str]:
        """Column -> value of a row; empty if it cannot be read."""
        index = self._table.index_of(number) if self._table else None
        return {} if index is None or self._table is None else self._table.row(index)

    def check(self) -> Check:
        """Whether there is something to learn from."""
        rows = (self.open_rows(), self.usable_rows(), self.facts.split.kept_aside())
        waiting = [finding.title for finding in self.findings.held_up()]
        return examples_check(self._table, self._mapping, self._problems, *rows, self._task, waiting)

    def set_rows(self, numbers: Numbers | None) -> None:
        """The rows that `query_changed` asked for; None for all as in the file."""
        self.rows.set_rows(numbers)

    def show_problems(self) -> None:
        """Walk through the rows that need a look."""
        self._show(self.problem_card)
        card = self.problem_card
        (card.skip if card.join.isHidden() else card.join).setFocus()

    def show_findings(self) -> None:
        """What is worth knowing, and what can be done about it."""
        self._show(self.findings)
        self.findings.focus_first()

    def show_table(self) -> None:
        """Back to the rows."""
        self._show(self._table_page)

    def show_row(self, number: int) -> None:
        """Go to a row in the table."""
        self.show_table()
        self.rows.show_row(number)

    def _show(self, page: QWidget) -> None:
        for each in (self._table_page, self.problem_card, self.findings):
            each.setVisible(each is page)
        self.sample.setVisible(page is self._table_page)

    def _build_ui(self) -> None:
        space = current().space
        self._table_page, self._work = QWidget(), QWidget()
        self._columns = columns = QHBoxLayout(self._table_page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(space["xl"])
        columns.addWidget(self.rows, 1)
        columns.addWidget(self.facts)
        work = QVBoxLayout(self._work)
        column = QVBoxLayout(self)
        for layout in (work, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(space["m"])
        for widget in (self._table_page, self.problem_card, self.findings, self.sample):
            work.addWidget(widget)
        work.addStretch(1)
        column.addWidget(self.importing)
        column.addWidget(self.drop_zone)
        column.addWidget(self._work)
        self._measure()
        current().changed.connect(self._measure)

    def _connect(self) -> None:
        self.drop_zone.file_requested.connect(self.file_requested)
        self.table_view.role_chosen.connect(self._on_role)
        self.table_view.row_chosen.connect(self._on_row)
        self.rows.query_changed.connect(self.query_changed)
        self.rows.tools.findings_requested.connect(self.show_findings)
        self.issues.show_requested.connect(self.show_problems)
        self.issues.skip_requested.connect(lambda: self._skip(self._bad_rows()))
        self.issues.undo_requested.connect(lambda: self._leave_out([]))
        self.problem_card.closed.connect(self.show_table)
        self.problem_card.show_row.connect(self.show_row)
        self.problem_card.skip_chosen.connect(self._skip)
        self.problem_card.join_chosen.connect(self.rows_joined)
        self.findings.closed.connect(self.show_table)
        self.findings.rows_requested.connect(self._keep_to)
        self.findings.fix_chosen.connect(self._on_fix)
        self.facts.split.changed.connect(self.split_changed)
        self.sample.editor.changed.connect(self.template_changed)

    def _measure(self) -> None:
        theme = current()
        is_narrow = 0 < self.width() < theme.length(NARROW)
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self.facts.setMinimumWidth(0 if is_narrow else theme.length(296))
        self.facts.setMaximumWidth(QWIDGETSIZE_MAX if is_narrow else theme.length(296))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the table, the facts go under it."""
        super().resizeEvent(event)
        self._measure()

    def _bad_rows(self) -> set[int]:
        return {row for problem in self._unusable() for row in problem.rows}

    def _unusable(self) -> list[Problem]:
        """The rows of this file that cannot be used."""
        return [problem for problem in self._problems if problem.severity == "skip" and problem.file == "train"]

    def _renew_roles(self) -> None:
        if self._table is None:
            self._counts = []
            return
        reasons = {column: reason_text(reason) for column, reason in self._mapping.reasons.items()}
        self.rows.set_roles(chips(self._mapping, self._task), self._task, reasons)
        self._renew_lengths()
        self.sample.set_table(self._table, self._mapping, self.labels, self._task)
        self.sample.renew()

    def _renew_lengths(self) -> None:
        """In words, until the engine has counted tokens of the same columns."""
        assert self._table is not None
        wanted = (self._table.path, self._mapping.inputs)
        if self._counted != wanted:
            self._counted = wanted
            label = self._mapping.label if self._task == "classification" else None
            lengths, unit, labels = text_lengths(self._table, self._mapping.inputs, label)
            self.facts.set_lengths(lengths, unit, total=self._table.row_count, labels=labels)

    def _renew_problems(self) -> None:
        if self._table is None:
            return
        label = self._mapping.label
        count = tag_counts if self._task == "tagging" else answer_counts
        self._counts = merged_counts(count(self._table, label, self._skipped), self._merged) if label else []
        findings = findings_of(self._problems, self._skipped, self._skipped_aside)
        self.rows.set_problems(self._problems, findings, self._skipped, self._table.total_rows)
        self.facts.set_counts(self._counts, self.usable_rows(), self._task)
        left = set(self._skipped)
        waiting = [p for p in self._unusable() if not left.issuperset(p.rows)]
        self.problem_card.set_problems(self._table, waiting)
        self.findings.set_findings(findings)
        if (self.problem_card.isVisibleTo(self) and not waiting) or (self.findings.isVisibleTo(self) and not findings):
            self.show_table()

    def _on_role(self, column: str, role: str) -> None:
        assert self._table is not None
        self._mapping = with_chip(self._mapping, self._task, column, role, self._table.columns)
        self._renew_roles()
        self._renew_problems()
        self.mapping_changed.emit(self._mapping.to_config())

    def _on_row(self, number: int) -> None:
        self.sample.set_row(number, self.fields(number))
        self.row_selected.emit(number)

    def _on_fix(self, problem: Problem, fix: str) -> None:
        if fix == "ignore":
            self._on_role(problem.column or "", fix)
        else:
            self.fix_chosen.emit(problem, fix)

    def _keep_to(self, key: str) -> None:
        self.show_table()
        self.rows.tools.keep_to(key)
        self.table_view.setFocus()

    def _skip(self, rows: Sequence[int] | set[int]) -> None:
        self._leave_out(sorted({*self._skipped, *rows}))

    def _leave_out(self, rows: list[int]) -> None:
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self._skipped = rows
        self._renew_problems()
        if had_focus and not self._table_page.isHidden():
            self.table_view.setFocus()
        self.rows_skipped.emit(rows)
