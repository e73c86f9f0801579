"""A few curves over a few places, such as 1, 5 and 25 numbers: means as dots, the range of the seeds as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.plot_ticks import nice_ticks
from widgets.theme import current
from widgets.wording import percent

TOKENS = ("plot_held", "plot_base", "plot_third", "plot_fourth", "plot_train")
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DotLine)


@dataclass(frozen=True)
class Curve:
    """(x, mean, low, high), shares 0..1."""

    name: str
    points: tuple[tuple[float, float, float, float], ...]


class LinesPlot(Painted):
    """Places stand at equal distances. `unit` is said after the last of them ("numbers")."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: list[Curve] = []
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_curves(self, curves: Sequence[Curve], unit: str) -> None:
        """Show others."""
        self._curves, self._unit = list(curves), unit
        said = [
            f"{curve.name}: " + ", ".join(f"{x:g} {unit} {percent(mean)}" for x, mean, _, _ in curve.points)
            for curve in self._curves
        ]
        self.setAccessibleDescription("; ".join(said))
        self.updateGeometry()
        self.update()

    def places(self) -> list[float]:
        """Every x that any curve has."""
        return sorted({x for curve in self._curves for x, *_ in curve.points})

    def scale(self) -> tuple[float, float]:
        """The ends of the height, round, with 0 and 1 in view."""
        values = [value for curve in self._curves for _, *three in curve.points for value in three]
        return min(0.0, *values, 0.0), max(1.0, *values, 1.0)

    def sizeHint(self) -> QSize:
        """Wide, and a line of legend for each curve."""
        return QSize(420, current().length(200) + len(self._curves) * self._line())

    def minimumSizeHint(self) -> QSize:
        """Narrower, not lower."""
        return QSize(current().length(220), self.sizeHint().height())

    def _line(self) -> int:
        return round(QFontMetricsF(current().font("caption")).height()) + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, curves and legend."""
        theme = current()
        painter = QPainter(self)
        painter.setFont(theme.font("axis", tabular=True))
        metrics = QFontMetricsF(painter.font())
        left, top = metrics.horizontalAdvance("100\u00a0%") + 8, metrics.height() / 2
        bottom = self.height() - len(self._curves) * self._line() - metrics.height() - 12
        places, (low, high) = self.places(), self.scale()
        inset = metrics.horizontalAdvance("100") + 16

        def across(x: float) -> float:
            share = places.index(x) / max(1, len(places) - 1)
            return left + inset + share * (self.width() - left - 3 * inset)

        def up(value: float) -> float:
            return bottom - (value - low) / (high - low) * (bottom - top)

        for tick in nice_ticks(low, high, 4):
            y = round(up(tick)) + 0.5
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QPointF(left, y), QPointF(self.width(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(0, y - metrics.height(), left - 7, 2 * metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), percent(tick))
        painter.setPen(theme.color("muted"))
        for place in places:
            text = f"{place:g}" + (f" {self._unit}" if place == places[-1] else "")
            width = metrics.horizontalAdvance(text) + 2
            start = min(across(place) - metrics.horizontalAdvance(f"{place:g}") / 2, self.width() - width)
            painter.drawText(QRectF(start, bottom + 6, width, metrics.height()), int(Qt.AlignmentFlag.AlignLeft), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        for number, curve in enumerate(self._curves):
            self._paint(painter, number, [(QPointF(across(x), up(m)), up(a), up(b)) for x, m, a, b in curve.points])
            y = self.height() - (len(self._curves) - number - 0.5) * self._line()
            painter.setPen(self._pen(number))
            painter.drawLine(QPointF(left, y), QPointF(left + 24, y))
            painter.setPen(theme.color("text"))
            room = QRectF(left + 32, y - self._line() / 2, self.width() - left - 32, self._line())
            name = painter.fontMetrics().elidedText(curve.name, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _paint(self, painter: QPainter, number: int, spots: list[tuple[QPointF, float, float]]) -> None:
        shift = QPointF(3.0 * (number - (len(self._curves) - 1) / 2), 0)  # so that bars do not hide each other
        painter.setPen(self._pen(number))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([at + shift for at, _, _ in spots]))
        color = current().color(TOKENS[number % len(TOKENS)])
        for at, low, high in spots:
            x = (at + shift).x()
            painter.setPen(QPen(color, 1.5))
            painter.drawLine(QPointF(x, low), QPointF(x, high))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(at + shift, 3.5, 3.5)

    def _pen(self, number: int) -> QPen:
        width = 2 if number == 0 else 1.5
        return QPen(current().color(TOKENS[number % len(TOKENS)]), width, STYLES[number % len(STYLES)])
