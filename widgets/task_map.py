"""Where tasks lie in a subspace: a map of two directions, in which they differ most. Near means alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.sentences import listed
from widgets.theme import current


def plane(numbers: Sequence[Sequence[float]]) -> npt.NDArray[np.float64]:
    """(K, 2): the first two principal components of K tasks' numbers; where there is but one, the second is 0. The sign
    of each is such that the task farthest out lies right or above."""
    rows = np.array(numbers, dtype=np.float64).reshape(len(numbers), -1)
    rows = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows, full_matrices=False)
    found = np.zeros((len(rows), 2))
    for place, direction in enumerate(directions[:2]):
        along = rows @ direction
        found[:, place] = along * (np.sign(along[np.argmax(np.abs(along))]) or 1.0)
    return found


class TaskMap(Painted):
    """Dots with names; `is_small` leaves the names out, for a card."""

    def __init__(self, *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_small = is_small
        self._names: list[str] = []
        self._places = np.zeros((0, 2))
        self._faint: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_tasks(self, tasks: Sequence[Mapping[str, Any]], faint: Sequence[str] = ()) -> None:
        """{"name", "numbers"} each; those named in `faint` are hollow."""
        self._names = [str(task["name"]) for task in tasks]
        self._places = plane([task["numbers"] for task in tasks]) if tasks else np.zeros((0, 2))
        self._faint = frozenset(faint)
        self.retranslate()

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        self.setAccessibleName(self.tr("Map of the tasks"))
        self.setAccessibleDescription(listed(*self._names))
        self.setToolTip(self.accessibleDescription())
        self.update()

    def points(self) -> list[tuple[str, QPointF]]:
        """Each task's dot in pixels: both directions have one scale, and the middle of all is the middle."""
        reach = float(np.abs(self._places).max(initial=0.0)) or 1.0
        edge = current().length(8 if self._is_small else 16)
        wide, high = self.width() / 2 - edge, self.height() / 2 - edge
        scale = min(wide, high) / reach
        if not self._is_small:  # names need width: each direction is stretched to the room it has
            reaches = np.maximum(np.abs(self._places).max(axis=0, initial=0.0), 1e-9)
            scale = min(0.8 * wide / reaches[0], high / reaches[1], 2 * scale)
        middle = QPointF(self.width() / 2, self.height() / 2)
        return [
            (name, middle + QPointF(scale * x, -scale * y))
            for name, (x, y) in zip(self._names, self._places, strict=True)
        ]

    def sizeHint(self) -> QSize:
        """Low on a card, as high as wide elsewhere."""
        return QSize(current().length(96), current().length(56)) if self._is_small else QSize(360, 280)

    def minimumSizeHint(self) -> QSize:
        """Room for a few dots."""
        return self.sizeHint() if self._is_small else QSize(current().length(220), current().length(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both axes, dots and names; of names that would lie over each other the first stays."""
        theme = current()
        painter = QPainter(self)
        painter.setPen(QPen(theme.color("grid"), 1))
        x, y = round(self.width() / 2) + 0.5, round(self.height() / 2) + 0.5
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        metrics, radius = QFontMetricsF(painter.font()), theme.length(3 if self._is_small else 4)
        points, taken = self.points(), list[QRectF]()
        for name, at in points:
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.setBrush(theme.color("card" if name in self._faint else "accent"))
            painter.drawEllipse(at, radius, radius)
            taken.append(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        if self._is_small:
            return
        painter.setPen(theme.color("text"))
        for name, at in points:
            width, high = metrics.horizontalAdvance(name) + 2, metrics.height()
            sides = (at.x() + radius + 4, at.x() - radius - 4 - width)
            boxes = [QRectF(left, at.y() - high / 2, width, high) for left in sides]
            inside = QRectF(self.rect())
            box = next((b for b in boxes if inside.contains(b) and not any(b.intersects(t) for t in taken)), None)
            if box is not None:
                taken.append(box)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
