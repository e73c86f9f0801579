"""What the run uses of the computer: memory, load and speed, each as words and a bar; and the texts it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.components import Button, Card, ElidedLabel, Label, ProgressBar, Rule, caption
from widgets.theme import current
from widgets.wording import NBSP, file_size, number, percent

NAMES = ("gpu_memory", "gpu_load", "engine_memory", "cpu_load", "memory", "speed")


class Meter(QWidget):
    """One quantity: its name, its value with unit, and its share as a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._value = ElidedLabel("", "caption", "muted"), Label("", "strong")
        self._bar = ProgressBar()
        row = QHBoxLayout()
        row.setSpacing(current().space["s"])
        row.addWidget(self._name, 1)
        row.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["s"])
        column.addLayout(row)
        column.addWidget(self._bar)

    def set_name(self, name: str) -> None:
        """What is measured."""
        self._name.setText(name)
        self._bar.setAccessibleName(name)

    def show_value(self, text: str, share: float | None) -> None:
        """The value in words, and how much of the whole it is; no bar is filled if that is unknown."""
        self._value.setText(text)
        self._bar.set_share(share or 0.0)
        self._bar.setAccessibleDescription(text)

    def text(self) -> str:
        """The value in words."""
        return self._value.text()


class Meters(Card):
    """A row of meters. Graphics card meters are there only if the computer has one. Holds the fold of the event log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self._last: Mapping[str, Any] = {}
        self._speed: float | None = None
        self._fastest = 0.0
        self._remembered: Mapping[str, Any] | None = None
        self._meters = {name: Meter() for name in NAMES}
        self.fold = Button("", "ghost", "chevron_down", icon_after=True)
        self.fold.setCheckable(True)
        space = current().space
        row = QHBoxLayout()
        row.setContentsMargins(space["l"], space["m"], space["m"], space["m"])
        row.setSpacing(space["l"])
        meters = AdaptiveRow(560, spacing=space["l"])
        for meter in self._meters.values():
            meters.add(meter, 1)
        row.addWidget(meters, 1)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self.fold)
        self.body.addLayout(row)
        self.remembered = caption()
        self.remembered.setContentsMargins(space["l"], 0, space["m"], space["m"])
        self.remembered.hide()
        self.body.addWidget(self.remembered)
        self.fold.toggled.connect(lambda on: self.fold.set_icon("chevron_up" if on else "chevron_down"))
        self._retranslate()

    def meter(self, name: str) -> Meter:
        """One of NAMES."""
        return self._meters[name]

    def clear(self) -> None:
        """Forget what was measured."""
        self._last, self._speed, self._fastest, self._remembered = {}, None, 0.0, None
        self._show()

    def show_meter(self, event: Mapping[str, Any]) -> None:
        """Show a meter event."""
        self._last = dict(event)
        self._show()

    def show_speed(self, examples_per_second: float) -> None:
        """Show how many rows are read in a second; the bar is full at the fastest so far."""
        self._speed = examples_per_second
        self._fastest = max(self._fastest, examples_per_second)
        self._show_speed()

    def show_remembered(self, texts: Mapping[str, Any]) -> None:
        """Show how many of the texts in front of the prompt were read and are kept; there only if any are to be."""
        self._remembered = dict(texts)
        self._show_remembered()

    def _show(self) -> None:
        last = self._last
        has_gpu = bool(last.get("gpu_memory_total"))
        for name in ("gpu_memory", "gpu_load"):
            self._meters[name].setVisible(has_gpu)
        for name in ("engine_memory", "cpu_load"):
            self._meters[name].setVisible(not has_gpu)
        self._show_memory("gpu_memory", last.get("gpu_memory_used"), last.get("gpu_memory_total"))
        self._show_memory("engine_memory", last.get("engine_memory"), last.get("memory_total"))
        self._show_memory("memory", last.get("memory_used"), last.get("memory_total"))
        self._show_load("gpu_load", last.get("gpu_percent"))
        self._show_load("cpu_load", last.get("cpu_percent"))
        self._show_remembered()
        self._show_speed()

    def _show_memory(self, name: str, used: float | None, total: float | None) -> None:
        if used is None or not total:
            self._meters[name].show_value("–", None)
            return
        locale = QLocale()
        words = self.tr("{used} of {total} GB")
        text = words.format(used=locale.toString(used / 1e9, "f", 1), total=locale.toString(total / 1e9, "f", 1))
        self._meters[name].show_value(text.replace(" ", NBSP), used / total)

    def _show_load(self, name: str, value: float | None) -> None:
        self._meters[name].show_value("–" if value is None else percent(value / 100), (value or 0.0) / 100)

    def _show_remembered(self) -> None:
        kept = self._remembered
        self.remembered.setVisible(kept is not None)
        if kept is not None:
            size = file_size(int(kept["memory_bytes"]) + int(kept["disk_bytes"]))
            words = self.tr("Texts remembered: {n} of {total}, {size}")
            self.remembered.setText(words.format(n=number(kept["texts"]), total=number(kept["of"]), size=size))

    def _show_speed(self) -> None:
        if self._speed is None:
            self._meters["speed"].show_value("–", None)
            return
        digits = 0 if self._speed >= 10 else 1
        text = self.tr("{n} rows/s").format(n=QLocale().toString(self._speed, "f", digits))
        self._meters["speed"].show_value(text.replace(" ", NBSP), self._speed / (1.25 * self._fastest or 1.0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        names = {
            "gpu_memory": self.tr("Graphics memory"),
            "gpu_load": self.tr("Graphics load"),
            "engine_memory": self.tr("Engine memory"),
            "cpu_load": self.tr("Processor load"),
            "memory": self.tr("Main memory"),
            "speed": self.tr("Speed"),
        }
        for name, text in names.items():
            self._meters[name].set_name(text)
        self.fold.setText(self.tr("Event log"))
        self._show()
