"""One way to learn as a card: where the prompt enters, plain name above the real one, what it trains, its size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import wording
from widgets.components import ChoiceCard, ElidedLabel, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.method_picture import MethodPicture
from widgets.theme import current


class MethodCard(ChoiceCard):
    """Shows a method of the engine's hello. Where it cannot be used it is disabled and says why."""

    def __init__(self, method: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=2, mark="tick", parent=parent)
        self.method = dict(method)
        self._reason, self._size = "", ""
        self.picture = MethodPicture.of(method)
        self._name, self._title = ElidedLabel("", "strong"), Label("", "caption", "muted", wrap=True)
        self._what = Label("", "caption", wrap=True)
        self._why_icon, self._why = Icon("info", "muted", 14), Label("", "caption", "muted", wrap=True)
        self._numbers = Label("", "caption", "muted", wrap=True)
        self.body.addWidget(self.picture)
        self.body.addSpacing(current().space["xs"])
        for widget in (self._name, self._title, self._what):
            self.body.addWidget(widget)
        why = QHBoxLayout()
        why.setSpacing(current().space["xs"])
        why.addWidget(self._why_icon, 0, self._why.alignment().AlignTop)
        why.addWidget(self._why, 1)
        self.body.addLayout(why)
        self.body.addStretch(1)
        self.body.addWidget(self._numbers)
        self.retranslate()

    def set_reason(self, reason: str) -> None:
        """Why it cannot be used here ; empty if it can."""
        self._reason = reason
        self.setEnabled(not reason)
        self.retranslate()

    def set_size(self, text: str) -> None:
        """How much it trains; empty where nobody knows."""
        self._size = text
        self.retranslate()

    def size_text(self) -> str:
        """How much it trains, as it is shown."""
        return self._size

    def retranslate(self) -> None:
        """Renew all words."""
        kind = str(self.method["kind"])
        title = str(self.method.get("title", kind))
        self._name.setText(wording.method_name(kind, title))
        paper = str(self.method.get("paper", ""))
        self._title.setText(f"{title} · {paper}" if paper else title)
        self._what.setText(what_it_learns(kind))
        self._what.setVisible(bool(self._what.text()) and not self._reason)
        self._why.setText(self._reason)
        self._why.setVisible(bool(self._reason))
        self._why_icon.setVisible(bool(self._reason))
        self._numbers.setText(self._size or "\u00a0")  # the line is kept, so that no card grows when its size comes
        self._name.set_tone("text" if self.isEnabled() else "faint")
        self.setToolTip(in_a_row(f"{title}.", best_for(kind)) if best_for(kind) else title)
        self.setAccessibleName(f"{self._name.text()}, {self._title.text()}")
        said = (self._what.text(), self._why.text(), best_for(kind), self._size)
        self.setAccessibleDescription(in_a_row(*(part for part in said if part)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def what_it_learns(kind: str) -> str:
    """What a method trains and where that enters, in one line; empty for one nobody described."""
    translate = QCoreApplication.translate
    lines = {
        "prompt_tuning": translate("MethodCard", "Learned words in front of the text"),
        "prefix_tuning": translate("MethodCard", "Prefixes in all layers, begun from text"),
        "p_tuning": translate("MethodCard", "Words anywhere, through a network"),
        "p_tuning_v2": translate("MethodCard", "Prefixes in all layers, learned directly"),
        "intrinsic_prompt_tuning": translate("MethodCard", "A few numbers that stand for a whole prompt"),
    }
    return lines.get(kind, "")


def best_for(kind: str) -> str:
    """What a method is good at, as a sentence; empty for one nobody described."""
    translate = QCoreApplication.translate
    lines = {
        "prompt_tuning": translate("MethodCard", "Best with large models; the smallest pack."),
        "prefix_tuning": translate("MethodCard", "Best for writing, and where there are few examples."),
        "p_tuning": translate("MethodCard", "Best for filling in words and facts."),
        "p_tuning_v2": translate("MethodCard", "Best for labels, and with small models."),
        "intrinsic_prompt_tuning": translate("MethodCard", "Best for research; needs a subspace from the Shelf."),
    }
    return lines.get(kind, "")
