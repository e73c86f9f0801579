"""The drawing area of a plot: pyqtgraph draws the curves; grid, axis numbers, labels, star and crosshair are ours.

pyqtgraph's own axes, menu, buttons and legend are off: they cannot be translated or follow the theme. What is painted
here reads the theme at each paint. Which curves there are and what they mean is `metric_plot.py`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from widgets.theme import current

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


@dataclass(frozen=True)
class EndLabel:
    """A curve's name and last value at its end; `x`, `y` in the plot's own numbers. `is_level` is a line across."""

    text: str
    token: str
    x: float
    y: float
    is_level: bool = False


class PlotCanvas(pg.PlotWidget):
    """Curves with our own frame.

    Signals: `moved_by_hand()` after panning or zooming, `menu_asked(QPoint)` with the place on the screen,
    `crosshair_moved(float)` with a step or NaN.
    """

    moved_by_hand = Signal()
    menu_asked = Signal(object)
    crosshair_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None, enableMenu=False)
        item = self.getPlotItem()
        item.hideButtons()
        for side in ("left", "bottom"):
            item.hideAxis(side)
        self.view_box = item.getViewBox()
        self.view_box.setDefaultPadding(0)
        self.view_box.disableAutoRange()
        self.view_box.sigRangeChangedManually.connect(lambda *_: self.moved_by_hand.emit())
        self.x_ticks: Callable[[float, float], list[tuple[float, str]]] = lambda low, high: []
        self.y_ticks: Callable[[float, float], list[tuple[float, str]]] = lambda low, high: []
        self.hint = ""  # stands in the middle while there is nothing to draw
        self.labels: Sequence[EndLabel] = ()
        self.star: tuple[float, float] | None = None
        self.crosshair: tuple[float, str] | None = None  # step, what it says
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setCacheMode(self.CacheModeFlag.CacheNone)  # pyqtgraph caches the background, which holds our numbers
        self._mouse = pg.SignalProxy(self.scene().sigMouseMoved, rateLimit=30, slot=self._on_mouse_moved)
        self.measure()

    def measure(self) -> None:
        """Leave room for the axis numbers; again after the text size changed."""
        theme = current()
        numbers = QFontMetricsF(theme.font("axis"))
        self.left = round(numbers.horizontalAdvance("0.0000")) + 4
        self.bottom = round(numbers.height()) + 8
        self.getPlotItem().layout.setContentsMargins(self.left, 6, 0, self.bottom)
        self.viewport().update()

    def area(self) -> QRectF:
        """Where the curves are drawn, in pixels of the viewport."""
        return self.viewportTransform().mapRect(self.view_box.sceneBoundingRect())

    def to_pixel(self, x: float, y: float) -> QPointF:
        """A point of the plot in pixels of the viewport."""
        (x0, x1), (y0, y1) = self.view_box.viewRange()
        area = self.area()
        return QPointF(
            area.left() + (x - x0) / ((x1 - x0) or 1) * area.width(),
            area.bottom() - (y - y0) / ((y1 - y0) or 1) * area.height(),
        )

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Paint grid, the line below, and the numbers."""
        theme = current()
        painter.save()
        painter.resetTransform()
        painter.fillRect(self.viewport().rect(), theme.color("card"))
        painter.setFont(theme.font("axis", tabular=True))
        area = self.area()
        (x0, x1), (y0, y1) = self.view_box.viewRange()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        line = painter.fontMetrics().height()
        for value, text in self.y_ticks(y0, y1):
            y = round(self.to_pixel(x0, value).y())
            if abs(y - area.bottom()) > 2:
                painter.setPen(QPen(theme.color("grid"), 1))
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            room = QRectF(0, y - line, area.left() - 7, 2 * line)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        bottom = round(area.bottom())
        painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))
        painter.setPen(theme.color("muted"))
        edge = -math.inf
        for value, text in self.x_ticks(x0, x1):
            width = painter.fontMetrics().horizontalAdvance(text) + 2
            left = min(max(self.to_pixel(value, y0).x() - width / 2, 0), self.viewport().width() - width)
            if left < edge + 6:
                continue
            edge = left + width
            painter.drawText(QRectF(left, bottom + 5, width, line), int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Paint star, labels, crosshair and focus ring."""
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hint:
            painter.setFont(current().font("body"))
            painter.setPen(current().color("muted"))
            painter.drawText(self.area(), int(Qt.AlignmentFlag.AlignCenter), self.hint)
        if self.star is not None:
            self._paint_star(painter, self.to_pixel(*self.star))
        self._paint_labels(painter)
        if self.crosshair is not None:
            self._paint_crosshair(painter, *self.crosshair)
        if self._ring:
            painter.setPen(QPen(current().color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()

    def _paint_star(self, painter: QPainter, at: QPointF) -> None:
        radius = current().length(6)
        corners = [
            at
            + QPointF(math.sin(turn * math.pi / 5), -math.cos(turn * math.pi / 5)) * (radius * (0.45, 1)[turn % 2 == 0])
            for turn in range(10)
        ]
        painter.setPen(QPen(current().color("card"), 1))
        painter.setBrush(current().color("plot_held"))
        painter.drawPolygon(QPolygonF(corners))

    def _paint_labels(self, painter: QPainter) -> None:
        theme = current()
        font = theme.font("caption", weight=600, tabular=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for label, box in self.place_labels(metrics):
            back = theme.color("card")
            back.setAlphaF(0.8)
            painter.fillRect(box.adjusted(-2, 0, 2, 0), back)
            painter.setPen(theme.color("muted" if label.is_level else label.token))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), label.text)

    def place_labels(self, metrics: QFontMetricsF) -> list[tuple[EndLabel, QRectF]]:
        """A box for each label: right of the curve's end, or above it where there is no room; none over another."""
        area = self.area()
        high, gap = metrics.height(), 12.0
        ends = sorted((label for label in self.labels if not label.is_level), key=lambda label: -label.y)
        placed: list[tuple[EndLabel, QRectF]] = []
        for index, label in enumerate(ends):
            at = self.to_pixel(label.x, label.y)
            width = metrics.horizontalAdvance(label.text) + 2
            left, top = at.x() + gap, at.y() - high / 2
            is_crowded = len(ends) > 1 or left + width > area.right()
            if is_crowded:
                top = at.y() - high - 4 if index == 0 else at.y() + 4
            left = max(area.left(), min(left, area.right() - width))
            placed.append((label, QRectF(left, top, width, high)))
        for label in self.labels:
            if label.is_level:
                width = metrics.horizontalAdvance(label.text) + 2
                y = self.to_pixel(0, label.y).y()
                is_below = all(end.y >= label.y for end in ends)
                top = y + 4 if is_below else y - high - 4
                placed.append((label, QRectF(area.right() - width - area.width() * 0.07, top, width, high)))
        done: list[QRectF] = []
        for index, (label, box) in enumerate(placed):
            box.moveTop(min(max(box.top(), area.top()), area.bottom() - high - 1))
            for other in done:
                if box.intersects(other):
                    is_room_below = other.bottom() + high < area.bottom()
                    box.moveTop(other.bottom() if is_room_below else other.top() - high)
            done.append(box)
            placed[index] = (label, box)
        return placed

    def _paint_crosshair(self, painter: QPainter, step: float, text: str) -> None:
        theme = current()
        area = self.area()
        x = round(self.to_pixel(step, 0).x()) + 0.5
        painter.setPen(QPen(theme.color("control"), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setFont(theme.font("caption", tabular=True))
        metrics = painter.fontMetrics()
        box = QRectF(x + 6, area.top(), metrics.horizontalAdvance(text) + 14, metrics.height() + 6)
        if box.right() > area.right():
            box.moveRight(max(x - 6, area.left() + box.width()))
        painter.setBrush(theme.color("card"))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRoundedRect(box, theme.radius["cell"], theme.radius["cell"])
        painter.setPen(theme.color("text"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _on_mouse_moved(self, event: tuple[QPointF]) -> None:
        at = event[0]
        if self.view_box.sceneBoundingRect().contains(at):
            self.crosshair_moved.emit(self.view_box.mapSceneToView(at).x())
        elif self.crosshair is not None:
            self.crosshair_moved.emit(math.nan)

    def leaveEvent(self, event: object) -> None:
        """Take the crosshair away."""
        super().leaveEvent(event)
        self.crosshair_moved.emit(math.nan)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; without it the page scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right button belongs to the menu, the others to pyqtgraph."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for our own menu, by mouse or by key."""
        self.menu_asked.emit(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the plot around; pyqtgraph would keep them."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by the keyboard."""
        super().focusInEvent(event)
        self._ring = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring = False
        self.viewport().update()
