"""Tasks of a set in a card: a line each, with its name and a few facts in columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from widgets.components import Card, ElidedLabel, Label, strong
from widgets.theme import current


class TaskList(Card):
    """`set_rows` shows names and facts; the first column takes the room that is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title, self._note = strong(), ElidedLabel("", "body", "muted")
        head = QHBoxLayout()
        head.setSpacing(current().space["s"])
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        self.body.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(current().space["l"])
        self._grid.setVerticalSpacing(current().space["xs"])
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self._cells: list[list[ElidedLabel | Label]] = []

    def set_titles(self, title: str, note: str) -> None:
        """Name the list; `note` stands muted beside it."""
        self._title.setText(title)
        self._note.setText(note)
        self.setAccessibleName(title)

    def set_rows(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Names of the columns, then the rows, each as long as the names. Cells that are there only change."""
        lines = [list(names), *(list(row) for row in rows)] if rows else []
        if [len(line) for line in lines] != [len(line) for line in self._cells]:
            self._rebuild(lines)
        for line, cells in zip(lines, self._cells, strict=True):
            for text, cell in zip(line, cells, strict=True):
                cell.setText(text)

    def rows(self) -> list[list[str]]:
        """What is shown below the names."""
        return [[cell.text() for cell in cells] for cells in self._cells[1:]]

    def _rebuild(self, lines: Sequence[Sequence[str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._cells = []
        for place, line in enumerate(lines):
            role, tone = ("caption", "muted") if place == 0 else ("body", "text")
            cells: list[ElidedLabel | Label] = [ElidedLabel("", role, tone)]
            cells += [Label("", role, tone) for _ in line[1:]]
            for column, cell in enumerate(cells):
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(cell, place, column)
            self._cells.append(cells)
