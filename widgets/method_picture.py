"""Where a prompt enters: a small grid of the frozen model's layers in grey, with the learned places in blue.

Columns are token positions, rows are layers, the input at the bottom. Drawn from what a method says of itself.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.theme import current

COLUMNS, ROWS = 7, 4
LEARNED_COLUMNS = 2


class MethodPicture(Painted):
    """`sites` "input": learned tokens stand in the input; "deep": in every layer. A head is a bar above the layers."""

    def __init__(self, sites: str = "input", *, has_head: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sites, self._has_head = sites, has_head
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_method(self, sites: str, *, has_head: bool = False) -> None:
        """Show another method."""
        self._sites, self._has_head = sites, has_head
        self.retranslate()
        self.update()

    def learned_cells(self) -> set[tuple[int, int]]:
        """(column, row) of the learned places, rows from the top."""
        rows = range(ROWS) if self._sites == "deep" else (ROWS - 1,)
        return {(column, row) for column in range(LEARNED_COLUMNS) for row in rows}

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        deep, light = self.tr("Learned places in every layer"), self.tr("Learned places in the input")
        text = deep if self._sites == "deep" else light
        self.setAccessibleName(f"{text}, {self.tr('and a learned last layer')}" if self._has_head else text)

    def sizeHint(self) -> QSize:
        """As in the picture."""
        return QSize(current().length(112), current().length(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw head and layers."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dim = not self.isEnabled()
        wide, high = self.width() / COLUMNS, theme.length(11)
        top = theme.length(13)
        learned = self.learned_cells()
        for column in range(COLUMNS):
            for row in range(ROWS):
                area = QRectF(column * wide, top + row * high, wide - 3, high - 3)
                if (column, row) in learned:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.color("line_strong" if dim else "accent"))
                else:
                    painter.setPen(QPen(theme.color("line_strong"), 1))
                    painter.setBrush(theme.color("sunken"))
                    area = area.adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(area, 2, 2)
        if self._has_head:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line_strong" if dim else "accent"))
            head = QRectF(LEARNED_COLUMNS * wide, 0, (COLUMNS - LEARNED_COLUMNS) * wide - 3, high - 3)
            painter.drawRoundedRect(head, 2, 2)
