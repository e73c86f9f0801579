"""Number, choice and search fields that keep their text off the edge and leave the mouse wheel to the page.

A styled spin box hands its rule to the line edit inside, so the room at the left has to be a text margin.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QSizePolicy, QSpinBox, QWidget

from widgets import icons
from widgets.theme import current


class SpinBox(QSpinBox):
    """A whole number. Scrolling the page over it does not change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class DoubleSpinBox(QDoubleSpinBox):
    """A number with decimals. Scrolling the page over it does not change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class SearchField(QLineEdit):
    """A field with a magnifying glass: 240 wide where there is room, narrower where not. Escape empties it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._renew()
        current().changed.connect(self._renew)

    def sizeHint(self) -> QSize:
        """240 wide."""
        return QSize(current().length(240), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a short word."""
        return QSize(current().length(96), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _renew(self) -> None:
        self.setMaximumWidth(current().length(240))
        self._glass.setIcon(icons.icon("search"))


class ComboBox(QComboBox):
    """One of several. Scrolling the page over it does not change it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
