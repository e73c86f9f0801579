"""A small curve with a dot at its end, without axes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.theme import current


def paint_sparkline(painter: QPainter, area: QRectF, values: Sequence[float], token: str = "plot_held") -> None:
    """Paint the curve of `values` into `area`; nothing if there are fewer than two."""
    if len(values) < 2:
        return
    theme = current()
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    inner = area.adjusted(1, 4, -4, -4)
    step = inner.width() / (len(values) - 1)
    points = [
        QPointF(inner.left() + index * step, inner.bottom() - (value - low) / span * inner.height())
        for index, value in enumerate(values)
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(theme.color(token), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    painter.drawEllipse(points[-1], 2.5, 2.5)
    painter.restore()


class Sparkline(QWidget):
    """A curve in a row. `set_values` also says it to a screen reader."""

    def __init__(self, values: Sequence[float] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_values(values)

    def set_values(self, values: Sequence[float]) -> None:
        """Show other values; long series are thinned to what 92 pixels can show."""
        step = max(1, len(values) // 46)
        self._values = [float(value) for value in values[::step]]
        if len(values) and self._values[-1] != float(values[-1]):
            self._values.append(float(values[-1]))
        if self._values:
            words = self.tr("Mistake score from {first} to {last}")
            self.setAccessibleName(words.format(first=f"{self._values[0]:.2f}", last=f"{self._values[-1]:.2f}"))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the column of the recent list."""
        return QSize(92, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve."""
        paint_sparkline(QPainter(self), QRectF(self.rect()), self._values)
