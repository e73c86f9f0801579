"""The strip "What the model sees": the tokens of the chosen row, their legend, and the template's editor under it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.data import Template
from engine.errors import InputError
from widgets import wording
from widgets.components import Button, Card, ElidedLabel, Label
from widgets.sentences import is_han
from widgets.template_editor import TemplateEditor
from widgets.theme import current
from widgets.token_view import TokenLegend, TokenView


class SampleView(Card):
    """Shows words until the engine has sent the real tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", padding=12, spacing=6, parent=parent)
        self.body.setContentsMargins(12, 9, 12, 9)
        self.tokens, self.legend, self.editor = TokenView(max_lines=1), TokenLegend(), TemplateEditor()
        self._title, self._row = Label("", "strong"), ElidedLabel("", "caption", "muted")
        self._number = 0
        self._are_tokens = False
        self.edit = Button("", "link")
        self.edit.clicked.connect(lambda: self.set_editing(self.editor.isHidden()))
        self.editor.closed.connect(lambda: self.set_editing(False))
        head = QHBoxLayout()
        head.setSpacing(current().space["s"])
        head.addWidget(self._title)
        head.addWidget(self._row, 1)
        head.addWidget(self.legend)
        head.addWidget(self.edit)
        self.body.addLayout(head)
        self.body.addWidget(self.tokens)
        self.body.addWidget(self.editor)
        self.editor.hide()
        self.retranslate()

    def set_editing(self, is_on: bool) -> None:
        """Show or hide the editor of the template."""
        had_focus = self.editor.isAncestorOf(self.focusWidget() or self)
        self.editor.setVisible(is_on)
        self.tokens.set_max_lines(3 if is_on else 1)  # one line keeps the steps below where they are
        if is_on:
            self.editor.template.setFocus()
        elif had_focus:
            self.edit.setFocus()
        self.retranslate()

    def set_words(self, number: int, template: str, fields: dict[str, str], answer: str, learned: int) -> None:
        """Show a row by words: where no base model is chosen, nobody knows its tokens."""
        self._number, self._are_tokens = number, False
        self._show(words_of(template, fields, answer, learned))

    def set_example(self, number: int, example: dict[str, Any]) -> None:
        """Show the tokens of a row as the engine sent them: {"tokens": [...], "counts": {...}}, and "is_infix" where
        they enter every layer between the text and the answer."""
        self._number, self._are_tokens = number, True
        counts = dict(example.get("counts") or {})
        tokens = list(example["tokens"])
        if not any(token["kind"] == "soft" for token in tokens):  # they stand beside the row in every layer
            answers = (place for place, token in enumerate(tokens) if token["kind"] == "answer")
            at = next(answers, len(tokens)) if example.get("is_infix") else 0
            tokens[at:at] = [{"text": str(i + 1), "kind": "soft"} for i in range(counts.get("soft", 0))]
        self._show(tokens, counts or None)

    def retranslate(self) -> None:
        """Renew all words."""
        self._title.setText(self.tr("What the model sees"))
        row = self.tr("row {n}").format(n=wording.number(self._number)) if self._number else ""
        by_words = self.tr("by words, until the base model is ready")
        self._row.setText(row if self._are_tokens or not row else f"{row} · {by_words}")
        self.edit.setText(self.tr("Edit template") if self.editor.isHidden() else self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show(self, tokens: list[dict[str, Any]], counts: dict[str, int] | None = None) -> None:
        self.tokens.set_tokens(tokens)
        if counts is None:
            counts = {}
            for token in tokens:
                counts[token["kind"]] = counts.get(token["kind"], 0) + 1
        self.legend.set_counts(counts)
        self.retranslate()


def words_of(template: str, fields: dict[str, str], answer: str, learned: int) -> list[dict[str, str]]:
    """A row as the template writes it, by words (Chinese: by characters), shaped like the engine's tokens.

    A template that does not work gives the row's own words alone.
    """
    found: list[dict[str, str]] = []
    try:
        segments = Template.parse(template).render(fields, answer)
    except InputError:
        return [{"text": word, "kind": "text"} for value in fields.values() for word in _words(value)]
    places = sum(segment.kind == "soft" and segment.count is None for segment in segments) or 1
    for segment in segments:
        if segment.kind == "soft":
            start = sum(each["kind"] == "soft" for each in found)
            number = segment.count or max(1, learned // places)
            found += [{"text": str(start + i + 1), "kind": "soft"} for i in range(number)]
        else:
            found += [{"text": word, "kind": segment.kind} for word in _words(segment.text)]
    return found


def _words(text: str) -> list[str]:
    words: list[str] = []
    for part in text.split():
        words += list(part) if is_han(part) else [part]
    return words
