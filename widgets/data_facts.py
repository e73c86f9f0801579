"""What there is to know about the rows: how often each answer comes, how long texts are, which are kept aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets import wording
from widgets.balance_bars import BalanceBars, is_balanced
from widgets.components import Button, ElidedLabel, Label
from widgets.label_lengths import LabelLengths, label_lengths
from widgets.length_histogram import LengthHistogram
from widgets.sentences import listed
from widgets.split_choice import SplitChoice
from widgets.theme import current

_ALL_DIFFERENT = ("generation", "span_qa")


class DataFacts(QWidget):
    """`split` is where a person says which rows are kept aside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[tuple[str, int]] = []
        self._task = "classification"
        self.bars, self.histogram, self.by_label = BalanceBars(), LengthHistogram(), LabelLengths()
        self.by_label.hide()
        self.turn = Button("", "link")
        self.turn.clicked.connect(lambda: self._show_by_label(self.by_label.isHidden()))
        self._titles = {key: Label("", "strong") for key in ("answers", "length")}
        self._facts = {key: ElidedLabel("", "caption", "muted") for key in ("answers", "length")}
        self.split = SplitChoice()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["xs"])
        for key, widget in (("answers", self.bars), ("length", self.histogram)):
            head = QHBoxLayout()
            head.setSpacing(current().space["s"])
            head.addWidget(self._titles[key])
            if key == "length":
                head.addWidget(self.turn)
            head.addWidget(self._facts[key], 1)
            self._facts[key].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(head)
            column.addWidget(widget)
            if key == "length":
                column.addWidget(self.by_label)
            column.addSpacing(current().space["xs"])
        column.addWidget(self.split)
        column.addStretch(1)
        self.retranslate()

    def set_counts(self, counts: Sequence[tuple[str, int]], usable: int, task: str = "classification") -> None:
        """(answer, rows), and how many rows can be used. Of a task whose answers are seldom the same twice nothing is
        told of them, and "balanced" is a word for labels alone."""
        self._counts, self._task = list(counts), task
        self.split.set_rows(usable, is_labelled=task == "classification")
        counts = counts if task not in _ALL_DIFFERENT else ()
        for widget in (self._titles["answers"], self._facts["answers"], self.bars):
            widget.setVisible(task not in _ALL_DIFFERENT)
        self.bars.set_counts(counts)
        self.retranslate()

    def set_lengths(
        self,
        lengths: Sequence[int] | npt.NDArray[np.int64],
        unit: str,
        cut: int | None = None,
        total: int | None = None,
        labels: Sequence[str] = (),
    ) -> None:
        """See `LengthHistogram.set_lengths`; `labels` are those of the same rows, where answers are labels."""
        self.histogram.set_lengths(lengths, unit, cut, total)
        self.by_label.set_lengths(label_lengths(labels, lengths if labels else ()), self.histogram.unit_text(), cut)
        self.turn.setHidden(not labels)
        self._show_by_label(bool(labels) and self.histogram.isHidden())

    def retranslate(self) -> None:
        """Renew all words."""
        self._titles["answers"].setText(self.tr("Tags") if self._task == "tagging" else self.tr("Answers"))
        self._titles["length"].setText(self.tr("Length"))
        self.turn.setText(self.tr("by answer") if self.by_label.isHidden() else self.tr("all together"))
        self.turn.setAccessibleDescription(self._titles["length"].text())
        kinds = self.tr("{n} kinds").format(n=wording.number(len(self._counts)))
        balance = self.tr("well balanced") if is_balanced(self._counts) else self.tr("not balanced")
        kinds = listed(kinds, balance) if self._task == "classification" else kinds
        self._facts["answers"].setText(kinds if self._counts else "")
        median, unit = self.histogram.median(), self.histogram.unit_text()
        self._facts["length"].setText(self.tr("median {n} {unit}").format(n=wording.number(median), unit=unit))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_by_label(self, is_on: bool) -> None:
        self.histogram.setHidden(is_on)
        self.by_label.setHidden(not is_on)
        self.retranslate()
