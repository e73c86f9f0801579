"""The rows of a file: what is open in them, the line to find some of them, and the table itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine.data import Problem, Table
from widgets.data_table import DataTable
from widgets.finding_words import Finding, row_groups
from widgets.issue_bar import IssueBar
from widgets.row_query import Numbers
from widgets.table_tools import TableTools
from widgets.theme import current

SHOWN_ROWS = 6


class RowsPanel(QWidget):
    """Signal `query_changed(query)`: other rows are wanted, or in another order; `set_rows` shows them."""

    query_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.issues, self.tools, self.table_view = IssueBar(), TableTools(), DataTable()
        self._frame = QFrame()
        self._frame.setProperty("card", "plain")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(1, 1, 1, 4)
        inner.addWidget(self.table_view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["s"])
        column.addWidget(self.issues)
        column.addWidget(self.tools)
        column.addWidget(self._frame, 1)
        self.tools.changed.connect(self.query_changed)
        self.table_view.sort_chosen.connect(self.tools.sort_by)
        current().changed.connect(self._measure)
        self._measure()

    def set_table(self, table: Table | None, *, is_other: bool) -> None:
        """Show all rows of a table; `is_other`: not the same file, so nothing is looked for in it yet."""
        self.table_view.set_table(table)
        if is_other or table is None:
            self.tools.set_total(table.total_rows if table else 0)
        elif not self.tools.query().is_all:
            self.query_changed.emit(self.tools.query())

    def set_roles(self, roles: Mapping[str, str], task: str, reasons: Mapping[str, str]) -> None:
        """See `DataTable.set_roles`."""
        self.table_view.set_roles(roles, task, reasons)

    def set_problems(
        self, problems: Sequence[Problem], findings: Sequence[Finding], skipped: Sequence[int], total: int
    ) -> None:
        """Mark what is wrong in the rows of this file, and offer to keep to it."""
        here = [problem for problem in problems if problem.file == "train"]
        self.table_view.set_problems(here, skipped)
        self.issues.set_problems(here, skipped, total)
        self.tools.set_groups(row_groups(here, findings, skipped))
        self.tools.set_findings(len(findings))

    def set_rows(self, numbers: Numbers | None) -> None:
        """The rows that were wanted, by their numbers; None for all as in the file."""
        query = self.tools.query()
        self.table_view.set_rows(numbers, query.column, is_falling=query.is_falling)
        self.tools.set_shown(None if numbers is None else len(numbers))

    def show_row(self, number: int) -> None:
        """Go to a row; where it is not among those that are shown, all are shown again."""
        if self.table_view.rows.place_of(number) is None:
            self.tools.show_all()
            self.table_view.set_rows(None)
        self.table_view.show_row(number)
        self.table_view.setFocus()

    def _measure(self) -> None:
        high = current().height("table_header_chips") + SHOWN_ROWS * current().height("row") + 6
        self._frame.setMinimumHeight(high)
