"""A dialog to pick a kept-aside row: search, a table, and the row goes into the fields of Play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from widgets.components import primary, secondary
from widgets.theme import current

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel):
    """Rows as number, text and expected answer."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = list(rows)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Three."""
        return 0 if parent is not None and parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell's text."""
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            fields = " · ".join(str(text) for text in (row.get("fields") or {}).values())
            return (row.get("row", ""), fields, row.get("expected") or "")[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("Row"), self.tr("Text"), self.tr("Expected"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == 0 else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class RowPicker(QDialog):
    """`chosen()` is the row after the dialog was accepted."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = list(rows)
        self.setWindowTitle(self.tr("Pick a row"))
        self.search, self.table = QLineEdit(), QTableView()
        self.search.setPlaceholderText(self.tr("Search the kept-aside rows"))
        self.search.setAccessibleName(self.tr("Search the kept-aside rows"))
        self.search.setClearButtonEnabled(True)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(RowModel(self._rows, self))
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.textChanged.connect(self._on_search)
        self._build_table()
        self.use, cancel = primary(self.tr("Use this row")), secondary(self.tr("Cancel"))
        self.use.clicked.connect(self.accept)
        self.use.setDefault(True)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.use)
        column = QVBoxLayout(self)
        space = current().space
        column.setContentsMargins(space["l"], space["l"], space["l"], space["l"])
        column.setSpacing(space["m"])
        for part in (self.search, self.table):
            column.addWidget(part)
        column.addLayout(buttons)
        self.resize(current().length(720), current().length(440))
        self._on_search("")

    def _build_table(self) -> None:
        table = self.table
        table.setModel(self._proxy)
        table.setAccessibleName(self.tr("Kept-aside rows"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(current().height("row"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        table.doubleClicked.connect(lambda _index: self.accept())

    def chosen(self) -> Mapping[str, Any] | None:
        """The selected row, or None."""
        index = self.table.currentIndex()
        return self._rows[self._proxy.mapToSource(index).row()] if index.isValid() else None

    def _on_search(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        has_rows = self._proxy.rowCount() > 0
        if has_rows:
            self.table.selectRow(0)
        self.use.setEnabled(has_rows)
