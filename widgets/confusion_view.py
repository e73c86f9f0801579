"""Which labels are taken for which: a grid of counts, and the rows of the chosen cell beside it.

Right answers are blue by their share, mistakes red with their count, zero is grey. Arrow keys move through the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets.components import Card, ElidedLabel, strong
from widgets.plain_header import PlainHeader
from widgets.theme import current
from widgets.wording import percent

Index = QModelIndex | QPersistentModelIndex
KIND = Qt.ItemDataRole.UserRole + 1  # "right", "wrong", "zero" or "total"
SHARE = Qt.ItemDataRole.UserRole + 2  # of the row, 0..1


class ConfusionModel(QAbstractTableModel):
    """Counts by expected label (rows) and answer (columns); a last column says how much of the row is right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels: list[str] = []
        self._counts: list[list[int]] = []

    def set_counts(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show other counts, (labels, labels)."""
        self.beginResetModel()
        self.labels = [str(label) for label in labels]
        self._counts = [[int(count) for count in row] for row in counts]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each label."""
        return 0 if parent is not None and parent.isValid() else len(self.labels)

    def columnCount(self, parent: Index | None = None) -> int:
        """One for each label, and the share that is right."""
        return 0 if (parent is not None and parent.isValid()) or not self.labels else len(self.labels) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Count, kind, share, or the cell in words."""
        row, column = index.row(), index.column()
        counts = self._counts[row]
        total = sum(counts)
        share = counts[row] / total if total else 0.0
        if column == len(self.labels):
            text = percent(share) if total else "–"
            return {Qt.ItemDataRole.DisplayRole: text, KIND: "total", SHARE: share}.get(role)
        count = counts[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(count)
        if role == KIND:
            return "zero" if count == 0 else "right" if row == column else "wrong"
        if role == SHARE:
            return count / total if total else 0.0
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self.tr("expected {expected}, answered {answer}: {n}")
            return words.format(expected=self.labels[row], answer=self.labels[column], n=count)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The labels."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Right") if section == len(self.labels) else self.labels[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The last column only informs."""
        if index.column() == len(self.labels):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ConfusionDelegate(QStyledItemDelegate):
    """Paints the cells from the theme."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell, and its edge if it is chosen."""
        theme = current()
        kind = str(index.data(KIND))
        painter.save()
        painter.fillRect(option.rect, theme.color("card"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        ink = theme.color({"zero": "muted", "wrong": "danger"}.get(kind, "text"))
        if kind != "total":
            fill = theme.color({"zero": "sunken", "wrong": "danger_soft"}.get(kind, "accent"))
            if kind == "right":
                fill = _blend(theme.color("card"), fill, 0.25 + 0.75 * float(index.data(SHARE)))
                ink = max((theme.color("text"), theme.color("on_accent")), key=lambda c: _contrast(c, fill))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(box, theme.radius["cell"], theme.radius["cell"])
            view = option.widget
            if isinstance(view, QTableView) and view.currentIndex() == index:
                painter.setPen(QPen(theme.color("danger" if kind == "wrong" else "text"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(0, 0, 0, 0), theme.radius["cell"], theme.radius["cell"])
                if view.hasFocus():
                    painter.setPen(QPen(theme.color("accent"), 2))
                    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(theme.font("body", weight=400 if kind == "zero" else 600, tabular=True))
        painter.setPen(ink)
        painter.drawText(option.rect, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))
        painter.restore()


def _blend(below: QColor, above: QColor, share: float) -> QColor:
    parts = zip(_channels(below), _channels(above), strict=True)
    return QColor.fromRgbF(*(low + (high - low) * share for low, high in parts))


def _channels(color: QColor) -> tuple[float, float, float]:
    return color.redF(), color.greenF(), color.blueF()


def _contrast(one: QColor, other: QColor) -> float:
    def luminance(color: QColor) -> float:
        parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color))
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class ConfusionView(Card):
    """The grid in a card. Signal `cell_chosen(expected, answer)`."""

    cell_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self.model = ConfusionModel(self)
        self.table = QTableView()
        self._title, self._note = strong(), ElidedLabel("", "body", "muted")
        space = current().space
        head = QHBoxLayout()
        head.setContentsMargins(space["l"], space["m"], space["l"], 0)
        head.setSpacing(space["m"])
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        self.body.addLayout(head)
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(ConfusionDelegate(table))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalHeader(PlainHeader(Qt.Orientation.Horizontal))
        table.setVerticalHeader(PlainHeader(Qt.Orientation.Vertical, indents=(8,)))
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        box = QHBoxLayout()
        box.setContentsMargins(space["s"], 0, space["s"], space["m"])
        box.addWidget(table)
        self.body.addLayout(box, 1)
        table.selectionModel().currentChanged.connect(self._on_current)
        current().changed.connect(self._measure)
        self._measure()
        self._retranslate()

    def set_counts(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Show the counts and choose the largest mistake."""
        self.model.set_counts(labels, counts)
        self._measure()
        size = len(self.model.labels)
        wrong = [(int(counts[r][c]), r, c) for r in range(size) for c in range(size) if r != c]
        most = max(wrong, default=None, key=lambda each: each[0])
        if most is not None and most[0] > 0:
            self.table.setCurrentIndex(self.model.index(most[1], most[2]))

    def choose(self, expected: str, answer: str) -> None:
        """Choose the cell of two labels; ValueError if there is no such label."""
        labels = self.model.labels
        self.table.setCurrentIndex(self.model.index(labels.index(expected), labels.index(answer)))

    def _on_current(self, index: QModelIndex) -> None:
        self.table.viewport().update()
        labels = self.model.labels
        if index.isValid() and index.column() < len(labels):
            self.cell_chosen.emit(labels[index.row()], labels[index.column()])

    def _measure(self) -> None:
        theme = current()
        metrics = QFontMetrics(theme.font("caption", weight=500))
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setMinimumSectionSize(theme.length(34))
        widest = max((metrics.horizontalAdvance(label) for label in self.model.labels), default=0)
        self.table.verticalHeader().setFixedWidth(min(widest + 24, theme.length(140)))
        rows = min(max(len(self.model.labels), 2), 6)
        self.table.setMinimumHeight(theme.height("table_header") + rows * theme.length(36))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Where it still errs"))
        self._note.setText(self.tr("rows = expected, columns = answer"))
        self.table.setAccessibleName(self._title.text())
        self.table.setAccessibleDescription(self._note.text())
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
