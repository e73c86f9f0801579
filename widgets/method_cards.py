"""The methods to choose from as cards: one holds; those that do not work with the base model say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from widgets.components import FlowLayout
from widgets.method_card import MethodCard
from widgets.support import Support, usual_method
from widgets.theme import current

CARD_WIDTH = 196
ORDER = (
    "prompt_tuning",
    "prefix_tuning",
    "p_tuning",
    "p_tuning_v2",
    "intrinsic_prompt_tuning",
)  # simple ones first; unknown ones at the end


class MethodCards(QWidget):
    """Signal `chosen` after a person chose another one."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, MethodCard] = {}
        self._support = Support()
        self._backbone: dict[str, Any] | None = None
        self._task = "classification"
        self._flow = FlowLayout(self, spacing=current().space["m"], min_width=CARD_WIDTH)

    def set_methods(self, methods: Sequence[Mapping[str, Any]], support: Support) -> None:
        """Show these methods of a hello and what works with what. The choice stays where it can."""
        self._support = support
        ordered = sorted(methods, key=lambda method: _place(str(method["kind"])))
        if [str(method["kind"]) for method in ordered] != list(self.cards):
            chosen = self.kind()
            self._flow.clear()
            self.cards = {}
            for method in ordered:
                card = MethodCard(method)
                card.clicked.connect(self.chosen)
                self._flow.addWidget(card)
                self.cards[str(method["kind"])] = card
            self.choose(chosen or next(iter(self.cards), None))
        self._renew()

    def set_backbone(self, backbone: Mapping[str, Any] | None, task: str) -> None:
        """Limit the choice to what works with this base model; moves it to one that does."""
        self._backbone, self._task = dict(backbone) if backbone else None, task
        usable = self._usable()
        if usable and self.kind() not in usable:
            self.choose(self._best(usable))
        self._renew()

    def kind(self) -> str | None:
        """The chosen method."""
        return next((kind for kind, card in self.cards.items() if card.isChecked()), None)

    def method(self) -> dict[str, Any]:
        """What the hello says of the chosen method; empty while there is none."""
        card = self.cards.get(self.kind() or "")
        return card.method if card else {}

    def choose(self, kind: str | None) -> None:
        """Choose one without a signal."""
        for name, card in self.cards.items():
            card.setAutoExclusive(False)
            card.setChecked(name == kind)
            card.setAutoExclusive(True)

    def choose_usual(self) -> None:
        """The method that suits the base model best, as a start."""
        self.choose(self._best(self._usable()))

    def reason(self, kind: str) -> str:
        """Why a method cannot be used with the base model; empty if it can."""
        return self._support.reason(kind, self._task, self._backbone)

    def outputs(self, kind: str | None) -> list[str]:
        """The kinds of answer that a method works with here; none while no base model is chosen."""
        return self._support.outputs(kind, self._task, self._backbone) if kind else []

    def set_size(self, kind: str, text: str) -> None:
        """How much a method trains."""
        if kind in self.cards:
            self.cards[kind].set_size(text)

    def set_output(self, output: str) -> None:
        """Which kind of answer will be asked for: a head is learned too, and stands in the pictures."""
        for kind, card in self.cards.items():
            card.picture.set_head(output == "head" and output in self.outputs(kind))

    def _renew(self) -> None:
        for kind, card in self.cards.items():
            card.set_reason(self.reason(kind))

    def _usable(self) -> list[str]:
        return [kind for kind in self.cards if not self.reason(kind)]

    def _best(self, kinds: Sequence[str]) -> str | None:
        """Of those given, the usual one for the task; else one that enters at the same place."""
        wanted = usual_method(self._backbone, self._task)
        fitting = [kind for kind in kinds if self.cards[kind].method.get("sites") == wanted[1]]
        return wanted[0] if wanted[0] in kinds else next(iter(fitting or kinds), None)


def _place(kind: str) -> tuple[int, str]:
    return (ORDER.index(kind), "") if kind in ORDER else (len(ORDER), kind)
