"""The first rows of a file as a small grid, the names above if there are any; rows of another width are marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.theme import current

SHOWN_ROWS = 5
MOST_COLUMNS = 8
LONGEST = 200  # characters of a cell that are measured


class FirstRowsView(Painted):
    """Names and a few rows; columns share the width by what stands in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._rows: list[list[str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these names and the first of these rows."""
        self._names = list(names)
        self._rows = [[" ".join(cell[:LONGEST].split()) for cell in row] for row in rows[:SHOWN_ROWS]]
        self.setAccessibleName("; ".join(" | ".join(row) for row in [self._names, *self._rows]))
        self.update()

    def sizeHint(self) -> QSize:
        """The names and the rows, whether there are so many or not: what lies below stays where it is."""
        theme = current()
        return QSize(theme.length(400), theme.height("table_header") + SHOWN_ROWS * theme.height("row") + 2)

    def minimumSizeHint(self) -> QSize:
        """As high, but narrow."""
        return QSize(current().length(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a box, the names, and a line under each row."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("card"))
        radius = theme.radius["control"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        lefts = self._lefts()
        head, high = theme.height("table_header"), theme.height("row")
        self._paint_row(painter, self._names, lefts, QRectF(1, 1, self.width() - 2, head), is_head=True)
        for place, row in enumerate(self._rows):
            area = QRectF(1, 1 + head + place * high, self.width() - 2, high)
            painter.fillRect(QRectF(area.left(), area.top() - 1, area.width(), 1), theme.color("line"))
            if len(row) != len(self._names):
                painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.color("warning"))
            self._paint_row(painter, row, lefts, area, is_head=False)

    def _lefts(self) -> list[float]:
        """Where each column begins; the last number is where the grid ends."""
        metrics = QFontMetricsF(current().font("body"))
        count = min(MOST_COLUMNS, max([len(self._names), *map(len, self._rows)], default=1)) or 1
        widths = []
        for column in range(count):
            cells = [row[column] for row in [self._names, *self._rows] if column < len(row)]
            widths.append(max((metrics.horizontalAdvance(cell[:40]) for cell in cells), default=0) + 24)
        room = self.width() - 2.0
        share = room / sum(widths)
        lefts, x = [], 1.0
        for width in widths:
            lefts.append(x)
            x += width * share
        return [*lefts, room]

    def _paint_row(
        self, painter: QPainter, cells: Sequence[str], lefts: Sequence[float], area: QRectF, *, is_head: bool
    ) -> None:
        theme = current()
        font = theme.font("caption" if is_head else "body", weight=600 if is_head else 400)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("muted" if is_head else "text"))
        for place, (left, right) in enumerate(pairwise(lefts)):
            text = cells[place] if place < len(cells) else ""
            room = right - left - theme.space["m"]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room - theme.space["s"]))
            box = QRectF(left + theme.space["m"], area.top(), room, area.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
