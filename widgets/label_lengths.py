"""How long the texts of each answer are: a line from the short to the long ones, a dot at the middle, one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import wording
from widgets.painted import Painted
from widgets.theme import current

MOST = 8  # answers that get a line
SHORT, LONG = 0.1, 0.9  # shares of the rows that are shorter than the ends of a line


@dataclass(frozen=True)
class LabelLength:
    """One answer: nine of ten rows are longer than `short`, one of ten is longer than `long`."""

    label: str
    short: float
    median: float
    long: float


def label_lengths(labels: Sequence[str], lengths: Sequence[int] | npt.NDArray[np.int64]) -> list[LabelLength]:
    """The lengths by label, of rows that have one; the most frequent first, at most MOST."""
    of: dict[str, list[int]] = {}
    for label, length in zip(labels, lengths, strict=True):
        if label.strip():
            of.setdefault(label, []).append(int(length))
    frequent = sorted(of, key=lambda label: (-len(of[label]), label))[:MOST]
    return [LabelLength(label, *np.quantile(of[label], (SHORT, 0.5, LONG)).tolist()) for label in frequent]


class LabelLengths(Painted):
    """A line for each answer; `unit` is what the lengths count, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[LabelLength] = []
        self._unit = ""
        self._cut: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_lengths(self, lines: Sequence[LabelLength], unit: str, cut: int | None = None) -> None:
        """Show these; longer texts than `cut` lose their end."""
        self._lines, self._unit, self._cut = list(lines), unit, cut
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        one = self.tr("{label}: {short} to {long} {unit}, median {median}")
        said = [
            one.format(
                label=line.label,
                short=wording.number(round(line.short)),
                long=wording.number(round(line.long)),
                median=wording.number(round(line.median)),
                unit=self._unit,
            )
            for line in self._lines
        ]
        self.setAccessibleName("; ".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """A line for each."""
        return QSize(current().length(220), current().height("chip") * max(1, len(self._lines)))

    def minimumSizeHint(self) -> QSize:
        """Short lines."""
        return QSize(current().length(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, lines, dots and medians, and where texts are cut."""
        if not self._lines:
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names = QFontMetricsF(theme.font("caption"))
        medians = [wording.number(round(line.median)) for line in self._lines]
        name_width = min(self.width() * 0.34, max(names.horizontalAdvance(line.label) for line in self._lines) + 2)
        left = name_width + theme.space["m"]
        right = self.width() - max(map(names.horizontalAdvance, medians)) - theme.space["s"]
        end = max(max(line.long for line in self._lines), 1.0)
        scale = (right - left) / end
        high = theme.height("chip")
        for place, (line, median) in enumerate(zip(self._lines, medians, strict=True)):
            row = QRectF(0, place * high, self.width(), high)
            self._paint_line(painter, row, line, left, scale)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text"))
            shown = names.elidedText(line.label, Qt.TextElideMode.ElideRight, name_width)
            painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter), shown)
            painter.setFont(theme.font("caption", tabular=True))
            painter.setPen(theme.color("muted"))
            painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), median)
        if self._cut is not None and self._cut < end:
            pen = QPen(theme.color("text"), 1)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            x = round(left + self._cut * scale) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, high * len(self._lines)))

    def _paint_line(self, painter: QPainter, row: QRectF, line: LabelLength, left: float, scale: float) -> None:
        theme = current()
        y = row.center().y()
        painter.setPen(QPen(theme.color("accent_line"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left + line.short * scale, y), QPointF(left + line.long * scale, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("plot_held"))
        painter.drawEllipse(QPointF(left + line.median * scale, y), 4, 4)
