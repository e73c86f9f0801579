"""Results side by side on one scale: a dot for the score and a bar for its 95 % range, one line per competitor."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.theme import current
from widgets.wording import percent


@dataclass(frozen=True)
class Competitor:
    """A name and its score 0..1 with the ends of its 95 % range; `is_learned` makes it blue."""

    name: str
    score: float
    low: float
    high: float
    is_learned: bool = False


class ComparisonBars(Painted):
    """Painted; says the same in words to a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[Competitor] = []
        self._unit = "%"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_items(self, items: Sequence[Competitor], unit: str = "%") -> None:
        """Show these, from top to bottom; `unit` is "%", or nothing for scores out of a hundred."""
        self._items, self._unit = list(items), unit
        words = self.tr("{name} {score}, 95 % range {low} to {high}")
        said = [
            words.format(name=i.name, score=self._said(i.score), low=round(100 * i.low), high=self._said(i.high))
            for i in self._items
        ]
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def scale(self) -> tuple[float, float]:
        """The ends of the scale in percent: round tens around all ranges, at least forty apart."""
        if not self._items:
            return 0.0, 100.0
        low = 10 * math.floor(10 * min(item.low for item in self._items))
        high = 10 * math.ceil(10 * max(item.high for item in self._items))
        low = max(0, 20 * math.floor((low - 1) / 20)) if low > 0 else 0
        high = 100 if high > 80 else high
        return float(max(0, min(low, high - 40))), float(max(high, 40))

    def _said(self, share: float) -> str:
        return percent(share) if self._unit else str(round(100 * share))

    def sizeHint(self) -> QSize:
        """A line for each, and the scale."""
        return QSize(420, self._line() * len(self._items) + self._axis())

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine, lower is not."""
        return QSize(260, self.sizeHint().height())

    def _line(self) -> int:
        return current().length(30)

    def _axis(self) -> int:
        return round(QFontMetricsF(current().font("caption")).height()) + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, grid, ranges, dots and scores."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heavy = QFontMetricsF(theme.font("body", weight=600))
        names = max((heavy.horizontalAdvance(item.name) for item in self._items), default=0.0)
        names = min(names, self.width() * 0.36)
        numbers = heavy.horizontalAdvance("100\u00a0%")
        left, right = names + theme.length(24), self.width() - numbers - theme.length(20)
        low, high = self.scale()
        bottom = self._line() * len(self._items)

        def place(value: float) -> float:
            return left + (value - low) / (high - low) * (right - left)

        self._paint_scale(painter, place, bottom)
        for index, item in enumerate(self._items):
            y = self._line() * (index + 0.5)
            font = theme.font("body", weight=600 if item.is_learned else 400)
            painter.setFont(font)
            painter.setPen(theme.color("text"))
            name = QFontMetricsF(font).elidedText(item.name, Qt.TextElideMode.ElideRight, names + 1)
            box = QRectF(0, y - self._line() / 2, names + 2, self._line())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name)
            color = theme.color("accent" if item.is_learned else "plot_base")
            ends = place(100 * item.low), place(100 * item.high)
            painter.setPen(QPen(color, 2))
            painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
            for end in ends:
                painter.drawLine(QPointF(end, y - theme.length(4)), QPointF(end, y + theme.length(4)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(place(100 * item.score), y), theme.length(5), theme.length(5))
            painter.setPen(theme.color("accent" if item.is_learned else "muted"))
            painter.setFont(theme.font("body", weight=600, tabular=True))
            score = QRectF(self.width() - numbers, y - self._line() / 2, numbers, self._line())
            painter.drawText(
                score, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._said(item.score)
            )

    def _paint_scale(self, painter: QPainter, place: Callable[[float], float], bottom: int) -> None:
        theme = current()
        low, high = self.scale()
        painter.setFont(theme.font("caption", tabular=True))
        for value in range(round(low), round(high) + 1, 10):
            x = round(place(value)) + 0.5
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            if (value - round(low)) % 20 == 0:
                text = self._said(value / 100) if value + 20 > high else str(value)
                painter.setPen(theme.color("muted"))
                box = QRectF(x - 40, bottom + 4, 80, self._axis() - 4)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
