"""A notice: one sentence over the foot of the window that goes away by itself, with one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.buttons import Button, icon_button
from widgets.cards import Card
from widgets.labels import ElidedLabel
from widgets.marks import Icon
from widgets.theme import current

SHORT_MS, LONG_MS = 5_000, 12_000
_ICONS = {"info": ("info", "muted"), "success": ("check", "success"), "warning": ("warning", "warning")}


class Notice(Card):
    """One at a time, over `window`. It stays while the mouse or the focus is on it."""

    hidden_again = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__("plain", padding=0, parent=window)
        self._window = window
        self._act: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._icon = Icon("info", "muted")
        self._text = ElidedLabel("", grows=False)
        self.button = Button("", "link")
        self.close_button = icon_button("cross", "")
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 6, 4)
        row.setSpacing(current().space["s"])
        for widget in (self._icon, self._text, self.button, self.close_button):
            row.addWidget(widget)
        self.body.addLayout(row)
        self.button.clicked.connect(self._on_act)
        self.close_button.clicked.connect(self.dismiss)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None, *, kind: str = "info") -> None:
        """Show a sentence of a kind (info, success, warning); `act` is called when the person presses `action`."""
        self._act = act
        self._icon.set_icon(*_ICONS[kind])
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.close_button.set_name(self.tr("Close this notice"))
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self._timer.start(LONG_MS if action else SHORT_MS)

    def dismiss(self) -> None:
        """Take it away."""
        self._timer.stop()
        self._act = None
        self.hide()
        self.hidden_again.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on counting."""
        self._timer.start(SHORT_MS)
        super().leaveEvent(event)

    def _place(self) -> None:
        self.body.activate()
        width = min(self.sizeHint().width(), self._window.width() - 2 * current().space["xl"])
        height = self.sizeHint().height()
        bottom = self._window.height() - current().height("status_bar") - current().space["l"]
        self.setGeometry((self._window.width() - width) // 2, bottom - height, width, height)

    def _on_time(self) -> None:
        focused = self._window.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and self.window().isActiveWindow():
            self._timer.start(SHORT_MS)
        else:
            self.dismiss()

    def _on_act(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def changeEvent(self, event: QEvent) -> None:
        """What was said in another language is over."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.dismiss()
