"""The result of a run: the verdict, where it still errs, the run's facts, and the replay of its checks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.before_now import BeforeNow
from widgets.components import Button, Card, caption, strong
from widgets.confusion_view import ConfusionView
from widgets.mistake_list import MistakeList
from widgets.result_view import ResultView
from widgets.run_facts import RunFacts
from widgets.run_state import RunState
from widgets.save_points import SavePointSlider
from widgets.theme import current
from widgets.wording import counts_rows


class DoneView(QWidget):
    """Give it a finished run. Signal `again_requested`."""

    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = ResultView()
        self.confusion, self.mistakes, self.facts = ConfusionView(), MistakeList(), RunFacts()
        self.before_now = BeforeNow()
        self.slider = SavePointSlider()
        self._strip = Card(padding=12)
        self._strip_title, self._strip_note = strong(), caption()
        self.rows_button = Button("", "secondary")
        self.rows_button.setCheckable(True)
        self._build_ui()
        self.result.again_requested.connect(self.again_requested)
        self.confusion.cell_chosen.connect(self.mistakes.show_cell)
        self.slider.step_chosen.connect(self._on_step)
        self.rows_button.toggled.connect(self._on_rows)
        current().changed.connect(self._measure)
        self._measure()
        self._retranslate()

    def _build_ui(self) -> None:
        space = current().space
        middle = AdaptiveRow(900, spacing=space["m"])
        for card, share in ((self.confusion, 40), (self.mistakes, 36), (self.facts, 26)):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            middle.add(card, share)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._strip_title)
        names.addWidget(self._strip_note)
        strip = QHBoxLayout()
        strip.setContentsMargins(space["xs"], 0, space["xs"], 0)
        strip.setSpacing(space["xl"])
        strip.addLayout(names)
        strip.addWidget(self.slider, 1)
        strip.addWidget(self.rows_button)
        self._strip.body.setContentsMargins(space["m"], space["s"], space["m"], space["s"])
        self._strip.body.addLayout(strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["m"])
        column.addWidget(self.result)
        column.addWidget(middle, 1)
        column.addWidget(self._strip)
        column.addWidget(self.before_now)
        self.before_now.slider.hide()
        self.before_now.hide()

    def show_run(self, run: RunState) -> None:
        """Show a run that has ended with a result."""
        done = run.done
        if done is None:
            return
        self.result.show_result(done)
        labels, counts = done.get("labels") or [], done.get("confusion") or []
        self.mistakes.set_mistakes(done.get("mistakes") or [], _mistakes(counts))
        self.confusion.setVisible(bool(labels))
        self.mistakes.setVisible(bool(labels) or bool(done.get("mistakes")))
        self.confusion.set_counts(labels, counts)
        self.facts.show_run(run)
        self._measure()
        self.before_now.clear()
        planned = int(done.get("steps") or run.steps)  # a run that stopped early has no steps to come
        self.before_now.set_planned(planned)
        self.before_now.set_text(not counts_rows(run.metric))
        self.before_now.add_checks(run.evaluations)
        self.slider.set_steps([int(each["step"]) for each in run.evaluations], planned)
        best = done.get("best_step")
        if best is not None:
            self.slider.set_step(int(best))
            self.before_now.show_step(int(best))
        self._strip.setVisible(any(each.get("preview") for each in run.evaluations))

    def _on_step(self, step: int) -> None:
        self.rows_button.setChecked(True)
        self.before_now.show_step(step)

    def _on_rows(self, on: bool) -> None:
        self.before_now.setVisible(on)
        self._retranslate()

    def _measure(self) -> None:
        theme = current()
        for card in (self.confusion, self.mistakes, self.facts):
            card.setMinimumHeight(0)  # what it holds may need more than the least
            card.setMinimumHeight(max(theme.length(262), card.minimumSizeHint().height()))
        self.before_now.setMinimumHeight(theme.length(380))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._strip_title.setText(self.tr("Before / Now"))
        self._strip_note.setText(self.tr("replay every save point"))
        self.rows_button.setText(self.tr("Hide the rows") if self.rows_button.isChecked() else self.tr("Show the rows"))


def _mistakes(counts: list[list[int]]) -> int | None:
    """How many answers stand outside the diagonal; None without counts."""
    if not counts:
        return None
    return sum(sum(row) for row in counts) - sum(row[place] for place, row in enumerate(counts))
