"""The three drawings of the Home cards, made of the same squares as the logo."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import icons
from widgets.theme import current


class HomeDrawing(QWidget):
    """A drawing by name: "sample" (learned tokens before frozen ones), "file" (two columns) or "pack" (cards)."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paint = {"sample": _paint_sample, "file": _paint_file, "pack": _paint_pack}[name]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as the drawings of all three cards."""
        return QSize(282, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)


def _box(painter: QPainter, rect: QRectF, fill: QColor, radius: float, edge: QColor | None = None) -> None:
    painter.setPen(QPen(edge, 1) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if edge is not None else rect, radius, radius)


def _paint_sample(painter: QPainter) -> None:
    theme = current()
    for index in range(4):
        _box(painter, QRectF(index * 20, 16, 16, 16), theme.color("accent"), 4)
    for index in range(7):
        _box(painter, QRectF(88 + index * 20, 16, 16, 16), theme.color("sunken"), 4, theme.color("line_strong"))
    _box(painter, QRectF(236, 16, 44, 16), theme.color("success_soft"), 4, theme.color("success_line"))
    icons.draw(painter, "check", QRectF(251, 17, 14, 14), "success")


def _paint_file(painter: QPainter) -> None:
    theme = current()
    for row, (left, right) in enumerate(((150, 44), (126, 36), (142, 44), (110, 32))):
        y = 5 + row * 11
        _box(painter, QRectF(0, y, left, 6), theme.color("line_strong" if row == 0 else "hover"), 3)
        _box(painter, QRectF(170, y, right, 6), theme.color("accent" if row == 0 else "accent_line"), 3)


def _paint_pack(painter: QPainter) -> None:
    theme = current()
    card = theme.color("card")
    for x, y, token in ((2, 12, "hover"), (18, 8, "line_strong"), (36, 4, "accent")):
        _box(painter, QRectF(x - 2, y - 2, 58, 38), card, 6)
        _box(painter, QRectF(x, y, 54, 34), theme.color(token), 4)
    for y, width in ((13, 24), (21, 36)):
        _box(painter, QRectF(46, y, width, 3), theme.color("on_accent"), 1.5)
