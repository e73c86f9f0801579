"""A table header of muted words, each at the indent of its column's cells, with or without a line below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.theme import current


class PlainHeader(QHeaderView):
    """Painted from the theme, since a style sheet knows one padding and one line for all headers."""

    def __init__(
        self,
        orientation: Qt.Orientation,
        *,
        indents: tuple[int, ...] = (),
        has_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`indents` is the room left of each column's word; columns after the last are centred."""
        super().__init__(orientation, parent)
        self._indents, self._has_line = indents, has_line
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """A line of words; as wide as the widest for rows."""
        size = super().sizeHint()
        if self.orientation() == Qt.Orientation.Horizontal:
            return QSize(size.width(), current().height("table_header"))
        return size

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw the word of a section."""
        if not rect.isValid():
            return
        theme = current()
        painter.save()
        painter.fillRect(rect, theme.color("card"))
        if self._has_line:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        is_row = self.orientation() == Qt.Orientation.Vertical
        has_indent = is_row or logical < len(self._indents)
        indent = self._indents[0 if is_row else logical] if has_indent and self._indents else 2
        side = Qt.AlignmentFlag.AlignLeft if has_indent else Qt.AlignmentFlag.AlignHCenter
        font = theme.font("caption", weight=500)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        room = rect.adjusted(indent, 0, -2, 0)
        text = str(self.model().headerData(logical, self.orientation()) or "")
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()
