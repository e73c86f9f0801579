"""Widgets side by side while there is room for their text, one under the other when there is not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from widgets.theme import current


class AdaptiveRow(QWidget):
    """`least` is the width in pixels, at normal text size, from which the widgets stand side by side.

    Signal `turned(bool)`: True when they now stand one under the other.
    """

    turned = Signal(bool)

    def __init__(self, least: int = 820, *, spacing: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        current().changed.connect(self._turn)

    @property
    def is_column(self) -> bool:
        """Whether they stand one under the other."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def add(self, widget: QWidget, share: int = 0) -> None:
        """Add a widget; with a share its width is that share of the row, whatever it holds."""
        if share:
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
        self._box.addWidget(widget, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the room changed."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_column = self.width() < current().length(self._least)
        if is_column != self.is_column:
            sides = QBoxLayout.Direction
            self._box.setDirection(sides.TopToBottom if is_column else sides.LeftToRight)
            self.turned.emit(is_column)
