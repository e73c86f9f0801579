"""Lines of a file as they were read, the separators between their fields drawn as boxes, the surplus ones marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import wording
from widgets.painted import Painted
from widgets.theme import current

_LONGEST = 400  # characters of a field that are drawn


@dataclass(frozen=True)
class RawRow:
    """A line: number, fields, and which separators (from 0) are too many. `tone`: "plain", "bad" or "good"."""

    number: int
    fields: tuple[str, ...]
    surplus: frozenset[int] = frozenset()
    tone: str = "plain"


class RawRows(Painted):
    """A few lines under each other; at the right how many columns each has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[RawRow] = []
        self._delimiter = ","
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[RawRow], delimiter: str = ",") -> None:
        """Show these lines, separated by `delimiter`."""
        self._rows, self._delimiter = list(rows), {"\t": "⇥", " ": "␣"}.get(delimiter, delimiter)
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        said = [f"{row.number}: {self._delimiter.join(row.fields)} ({self._columns(row)})" for row in self._rows]
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """A table row's height for each line."""
        return QSize(current().length(320), current().height("row") * max(1, len(self._rows)) + 2)

    def minimumSizeHint(self) -> QSize:
        """As high, but narrow."""
        return QSize(current().length(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and lines."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("sunken"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.radius["control"], theme.radius["control"])
        high = theme.height("row")
        for index, row in enumerate(self._rows):
            self._paint_row(painter, QRectF(1, 1 + index * high, self.width() - 2, high), row)

    def _paint_row(self, painter: QPainter, area: QRectF, row: RawRow) -> None:
        theme = current()
        if row.tone == "bad":
            painter.fillRect(area, theme.color("danger_soft"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.color("danger"))
        tone = {"bad": "danger", "good": "success"}.get(row.tone, "muted")
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        strong = theme.font("body", weight=400 if row.tone == "plain" else 600, tabular=True)
        painter.setFont(strong)
        painter.setPen(theme.color(tone if row.tone == "bad" else "muted"))
        painter.drawText(area.adjusted(theme.space["m"], 0, 0, 0), middle, wording.number(row.number))
        painter.setPen(theme.color(tone))
        columns = self._columns(row)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(area.adjusted(0, 0, -theme.space["m"], 0), right, columns)
        numbers = QFontMetricsF(strong)
        widest = max(numbers.horizontalAdvance(wording.number(each.number)) for each in self._rows)
        left = area.left() + theme.space["m"] + widest + theme.space["l"]
        end = area.right() - theme.space["xl"] - numbers.horizontalAdvance(columns)
        self._paint_fields(painter, QRectF(left, area.top(), end - left, area.height()), row)

    def _paint_fields(self, painter: QPainter, area: QRectF, row: RawRow) -> None:
        theme = current()
        font = theme.font("body")
        metrics = QFontMetricsF(font)
        mark = max(theme.length(12), metrics.horizontalAdvance(self._delimiter) + 8)
        high = theme.length(16)
        x = area.left()
        room = area.right() - mark * (len(row.fields) - 1)
        for index, field in enumerate(row.fields):
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            text = " ".join(field[:_LONGEST].split()) or "·"
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(24.0, (room - x) * 0.8))
            width = metrics.horizontalAdvance(shown)
            painter.drawText(QRectF(x, area.top(), width + 2, area.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
            x += width + 4
            if index == len(row.fields) - 1 or x > area.right():
                return
            is_surplus = index in row.surplus
            painter.setPen(QPen(theme.color("danger" if is_surplus else "line_strong"), 1))
            painter.setBrush(theme.color("danger" if is_surplus else "card"))
            box = QRectF(x + 0.5, area.center().y() - high / 2, mark - 1, high)
            painter.drawRoundedRect(box, theme.radius["cell"] - 1, theme.radius["cell"] - 1)
            painter.setPen(theme.color("card" if is_surplus else "muted"))
            painter.setFont(theme.font("body", weight=600))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._delimiter)
            x += mark + 5

    def _columns(self, row: RawRow) -> str:
        return self.tr("1 column") if len(row.fields) == 1 else self.tr("{n} columns").format(n=len(row.fields))
