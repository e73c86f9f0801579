"""How a model weighs what there is to choose from: the answer first, then the others, each with its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.theme import current
from widgets.wording import NBSP, percent

MOST_LABELS = 12


class LabelBars(Painted):
    """How a model weighs the labels: the answer first, then the others, each with its share."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._scores: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_scores(self, scores: Sequence[Mapping[str, Any]]) -> None:
        """Show labels with their probabilities, the likeliest first; at most MOST_LABELS."""
        ordered = sorted(((str(s["label"]), float(s["p"])) for s in scores), key=lambda pair: -pair[1])
        self._scores = ordered[:MOST_LABELS]
        self.setAccessibleDescription(", ".join(f"{label} {percent(p)}" for label, p in self._scores))
        self.updateGeometry()
        self.update()

    def scores(self) -> list[tuple[str, float]]:
        """What is shown."""
        return self._scores

    def sizeHint(self) -> QSize:
        """A line for each label."""
        return QSize(240, current().height("row") * len(self._scores))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine, lower is not."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and shares."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.height("row")
        heavy = QFontMetricsF(theme.font("body", weight=600, tabular=True))
        numbers = heavy.horizontalAdvance(f"100{NBSP}%") + 2
        names = max((heavy.horizontalAdvance(label) for label, _p in self._scores), default=0.0) + 2
        names = min(names, self.width() * 0.4)
        left, right = names + 12, self.width() - numbers - 12
        for place, (label, share) in enumerate(self._scores):
            font = theme.font("body", weight=600 if place == 0 else 400, tabular=True)
            painter.setFont(font)
            painter.setPen(theme.color(self._token if place == 0 else "muted"))
            y = place * high
            name = QFontMetricsF(font).elidedText(label, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, y, names, high), int(Qt.AlignmentFlag.AlignVCenter), name)
            end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(self.width() - numbers, y, numbers, high), end, percent(share))
            bar = QRectF(left, y + high / 2 - 3, max(right - left, 1), 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(bar, 3, 3)
            if share > 0:
                painter.setBrush(theme.color("accent" if self._token == "text" else "plot_base"))
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * share), 6), 3, 3)
