"""The strip "What the model sees": the tokens of the chosen row, their legend, and the template's editor under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.data import ColumnMapping, Table, Template, derived_fields
from engine.errors import InputError
from widgets import wording
from widgets.components import Button, Card, ElidedLabel, Label
from widgets.sentences import is_han
from widgets.template_editor import TemplateEditor
from widgets.template_presets import template_presets, usual_template, written
from widgets.theme import current
from widgets.token_view import TokenLegend, TokenView

TOKENS_WITHIN_MS = 600  # until then the row before stays in view, so that nothing flickers


class SampleView(Card):
    """Shows words until the engine has sent the real tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", padding=12, spacing=6, parent=parent)
        self.body.setContentsMargins(12, 9, 12, 9)
        self.tokens, self.legend, self.editor = TokenView(max_lines=1), TokenLegend(), TemplateEditor()
        self._title, self._row = Label("", "strong"), ElidedLabel("", "caption", "muted")
        self._number = self._next = 0  # the row that is shown, and the one that is wanted
        self._are_tokens = False
        self._table: Table | None = None
        self._mapping, self._task = ColumnMapping({}), "classification"
        self._labels: list[str] = []
        self._fields: dict[str, str] = {}
        self._template: str | None = None
        self._output, self._learned, self._has_engine, self._family = "verbalizer", 20, False, "causal"
        self._late = QTimer(self, interval=TOKENS_WITHIN_MS, singleShot=True)
        self._late.timeout.connect(self.show_words)
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

    def set_table(self, table: Table | None, mapping: ColumnMapping, labels: Sequence[str], task: str) -> None:
        """What rows are made of: columns with their roles, the answers there are, what is to be learned."""
        self._table, self._mapping, self._labels, self._task = table, mapping, list(labels), task

    def set_options(
        self,
        template: str | None,
        words: Mapping[str, Sequence[str]] | None,
        output: str,
        learned: int,
        has_engine: bool,
        family: str = "causal",
    ) -> None:
        """What decides how a row is written; `has_engine`: real tokens are on their way, so words are not shown."""
        before = (self._template, self._output, self._learned, self._has_engine, self._family)
        self._template, self._output, self._family = template, output, family
        self._learned, self._has_engine = learned, has_engine
        self.editor.set_data(
            *(self._table, self._mapping, self._labels, self.preset()),
            has_answer=output != "head",
            family=family,
            presets=template_presets(self._table, self._mapping, family, output, self._task),
        )
        self.editor.set_values(template, words)
        if before != (template, output, learned, has_engine, family):  # else the tokens that are shown are still right
            self.renew()

    def set_row(self, number: int, fields: Mapping[str, str]) -> None:
        """Show another row: its number and its values by column, none of a row that could not be read."""
        self._next, self._fields = number, dict(fields)
        self.renew()

    def preset(self) -> str:
        """The template that holds while none is written."""
        if self._table is None or not self._mapping.inputs:
            return "{soft}"
        chosen = (self._mapping, self._labels, self._task, self._output, self._family)
        return usual_template(self._table, *chosen)

    def counted_tokens(self) -> int | None:
        """How many learned tokens the template counts out; None where it leaves their number open."""
        if not self._template:
            return None
        try:
            return Template.parse(written(self._template, self._mapping, self._family)).soft_total or None
        except InputError:
            return None

    def renew(self) -> None:
        """Words at once; where the engine is about to send tokens, only if it takes long."""
        if self._has_engine:
            self._late.start()
        else:
            self.show_words()

    def show_words(self) -> None:
        """The row by words: where no base model is chosen, nobody knows its tokens."""
        self._late.stop()
        if not self._next:
            return
        self._number, self._are_tokens = self._next, False
        fields = dict(self._fields)
        answer = fields.pop(self._mapping.label, "") if self._mapping.label else ""
        if self._task == "cloze" and set(self._mapping.columns) >= {"text", "pattern"}:
            fields |= derived_fields(self._mapping.columns, fields)
        template = written(self._template, self._mapping, self._family) if self._template else self.preset()
        self._show(words_of(template, fields, answer, self._learned))

    def set_example(self, example: Mapping[str, Any]) -> None:
        """Show the tokens of the row as the engine sent them: {"tokens": [...], "counts": {...}}, and "is_infix" where
        they enter every layer between the text and the answer."""
        self._late.stop()
        self._number, self._are_tokens = self._next, True
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
        about = "" if self._are_tokens else by_words
        if self._number and not self._fields:
            about = self.tr("cannot be read until it is settled")
        self._row.setText(f"{row} · {about}" if row and about else row)
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
