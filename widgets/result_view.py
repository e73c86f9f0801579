"""The result of a run as one card: the verdict in words, base -> learned, the range, and who reached what.

The verdict comes from the engine, which compares the answers on the same rows in pairs (fixed against broke). What the
prompt itself added beside a trained head is always said, also when it added nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.comparison_bars import ComparisonBars, Competitor
from widgets.components import Button, Card, Icon, Label, Rule, caption, strong
from widgets.result_words import (
    added_words,
    advice_words,
    difference_words,
    illegal_words,
    leading,
    luck_words,
    other_scores,
    verdict_words,
)
from widgets.theme import current
from widgets.wording import baseline_name, is_percent, metric_name, number, score

_MUCH_ILLEGAL = 0.2  # share of rows with another word than an answer's from which on it is said


class ResultView(Card):
    """Give it the done event. Signal `again_requested` from the advice under a result that is no better."""

    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=24, parent=parent)
        self._done: Mapping[str, Any] = {}
        self._key = "accuracy"
        self._mark, self._verdict = Icon("check", "success", 18), Label("", "heading", wrap=True)
        self._before, self._after = Label("", "result", "muted"), Label("", "result", "accent")
        self._arrow = Icon("arrow_right", "muted", 22)
        self._basis, self._range = Label("", "body", "muted", wrap=True), Label("", "body", "muted", wrap=True)
        self._others, self._difference = Label("", "body", "muted", wrap=True), Label("", "body", wrap=True)
        self._illegal = Label("", "body", "muted", wrap=True)
        self._luck = Label("", "body", wrap=True)
        self._fixed, self._broke = strong(), strong()
        self._advice, self._again = Label("", wrap=True), Button("", "small")
        self._compared, self._legend = strong(), caption()
        self.bars = ComparisonBars()
        self._info, self._added = Icon("info"), Label("", "body", "muted", wrap=True)
        self._build_ui()
        self._again.clicked.connect(self.again_requested)

    def _build_ui(self) -> None:
        space = current().space
        verdict = QHBoxLayout()
        verdict.setSpacing(space["s"])
        verdict.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self._verdict, 1)
        numbers = QHBoxLayout()
        numbers.setSpacing(space["m"])
        for part in (self._before, self._arrow, self._after):
            numbers.addWidget(part)
        numbers.addStretch(1)
        pairs = QHBoxLayout()
        pairs.setSpacing(space["s"])
        for name, token, label in (("check", "success", self._fixed), ("cross", "danger", self._broke)):
            pairs.addWidget(Icon(name, token))
            pairs.addWidget(label)
            pairs.addSpacing(space["m"])
        pairs.addStretch(1)
        left_side, right_side = QWidget(), QWidget()
        left = QVBoxLayout(left_side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(space["xs"])
        left.addLayout(verdict)
        left.addLayout(numbers)
        for line in (self._basis, self._range, self._others, self._illegal):
            left.addWidget(line)
        left.addSpacing(space["xs"])
        left.addLayout(pairs)
        left.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._compared)
        head.addStretch(1)
        head.addWidget(self._legend)
        added = QHBoxLayout()
        added.setSpacing(space["s"])
        added.addWidget(self._info, 0, Qt.AlignmentFlag.AlignTop)
        added.addWidget(self._added, 1)
        right = QVBoxLayout(right_side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(space["s"])
        right.addLayout(head)
        right.addWidget(self.bars)
        right.addSpacing(space["xs"])
        right.addWidget(self._difference)
        right.addWidget(self._luck)
        right.addLayout(added)
        advice = QHBoxLayout()
        advice.setSpacing(space["s"])
        advice.addWidget(self._advice, 1)
        advice.addWidget(self._again)
        right.addLayout(advice)
        right.addStretch(1)
        row, rule = AdaptiveRow(760, spacing=space["xl"]), Rule(vertical=True)
        row.add(left_side, 33)
        row.add(rule)
        row.add(right_side, 67)
        row.turned.connect(rule.setHidden)
        self.body.addWidget(row)

    def show_result(self, done: Mapping[str, Any]) -> None:
        """Show a done event."""
        self._done = done
        self._key = leading(done["metrics"])
        self._show()

    def verdict(self) -> str:
        """The verdict in words."""
        return self._verdict.text()

    def added(self) -> str:
        """What the prompt itself added, in words; empty if there is nothing to compare with."""
        return self._added.text()

    def difference(self) -> str:
        """How far it is from what it is compared with, in words; empty where nobody measured it."""
        return self._difference.text()

    def luck(self) -> str:
        """How much of the score is luck, in words; empty where there was one training."""
        return self._luck.text()

    def advice(self) -> str:
        """What to do next, if the result is no better; else empty."""
        return self._advice.text()

    def _show(self) -> None:
        done = self._done
        if not done:
            return
        metrics, base = done["metrics"], done.get("baseline") or {}
        verdict = str(done.get("verdict") or "unclear")
        is_majority = base.get("kind") == "majority"
        self._verdict.setText(verdict_words(verdict, is_majority=is_majority))
        self._mark.setVisible(verdict != "unclear")
        self._mark.set_icon("check" if verdict == "better" else "cross", "success" if verdict == "better" else "danger")
        key = self._key
        for part in (self._before, self._arrow):
            part.setVisible(key in base)
        self._before.setText(score(base[key], key) if key in base else "")
        self._after.setText(score(metrics[key], key) if key in metrics else "–")
        rows = number(int(metrics.get("n") or 0))
        self._basis.setText(self.tr("{score} on {n} kept-aside rows").format(score=metric_name(key), n=rows))
        has_range = metrics.get("low") is not None and metrics.get("high") is not None
        self._range.setVisible(has_range)
        if has_range:
            words = self.tr("95 % range: {low} to {high}").replace("95 %", "95\u00a0%")
            self._range.setText(words.format(low=round(100 * metrics["low"]), high=score(metrics["high"], key)))
        illegal = float(metrics.get("illegal_rate") or 0.0)
        for line, text in (
            (self._luck, luck_words(done.get("farm"), key)),
            (self._others, other_scores(metrics)),
            (self._difference, difference_words(done)),
            (self._illegal, illegal_words(illegal) if illegal > _MUCH_ILLEGAL else ""),
        ):
            line.setText(text)
            line.setVisible(bool(text))
        fixed, broke = int(done.get("fixed") or 0), int(done.get("broke") or 0)
        self._fixed.setText(self.tr("{n} fixed").format(n=number(fixed)))
        self._broke.setText(self.tr("{n} broke").format(n=number(broke)))
        advice = advice_words(verdict, fixed, broke)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._again.setVisible(bool(advice))
        self._show_bars()
        self._again.setText(self.tr("Try another way"))
        self._compared.setText(self.tr("Compared on the same rows"))
        self._legend.setText(self.tr("dot = score, bar = 95 % range"))
        said = added_words(done)
        self._added.setText(said)
        self._info.setVisible(bool(said))
        self._added.setVisible(bool(said))
        self.setAccessibleName(f"{self._verdict.text()}: {self._before.text()} → {self._after.text()}")

    def _show_bars(self) -> None:
        done = self._done
        kind, task = (done.get("baseline") or {}).get("kind"), done.get("task")
        base_name = baseline_name(str(kind), str(task or "classification"))
        names = (
            ("metrics", self.tr("With learned prompt")),
            ("head_alone", self.tr("Head alone, no prompt")),
            ("baseline", base_name),
        )
        items = []
        for key, name in names:
            scores = done.get(key)
            if scores and self._key != "loss" and scores.get(self._key) is not None:
                reached = float(scores[self._key])
                low, high = scores.get("low"), scores.get("high")
                ends = (reached if low is None else low, reached if high is None else high)
                items.append(Competitor(name, reached, float(ends[0]), float(ends[1]), key == "metrics"))
        self.bars.setAccessibleName(self.tr("Compared on the same rows"))
        self.bars.set_items(items, "%" if is_percent(self._key) else "")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
