"""What every run has around it while it goes on: two plots, something beside them, coach line, meters, folded log."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.coach_line import CoachLine
from widgets.components import Card
from widgets.event_log import EventLog, EventLogModel
from widgets.meters import Meters
from widgets.metric_plot import MetricPlot
from widgets.run_state import News, RunState
from widgets.theme import current


class RunFrame(QWidget):
    """`beside` stands right of the plots. A subclass tells the plots what there is to draw."""

    def __init__(
        self, beside: QWidget, log: EventLogModel, *, lower_unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state: RunState | None = None
        self._beside = beside
        self.upper_plot, self.lower_plot = MetricPlot(), MetricPlot(unit=lower_unit, has_pills=False)
        self.upper_card, self.lower_card = Card(padding=0), Card(padding=0)
        self.coach, self.meters, self.log = CoachLine(), Meters(), EventLog(log)
        self.log.hide()
        space = current().space
        plots = QVBoxLayout()
        plots.setSpacing(space["m"])
        for card, plot, share in ((self.upper_card, self.upper_plot, 62), (self.lower_card, self.lower_plot, 38)):
            card.body.setContentsMargins(space["l"], space["m"], space["m"], space["s"])
            card.body.addWidget(plot)
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            plots.addWidget(card, share)
        left = QWidget()
        left.setLayout(plots)
        plots.setContentsMargins(0, 0, 0, 0)
        top = AdaptiveRow(spacing=space["m"])
        for side in (left, beside):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            top.add(side, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["m"])
        column.addWidget(top, 1)
        for part in (self.coach, self.meters, self.log):
            column.addWidget(part)
        self.meters.fold.toggled.connect(self.log.setVisible)
        self.lower_plot.smooth.hide()
        current().changed.connect(self._measure)
        self._measure()

    def start(self, state: RunState) -> None:
        """Show a run from its beginning."""
        self._state = state
        for part in (self.upper_plot, self.lower_plot, self.meters):
            part.clear()
        patience = (state.config.get("training") or {}).get("early_stopping")
        self.coach.clear(patience, is_frozen=state.is_frozen)

    def add(self, news: News) -> None:
        """Show what is new of all that does not stand in the plots."""
        state = self._state
        if state is None:
            return
        if news.has_phase:
            self.coach.set_phase(state.coach_phase)
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
        self.upper_plot.flush()
        self.lower_plot.flush()

    def _measure(self) -> None:
        self.upper_card.setMinimumHeight(current().length(230))
        self.lower_card.setMinimumHeight(current().length(150))
        self._beside.setMinimumHeight(current().length(380))
