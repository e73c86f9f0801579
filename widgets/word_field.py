"""The word that stands for one answer, and whether the base model takes it as one token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from widgets.components import Button, Icon, Label
from widgets.theme import current


class WordField(QWidget):
    """Signal `edited()` when a person changed the word, by typing or by taking the one that is offered."""

    edited = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._tokens, self._better = 0, ""
        self.field = QLineEdit()
        self.field.setPlaceholderText(label)
        self.field.setMinimumWidth(current().length(120))
        self.field.textEdited.connect(self._on_edited)
        self._icon, self._state = Icon("check", "success", 14), Label("", "caption", "muted")
        self.take = Button("", "link")
        self.take.clicked.connect(self._on_take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        for widget in (Label(label), self.field, self._icon, self._state, self.take):
            row.addWidget(widget)
        self.retranslate()

    def words(self) -> list[str]:
        """What is written, parted by "/"; none where nothing is."""
        return [word.strip() for word in self.field.text().split("/") if word.strip()]

    def set_words(self, words: list[str]) -> None:
        """Show these words."""
        text = " / ".join(word.strip() for word in words)
        if self.field.text() != text and not self.field.hasFocus():
            self.field.setText(text)

    def set_measured(self, measured: Mapping[str, Any] | None) -> None:
        """Into how many tokens the base model takes the first word, and a "better" one (None: nobody knows)."""
        is_here = measured is not None and measured["word"] == (self.words() or [self.label.strip()])[0]
        self._tokens = int(measured["tokens"]) if measured is not None and is_here else 0
        self._better = str(measured["better"] or "") if measured is not None and is_here else ""
        self.retranslate()

    def retranslate(self) -> None:
        """Renew all words."""
        is_one = self._tokens == 1
        self.field.setAccessibleName(self.tr("Word for {answer}").format(answer=self.label))
        self._icon.set_icon("check" if is_one else "warning", "success" if is_one else "warning")
        self._state.setText(self.tr("1 token") if is_one else self.tr("{n} tokens").format(n=self._tokens))
        self._state.set_tone("muted" if is_one else "warning")
        about = self.tr("One token is scored at once.")
        if not is_one:
            about = self.tr("It is scored token by token, which is slower; short common words often do better.")
        for widget in (self._icon, self._state):
            widget.setHidden(not self._tokens)
            widget.setToolTip(about)
        self.take.setText(self.tr("Use “{word}”").format(word=self._better))
        self.take.setHidden(not self._better)
        self.field.setAccessibleDescription(f"{self._state.text()}. {about}" if self._tokens else "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_edited(self) -> None:
        self.set_measured(None)
        self.edited.emit()

    def _on_take(self) -> None:
        rest = self.words()[1:]
        self.field.setText(" / ".join([self._better, *rest]))
        self._on_edited()
        self.field.setFocus()
