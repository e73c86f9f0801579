"""Text in at most two lines, the second shortened: for delegates, where a label would be too heavy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from widgets.theme import current


def plain_line(text: str) -> str:
    """The text in one line, each white space a single space."""
    return " ".join(text.split())


def two_lines(text: str, font: QFont, width: float) -> list[str]:
    """The lines of `text` in `width`: one or two, the second with "..." if there is more."""
    return [line for line, _ in _lines(plain_line(text), font, width)]


def draw_two_lines(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    token: str,
    *,
    marked: Sequence[tuple[int, int]] = (),
    mark: str = "accent",
) -> None:
    """Paint the lines, centred in the height of `area`. `marked`: (start, end) of parts of `plain_line(text)` that are
    painted in the colour `mark` and a little heavier."""
    metrics = QFontMetricsF(font)
    lines = _lines(plain_line(text), font, area.width())
    painter.setFont(font)
    painter.setPen(current().color(token))
    top = area.center().y() - metrics.lineSpacing() * len(lines) / 2
    for place, (line, start) in enumerate(lines):
        at = QPointF(area.left(), top + place * metrics.lineSpacing())
        ends = [(first - start, last - start) for first, last in marked if first - start < len(line) and last > start]
        if ends:
            _draw_marked(painter, at, line, font, [(max(0, first), min(last, len(line))) for first, last in ends], mark)
        else:
            painter.drawText(QPointF(at.x(), at.y() + metrics.ascent()), line)


def _lines(plain: str, font: QFont, width: float) -> list[tuple[str, int]]:
    """The lines, each with where it begins in the text."""
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
        return [(plain, 0)]
    begins = plain.index(rest, cut)
    return [
        (plain[:cut].strip(), 0),
        (QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width), begins),
    ]


def _draw_marked(
    painter: QPainter, at: QPointF, line: str, font: QFont, marked: Sequence[tuple[int, int]], mark: str
) -> None:
    layout = QTextLayout(line, font)
    look = QTextCharFormat()
    look.setForeground(current().color(mark))
    look.setFontWeight(QFont.Weight.Medium)
    found = []
    for first, last in marked:
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = first, last - first, look
        found.append(part)
    layout.setFormats(found)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    layout.draw(painter, at)
