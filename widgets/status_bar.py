"""The bar at the foot of the window: the engine, the device, whether anything leaves the computer, the language."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.buttons import Button
from widgets.cards import Rule
from widgets.labels import ElidedLabel
from widgets.marks import Icon, StatusDot
from widgets.theme import current
from widgets.wording import file_size

_DOTS = {
    "asleep": "control",
    "warming": "warning",
    "ready": "success",
    "working": "accent",
    "restarted": "success",
    "failed": "danger",
}


class StatusBar(QWidget):
    """Facts that are always in view. Signal `language_toggle_requested()`."""

    language_toggle_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._detail = "asleep", ""
        self._device: tuple[str, float | None, float | None] = ("", None, None)
        self._offline, self._language = True, "en"
        self._dot = StatusDot()
        self._engine = ElidedLabel("", "caption", "muted", grows=False)
        self._device_text = ElidedLabel("", "caption", "muted", grows=False)
        self._bolt = Icon("bolt", "muted", 14)
        self._device_rule = Rule(vertical=True)
        self._offline_icon = Icon("lock", "muted", 14)
        self._offline_text = ElidedLabel("", "caption", "muted", grows=False)
        self._toggle = Button("", "status")
        self._toggle.clicked.connect(self.language_toggle_requested)
        self._build_ui()
        self.retranslate()
        self._measure()
        current().changed.connect(self._measure)

    def set_engine(self, state: str, detail: str = "") -> None:
        """Show the engine's state (asleep, warming, ready, working, restarted, failed) and what it is doing."""
        self._state, self._detail = state, detail
        self.retranslate()

    def set_device(self, name: str, free: float | None = None, total: float | None = None) -> None:
        """Show the device and its memory in bytes; an empty name hides it."""
        self._device = (name, free, total)
        self.retranslate()

    def set_offline(self, offline: bool) -> None:
        """Say whether the network is used."""
        self._offline = offline
        self.retranslate()

    def set_language(self, language: str) -> None:
        """ "en" or "zh": the one in force stands first."""
        self._language = language
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        states = {
            "asleep": self.tr("Engine asleep"),
            "warming": self.tr("Engine getting ready"),
            "ready": self.tr("Engine ready"),
            "working": self.tr("Engine working"),
            "restarted": self.tr("Engine ready, restarted once"),
            "failed": self.tr("Engine stopped"),
        }
        words = states[self._state]
        self._dot.set_token(_DOTS[self._state])
        self._engine.setText(f"{words} - {self._detail}" if self._detail else words)
        name, free, total = self._device
        text = name
        if name and free is not None and total is not None:
            memory = self.tr("{free} of {total} free").format(free=file_size(free), total=file_size(total))
            text = f"{name} · {memory}"
        self._device_text.setText(text)
        for part in (self._bolt, self._device_text, self._device_rule):
            part.setVisible(bool(name))
        self._offline_icon.set_icon("lock" if self._offline else "globe")
        self._offline_text.setText(
            self.tr("Offline - nothing leaves this computer")
            if self._offline
            else self.tr("Online - downloads are allowed")
        )
        self._toggle.setText("English · 中文" if self._language == "en" else "中文 · English")
        self._toggle.set_name(
            self.tr("Change language to Chinese") if self._language == "en" else "Change language to English"
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the layer and the line on top."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("base"))
        painter.fillRect(0, 0, self.width(), 1, current().color("line"))

    def _build_ui(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 8, 0)
        row.setSpacing(0)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._dot, 0, middle)
        row.addSpacing(6)
        row.addWidget(self._engine, 0)
        row.addSpacing(16)
        row.addWidget(self._device_rule)
        row.addSpacing(14)
        row.addWidget(self._bolt, 0, middle)
        row.addSpacing(6)
        row.addWidget(self._device_text, 0)
        row.addStretch(1)
        row.addSpacing(12)
        row.addWidget(self._offline_icon, 0, middle)
        row.addSpacing(6)
        row.addWidget(self._offline_text)
        row.addSpacing(14)
        row.addWidget(Rule(vertical=True))
        row.addSpacing(6)
        row.addWidget(self._toggle, 0, middle)

    def _measure(self) -> None:
        self.setFixedHeight(current().height("status_bar"))
