"""Number, choice and search fields that keep their text off the edge and leave the mouse wheel to the page.

A styled spin box hands its rule to the line edit inside, so the room at the left has to be a text margin.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QSizePolicy, QSpinBox, QWidget

from widgets import icons
from widgets.theme import current


class _CalmWheel(QObject):
    """Scrolling the page over a field does not change it: the wheel turns only what has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _calm(field: QWidget) -> None:
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not by the wheel
    field.installEventFilter(_CalmWheel(field))


class SpinBox(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        _calm(self)


class DoubleSpinBox(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        _calm(self)


class ComboBox(QComboBox):
    """One of several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _calm(self)


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
