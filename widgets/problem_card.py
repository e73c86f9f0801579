"""One row that cannot be used, with what is around it, what it would become, and the ways to settle it.

Walks through the open problems of a table. It changes nothing: it says what the person decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from engine.data import DELIMITERS, Problem, Table
from widgets import wording
from widgets.components import Button, Card, FlowLayout, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.issue_bar import short
from widgets.raw_rows import RawRow, RawRows
from widgets.sentences import engine_text, problem_text, row_list
from widgets.theme import current


class ProblemCard(Card):
    """Signals: `join_chosen(rows)`, `skip_chosen(rows)` with row numbers, `show_row(number)`, `closed()`."""

    join_chosen = Signal(list)
    skip_chosen = Signal(list)
    show_row = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("error", padding=20, spacing=current().space["s"], parent=parent)
        self._table: Table | None = None
        self._problems: list[Problem] = []
        self._at = 0
        self._heading = Label("", "heading", wrap=True)
        self._counter = Label("", "caption", "muted")
        self._next = Button("", "small", "chevron_right", icon_after=True)
        self._back = Button("", "ghost", "lines")
        self._why = Label("", wrap=True)
        self._around = RawRows()
        self._after_title, self._after_note = Label("", "strong"), Label("", "caption", "muted")
        self._after_head = QWidget()
        self._after = RawRows()
        self.join, self.skip, self.show_it = Button("", "primary"), Button(""), Button("")
        self.same = QCheckBox()
        self._build_ui()
        self._next.clicked.connect(self._on_next)
        self._back.clicked.connect(self.closed)
        self.join.clicked.connect(lambda: self.join_chosen.emit(self._rows()))
        self.skip.clicked.connect(lambda: self.skip_chosen.emit(self._rows()))
        self.show_it.clicked.connect(lambda: self.show_row.emit(self._problem().row))
        self.retranslate()

    def set_problems(self, table: Table | None, problems: Sequence[Problem]) -> None:
        """Walk through these problems of rows (severity "skip"), from the place that was shown before."""
        self._table, self._problems = table, [problem for problem in problems if problem.row is not None]
        self._at = min(self._at, max(0, len(self._problems) - 1))
        self.same.setChecked(False)
        self.retranslate()

    def show_problem(self, row: int) -> None:
        """Go to the problem of this row, if there is one."""
        self._at = next((i for i, problem in enumerate(self._problems) if row in problem.rows), self._at)
        self.retranslate()

    def others(self) -> list[int]:
        """Further rows with the same problem."""
        here = self._problem()
        rows = {row for problem in self._problems if problem.code == here.code for row in problem.rows}
        return sorted(rows - set(here.rows))

    def retranslate(self) -> None:
        """Renew all words."""
        self._next.setText(self.tr("Next"))
        self._back.setText(self.tr("All rows"))
        self._after_title.setText(self.tr("After joining the extra columns"))
        self._after_note.setText(self.tr("the file itself is not changed"))
        self.join.setText(self.tr("Join the extra columns"))
        if not self._problems or self._table is None:
            return
        problem = self._problem()
        total = len({row for each in self._problems for row in each.rows})
        self._counter.setText(
            self.tr("{n} of {total} rows to look at").format(n=self._at + 1, total=wording.number(total))
        )
        self._next.setVisible(len(self._problems) > 1)
        self._heading.setText(short(problem))
        self._why.setText(self._reason(problem))
        can_join = "join" in problem.fixes
        self.join.setVisible(can_join)
        self.skip.set_kind("secondary" if can_join else "primary")
        self.skip.setText(self.tr("Skip row") if len(problem.rows) == 1 else self.tr("Skip rows"))
        self.show_it.setText(self.tr("Show row {n}").format(n=wording.number(problem.row or 0)))
        others = self.others()
        same = self.tr("Do the same for row {rows}") if len(others) == 1 else self.tr("Do the same for rows {rows}")
        self.same.setText(same.format(rows=row_list(others)))
        self.same.setVisible(bool(others))
        self._show_rows(problem, can_join)
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(self._why.text())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _build_ui(self) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["m"])
        head.addWidget(Icon("warning", "danger", 22))
        head.addWidget(self._heading, 1)
        for widget in (self._counter, self._next, self._back):
            head.addWidget(widget)
        after = QHBoxLayout(self._after_head)
        after.setContentsMargins(0, space["xs"], 0, 0)
        after.setSpacing(space["s"])
        after.addWidget(Icon("check", "success", 16))
        after.addWidget(self._after_title)
        after.addWidget(self._after_note)
        after.addStretch(1)
        foot_box = QWidget()
        foot = FlowLayout(foot_box, spacing=space["s"])
        self.same.setMinimumHeight(current().height("button"))
        for button in (self.join, self.skip, self.show_it, self.same):
            foot.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self._why)
        self.body.addWidget(self._around)
        self.body.addWidget(self._after_head)
        self.body.addWidget(self._after)
        self.body.addSpacing(space["xs"])
        self.body.addWidget(foot_box)

    def _problem(self) -> Problem:
        return self._problems[self._at]

    def _rows(self) -> list[int]:
        rows = list(self._problem().rows)
        return sorted({*rows, *self.others()}) if self.same.isChecked() else rows

    def _on_next(self) -> None:
        self._at = (self._at + 1) % len(self._problems)
        self.same.setChecked(False)
        self.retranslate()

    def _reason(self, problem: Problem) -> str:
        waits = self.tr("Until it is settled, this row stays out of the training.")
        if problem.code == "too_many_fields" and self._table is not None:
            name = engine_text(DELIMITERS.get(self._table.delimiter, self._table.delimiter))
            probably = self.tr("A {delimiter} inside the text probably needs quotes.").format(delimiter=name)
            return in_a_row(probably, waits)
        return in_a_row(problem_text(problem)[1], waits)

    def _show_rows(self, problem: Problem, can_join: bool) -> None:
        table, number = self._table, problem.row or 0
        assert table is not None
        near = [(n, _fields(table, n)) for n in (number - 1, number, number + 1)]
        fields = _fields(table, number) or ()
        surplus = surplus_separators(table, fields) if can_join else frozenset()
        rows = [
            RawRow(n, found, surplus if n == number else frozenset(), "bad" if n == number else "plain")
            for n, found in near
            if found is not None
        ]
        self._around.set_rows(rows, table.delimiter)
        self._after_head.setVisible(can_join)
        self._after.setVisible(can_join)
        if can_join:
            self._after.set_rows([RawRow(number, joined_fields(table, fields), tone="good")], table.delimiter)


def surplus_separators(table: Table, fields: Sequence[str]) -> frozenset[int]:
    """Which separators of a row with too many fields `Table.join_extra` would take for text."""
    extra = len(fields) - len(table.columns)
    place = _longest_column(table)
    return frozenset(range(place, place + extra))


def joined_fields(table: Table, fields: Sequence[str]) -> tuple[str, ...]:
    """A row with too many fields as `Table.join_extra` would make it."""
    place = _longest_column(table)
    end = place + 1 + len(fields) - len(table.columns)
    return (*fields[:place], table.delimiter.join(fields[place:end]), *fields[end:])


def _longest_column(table: Table) -> int:
    return max(range(len(table.columns)), key=lambda i: table.mean_lengths[table.columns[i]])


def _fields(table: Table, number: int) -> tuple[str, ...] | None:
    index = table.index_of(number)
    if index is not None:
        return tuple(table.row(index).values())
    return next((row.fields for row in table.ragged if row.number == number), None)
