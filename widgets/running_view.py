"""What is seen while a run goes on: two plots, Before / Now, the coach line, the meters and the folded event log."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.before_now import BeforeNow
from widgets.coach_line import CoachLine
from widgets.components import Card
from widgets.event_log import EventLog, EventLogModel
from widgets.meters import Meters
from widgets.metric_plot import POINTS, MetricPlot
from widgets.run_state import News, RunState
from widgets.theme import current
from widgets.wording import baseline_name, counts_rows, is_percent, metric_title, number


class RunningView(QWidget):
    """Give it a run, then the news of each group of events."""

    def __init__(self, log: EventLogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: RunState | None = None
        self._rows, self._metric = 0, "accuracy"
        self.loss_plot = MetricPlot()
        self.right_plot = MetricPlot(unit="%", has_pills=False)
        self.before_now = BeforeNow()
        self.coach = CoachLine()
        self.meters = Meters()
        self.log = EventLog(log)
        self.log.hide()
        self._loss_card, self._right_card = Card(padding=0), Card(padding=0)
        self._build_ui()
        current().changed.connect(self._measure)
        self._measure()
        self._retranslate()

    def _build_ui(self) -> None:
        space = current().space
        plots = QVBoxLayout()
        plots.setSpacing(space["m"])
        for card, plot, share in ((self._loss_card, self.loss_plot, 62), (self._right_card, self.right_plot, 38)):
            card.body.setContentsMargins(space["l"], space["m"], space["m"], space["s"])
            card.body.addWidget(plot)
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            plots.addWidget(card, share)
        left = QWidget()
        left.setLayout(plots)
        plots.setContentsMargins(0, 0, 0, 0)
        top = AdaptiveRow(spacing=space["m"])
        for side in (left, self.before_now):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            top.add(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["m"])
        column.addWidget(top, 1)
        column.addWidget(self.coach)
        column.addWidget(self.meters)
        column.addWidget(self.log)
        self.meters.fold.toggled.connect(self.log.setVisible)
        self.right_plot.smooth.hide()

    def start(self, state: RunState) -> None:
        """Show a run from its beginning."""
        self._state, self._rows, self._metric = state, 0, state.metric
        for part in (self.loss_plot, self.right_plot, self.before_now, self.meters):
            part.clear()
        patience = (state.config.get("training") or {}).get("early_stopping")
        self.coach.clear(patience, is_frozen=state.is_frozen)
        self._retranslate()

    def add(self, news: News) -> None:
        """Show what is new."""
        state = self._state
        if state is None:
            return
        for plot in (self.loss_plot, self.right_plot):
            plot.set_planned(state.steps, state.epochs)
        self.before_now.set_planned(state.steps)
        self.loss_plot.add_training(news.steps, news.losses)
        self._add_checks(news)
        if news.has_phase:
            self.coach.set_phase(state.phase)
        for note in news.notes:
            self.coach.set_note(str(note["code"]), note.get("args") or {})
        if news.meter is not None:
            self.meters.show_meter(news.meter)
        if news.speed is not None:
            self.meters.show_speed(news.speed)
        if news.remembered is not None:
            self.meters.show_remembered(news.remembered)

    def flush(self) -> None:
        """Draw the plots now."""
        self.loss_plot.flush()
        self.right_plot.flush()

    def _add_checks(self, news: News) -> None:
        if not news.evaluations or self._state is None:
            return
        metric = self._state.metric
        for plot, key in ((self.loss_plot, "loss"), (self.right_plot, metric)):
            points = [(e["step"], e["metrics"][key], e.get("best")) for e in news.evaluations if key in e["metrics"]]
            last_best = max((place for place, point in enumerate(points) if point[2]), default=-1) + 1
            for part, is_best in ((points[:last_best], True), (points[last_best:], False)):
                plot.add_held([point[0] for point in part], [point[1] for point in part], is_best=is_best)
        self._right_card.setVisible(any(metric in e["metrics"] for e in self._state.evaluations))
        self.right_plot.set_base(self._state.baseline.get(metric))
        self.before_now.set_text(not counts_rows(metric))
        self.before_now.add_checks(news.evaluations)
        for evaluation in news.evaluations:
            self.coach.add_check(evaluation)
        rows = int(news.evaluations[-1]["metrics"].get("n") or 0)
        if (rows, metric) != (self._rows, self._metric):
            self._rows, self._metric = rows, metric
            self._retranslate()

    def _measure(self) -> None:
        self._loss_card.setMinimumHeight(current().length(230))
        self._right_card.setMinimumHeight(current().length(150))
        self.before_now.setMinimumHeight(current().length(380))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.loss_plot.set_titles(self.tr("Mistake score"), self.tr("lower is better"))
        is_share = is_percent(self._metric)
        of_rows = counts_rows(self._metric)
        note = self.tr("% of kept-aside rows") if of_rows else self.tr("on kept-aside rows")
        if self._rows:
            words = self.tr("% of {n} kept-aside rows") if of_rows else self.tr("on {n} kept-aside rows")
            note = words.format(n=number(self._rows))
        self.right_plot.set_titles(metric_title(self._metric), note)
        is_majority = self._state is not None and self._state.is_majority
        name = baseline_name("majority", self._state.task) if self._state and is_majority else ""
        self.right_plot.set_score("%" if is_share else POINTS, name)
