"""The header of the data table: each column's name with a chip that says its role. A click opens the menu of roles, in
which the reason of the guess stands too, and the ways to sort."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from widgets import icons
from widgets.buttons import BY_KEYBOARD
from widgets.column_roles import TONES, chip_help, chip_word, chips_of
from widgets.marks import tone_colors
from widgets.table_model import TableModel
from widgets.theme import current

_MARK = 12  # of the arrow that says how the rows are sorted


class RoleHeader(QHeaderView):
    """Arrow keys move between columns, Enter, Space or Down opens the menu. Signals `role_chosen(column, role)` and
    `sort_chosen(column, is_falling)`; a column "" means the order of the file."""

    role_chosen = Signal(str, str)
    sort_chosen = Signal(str, bool)

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table_model = model
        self._current = 1
        self._has_ring = False
        self._sorted, self._is_falling = "", False
        self._menu: QMenu | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(current().length(48))
        self.retranslate()

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        self.setAccessibleName(self.tr("Columns and what they are for"))
        self.viewport().update()

    def set_sorted(self, column: str, *, is_falling: bool = False) -> None:
        """Mark the column that the rows are sorted by; "" for none."""
        self._sorted, self._is_falling = column, is_falling
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """High enough for chips."""
        return QSize(super().sizeHint().width(), current().height("table_header_chips"))

    def width_of(self, section: int) -> int:
        """What name and chip of a column need."""
        name = QFontMetricsF(current().font("body", weight=600)).horizontalAdvance(self._table_model.name_of(section))
        chip = self._chip_width(section) + self._mark_width(section)
        return round(name + chip + 2 * current().space["m"] + current().space["s"])

    def open_menu(self, section: int) -> QMenu:
        """Show the roles of a column; the menu is given back."""
        name = self._table_model.name_of(section)
        task = self._table_model.task
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("What is {column} for?").format(column=name))
        for role in chips_of(task):
            action = menu.addAction(f"{chip_word(role, task)}  ·  {chip_help(role, task)}")
            action.setCheckable(True)
            action.setChecked(self._table_model.role_of(section) == role)
            action.triggered.connect(lambda _on=False, role=role: self.role_chosen.emit(name, role))
        if reason := self._table_model.reason_of(section):
            menu.addSeparator()
            menu.addAction(self.tr("Guessed: {reason}").format(reason=reason)).setEnabled(False)
        menu.addSeparator()
        self._add_ways_to_sort(menu, name)
        place = QPoint(self.sectionViewportPosition(section) + current().space["s"], self.height())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(place))
        self._menu = menu
        return menu

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw name and chip."""
        theme = current()
        painter.save()
        painter.fillRect(rect, theme.color("card"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        is_number = section == 0
        font = theme.font("caption" if is_number else "body", weight=500 if is_number else 600)
        metrics = QFontMetricsF(font)
        chip = 0.0 if is_number else self._chip_width(section)
        mark = self._mark_width(section)
        room = rect.width() - 2 * theme.space["m"] - (chip + theme.space["s"] if chip else 0) - mark
        shown = metrics.elidedText(self._table_model.name_of(section), Qt.TextElideMode.ElideRight, max(0, room) + 1)
        left = rect.left() + theme.space["m"] + mark
        if mark:
            arrow = QRectF(left - mark - 1, rect.center().y() - _MARK / 2 + 1, _MARK, _MARK)
            icons.draw(painter, "arrow_down" if self._is_falling else "arrow_up", arrow, "text")
        painter.setFont(font)
        painter.setPen(theme.color("muted" if is_number else "text"))
        area = QRectF(left, rect.top(), metrics.horizontalAdvance(shown) + 2, rect.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if chip:
            high = theme.height("chip")
            top = rect.top() + (rect.height() - high) / 2
            self._paint_chip(painter, QRectF(area.right() + theme.space["s"] - 2, top, chip, high), section)
        if self._has_ring and section == self._current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 3, -2, -3), theme.radius["cell"], theme.radius["cell"])
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a column opens its menu, the end of a drag does not."""
        place = event.position().toPoint()
        section = self.logicalIndexAt(place)
        was_drag = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and section > 0 and not was_drag:
            self._current = section
            self.open_menu(section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between columns and open the menu."""
        key = event.key()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps:
            self._current = min(max(1, self._current + steps[Qt.Key(key)]), max(1, self.count() - 1))
            self.viewport().update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down) and self.count() > 1:
            self.open_menu(min(self._current, self.count() - 1))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by the keyboard."""
        super().focusInEvent(event)
        self._has_ring = event.reason() in BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._has_ring = False
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _mark_width(self, section: int) -> int:
        is_sorted = section > 0 and self._sorted == self._table_model.name_of(section)
        return _MARK + current().space["xs"] if is_sorted else 0

    def _add_ways_to_sort(self, menu: QMenu, name: str) -> None:
        ways = (
            (self.tr("Sort, smallest first"), name, False),
            (self.tr("Sort, largest first"), name, True),
            (self.tr("As in the file"), "", False),
        )
        for words, column, is_falling in ways:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked((column, is_falling) == (self._sorted, self._is_falling))
            action.triggered.connect(
                lambda _on=False, column=column, is_falling=is_falling: self.sort_chosen.emit(column, is_falling)
            )

    def _chip_width(self, section: int) -> float:
        if section == 0:
            return 0.0
        word = self._table_model.role_word(section)
        return QFontMetricsF(current().font("caption", weight=600)).horizontalAdvance(word) + 34

    def _paint_chip(self, painter: QPainter, area: QRectF, section: int) -> None:
        fill, edge, ink = tone_colors(tone := TONES.get(self._table_model.role_of(section), "accent"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        radius = area.height() / 2
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(current().font("caption", weight=600))
        painter.setPen(ink)
        words = area.adjusted(9, 0, -20, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._table_model.role_word(section))
        token = {"neutral": "muted"}.get(tone, tone)
        icons.draw(painter, "chevron_down", QRectF(area.right() - 20, area.center().y() - 6, 12, 12), token)
