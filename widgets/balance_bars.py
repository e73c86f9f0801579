"""How often each answer stands in the data: one bar per answer, with count and share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import wording
from widgets.painted import Painted
from widgets.theme import current

WELL_BALANCED = 3.0  # the most frequent answer is at most so many times as frequent as the rarest


def is_balanced(counts: Sequence[tuple[str, int]]) -> bool:
    """Whether no answer is much rarer than another."""
    numbers = [number for _, number in counts]
    return bool(numbers) and min(numbers) > 0 and max(numbers) / min(numbers) <= WELL_BALANCED


class BalanceBars(Painted):
    """Bars for the most frequent answers, at most `most`; the others share the last line."""

    def __init__(self, most: int = 5, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._counts: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Show (answer, rows), the most frequent first."""
        self._counts = sorted(counts, key=lambda pair: -pair[1])
        self.updateGeometry()
        self.retranslate()

    def lines(self) -> list[tuple[str, int]]:
        """What is drawn: answers with their rows, the rest as one line."""
        if len(self._counts) <= self._most:
            return list(self._counts)
        rest = self._counts[self._most - 1 :]
        others = (self.tr("{n} others").format(n=len(rest)), sum(number for _, number in rest))
        return [*self._counts[: self._most - 1], others]

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        total = sum(number for _, number in self._counts) or 1
        said = [f"{name} {wording.number(number)}, {wording.percent(number / total)}" for name, number in self.lines()]
        self.setAccessibleName("; ".join(said))
        self.setToolTip("\n".join(said) if len(self._counts) > self._most else "")
        self.update()

    def sizeHint(self) -> QSize:
        """A line per bar."""
        return QSize(current().length(220), current().height("chip") * max(1, len(self.lines())))

    def minimumSizeHint(self) -> QSize:
        """Narrow bars."""
        return QSize(current().length(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and numbers."""
        lines = self.lines()
        if not lines:
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = sum(number for _, number in self._counts) or 1
        high = theme.height("chip")
        name_font, number_font = theme.font("caption"), theme.font("caption", tabular=True)
        names, numbers = QFontMetricsF(name_font), QFontMetricsF(number_font)
        texts = [f"{wording.number(number)} · {wording.percent(number / total)}" for _, number in lines]
        name_width = min(self.width() * 0.34, max(names.horizontalAdvance(name) for name, _ in lines) + 2)
        start = name_width + theme.space["m"]
        bar = max(8.0, self.width() - start - max(map(numbers.horizontalAdvance, texts)) - theme.space["s"] - 2)
        most = max(number for _, number in lines) or 1
        for index, ((name, number), text) in enumerate(zip(lines, texts, strict=True)):
            y = index * high
            painter.setFont(name_font)
            painter.setPen(theme.color("text"))
            shown = names.elidedText(name, Qt.TextElideMode.ElideRight, name_width)
            painter.drawText(QRectF(0, y, name_width + 2, high), int(Qt.AlignmentFlag.AlignVCenter), shown)
            width = max(2.0, bar * number / most)
            painter.fillRect(
                QRectF(start, y + (high - theme.length(10)) / 2, width, theme.length(10)), theme.color("plot_held")
            )
            painter.setFont(number_font)
            painter.setPen(theme.color("muted"))
            area = QRectF(start + width + theme.space["s"], y, self.width(), high)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), text)
