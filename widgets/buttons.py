"""What can be pressed: buttons by kind, links, pills and segments.

The focus ring shows when focus came by the keyboard, not after a click.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from widgets import icons
from widgets.theme import current, restyle

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_ICON_TOKENS = {"primary": "on_accent", "start": "on_accent", "link": "accent", "secondary": "text", "small": "text"}


class Button(QPushButton):
    """A button of a kind: primary, secondary, ghost, link, small, start, icon or pill. Its icon follows the theme."""

    def __init__(
        self,
        text: str = "",
        kind: str = "secondary",
        icon: str | None = None,
        *,
        name: str | None = None,
        icon_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is the accessible name and tooltip where the text says too little, as for kind "icon"."""
        super().__init__(text, parent)
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        if icon_after:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if name is not None:
            self.set_name(name)
        current().changed.connect(self._renew_icon)
        self._renew_icon()

    @property
    def kind(self) -> str:
        """The kind of button."""
        return str(self.property("kind"))

    def set_kind(self, kind: str) -> None:
        """Make it another kind of button."""
        if kind != self.kind:
            self.setProperty("kind", kind)
            restyle(self)
            self._renew_icon()

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self._renew_icon()

    def set_name(self, name: str) -> None:
        """Set tooltip and accessible name."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """The usual size; a segment keeps room for the heavier text it has while chosen."""
        size = super().sizeHint()
        if self.kind == "segment":
            text = self.text()
            heavy = QFontMetrics(current().font("caption", weight=600)).horizontalAdvance(text)
            size.setWidth(size.width() + max(0, heavy - self.fontMetrics().horizontalAdvance(text)) + 2)
        return size

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by the keyboard."""
        super().focusInEvent(event)
        if event.reason() in BY_KEYBOARD:
            self._set_ring(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._set_ring(False)

    def _set_ring(self, on: bool) -> None:
        if bool(self.property("ring")) != on:
            self.setProperty("ring", on)
            restyle(self)

    def _renew_icon(self) -> None:
        if self._icon_name is None:
            return
        size = current().length(16 if self.kind != "pill" else 14)
        self.setIcon(icons.icon(self._icon_name, _ICON_TOKENS.get(self.kind, "muted"), size, on="accent"))
        self.setIconSize(QSize(size, size))


def primary(text: str = "", icon: str | None = None) -> Button:
    """The one blue button of a page."""
    return Button(text, "primary", icon)


def secondary(text: str = "", icon: str | None = None) -> Button:
    """An ordinary button."""
    return Button(text, "secondary", icon)


def ghost(text: str = "", icon: str | None = None) -> Button:
    """A button without an edge, for tools."""
    return Button(text, "ghost", icon)


def link(text: str = "") -> Button:
    """A button that looks like a link in a line of text."""
    return Button(text, "link")


def small(text: str = "", icon: str | None = None) -> Button:
    """A lower button, for rows and card heads."""
    return Button(text, "small", icon)


def icon_button(icon: str, name: str) -> Button:
    """An icon alone: `name` is its tooltip and accessible name."""
    return Button("", "icon", icon, name=name)


class PillToggle(Button):
    """A rounded switch above a plot; blue when on. Signal `toggled(bool)`."""

    def __init__(
        self, text: str = "", icon: str | None = None, *, on: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, "pill", icon, parent=parent)
        self.setCheckable(True)
        self.setChecked(on)


class SegmentedControl(QFrame):
    """A few values of which one holds. Arrow keys move the choice."""

    changed = Signal(str)  # the value that was chosen by the user

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        value: str | None = None,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`options` are (value, text); `name` is what a screen reader calls the whole."""
        super().__init__(parent)
        self.setProperty("segments", True)
        self.setAccessibleName(name)
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(1)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_options(options, value)

    def set_options(self, options: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """Replace the values; `value`, or the first, holds."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for key, text in options:
            button = Button(text, "segment", parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, key=key: self.changed.emit(key))
            self._group.addButton(button)
            self._row.addWidget(button)
            self._buttons[key] = button
        if self._buttons:
            self.set_value(value if value in self._buttons else next(iter(self._buttons)))

    def set_texts(self, texts: Sequence[tuple[str, str]]) -> None:
        """Renew the words of values that are already there, for a change of language."""
        for key, text in texts:
            self._buttons[key].setText(text)

    def set_shown(self, value: str, shown: bool) -> None:
        """Offer a value or not; one that holds should stay. KeyError if it is not one of the options."""
        self._buttons[value].setVisible(shown)

    def value(self) -> str:
        """The value that holds; empty if there are none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Make `value` hold, without a signal. KeyError if it is not one of the options."""
        self._buttons[value].setChecked(True)
