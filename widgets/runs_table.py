"""The table of all runs: sortable, ticked to compare, one menu per row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from widgets import icons
from widgets.runs_model import (
    BACKBONE,
    CHECK,
    DATA,
    METHOD,
    METRIC,
    MINUTES,
    NAME,
    NOTE,
    NUMBERS,
    RANGE,
    SCORE,
    STATUS,
    Index,
    LineRole,
    RunRole,
    RunsModel,
    RunsProxy,
)
from widgets.theme import current

_FIXED = {CHECK: 56, SCORE: 64, RANGE: 84, MINUTES: 72, STATUS: 106}
_SHARED = {NAME: 164, DATA: 166, METHOD: 158, BACKBONE: 142, METRIC: 116, NOTE: 48}
_MARKS = {
    "finished": ("check", "success", "text"),
    "stopped": ("pause", "warning", "warning"),
    "failed": ("cross", "danger", "danger"),
    "running": ("watch", "accent", "accent"),
    "waiting": ("clock", "muted", "muted"),
}


class RunsTable(QTableView):
    """Rows of a `RunsModel`. Double click or Return opens, Space ticks. Signal `requested(action, folder)`.

    Actions: "open", "play", "continue", "reveal", "remove".
    """

    requested = Signal(str, str)

    def __init__(self, model: RunsModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = model
        self.proxy = RunsProxy(model, self)
        self.hovered_row = -1
        self.setModel(self.proxy)
        self.setItemDelegate(RunsDelegate(self))
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(lambda index: self._request("open", index) if index.column() != CHECK else None)
        self.customContextMenuRequested.connect(self._open_menu)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(-1))
        self._measure()
        current().changed.connect(self._measure)

    def rows_height(self, rows: int) -> int:
        """The height of header and so many rows."""
        return current().height("table_header") + 2 + rows * current().height("run_row")

    def sizeHint(self) -> QSize:
        """High enough for all rows."""
        return QSize(600, self.rows_height(self.proxy.rowCount()))

    def minimumSizeHint(self) -> QSize:
        """Header and three rows."""
        return QSize(current().length(320), self.rows_height(min(3, self.proxy.rowCount())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns that hold words."""
        super().resizeEvent(event)
        self._share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, Space ticks, Delete asks to remove."""
        index = self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._request("open", index)
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(index)
        elif event.key() == Qt.Key.Key_Delete:
            self._request("remove", index)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Start at the first row, so that the arrow keys have somewhere to go."""
        super().focusInEvent(event)
        if (
            not self.currentIndex().isValid()
            and self.proxy.rowCount()
            and event.reason() != Qt.FocusReason.MouseFocusReason
        ):
            self.setCurrentIndex(self.proxy.index(0, NAME))
        self.viewport().update()

    def leaveEvent(self, event: Any) -> None:
        """No row is hovered."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and the ring of the current one while the table has the focus."""
        super().paintEvent(event)
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current().color("accent"), 2))
            top, high = self.rowViewportPosition(index.row()), self.rowHeight(index.row())
            area = QRectF(2, top + 1, self.viewport().width() - 4, high - 3)
            painter.drawRoundedRect(area, current().radius["cell"], current().radius["cell"])

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current().height("run_row"))
        self.horizontalHeader().setFixedHeight(current().height("table_header") + 2)
        self._share_width()

    def _share_width(self) -> None:
        width = self.viewport().width()
        fixed = {column: current().length(pixels) for column, pixels in _FIXED.items()}
        has_note = width > current().length(900)
        for column in (METRIC, NOTE):
            self.setColumnHidden(column, not has_note)
        for column in (RANGE, MINUTES):
            self.setColumnHidden(column, width < current().length(760))
            fixed[column] = 0 if self.isColumnHidden(column) else fixed[column]
        shared = {column: share for column, share in _SHARED.items() if has_note or column not in (METRIC, NOTE)}
        left = max(0, width - sum(fixed.values()))
        for column, pixels in fixed.items():
            if pixels:
                self.setColumnWidth(column, pixels)
        for column, share in shared.items():
            self.setColumnWidth(column, left * share // sum(shared.values()))

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == CHECK:
            self._toggle(index)

    def _toggle(self, index: QModelIndex) -> None:
        cell = index.siblingAtColumn(CHECK)
        is_on = Qt.CheckState(cell.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        new = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        self.proxy.setData(cell, new, Qt.ItemDataRole.CheckStateRole)

    def _request(self, action: str, index: QModelIndex) -> None:
        self.requested.emit(action, index.data(RunRole)["folder"])

    def _open_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if not index.isValid():
            return
        state = index.data(RunRole).get("state", "finished")
        entries = [("open", self.tr("Open"), "watch")]
        if state == "stopped":
            entries.append(("continue", self.tr("Continue"), "start"))
        if state == "finished":
            entries.append(("play", self.tr("Play"), "play"))
        entries.append(("reveal", self.tr("Show in folder"), "folder"))
        if state != "running":
            entries.append(("remove", self.tr("Remove..."), "trash"))
        menu = QMenu(self)
        folder = index.data(RunRole)["folder"]
        for key, text, icon in entries:
            action = menu.addAction(icons.icon(icon), text)
            action.triggered.connect(lambda _checked=False, key=key: self.requested.emit(key, folder))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(where))


class RunsDelegate(QStyledItemDelegate):
    """Paints the cells: a line under each row, bold names and scores, state by icon and word."""

    def __init__(self, table: RunsTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme = current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif index.row() == self._table.hovered_row:
            painter.fillRect(rect, theme.color("sunken"))
        if index.row() < self._table.proxy.rowCount() - 1:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = index.column()
        if column == CHECK:
            self._paint_check(painter, rect, index)
        else:
            self._paint_words(painter, rect, index)
        painter.restore()

    def editorEvent(self, event: Any, model: Any, option: Any, index: Any) -> bool:
        """Ticks are set by the table, for the whole first cell and from the keyboard."""
        return False

    def _paint_check(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme = current()
        box = QRectF(rect.left() + 17, rect.center().y() - 8, 16, 16).adjusted(0.5, 0.5, -0.5, -0.5)
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        painter.setPen(QPen(theme.color("accent" if is_on else "control"), 1))
        painter.setBrush(theme.color("accent" if is_on else "card"))
        painter.drawRoundedRect(box, theme.radius["cell"], theme.radius["cell"])
        if is_on:
            icons.draw(painter, "check", box.adjusted(1.5, 1.5, -1.5, -1.5), "on_accent")
            painter.fillRect(QRectF(box.right() + 8, rect.center().y() - 0.5, 16, 2), theme.color(index.data(LineRole)))

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index) -> None:
        theme = current()
        column = index.column()
        tone = "muted" if column in (METRIC, RANGE, MINUTES, NOTE) else "text"
        room = QRectF(rect).adjusted(8, 0, -8, 0)
        if column == STATUS:
            mark, icon_tone, tone = _MARKS.get(index.data(RunRole).get("state", "finished"), _MARKS["failed"])
            icons.draw(painter, mark, QRectF(room.left(), room.center().y() - 8, 16, 16), icon_tone)
            room.adjust(22, 0, 0, 0)
        role = (
            "strong" if column in (NAME, SCORE) else "caption" if column in (METRIC, RANGE, MINUTES, NOTE) else "body"
        )
        painter.setFont(theme.font(role, tabular=column in NUMBERS))
        painter.setPen(theme.color(tone))
        side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        # runs of one project differ at the end of their name
        cut = Qt.TextElideMode.ElideMiddle if column in (NAME, DATA) else Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(str(index.data() or ""), cut, int(room.width()))
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), text)
