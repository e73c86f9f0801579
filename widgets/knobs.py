"""The few numbers of a prompt that was learned in a subspace, as sliders: whoever moves one sees the answer follow.

Numbers are measured in spreads of the subspace's tasks around their middle, so that a slider means the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget

from widgets.components import Button, Card, ElidedLabel, FlowLayout, Label, strong
from widgets.subspace_words import numbers
from widgets.theme import current

MOST = 10  # more of them nobody could follow
REACH = 3.0  # spreads of the tasks, to both sides
STEPS = 100  # of a slider in one spread
KNOB_WIDTH = 150


class Knob(QWidget):
    """One number: its name, its slider, its value. Signal `moved` by hand."""

    moved = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place, self._learned = place, 0.0
        self._name, self._value = Label("", "caption", "muted"), Label("", "strong")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(STEPS // 2)
        self.slider.setSingleStep(STEPS // 10)
        self.slider.valueChanged.connect(self._on_value)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.slider)

    def set_learned(self, number: float) -> None:
        """The number that was learned, and how far it can be moved: to both sides, and past it."""
        self._learned = number
        reach = round(STEPS * max(REACH, math.ceil(abs(number)) + 1))
        self.slider.blockSignals(True)
        self.slider.setRange(-reach, reach)
        self.slider.blockSignals(False)
        self.set_number(number)

    def set_number(self, number: float) -> None:
        """Move the slider without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(STEPS * number))
        self.slider.blockSignals(False)
        self.retranslate()

    def number(self) -> float:
        """Where it stands; exactly the learned number where it was not moved away from it."""
        return self.slider.value() / STEPS if self.is_moved() else self._learned

    def is_moved(self) -> bool:
        """Whether it stands elsewhere than where it learned to stand."""
        return self.slider.value() != round(STEPS * self._learned)

    def retranslate(self) -> None:
        """Renew the words."""
        self._name.setText(self.tr("Number {n}").format(n=self._place + 1))
        text = QLocale().toString(self.slider.value() / STEPS, "f", 2)
        self._value.setText(text)
        self._value.set_tone("text" if self.is_moved() else "accent")
        self.slider.setAccessibleName(self._name.text())
        learned = self.tr("learned: {n}").format(n=QLocale().toString(self._learned, "f", 2))
        self.slider.setToolTip(learned)
        self.slider.setAccessibleDescription(f"{text}, {learned}")

    def _on_value(self, _value: int) -> None:
        self.retranslate()
        self.moved.emit()


class Knobs(Card):
    """Signal `moved` whenever a number was moved, by hand or to a place of the menu."""

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=current().space["xs"], parent=parent)
        self.knobs: list[Knob] = []
        self._learned: list[float] = []
        self._name, self._is_here, self._needs_text = "", True, False
        self._places: list[tuple[str, list[float]]] = []
        self._title, self._hint = strong(), ElidedLabel("", "body", "muted")
        self.places = Button("", "small", "chevron_down", icon_after=True)
        self.menu = QMenu(self)
        self.places.clicked.connect(lambda: self.menu.popup(self.places.mapToGlobal(self.places.rect().bottomLeft())))
        head = QHBoxLayout()
        head.setSpacing(current().space["s"])
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self.places)
        self.body.addLayout(head)
        self._rows = QWidget()
        self._flow = FlowLayout(self._rows, spacing=current().space["l"], min_width=KNOB_WIDTH)
        self.body.addWidget(self._rows)
        self.hide()

    def show_pack(self, pack: Mapping[str, Any] | None, subspaces: Sequence[Mapping[str, Any]]) -> None:
        """The numbers of a pack ("subspace": {"id", "name", "numbers"}); nothing is seen where it has none, or too
        many. A pack that is shown already stays as it was moved."""
        place = (pack or {}).get("subspace") or {}
        learned = [float(number) for number in place.get("numbers") or ()]
        found = next((each for each in subspaces if each.get("id") == place.get("id")), None)
        self._name, self._is_here = str(place.get("name") or ""), found is not None
        self._places = [(str(task["name"]), list(task["numbers"])) for task in (found or {}).get("tasks", ())]
        self.setVisible(0 < len(learned) <= MOST)
        if learned != self._learned:
            self._learned, self._needs_text = learned, False
            self._flow.clear()
            self.knobs = [Knob(index) for index in range(len(learned) if len(learned) <= MOST else 0)]
            for knob, number in zip(self.knobs, learned, strict=False):
                knob.set_learned(number)
                knob.moved.connect(self.moved)
                self._flow.addWidget(knob)
        for knob in self.knobs:
            knob.setEnabled(self._is_here)
        self.retranslate()

    def numbers(self) -> list[float]:
        """Where all of them stand."""
        return [knob.number() for knob in self.knobs]

    def is_moved(self) -> bool:
        """Whether any stands elsewhere than where it learned to stand."""
        return any(knob.is_moved() for knob in self.knobs)

    def go_to(self, place: Sequence[float]) -> None:
        """Move all of them, as by hand."""
        for knob, number in zip(self.knobs, place, strict=True):
            knob.set_number(number)
        self.moved.emit()

    def set_needs_text(self, needs: bool) -> None:
        """Whether nothing can be asked, for want of a text."""
        if needs != self._needs_text:
            self._needs_text = needs
            self.retranslate()

    def retranslate(self) -> None:
        """Renew the words."""
        self._title.setText(self.tr("Tiny knob: {numbers}").format(numbers=numbers(len(self._learned))))
        hint = self.tr("Move one, and the answer follows.")
        if self._needs_text:
            hint = self.tr("Write a text first, then move one.")
        if not self._is_here:
            hint = self.tr("The subspace {name} is not on this shelf, so they cannot be moved. The prompt works.")
        self._hint.setText(hint.format(name=self._name))
        self.places.setText(self.tr("Move to"))
        self.places.setEnabled(self._is_here)
        self.menu.clear()
        middle = [0.0] * len(self._learned)
        own = [(self.tr("What was learned"), self._learned), (self.tr("The middle of all tasks"), middle)]
        for name, place in own:
            self.menu.addAction(name).triggered.connect(lambda _on=False, place=place: self.go_to(place))
        self.menu.addSeparator()
        for name, place in self._places:
            shown = self.menu.addAction(name.replace("&", "&&"))
            shown.triggered.connect(lambda _on=False, place=place: self.go_to(place))
        for knob in self.knobs:
            knob.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
