"""The bar below the page: what is ready, what is missing with the way to mend it, and the button that starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.components import Button, Card, ElidedLabel, Icon, Label, StepCircle
from widgets.theme import current

_LOOKS = {
    "ok": ("check", "success", "muted"),
    "bad": ("cross", "danger", "danger"),
    "warn": ("warning", "warning", "muted"),
}

NARROW = 900  # at 100 %: with less room than this there is one line


@dataclass(frozen=True)
class Check:
    """One line of the list. `state`: "ok", "bad" or "warn"; `action` is the text of its link, empty for none."""

    id: str
    state: str
    title: str
    detail: str = ""
    action: str = ""


class ReadyBar(Card):
    """Signals: `start_requested()`, `check_action(id)` for the link of a line."""

    start_requested = Signal()
    check_action = Signal(str)

    def __init__(self, number: int = 4, parent: QWidget | None = None) -> None:
        super().__init__("footer", padding=0, spacing=0, parent=parent)
        space = current().space
        self._checks: list[Check] = []
        self._circle = StepCircle(number)
        self._title = Label("", "heading")
        self._list = QHBoxLayout()
        self._list.setSpacing(space["l"])
        self._lines: list[_Line] = []
        self.start = Button("", "start", "start")
        self.start.setMinimumWidth(current().length(176))
        self.start.clicked.connect(self.start_requested)
        self._reason = Label("", "caption", "muted")
        self._reason.setAlignment(self._reason.alignment().AlignCenter)
        right = QVBoxLayout()
        right.setSpacing(space["xs"])
        right.addStretch(1)
        right.addWidget(self.start)
        right.addWidget(self._reason)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(space["xl"], space["xs"], space["xl"], space["xs"])
        row.setSpacing(space["s"])
        row.addWidget(self._circle)
        row.addWidget(self._title)
        row.addSpacing(space["m"])
        row.addLayout(self._list, 1)
        row.addSpacing(space["l"])
        row.addLayout(right)
        self.body.addLayout(row)
        self.set_start(False, "")
        self._measure()
        current().changed.connect(self._measure)
        self.retranslate()

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Show these lines in this order."""
        if list(checks) == self._checks:
            return
        self._checks = list(checks)
        while len(self._lines) < len(self._checks):
            line = _Line()
            line.action.clicked.connect(lambda _on=False, line=line: self.check_action.emit(line.id))
            self._list.addWidget(line, 1)
            self._lines.append(line)
        for line, check in zip(self._lines, self._checks, strict=False):
            line.set_check(check)
        self._show_lines()
        self._circle.set_state("todo" if any(check.state == "bad" for check in checks) else "current")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all lines, only the one that matters stays."""
        super().resizeEvent(event)
        self._show_lines()

    def checks(self) -> list[Check]:
        """The lines as they are shown."""
        return list(self._checks)

    def set_start(self, is_ready: bool, reason: str) -> None:
        """Whether the button can be pressed; under it why not, or how long it will take."""
        self.start.setEnabled(is_ready)
        self._reason.setText(reason)
        self.start.setAccessibleDescription(reason)

    def reason(self) -> str:
        """What stands under the button."""
        return self._reason.text()

    def retranslate(self) -> None:
        """Renew the words of its own."""
        self._title.setText(self.tr("Ready?"))
        self.start.setText(self.tr("Start teaching"))
        self.start.setToolTip(self.tr("Ctrl+Enter"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_lines(self) -> None:
        states = [check.state for check in self._checks]
        urgent = next((states.index(state) for state in ("bad", "warn") if state in states), 0)
        is_narrow = self.width() < current().length(NARROW)
        for index, line in enumerate(self._lines):
            line.setVisible(index < len(self._checks) and (not is_narrow or index == urgent))

    def _measure(self) -> None:
        self.setFixedHeight(current().height("ready_bar"))


class _Line(QWidget):
    """Icon, fact in bold, detail under it, link beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.id = ""
        self._icon = Icon("check", "success", 16)
        self._title = ElidedLabel("", "strong")
        self._detail = ElidedLabel("", "caption", "muted")
        self.action = Button("", "link")
        space = current().space
        box = QWidget()  # as wide as the words, so that the link follows them
        box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for label in (self._title, self._detail):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout(box)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(space["xs"] // 2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space["s"])
        row.addWidget(self._icon)
        row.addWidget(box)
        row.addSpacing(space["s"])
        row.addWidget(self.action)
        row.addStretch(1)

    def set_check(self, check: Check) -> None:
        """Show one line."""
        self.id = check.id
        icon, token, tone = _LOOKS[check.state]
        self._icon.set_icon(icon, token)
        self._title.setText(check.title)
        self._detail.setText(check.detail)
        self._detail.set_tone(tone)
        self.action.setText(check.action)
        self.action.setAccessibleName(f"{check.action}: {check.title}" if check.action else "")
        self.action.setVisible(bool(check.action))
        states = {"ok": self.tr("done"), "bad": self.tr("missing"), "warn": self.tr("look here")}
        self.setAccessibleName(f"{check.title}, {states[check.state]}. {check.detail}")
