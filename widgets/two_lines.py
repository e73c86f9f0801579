"""Text in at most two lines, the second shortened: for delegates, where a label would be too heavy."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from widgets.theme import current


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """The lines of `text` in `width`: one or two, the second with "..." if there is more."""
    plain = " ".join(text.split())
    if not plain:
        return []
    layout = QTextLayout(plain, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(max(1.0, width))
    layout.endLayout()
    cut = first.textLength()
    rest = plain[cut:].strip()
    if not rest:
        return [plain]
    return [plain[:cut].strip(), QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]


def draw_two_lines(painter: QPainter, area: QRectF, text: str, font: QFont, token: str) -> None:
    """Paint the lines, centred in the height of `area`."""
    lines = two_lines(text, font, area.width())
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(current().color(token))
    top = area.center().y() - metrics.lineSpacing() * len(lines) / 2 + metrics.ascent()
    for place, line in enumerate(lines):
        painter.drawText(QPointF(area.left(), top + place * metrics.lineSpacing()), line)
