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
from widgets.in_a_row import in_a_row
from widgets.theme import current
from widgets.wording import metric_name, number, percent, score

_MUCH_ILLEGAL = 0.2  # share of rows with another word than an answer's from which on it is said
_KEYS = ("accuracy", "exact_match", "f1", "rouge_l")  # the first there is gives the number


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
        self._illegal = Label("", "body", "muted", wrap=True)
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
        left.addWidget(self._basis)
        left.addWidget(self._range)
        left.addWidget(self._illegal)
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
        right.addSpacing(space["s"])
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
        self._key = next((key for key in _KEYS if key in done["metrics"]), "loss")
        self._show()

    def verdict(self) -> str:
        """The verdict in words."""
        return self._verdict.text()

    def added(self) -> str:
        """What the prompt itself added, in words; empty if there is nothing to compare with."""
        return self._added.text()

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
        self._verdict.setText(self._verdict_words(verdict, is_majority))
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
            self._range.setText(words.format(low=round(100 * metrics["low"]), high=percent(metrics["high"])))
        illegal = float(metrics.get("illegal_rate") or 0.0)
        self._illegal.setVisible(illegal > _MUCH_ILLEGAL)
        self._illegal.setText(
            self.tr("On {share} of them the model would rather say something else.").format(share=percent(illegal))
        )
        fixed, broke = int(done.get("fixed") or 0), int(done.get("broke") or 0)
        self._fixed.setText(self.tr("{n} fixed").format(n=number(fixed)))
        self._broke.setText(self.tr("{n} broke").format(n=number(broke)))
        advice = self._advice_words(verdict, fixed, broke)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._again.setVisible(bool(advice))
        self._show_bars(is_majority)
        self._again.setText(self.tr("Try another way"))
        self._compared.setText(self.tr("Compared on the same rows"))
        self._legend.setText(self.tr("dot = score, bar = 95 % range"))
        said = self._added_words()
        self._added.setText(said)
        self._info.setVisible(bool(said))
        self._added.setVisible(bool(said))
        self.setAccessibleName(f"{self._verdict.text()}: {self._before.text()} → {self._after.text()}")

    def _show_bars(self, is_majority: bool) -> None:
        done = self._done
        base_name = self.tr("Most frequent answer") if is_majority else self.tr("Base model alone")
        names = (
            ("metrics", self.tr("With learned prompt")),
            ("head_alone", self.tr("Head alone, no prompt")),
            ("baseline", base_name),
        )
        items = []
        for key, name in names:
            scores = done.get(key)
            if scores and self._key != "loss" and self._key in scores:
                reached = float(scores[self._key])
                low, high = scores.get("low"), scores.get("high")
                ends = (reached if low is None else low, reached if high is None else high)
                items.append(Competitor(name, reached, float(ends[0]), float(ends[1]), key == "metrics"))
        self.bars.setAccessibleName(self.tr("Compared on the same rows"))
        self.bars.set_items(items)

    def _verdict_words(self, verdict: str, is_majority: bool) -> str:
        if verdict == "better" and is_majority:
            return self.tr("Clearly better than guessing")
        if verdict == "worse" and is_majority:
            return self.tr("Worse than guessing")
        words = {
            "better": self.tr("Clearly better than the base model"),
            "worse": self.tr("Worse than the base model"),
        }
        return words.get(verdict, self.tr("No clear difference"))

    def _advice_words(self, verdict: str, fixed: int, broke: int) -> str:
        if verdict == "better":
            return ""
        if verdict == "worse":
            return self.tr("More answers broke than were fixed. A lower learning speed or another method may help.")
        if fixed + broke == 0:
            return self.tr("Not one answer changed. More passes or a higher learning speed may help.")
        words = self.tr("{fixed} fixed against {broke} broke can be chance. More rows or more passes may settle it.")
        return words.format(fixed=number(fixed), broke=number(broke))

    def _added_words(self) -> str:
        """What the prompt added beside a head that was trained without it on the same rows."""
        done = self._done
        head: Mapping[str, Any] = done.get("head_alone") or {}
        has_head = self._key != "loss" and self._key in head
        if done.get("is_frozen") is False:
            words = self.tr("The base model was trained too (not frozen): the result comes from both together.")
            alone = self.tr("The head alone reaches {head}.").format(head=percent(head[self._key])) if has_head else ""
            return in_a_row(words, alone)
        if not has_head:
            return ""
        now, alone = round(100 * done["metrics"][self._key]), round(100 * head[self._key])
        head_words = percent(head[self._key])
        if now <= alone:
            words = self.tr("The head alone reaches {head}: the learned prompt itself added nothing.")
            return words.format(head=head_words)
        if done.get("prompt_added") is False:
            words = self.tr("The head alone reaches {head}; the {n} points the learned prompt adds can be chance.")
            return words.format(head=head_words, n=now - alone)
        base = round(100 * (done.get("baseline") or {}).get(self._key, 0))
        if alone <= base:
            words = self.tr("The head alone reaches only {head}: the whole gain comes from the learned prompt itself.")
            return words.format(head=head_words)
        words = self.tr(
            "The head alone reaches {head}: {n} of the {total} points won come from the learned prompt itself."
        )
        return words.format(head=head_words, n=now - alone, total=now - base)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
