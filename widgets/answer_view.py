"""One side of Play: what a model answers, as it writes, which words of the text it marks, or how it weighs the choices.

The base model's answer is muted, the one with the learned prompt in full colour; a block caret shows who still writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.messages import ERRORS
from widgets.answer_parts import Part, answer_parts, parts_in_words
from widgets.answer_text import AnswerText
from widgets.components import Button, Card, Chip, ElidedLabel, Icon, Label, Rule, ghost, strong
from widgets.in_a_row import in_a_row
from widgets.label_bars import LabelBars
from widgets.sentences import engine_text
from widgets.theme import current


class AnswerView(Card):
    """The card of one side, "base" or "tuned"."""

    def __init__(self, side: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.side = side
        is_tuned = side == "tuned"
        token = "text" if is_tuned else "muted"
        self._answer: dict[str, Any] = {}
        self._expected: str | None = None
        self._seed: int | None = None
        self._is_waiting, self._is_frozen = False, True
        self._title, self._model = strong(), ElidedLabel("", "body", "muted")
        self._chip = Chip("", "accent" if is_tuned else "neutral")
        self._parts: list[Part] = []
        self._label = ElidedLabel("", "heading", token, grows=False)
        self._mark, self._mark_words = Icon("check", "success"), Label()
        self.bars, self.text = LabelBars(token), AnswerText(token)
        self._hint = Label("", "body", "muted", wrap=True)
        self._foot = ElidedLabel("", "body", "muted")
        self.copy_button: Button = ghost("", "copy")
        self._build_ui()
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.answer_text()))
        self._retranslate()

    def _build_ui(self) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        for widget, share in ((self._title, 0), (self._model, 1), (self._chip, 0)):
            head.addWidget(widget, share)
        answer = QHBoxLayout()
        answer.setSpacing(space["s"])
        for part in (self._label, self._mark, self._mark_words):
            answer.addWidget(part)
        answer.addStretch(1)
        self._label_box = QWidget()
        labels = QVBoxLayout(self._label_box)
        labels.setContentsMargins(0, 0, 0, 0)
        labels.setSpacing(space["s"])
        labels.addLayout(answer)
        labels.addWidget(self.bars)
        labels.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.copy_button)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._label_box, 1)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(foot)

    def set_model(self, name: str, *, is_frozen: bool = True) -> None:
        """What answers: the base model's name, or the pack's. `is_frozen` false: that model was trained too."""
        self._model.setText(name)
        self._is_frozen = is_frozen
        self._retranslate()

    def clear(self) -> None:
        """No answer yet."""
        self._answer, self._parts, self._is_waiting = {}, [], False
        self.text.clear_text()
        self.text.set_writing(False)
        self._show()

    def begin(self, seed: int | None = None) -> None:
        """An answer was asked for."""
        self.clear()
        self._seed, self._is_waiting = seed, True
        self._show()

    def append(self, text: str) -> None:
        """The next part of the answer."""
        self._is_waiting = False
        self.text.append_text(text)
        self.text.set_writing(True)
        self._show()

    def finish(self, answer: Mapping[str, Any], expected: str | None = None, context: str = "") -> None:
        """The whole answer; `expected` marks it right or wrong if it is a choice. `context`: the text in which an
        answer that was found there is marked."""
        self._answer, self._expected, self._is_waiting = dict(answer), expected, False
        self.text.set_writing(False)
        whole = answer.get("text")
        self._parts = answer_parts(answer, context) if answer.get("label") is None else []
        if self._parts:
            self.text.show_parts(self._parts)
        elif whole is not None and whole != self.text.toPlainText():
            self.text.clear_text()
            self.text.append_text(str(whole))
        self.bars.set_scores(answer.get("scores") or [])
        self._show()

    def stop(self) -> None:
        """Nothing more comes."""
        self._is_waiting = False
        self.text.set_writing(False)
        self._show()

    def answer_text(self) -> str:
        """The answer in plain text."""
        label = self._answer.get("label")
        if label is not None:
            return str(label)
        if self._answer.get("words"):
            return parts_in_words(self._parts)
        return str(self._answer["text"]) if self._parts else self.text.toPlainText()

    def _show(self) -> None:
        has_label = self._answer.get("label") is not None
        has_text = bool(self.text.toPlainText()) and not has_label
        self._label_box.setVisible(has_label)
        self.text.setVisible(has_text)
        self._hint.setVisible(not has_label and not has_text)
        self._hint.setText(self._hint_words())
        self.copy_button.setEnabled(has_label or has_text)
        if has_label:
            label = str(self._answer["label"])
            self._label.setText(label)
            is_right = label == self._expected
            for part in (self._mark, self._mark_words):
                part.setVisible(self._expected is not None)
            self._mark.set_icon("check" if is_right else "cross", "success" if is_right else "danger")
            self._mark_words.setText(self.tr("right") if is_right else self.tr("wrong"))
            self._mark_words.set_tone("success" if is_right else "danger")
        self._foot.setText(self._facts())

    def _hint_words(self) -> str:
        if self._is_waiting:
            return self.tr("Reading...")
        if self._answer and self._answer.get("label") is None and self._answer.get("text") is None:
            return in_a_row(*(engine_text(part) for part in ERRORS["base_has_no_head"]))
        return self.tr("The answer will stand here.")

    def _facts(self) -> str:
        answer, facts = self._answer, []
        if answer.get("tokens") and answer.get("label") is None:
            facts.append(self.tr("{n} tokens").format(n=QLocale().toString(int(answer["tokens"]))))
        if answer.get("tokens_per_second"):
            facts.append(self.tr("{n} tokens/s").format(n=round(answer["tokens_per_second"])))
        if answer.get("label") is None and answer and self._seed is not None:
            facts.append(self.tr("seed {n}").format(n=self._seed))
        if self._parts and not answer.get("words"):
            facts.append(self.tr("found: {text}").format(text=answer["text"]))
        if answer.get("stopped"):
            facts.append(self.tr("stopped"))
        elif answer.get("text") is not None and not self._parts:
            facts.append(self.tr("finished"))
        return " · ".join(facts)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        is_tuned = self.side == "tuned"
        self._title.setText(self.tr("With learned prompt") if is_tuned else self.tr("Base model alone"))
        alone = self.tr("untouched") if self._is_frozen else self.tr("changed")
        self._chip.set_text(self.tr("learned") if is_tuned else alone)
        self.copy_button.setText(self.tr("Copy"))
        self.copy_button.setAccessibleName(f"{self.tr('Copy')}: {self._title.text()}")
        self.text.setAccessibleName(self._title.text())
        self.bars.setAccessibleName(self._title.text())
        self._show()
