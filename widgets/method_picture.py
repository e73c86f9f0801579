"""Where a prompt enters: a small grid of the frozen model's layers in grey, with the learned places in blue.

Columns are token positions, rows are layers, the input at the bottom. Drawn from what a method says of itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.painted import Painted
from widgets.theme import current

COLUMNS, ROWS = 7, 4
FRONT, ANYWHERE = (0, 1), (0, 1, 4)  # learned columns


class MethodPicture(Painted):
    """`sites` "input": learned tokens stand in the input; "deep": in every layer. A head is a bar above the layers, a
    network that the prompt is learned through a bar below. `is_anywhere`: in the text, not only in front of it.
    """

    def __init__(
        self,
        sites: str = "input",
        *,
        has_head: bool = False,
        has_network: bool = False,
        is_anywhere: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sites, self._has_head = sites, has_head
        self._has_network, self._is_anywhere = has_network, is_anywhere
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @staticmethod
    def of(method: Mapping[str, Any]) -> MethodPicture:
        """The picture of a method of the hello: a network where its options have one by default; tokens anywhere
        where that network reads them in the order of the template (an option "encoder"). In a subspace the network is
        frozen, and learned through all the same."""
        defaults = {row["name"]: row["default"] for row in method.get("schema", ())}
        is_anywhere = "encoder" in defaults
        is_decoded = any(row["type"] == "subspace" for row in method.get("schema", ()))
        has_network = is_anywhere or is_decoded or defaults.get("reparameterization", "none") != "none"
        return MethodPicture(str(method.get("sites", "input")), has_network=has_network, is_anywhere=is_anywhere)

    def set_head(self, has_head: bool) -> None:
        """Whether a layer on top is learned too."""
        if has_head != self._has_head:
            self._has_head = has_head
            self.retranslate()
            self.update()

    def learned_cells(self) -> set[tuple[int, int]]:
        """(column, row) of the learned places, rows from the top."""
        rows = range(ROWS) if self._sites == "deep" else (ROWS - 1,)
        return {(column, row) for column in self._columns() for row in rows}

    def retranslate(self) -> None:
        """Renew what a screen reader says."""
        places = {
            "deep": self.tr("Learned places in every layer"),
            "anywhere": self.tr("Learned places anywhere in the input"),
            "input": self.tr("Learned places in the input"),
        }
        said = [places["anywhere" if self._is_anywhere and self._sites == "input" else self._sites]]
        said += [self.tr("learned through a network")] if self._has_network else []
        said += [self.tr("and a learned last layer")] if self._has_head else []
        self.setAccessibleName(", ".join(said))

    def sizeHint(self) -> QSize:
        """As in the picture."""
        return QSize(current().length(112), current().length(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw head, layers and network."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.color("line_strong" if not self.isEnabled() else "accent")
        wide, high = self.width() / COLUMNS, theme.length(11)
        top = theme.length(11)
        learned = self.learned_cells()
        for column in range(COLUMNS):
            for row in range(ROWS):
                area = QRectF(column * wide, top + row * high, wide - 3, high - 3)
                if (column, row) in learned:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(ink)
                else:
                    painter.setPen(QPen(theme.color("line_strong"), 1))
                    painter.setBrush(theme.color("sunken"))
                    area = area.adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(area, 2, 2)
        if self._has_head:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            head = QRectF(len(FRONT) * wide, 0, (COLUMNS - len(FRONT)) * wide - 3, high - 3)
            painter.drawRoundedRect(head, 2, 2)
        if self._has_network:
            under = top + ROWS * high - 3
            right = (max(self._columns()) + 1) * wide - 3
            painter.setPen(QPen(ink, 1))
            painter.setBrush(theme.color("accent_soft" if self.isEnabled() else "sunken"))
            painter.drawRoundedRect(QRectF(0.5, under + 5.5, right - 1, self.height() - under - 6), 2, 2)
            for column in self._columns():
                x = round(column * wide + (wide - 3) / 2) + 0.5
                painter.drawLine(QPointF(x, under), QPointF(x, under + 5))

    def _columns(self) -> tuple[int, ...]:
        return ANYWHERE if self._is_anywhere and self._sites == "input" else FRONT
