"""What is seen while prompts of a set of tasks are made, and while their subspace is found: curves, and the tasks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QWidget

from engine.scores import metric_name
from widgets.event_log import EventLogModel
from widgets.run_frame import RunFrame
from widgets.run_state import Member, News, RunState
from widgets.task_list import TaskList
from widgets.wording import number, score_pair


class SubspaceRunningView(RunFrame):
    """Give it a run whose kind is "prompts" or "search", then the news of each group of events."""

    def __init__(self, log: EventLogModel, parent: QWidget | None = None) -> None:
        self.tasks = TaskList()
        super().__init__(self.tasks, log, parent=parent)
        self._learning = ""  # the task whose curve is drawn
        self._retranslate()

    @property
    def _is_search(self) -> bool:
        return self._state is None or self._state.kind == "search"

    def start(self, state: RunState) -> None:
        """Show a run from its beginning."""
        super().start(state)
        self._learning = ""
        self.lower_card.setVisible(self._is_search)
        self.tasks.set_rows((), ())
        self._retranslate()

    def add(self, news: News) -> None:
        """Show what is new."""
        if self._state is None:
            return
        if self._is_search:
            self._add_search(news)
        elif news.members:
            self._add_prompts(news)
        super().add(news)

    def _add_search(self, news: News) -> None:
        assert self._state is not None
        for plot in (self.upper_plot, self.lower_plot):
            plot.set_planned(self._state.steps)
        for plot, key in ((self.upper_plot, "reconstruction"), (self.lower_plot, "task_loss")):
            points = [(part["step"], part[key]) for part in news.parts if part.get(key) is not None]
            plot.add_training([point[0] for point in points], [point[1] for point in points])
        if not news.evaluations:
            return
        asked = [event for event in news.evaluations if event.get("tasks")]  # else no task has rows to be asked
        for event in asked:
            self.lower_plot.add_held([event["step"]], [event["metrics"]["loss"]], is_best=bool(event.get("best")))
            self.lower_plot.set_base(event["baseline"]["loss"])
            self.coach.add_check(event)
        has_rows = any(event.get("tasks") for event in self._state.evaluations)
        self.lower_card.setVisible(has_rows)
        self._show_tasks()

    def _add_prompts(self, news: News) -> None:
        """The curve of the task that learns now, and how far each is."""
        for event in news.members:
            name = str(event["member"])
            if event["type"] == "step" and name != self._learning:
                self._learning = name
                self.upper_plot.clear()
                self._retranslate()
            if name == self._learning and event["type"] == "step":
                self.upper_plot.set_planned(int(event["steps"]))
                self.upper_plot.add_training([event["step"]], [event["loss"]])
            elif name == self._learning and event["type"] == "evaluation":
                is_best = bool(event.get("best"))
                self.upper_plot.add_held([event["step"]], [event["metrics"]["loss"]], is_best=is_best)
        self._show_tasks()

    def _show_tasks(self) -> None:
        state = self._state
        if state is None:
            return
        if state.kind == "prompts":
            names = (self.tr("Task"), self.tr("Step"), self.tr("Score"))
            self.tasks.set_rows(names, [(name, *_said(member)) for name, member in state.members.items()])
            return
        names = (self.tr("Task"), self.tr("Own prompt"), self.tr("Given back"))
        found = state.evaluations[-1].get("tasks", ()) if state.evaluations else ()
        loss = QLocale()
        self.tasks.set_rows(
            names,
            [(str(t["task"]), *(loss.toString(float(t[key]), "f", 2) for key in ("own_loss", "loss"))) for t in found],
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        if self._is_search:
            self.upper_plot.set_titles(self.tr("How far prompts come back"), self.tr("squared error, lower is better"))
            self.upper_plot.set_score("", train=self.tr("All prompts"))
            self.tasks.set_titles(self.tr("Tasks"), self.tr("mistake score with each prompt"))
        else:
            self.upper_plot.set_titles(self.tr("Mistake score"), self._learning)
            self.upper_plot.set_score("")
            self.tasks.set_titles(self.tr("Tasks"), self.tr("a prompt for each"))
        self.lower_plot.set_titles(self.tr("Mistake score of the tasks"), self.tr("with the prompts that come back"))
        self.lower_plot.set_score("", self.tr("Own prompts"))
        self._show_tasks()


def _said(member: Member) -> tuple[str, str]:
    """Where a task is, and its score before and now."""
    name = metric_name(member.scores)
    step = f"{number(member.step)} / {number(member.steps)}" if member.steps and not member.is_done else ""
    return step, score_pair(member.before.get(name), member.scores.get(name), name)
