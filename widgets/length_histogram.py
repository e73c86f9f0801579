"""How long the texts are, and where they will be cut: a histogram with one line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import wording
from widgets.painted import Painted
from widgets.theme import current

BINS = 13
SHOWN_SHARE = 0.995  # the few longest texts share the last bar, or one outlier would flatten all others


class LengthHistogram(Painted):
    """Lengths in `unit` ("tokens", "words" or "characters") and, for tokens, the length from which texts are cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lengths = np.zeros(0, dtype=np.int64)
        self._unit = "words"
        self._cut: int | None = None
        self._heights: list[int] = []
        self._end = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_lengths(
        self, lengths: Sequence[int] | npt.NDArray[np.int64], unit: str = "words", cut: int | None = None
    ) -> None:
        """Show one length per row; `cut`: longer texts lose their end (None: not known in this unit)."""
        self._lengths = np.asarray(lengths, dtype=np.int64)
        self._unit, self._cut = unit, cut
        if len(self._lengths):
            reach = float(np.quantile(self._lengths, SHOWN_SHARE))
            self._end = max(4.0, reach, float(min(cut or 0, 2 * reach)))
            shown = np.minimum(self._lengths, self._end)
            self._heights = [int(n) for n in np.histogram(shown, bins=BINS, range=(0, self._end))[0]]
        else:
            self._heights = []
        self.retranslate()

    def median(self) -> int:
        """The length of the middle row; 0 without rows."""
        return int(np.median(self._lengths)) if len(self._lengths) else 0

    def longer(self) -> int:
        """How many rows will be cut."""
        return 0 if self._cut is None else int((self._lengths > self._cut).sum())

    def unit_text(self) -> str:
        """The unit in the person's language."""
        names = {"tokens": self.tr("tokens"), "words": self.tr("words"), "characters": self.tr("characters")}
        return names[self._unit]

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        if not len(self._lengths):
            self.setAccessibleName(self.tr("No rows"))
        else:
            facts = {"median": self.median(), "longest": int(self._lengths.max()), "unit": self.unit_text()}
            self.setAccessibleName(self.tr("Length: median {median}, longest {longest} {unit}").format(**facts))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        """As in the picture."""
        return QSize(current().length(220), current().length(74))

    def minimumSizeHint(self) -> QSize:
        """Narrow bars."""
        return QSize(current().length(160), current().length(74))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, axis and the cut."""
        if not self._heights:
            return
        theme = current()
        painter = QPainter(self)
        axis_font = theme.font("axis")
        axis = QFontMetricsF(axis_font).height() + 2
        bottom = self.height() - axis
        step = self.width() / BINS
        most = max(self._heights) or 1
        for index, number in enumerate(self._heights):
            start = self._end * index / BINS
            token = "plot_held" if self._cut is None or start < self._cut else "warning"
            height = max(1.0 if number else 0.0, (bottom - 4) * number / most)
            painter.fillRect(QRectF(index * step, bottom - height, step - 1, height), theme.color(token))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QPointF(0, bottom + 0.5), QPointF(self.width(), bottom + 0.5))
        self._paint_axis(painter, bottom, axis)
        if self._cut is not None and self._cut < self._end:
            self._paint_cut(painter, bottom)

    def _paint_axis(self, painter: QPainter, bottom: float, height: float) -> None:
        theme = current()
        painter.setFont(theme.font("axis", tabular=True))
        painter.setPen(theme.color("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        half = round(self._end / 2)
        painter.drawText(QRectF(0, bottom + 2, 60, height), int(middle | Qt.AlignmentFlag.AlignLeft), "0")
        centre = QRectF(self.width() / 2 - 40, bottom + 2, 80, height)
        painter.drawText(centre, int(middle | Qt.AlignmentFlag.AlignHCenter), wording.number(half))
        end = QRectF(self.width() / 2, bottom + 2, self.width() / 2, height)
        text = f"{wording.number(round(self._end))} {self.unit_text()}"
        painter.drawText(end, int(middle | Qt.AlignmentFlag.AlignRight), text)

    def _paint_cut(self, painter: QPainter, bottom: float) -> None:
        theme = current()
        cut = self._cut or 0
        x = round(self.width() * cut / self._end) + 0.5
        pen = QPen(theme.color("text"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        longer = self.longer()
        first = self.tr("Cut at {n} tokens").format(n=wording.number(cut))
        second = (
            self.tr("1 row is longer")
            if longer == 1
            else self.tr("{n} rows are longer").format(n=wording.number(longer))
        )
        flag = Qt.AlignmentFlag.AlignRight if x > self.width() / 2 else Qt.AlignmentFlag.AlignLeft
        left = 0.0 if x > self.width() / 2 else x + 6
        right = x - 6 if x > self.width() / 2 else float(self.width())
        painter.setFont(theme.font("caption", weight=600))
        line = QFontMetricsF(painter.font()).height()
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(left, 0, right - left, line), int(flag), first)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("warning" if longer else "muted"))
        painter.drawText(QRectF(left, line, right - left, line), int(flag), second)
