"""The table of a person's rows: role chips above, problems named in the row itself, one row chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from engine.data import Problem, Table
from widgets import icons
from widgets.marks import paint_chip
from widgets.role_header import RoleHeader
from widgets.row_query import Numbers
from widgets.table_model import IS_ANSWER, PROBLEM, ROW_STATE, TableModel
from widgets.theme import current

_MEASURED_ROWS = 60
_EDGE = 3
_WIDE = ("input", "question", "context")  # roles of columns that are read, often long
_Index = QModelIndex | QPersistentModelIndex


class DataTable(QTableView):
    """Signals: `role_chosen(column, role)`, `row_chosen(number)` with the row's number in the file, and
    `sort_chosen(column, is_falling)`, where "" is the order of the file."""

    role_chosen = Signal(str, str)
    row_chosen = Signal(int)
    sort_chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = TableModel()
        self.setModel(self._rows)
        self._header = RoleHeader(self._rows)
        self._header.role_chosen.connect(self.role_chosen)
        self._header.sort_chosen.connect(self.sort_chosen)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(_Cell(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        current().changed.connect(self._measure)
        self._measure()
        self.retranslate()

    @property
    def rows(self) -> TableModel:
        """The model behind the view."""
        return self._rows

    @property
    def header(self) -> RoleHeader:
        """The header with the role chips."""
        return self._header

    def set_table(self, table: Table | None) -> None:
        """Show another table; nothing is chosen in it."""
        self._rows.set_table(table)
        self._fit_columns()

    def set_rows(self, numbers: Numbers | None, column: str = "", *, is_falling: bool = False) -> None:
        """Show these rows in this order (None: all), which a column decided; the chosen row stays chosen if it is
        among them, else the first is."""
        chosen = self.current_number()
        self._header.set_sorted(column, is_falling=is_falling)
        self._rows.set_order(numbers)
        self._fit_columns()  # the arrow takes room
        if chosen is not None and self._rows.place_of(chosen) is not None:
            self.show_row(chosen)
        elif self._rows.rowCount():
            self.show_row(self._rows.number_at(0))

    def set_roles(
        self, roles: Mapping[str, str], task: str = "classification", reasons: Mapping[str, str] | None = None
    ) -> None:
        """Column -> its chip, for a task; `reasons`: why each column was taken for that, where it was guessed."""
        self._rows.set_roles(roles, task, reasons or {})
        self._fit_columns()

    def set_problems(self, problems: Collection[Problem], skipped: Collection[int] = ()) -> None:
        """Mark rows with problems; those in `skipped` are shown as left out."""
        self._rows.set_problems(problems, skipped)

    def show_row(self, number: int) -> None:
        """Choose the row with this number and bring it into view; nothing happens if there is none."""
        place = self._rows.place_of(number)
        if place is not None:
            self.setCurrentIndex(self._rows.index(place, 0))
            self.scrollTo(self._rows.index(place, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def current_number(self) -> int | None:
        """The number of the chosen row."""
        index = self.currentIndex()
        return self._rows.number_at(index.row()) if index.isValid() else None

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        self.setAccessibleName(self.tr("Your rows"))
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The input columns take what is left."""
        super().resizeEvent(event)
        self._fit_columns()

    def _on_row(self, index: _Index, _before: _Index) -> None:
        if index.isValid():
            self.row_chosen.emit(self._rows.number_at(index.row()))

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(current().height("row"))
        self._header.setFixedHeight(current().height("table_header_chips"))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Numbers and short columns as wide as they need, the inputs share the rest."""
        columns = self._rows.columnCount()
        if not columns:
            return
        wide = [section for section in range(1, columns) if self._rows.role_of(section) in _WIDE] or [1]
        taken = 0
        for section in range(columns):
            if section not in wide:
                self.setColumnWidth(section, self._width_of(section))
                taken += self.columnWidth(section)
        rest = max(0, self.viewport().width() - taken) // len(wide)
        for section in wide:
            self.setColumnWidth(section, max(rest, self._header.width_of(section), current().length(200)))

    def _width_of(self, section: int) -> int:
        metrics = QFontMetricsF(current().font("body", weight=500))
        shown = min(self._rows.rowCount(), _MEASURED_ROWS)
        texts = [str(self._rows.index(row, section).data() or "") for row in range(shown)]
        if section == 0 and self._rows.table is not None:
            texts = [f"{self._rows.table.total_rows:,}"]
        widest = max((metrics.horizontalAdvance(text[:60]) for text in texts), default=0.0)
        room = 2 * current().space["m"] + (_EDGE if section == 0 else 12)
        return round(min(max(widest + room, self._header.width_of(section)), current().length(240)))


class _Cell(QStyledItemDelegate):
    """Draws a cell with tokens: line, edge of a problem row, its words, the answer as a chip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = current()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        row_state = index.data(ROW_STATE)
        painter.save()
        painter.fillRect(area, theme.color("selected" if is_chosen else "card"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if index.column() == 0:
            if row_state == "problem":
                painter.fillRect(area.left(), area.top(), _EDGE, area.height(), theme.color("warning"))
            if is_chosen and self._has_keyboard():
                painter.fillRect(area.left(), area.top(), _EDGE, area.height(), theme.color("accent"))
        inner = QRectF(area).adjusted(theme.space["m"], 0, -theme.space["s"], 0)
        self._paint_content(painter, inner, index, row_state)
        painter.restore()

    def _has_keyboard(self) -> bool:
        view = self.parent()
        return isinstance(view, QWidget) and view.hasFocus()

    def _paint_content(self, painter: QPainter, area: QRectF, index: _Index, row_state: str) -> None:
        theme = current()
        text = str(index.data() or "").replace("\n", " ").replace("\r", " ")
        trouble = index.data(PROBLEM)
        if trouble:
            area = self._paint_trouble(painter, area, trouble, row_state)
        is_skipped = row_state == "skipped"
        if index.data(IS_ANSWER) and text and not is_skipped:
            width = QFontMetricsF(theme.font("caption", weight=500)).horizontalAdvance(text) + 18
            high = theme.height("chip") - 2
            top = area.center().y() - high / 2
            paint_chip(painter, QRectF(area.left(), top, min(width, area.width()), high), text)
            return
        font = theme.font("body", tabular=index.column() == 0)
        font.setStrikeOut(is_skipped and index.column() > 0)
        painter.setFont(font)
        is_quiet = index.column() == 0 or index.model().role_of(index.column()) == "ignore"  # type: ignore[attr-defined]
        painter.setPen(theme.color("faint" if is_skipped else "muted" if is_quiet else "text"))
        shown = QFontMetricsF(font).elidedText(text[:2000], Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_trouble(self, painter: QPainter, area: QRectF, words: str, row_state: str) -> QRectF:
        """Icon and words; gives back the room that is left."""
        theme = current()
        token = "faint" if row_state == "skipped" else "warning"
        size = theme.length(14)
        icons.draw(
            painter,
            "cross" if row_state == "skipped" else "warning",
            QRectF(area.left(), area.center().y() - size / 2, size, size),
            token,
        )
        font = theme.font("body", weight=500)
        painter.setFont(font)
        painter.setPen(theme.color(token))
        metrics = QFontMetricsF(font)
        left = area.left() + size + theme.space["xs"] + 1
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.right() - left)
        painter.drawText(area.adjusted(left - area.left(), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), shown)
        end = left + metrics.horizontalAdvance(shown) + theme.space["m"]
        return QRectF(min(end, area.right()), area.top(), max(0.0, area.right() - end), area.height())
