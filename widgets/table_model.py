"""The rows of an engine Table as a Qt model: nothing is copied, so ten million rows cost what one costs.

Rows that could not be read (too many or too few fields) stand in their place in the order of the file, as raw text.
Which of them are shown, and in which order, is told from outside (`row_query.py` finds them). Painting is
`data_table.py`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.data import Problem, Table
from widgets import wording
from widgets.column_roles import chip_word
from widgets.row_query import Numbers
from widgets.sentences import problem_text

PROBLEM = int(Qt.ItemDataRole.UserRole) + 1  # the words of what is wrong in this cell, or None
ROW_STATE = PROBLEM + 1  # "", "problem" or "skipped"
IS_ANSWER = PROBLEM + 2
_CACHED_ROWS = 400
_Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """First the row's number, then the columns of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._raw: dict[int, tuple[str, ...]] = {}
        self._ragged: list[int] = []
        self._order: Numbers | None = None
        self._roles: dict[str, str] = {}
        self._reasons: dict[str, str] = {}
        self.task = "classification"  # what the roles are of
        self._problems: dict[int, list[Problem]] = {}
        self._skipped: frozenset[int] = frozenset()
        self._cached = lru_cache(maxsize=_CACHED_ROWS)(self._read)

    @property
    def table(self) -> Table | None:
        """The table that is shown."""
        return self._table

    def set_table(self, table: Table | None) -> None:
        """Show another table, all of it, or none."""
        self.beginResetModel()
        self._table, self._order = table, None
        self._raw = {row.number: row.fields for row in table.ragged} if table else {}
        self._ragged = sorted(self._raw)
        self._problems, self._skipped = {}, frozenset()
        self._cached.cache_clear()
        self.endResetModel()

    def set_order(self, order: Numbers | None) -> None:
        """Show the rows of these numbers in this order; None: all, as the file has them."""
        if order is None and self._order is None:
            return
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    def set_roles(
        self, roles: Mapping[str, str], task: str = "classification", reasons: Mapping[str, str] | None = None
    ) -> None:
        """Column -> its chip (`column_roles.py`), of those that are used for a task; `reasons`: why it was guessed."""
        self._roles, self.task, self._reasons = dict(roles), task, dict(reasons or {})
        self._renew()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def set_problems(self, problems: Collection[Problem], skipped: Collection[int] = ()) -> None:
        """Mark the rows of these problems; those in `skipped` are shown as left out."""
        self._problems = {}
        for problem in problems:
            if problem.severity == "skip":
                for row in problem.rows:
                    self._problems.setdefault(row, []).append(problem)
        self._skipped = frozenset(skipped)
        self._renew()

    def role_of(self, section: int) -> str:
        """What a column is used for; the column of row numbers has no role."""
        return self._roles.get(self.name_of(section), "ignore") if section else ""

    def reason_of(self, section: int) -> str:
        """Why a column was taken for what it is; empty where nobody guessed."""
        return self._reasons.get(self.name_of(section), "") if section else ""

    def name_of(self, section: int) -> str:
        """The header of a column; the first is the row's number."""
        if section == 0 or self._table is None:
            return self.tr("Row")
        return self._table.columns[section - 1]

    def number_at(self, row: int) -> int:
        """The number, from 1, of the row shown at a place."""
        assert self._table is not None
        if self._order is not None:
            return int(self._order[row])
        low, high = 0, len(self._ragged)
        while low < high:  # how many ragged rows stand before this place
            middle = (low + high) // 2
            place = middle + bisect_left(self._table.row_numbers, self._ragged[middle])
            low, high = (middle + 1, high) if place < row else (low, middle)
        if low < len(self._ragged) and low + bisect_left(self._table.row_numbers, self._ragged[low]) == row:
            return self._ragged[low]
        return self._table.row_numbers[row - low]

    def place_of(self, number: int) -> int | None:
        """Where the row with this number is shown; None if it is not."""
        if self._table is None:
            return None
        if self._order is not None:
            places = np.flatnonzero(self._order == number)
            return int(places[0]) if len(places) else None
        place = bisect_left(self._table.row_numbers, number) + bisect_left(self._ragged, number)
        return place if place < self.rowCount() and self.number_at(place) == number else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The rows that are shown."""
        if self._table is None or parent.isValid():
            return 0
        return self._table.total_rows if self._order is None else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """The file's columns and that of the numbers."""
        return len(self._table.columns) + 1 if self._table is not None and not parent.isValid() else 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of columns; for a screen reader with their role."""
        if orientation != Qt.Orientation.Horizontal or self._table is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name_of(section)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.name_of(section)}, {self.role_word(section)}" if section else self.name_of(section)
        if role == Qt.ItemDataRole.ToolTipRole and (reason := self.reason_of(section)):
            return self.tr("{role}: {reason}").format(role=self.role_word(section), reason=reason)
        return None

    def role_word(self, section: int) -> str:
        """The role of a column in words."""
        return chip_word(self.role_of(section), self.task)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Cell text, and for painters what is wrong."""
        if not index.isValid() or self._table is None:
            return None
        number, column = self.number_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.number(number) if column == 0 else self._text(number, column)
        if role == PROBLEM:
            return self._trouble(number, column)
        if role == ROW_STATE:
            return "" if number not in self._problems else "skipped" if number in self._skipped else "problem"
        if role == IS_ANSWER:
            return column > 0 and self.role_of(column) == "answer"
        if role == Qt.ItemDataRole.ToolTipRole:
            trouble = self._trouble(number, column)
            return trouble or (self._text(number, column)[:1000] if column else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [
                wording.number(number) if column == 0 else self._text(number, column),
                self._trouble(number, column),
            ]
            return ", ".join(word for word in words if word)
        return None

    def _text(self, number: int, column: int) -> str:
        values = self._cached(number)
        if values:
            return values[self.name_of(column)]
        fields = self._raw.get(number, ())
        return fields[column - 1] if column <= len(fields) else ""

    def _trouble(self, number: int, column: int) -> str | None:
        """What is wrong in a cell: in few words; a row of the wrong width says so in its first cell."""
        for problem in self._problems.get(number, ()):
            here = problem.column == self.name_of(column) if problem.column else column == 1
            if here and column:
                return self._short(problem)
        return None

    def _short(self, problem: Problem) -> str:
        words = {
            "empty_answer": self.tr("no answer"),
            "empty_text": self.tr("no text"),
            "too_many_fields": self.tr("{found} columns instead of {expected}"),
            "too_few_fields": self.tr("{found} columns instead of {expected}"),
            "quotes_swallow": self.tr("a quote runs over several lines"),
            "json_broken": self.tr("not a record"),
            "header_again": self.tr("the header again"),
        }
        if problem.values.get("found") == 1:
            words["too_few_fields"] = self.tr("1 column instead of {expected}")
        found = words.get(problem.code)
        return found.format(**problem.values) if found else problem_text(problem)[0]

    def _read(self, number: int) -> dict[str, str]:
        assert self._table is not None
        index = self._table.index_of(number)
        return {} if index is None else self._table.row(index)

    def _renew(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
