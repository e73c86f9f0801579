"""One side of Play: what a model answers, as it writes, or how it weighs the labels.

The base model's answer is muted, the one with the learned prompt in full colour; a block caret shows who still writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from engine.messages import ERRORS
from widgets.components import Button, Card, Chip, ElidedLabel, Icon, Label, Rule, ghost, strong
from widgets.in_a_row import in_a_row
from widgets.painted import Painted
from widgets.sentences import engine_text
from widgets.theme import current
from widgets.wording import NBSP, percent

MOST_LABELS = 12


class AnswerText(QTextEdit):
    """Text that grows at its end, with a block caret while it does."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._is_writing = False
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setProperty("plain", True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        current().changed.connect(self._restyle)

    def clear_text(self) -> None:
        """Empty, as before an answer."""
        self.clear()
        self._restyle()

    def append_text(self, text: str) -> None:
        """Write on at the end; what the reader has selected or scrolled to stays."""
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, self._format())
        if is_at_end:
            bar.setValue(bar.maximum())
        self.viewport().update()

    def set_writing(self, writing: bool) -> None:
        """Show or hide the caret."""
        self._is_writing = writing
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and the caret after it."""
        super().paintEvent(event)
        if not self._is_writing:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(cursor)
        metrics = QFontMetricsF(current().font("reading"))
        painter = QPainter(self.viewport())
        token = "accent" if self._token == "text" else "plot_base"
        box = QRectF(place.left() + 2, place.top(), current().length(7), metrics.height())
        painter.fillRect(box, current().color(token))

    def _format(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(current().color(self._token))
        look.setFont(current().font("reading"))
        return look

    def _restyle(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(self._format())
        block = QTextBlockFormat()
        block.setLineHeight(124, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(block)


class LabelBars(Painted):
    """How a model weighs the labels: the answer first, then the others, each with its share."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._scores: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_scores(self, scores: Sequence[Mapping[str, Any]]) -> None:
        """Show labels with their probabilities, the likeliest first; at most MOST_LABELS."""
        ordered = sorted(((str(s["label"]), float(s["p"])) for s in scores), key=lambda pair: -pair[1])
        self._scores = ordered[:MOST_LABELS]
        self.setAccessibleDescription(", ".join(f"{label} {percent(p)}" for label, p in self._scores))
        self.updateGeometry()
        self.update()

    def scores(self) -> list[tuple[str, float]]:
        """What is shown."""
        return self._scores

    def sizeHint(self) -> QSize:
        """A line for each label."""
        return QSize(240, current().height("row") * len(self._scores))

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine, lower is not."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and shares."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.height("row")
        heavy = QFontMetricsF(theme.font("body", weight=600, tabular=True))
        numbers = heavy.horizontalAdvance(f"100{NBSP}%") + 2
        names = max((heavy.horizontalAdvance(label) for label, _p in self._scores), default=0.0) + 2
        names = min(names, self.width() * 0.4)
        left, right = names + 12, self.width() - numbers - 12
        for place, (label, share) in enumerate(self._scores):
            font = theme.font("body", weight=600 if place == 0 else 400, tabular=True)
            painter.setFont(font)
            painter.setPen(theme.color(self._token if place == 0 else "muted"))
            y = place * high
            name = QFontMetricsF(font).elidedText(label, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, y, names, high), int(Qt.AlignmentFlag.AlignVCenter), name)
            end = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(self.width() - numbers, y, numbers, high), end, percent(share))
            bar = QRectF(left, y + high / 2 - 3, max(right - left, 1), 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(bar, 3, 3)
            if share > 0:
                painter.setBrush(theme.color("accent" if self._token == "text" else "plot_base"))
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * share), 6), 3, 3)


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
        self._label, self._mark, self._mark_words = Label("", "heading", token), Icon("check", "success"), Label()
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
        self._answer, self._is_waiting = {}, False
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

    def finish(self, answer: Mapping[str, Any], expected: str | None = None) -> None:
        """The whole answer; `expected` marks it right or wrong if it is a label."""
        self._answer, self._expected, self._is_waiting = dict(answer), expected, False
        self.text.set_writing(False)
        whole = answer.get("text")
        if whole is not None and whole != self.text.toPlainText():
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
        return str(label) if label is not None else self.text.toPlainText()

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
        if answer.get("stopped"):
            facts.append(self.tr("stopped"))
        elif answer.get("text") is not None:
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
