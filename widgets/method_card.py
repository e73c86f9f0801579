"""One way to learn as a card: where the prompt enters, plain name above the real one, what it is best for, its size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import wording
from widgets.components import ChoiceCard, ElidedLabel, Icon, Label
from widgets.method_picture import MethodPicture
from widgets.theme import current


class MethodCard(ChoiceCard):
    """Shows a method of the engine's hello. Where it cannot be used it is disabled and says why."""

    def __init__(self, method: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=2, mark="tick", parent=parent)
        self.method = dict(method)
        self._reason, self._size = "", ""
        self.picture = MethodPicture(str(method.get("sites", "input")))
        self._name, self._title = ElidedLabel("", "strong"), ElidedLabel("", "caption", "muted")
        self._best = Label("", "caption", wrap=True)
        self._why_icon, self._why = Icon("info", "muted", 14), Label("", "caption", "muted", wrap=True)
        self._numbers = ElidedLabel("", "caption", "muted")
        self.body.addWidget(self.picture)
        self.body.addSpacing(current().space["xs"])
        for widget in (self._name, self._title, self._best):
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

    def retranslate(self) -> None:
        """Renew all words."""
        title = str(self.method.get("title", self.method["kind"]))
        self._name.setText(wording.method_name(str(self.method["kind"]), title))
        paper = str(self.method.get("paper", ""))
        self._title.setText(f"{title} · {paper}" if paper else title)
        self._best.setText(best_for(str(self.method["kind"])))
        self._best.setVisible(bool(self._best.text()) and not self._reason)
        self._why.setText(self._reason)
        self._why.setVisible(bool(self._reason))
        self._why_icon.setVisible(bool(self._reason))
        self._numbers.setText(self._size)
        self._name.set_tone("text" if self.isEnabled() else "faint")
        self.setAccessibleName(f"{self._name.text()}, {self._title.text()}")
        self.setAccessibleDescription(" ".join(part for part in (self._best.text(), self._why.text()) if part))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def best_for(kind: str) -> str:
    """What a method is good at, in one line; empty for one nobody described."""
    translate = QCoreApplication.translate
    lines = {
        "prompt_tuning": translate("MethodCard", "Large models, least to learn"),
        "prefix_tuning": translate("MethodCard", "Writing and small models"),
        "p_tuning": translate("MethodCard", "Fill-in and fact tasks"),
        "p_tuning_v1": translate("MethodCard", "Fill-in and fact tasks"),
        "p_tuning_v2": translate("MethodCard", "Labels, tags and small models"),
        "intrinsic_prompt_tuning": translate("MethodCard", "Many similar tasks"),
        "ipt": translate("MethodCard", "Many similar tasks"),
    }
    return lines.get(kind, "")
