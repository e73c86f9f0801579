"""What there is to know about the rows: how often each answer comes, how long texts are, how many are kept aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from widgets import wording
from widgets.balance_bars import BalanceBars, is_balanced
from widgets.components import Button, ElidedLabel, Label
from widgets.label_lengths import LabelLengths, label_lengths
from widgets.length_histogram import LengthHistogram
from widgets.sentences import listed
from widgets.theme import current

LEAST_ASIDE, MOST_ASIDE = 5, 50  # percent
FEW_ASIDE = 20  # fewer rows say little
_ALL_DIFFERENT = ("generation", "span_qa")


class DataFacts(QWidget):
    """Signal `keep_aside_changed(share)` when a person moved the slider."""

    keep_aside_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[tuple[str, int]] = []
        self._usable, self._task = 0, "classification"
        self._separate: int | None = None
        self.bars, self.histogram, self.by_label = BalanceBars(), LengthHistogram(), LabelLengths()
        self.by_label.hide()
        self.turn = Button("", "link")
        self.turn.clicked.connect(lambda: self._show_by_label(self.by_label.isHidden()))
        self._titles = {key: Label("", "strong") for key in ("answers", "length", "aside")}
        self._facts = {key: ElidedLabel("", "caption", "muted") for key in ("answers", "length", "aside")}
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(LEAST_ASIDE, MOST_ASIDE)
        self.slider.setPageStep(5)
        self.slider.setValue(10)
        self.slider.valueChanged.connect(self._on_slider)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["xs"])
        for key, widget in (("answers", self.bars), ("length", self.histogram), ("aside", self.slider)):
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
            if key != "aside":
                column.addSpacing(current().space["xs"])
        column.addStretch(1)
        self.retranslate()

    def set_counts(self, counts: Sequence[tuple[str, int]], usable: int, task: str = "classification") -> None:
        """(answer, rows), and how many rows can be used. Of a task whose answers are seldom the same twice nothing is
        told of them, and "balanced" is a word for labels alone."""
        self._counts, self._usable, self._task = list(counts), usable, task
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

    def set_keep_aside(self, share: float, separate_rows: int | None = None) -> None:
        """The share kept aside; `separate_rows`: the kept-aside rows are a file of their own with so many rows."""
        self._separate = separate_rows
        self.slider.blockSignals(True)
        self.slider.setValue(round(100 * share))
        self.slider.blockSignals(False)
        self.slider.setEnabled(separate_rows is None)
        self.retranslate()

    def kept_aside(self) -> int:
        """About how many rows are kept aside."""
        return self._separate if self._separate is not None else round(self._usable * self.slider.value() / 100)

    def retranslate(self) -> None:
        """Renew all words."""
        self._titles["answers"].setText(self.tr("Tags") if self._task == "tagging" else self.tr("Answers"))
        self._titles["length"].setText(self.tr("Length"))
        self._titles["aside"].setText(self.tr("Keep aside to test honestly"))
        self.turn.setText(self.tr("by answer") if self.by_label.isHidden() else self.tr("all together"))
        self.turn.setAccessibleDescription(self._titles["length"].text())
        kinds = self.tr("{n} kinds").format(n=wording.number(len(self._counts)))
        balance = self.tr("well balanced") if is_balanced(self._counts) else self.tr("not balanced")
        kinds = listed(kinds, balance) if self._task == "classification" else kinds
        self._facts["answers"].setText(kinds if self._counts else "")
        median, unit = self.histogram.median(), self.histogram.unit_text()
        self._facts["length"].setText(self.tr("median {n} {unit}").format(n=wording.number(median), unit=unit))
        rows = wording.rows(self.kept_aside())
        share = wording.percent(self.slider.value() / 100)
        self._facts["aside"].setText(
            self.tr("own file · {rows}").format(rows=rows) if self._separate is not None else f"{share} · {rows}"
        )
        is_few = 0 < self.kept_aside() < FEW_ASIDE
        self._facts["aside"].set_tone("warning" if is_few else "text")
        few = self.tr("Fewer than {n} rows say little about how good it is.").format(n=FEW_ASIDE)
        self.slider.setToolTip(few if is_few else self.tr("Rows the model never learns from."))
        self.slider.setAccessibleName(self._titles["aside"].text())
        self.slider.setAccessibleDescription(f"{self._facts['aside'].text()}. {self.slider.toolTip()}")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_by_label(self, is_on: bool) -> None:
        self.histogram.setHidden(is_on)
        self.by_label.setHidden(not is_on)
        self.retranslate()

    def _on_slider(self, value: int) -> None:
        self.retranslate()
        self.keep_aside_changed.emit(value / 100)
