"""How far the reading of a large file is: what is being done, how much, how fast, how long it takes, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import wording
from widgets.components import Button, Card, ElidedLabel, Icon, Label, ProgressBar
from widgets.durations import time_left
from widgets.theme import current

SHOWN_AFTER_MS = 400  # most files are there before
TOLD_AFTER_S = 2.0  # before, nobody can say how fast it is


class ImportBar(Card):
    """Hidden until `begin`, and then until that takes a while. Signal `cancelled()`."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("plain", padding=0, parent=parent)
        self._name, self._size, self._phase = "", 0, ""
        self._done, self._total, self._since = 0, 0, 0.0
        self._slow = QTimer(self, interval=SHOWN_AFTER_MS, singleShot=True)
        self._slow.timeout.connect(self.show)
        self._title, self._detail = Label("", "strong"), ElidedLabel("", "caption", "muted")
        self.bar, self.cancel = ProgressBar(), Button("", "small")
        self.cancel.clicked.connect(self.cancelled)
        space = current().space
        row = QHBoxLayout()
        row.setContentsMargins(space["m"], space["s"], space["s"], space["s"])
        row.setSpacing(space["m"])
        for widget, share in (
            *((Icon("file", "muted", 16), 0), (self._title, 0), (self.bar, 1), (self._detail, 1)),
            (self.cancel, 0),
        ):
            row.addWidget(widget, share)
        self.body.addLayout(row)
        self.hide()

    def begin(self, name: str, size: int) -> None:
        """A file of so many bytes is being read."""
        self._name, self._size = name, size
        self.set_progress("", 0, 0)
        self._slow.start()

    def set_progress(self, phase: str, done: int, total: int) -> None:
        """How far a phase (`engine.data.progress`) is; a total of 0: nobody knows."""
        if phase != self._phase or done < self._done:
            self._since = time.monotonic()
        self._phase, self._done, self._total = phase, done, total
        self.retranslate()

    def end(self) -> None:
        """It was read, or is not any more."""
        self._slow.stop()
        self.hide()

    def retranslate(self) -> None:
        """Renew all words."""
        phases = {
            "looking_at_bytes": self.tr("Looking at {name}"),
            "hashing": self.tr("Looking at {name}"),
            "checking": self.tr("Checking the rows of {name}"),
        }
        self._title.setText(phases.get(self._phase, self.tr("Reading {name}")).format(name=self._name))
        share = self._done / self._total if self._total else 0.0
        self.bar.setHidden(not self._total)
        self.bar.set_share(share)
        self._detail.setText(" · ".join(self._facts(share)))
        self.cancel.setText(self.tr("Cancel"))
        self.setAccessibleName(f"{self._title.text()} {self._detail.text()}".strip())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _facts(self, share: float) -> list[str]:
        """How much, how fast, how long; speed and time only once they mean something."""
        if not self._total:
            return []
        facts = [wording.percent(share)]
        seconds = time.monotonic() - self._since
        are_bytes = self._total == self._size
        if are_bytes:
            sizes = {"done": wording.file_size(self._done), "total": wording.file_size(self._total)}
            facts.append(self.tr("{done} of {total}").format(**sizes))
        if seconds >= TOLD_AFTER_S and share > 0:
            if are_bytes:
                facts.append(self.tr("{size} a second").format(size=wording.file_size(self._done / seconds)))
            facts.append(time_left(seconds * (1 - share) / share))
        return facts
