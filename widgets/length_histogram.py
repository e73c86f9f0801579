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
    """Lengths in `unit` ("tokens", "words" or "characters") and, for tokens, the length from which texts are cut.

    They may be those of a sample: then how many rows are longer is told for all, and as an estimate.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lengths = np.zeros(0, dtype=np.int64)
        self._unit = "words"
        self._cut: int | None = None
        self._total = 0
        self._heights: list[int] = []
        self._end = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_lengths(
        self,
        lengths: Sequence[int] | npt.NDArray[np.int64],
        unit: str = "words",
        cut: int | None = None,
        total: int | None = None,
    ) -> None:
        """Show one length per row; `cut`: longer texts lose their end (None: not known in this unit); `total`: how many
        rows they stand for."""
        self._lengths = np.asarray(lengths, dtype=np.int64)
        self._unit, self._cut, self._total = unit, cut, max(total or 0, len(self._lengths))
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
        if self._cut is None or not len(self._lengths):
            return 0
        return round(int((self._lengths > self._cut).sum()) * self._total / len(self._lengths))

    @property
    def is_sample(self) -> bool:
        """Whether not every row was measured."""
        return self._total > len(self._lengths)

    def cut_text(self) -> str:
        """Where texts are cut, in words."""
        return self.tr("Cut at {n} tokens").format(n=wording.number(self._cut or 0))

    def longer_text(self) -> str:
        """How many rows are longer, in words."""
        longer = self.longer()
        if longer == 1 and not self.is_sample:
            return self.tr("1 row is longer")
        words = self.tr("about {n} rows are longer") if longer and self.is_sample else self.tr("{n} rows are longer")
        return words.format(n=wording.number(longer))

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
            said = self.tr("Length: median {median}, longest {longest} {unit}").format(**facts)
            cut = f"{self.cut_text()}: {self.longer_text()}"
            self.setAccessibleName(said if self._cut is None else f"{said}. {cut}")
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
        is_cut = self._cut is not None and self._cut < self._end
        words = self._place_of_words() if is_cut else QRectF()
        step, scale = self.width() / BINS, self._scale(bottom - 4, words, bottom)
        for index, number in enumerate(self._heights):
            start = self._end * index / BINS
            token = "plot_held" if self._cut is None or start < self._cut else "warning"
            height = max(1.0 if number else 0.0, scale * number)
            painter.fillRect(QRectF(index * step, bottom - height, step - 1, height), theme.color(token))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QPointF(0, bottom + 0.5), QPointF(self.width(), bottom + 0.5))
        self._paint_axis(painter, bottom, axis)
        if is_cut:
            self._paint_cut(painter, bottom, words)

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

    def _scale(self, most: float, words: QRectF, bottom: float) -> float:
        """Pixels for each row: as high as there is room, but no bar reaches into the words beside the cut."""
        step = self.width() / BINS
        under = [
            number
            for index, number in enumerate(self._heights)
            if index * step < words.right() and (index + 1) * step > words.left()
        ]
        free = bottom - words.bottom() - 2
        return min(most / (max(self._heights) or 1), free / max([*under, 1]) if words.isValid() else float("inf"))

    def _place_of_words(self) -> QRectF:
        """Where the words about the cut stand: on the side of the line with the lower bars, if there is room."""
        strong, plain = (QFontMetricsF(current().font("caption", weight=weight)) for weight in (600, 400))
        width = max(strong.horizontalAdvance(self.cut_text()), plain.horizontalAdvance(self.longer_text())) + 2
        x = self.width() * (self._cut or 0) / self._end
        sides = [QRectF(x - 6 - width, 0, width, 2 * strong.height()), QRectF(x + 6, 0, width, 2 * strong.height())]
        inside = [side for side in sides if side.left() >= 0 and side.right() <= self.width()] or sides[:1]
        step = self.width() / BINS

        def highest(side: QRectF) -> int:
            return max(self._heights[max(0, int(side.left() / step)) : int(side.right() / step) + 1], default=0)

        return min(inside, key=highest)

    def _paint_cut(self, painter: QPainter, bottom: float, words: QRectF) -> None:
        theme = current()
        x = round(self.width() * (self._cut or 0) / self._end) + 0.5
        pen = QPen(theme.color("text"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        side = int(Qt.AlignmentFlag.AlignRight if words.right() < x else Qt.AlignmentFlag.AlignLeft)
        line = words.height() / 2
        painter.setFont(theme.font("caption", weight=600))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(words.left(), 0, words.width(), line), side, self.cut_text())
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("warning" if self.longer() else "muted"))
        painter.drawText(QRectF(words.left(), line, words.width(), line), side, self.longer_text())
