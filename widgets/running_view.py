"""What is seen while a prompt is taught: mistake score and right answers as plots, Before / Now beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from widgets.before_now import BeforeNow
from widgets.event_log import EventLogModel
from widgets.metric_plot import POINTS
from widgets.run_frame import RunFrame
from widgets.run_state import News, RunState
from widgets.wording import baseline_name, counts_rows, is_percent, metric_title, number


class RunningView(RunFrame):
    """Give it a run, then the news of each group of events."""

    def __init__(self, log: EventLogModel, parent: QWidget | None = None) -> None:
        self.before_now = BeforeNow()
        super().__init__(self.before_now, log, lower_unit="%", parent=parent)
        self._rows, self._metric = 0, "accuracy"
        self.loss_plot, self.right_plot = self.upper_plot, self.lower_plot
        self._retranslate()

    def start(self, state: RunState) -> None:
        """Show a run from its beginning."""
        super().start(state)
        self._rows, self._metric = 0, state.metric
        self.before_now.clear()
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
        super().add(news)

    def _add_checks(self, news: News) -> None:
        if not news.evaluations or self._state is None:
            return
        metric = self._state.metric
        for plot, key in ((self.loss_plot, "loss"), (self.right_plot, metric)):
            points = [(e["step"], e["metrics"][key], e.get("best")) for e in news.evaluations if key in e["metrics"]]
            last_best = max((place for place, point in enumerate(points) if point[2]), default=-1) + 1
            for part, is_best in ((points[:last_best], True), (points[last_best:], False)):
                plot.add_held([point[0] for point in part], [point[1] for point in part], is_best=is_best)
        self.lower_card.setVisible(any(metric in e["metrics"] for e in self._state.evaluations))
        self.right_plot.set_base(self._state.baseline.get(metric))
        self.before_now.set_text(not counts_rows(metric))
        self.before_now.add_checks(news.evaluations)
        for evaluation in news.evaluations:
            self.coach.add_check(evaluation)
        rows = int(news.evaluations[-1]["metrics"].get("n") or 0)
        if (rows, metric) != (self._rows, self._metric):
            self._rows, self._metric = rows, metric
            self._retranslate()

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
