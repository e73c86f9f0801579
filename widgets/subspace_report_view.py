"""What a study of subspaces found: sentences that follow from the numbers, tables, curves and a map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.components import Card, Label, caption, strong
from widgets.lines_plot import Curve, LinesPlot
from widgets.subspace_report import FOUND, Line, Reached, StudyReport, TaskRow, Verdict
from widgets.subspace_words import numbers
from widgets.task_list import TaskList
from widgets.task_map import TaskMap
from widgets.theme import current
from widgets.wording import number, percent, score

translate = QCoreApplication.translate  # a name that the extraction of texts knows


class SubspaceReportView(QWidget):
    """Give it a report."""

    def __init__(self, report: StudyReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._title, self._sentences = Label("", "heading"), Label("", "body", wrap=True)
        self.reached, self.tasks, self.map = TaskList(), TaskList(), TaskMap()
        self.over_dimension, self.over_seen = LinesPlot(), LinesPlot()
        self._heads = {
            plot: (strong(), caption("", wrap=True)) for plot in (self.over_dimension, self.over_seen, self.map)
        }
        space = current().space
        hero = Card(padding=24)
        hero.body.addWidget(self._title)
        hero.body.addWidget(self._sentences)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["m"])
        column.addWidget(hero)
        column.addWidget(self.reached)
        curves = AdaptiveRow(700, spacing=space["m"])
        for plot in (self.over_dimension, self.over_seen):
            curves.add(self._in_card(plot), 1)
        column.addWidget(curves)
        foot = AdaptiveRow(700, spacing=space["m"])
        foot.add(self._in_card(self.map), 1)
        foot.add(self.tasks, 1)
        column.addWidget(foot)
        self._renew()

    def sentences(self) -> list[str]:
        """What follows from the numbers."""
        report = self._report
        said = [verdict_words(verdict) for verdict in report.verdicts]
        if not said:
            said.append(self.tr("Nothing was learned with a random decoder yet, so there is nothing to compare with."))
        counted = sum(not task.why for task in report.tasks)
        words = self.tr("{n} of {all} tasks count: their full prompt beats the untouched model. The others are listed.")
        said.append(words.format(n=number(counted), all=number(len(report.tasks))))
        if report.missing:
            words = self.tr("{n} planned results are missing.")
            said.append(words.format(n=number(report.missing)))
        return said

    def _in_card(self, plot: LinesPlot | TaskMap) -> Card:
        card = Card()
        for part in (*self._heads[plot], plot):
            card.body.addWidget(part)
        card.body.addStretch(1 if isinstance(plot, LinesPlot) else 0)
        return card

    def _renew(self) -> None:
        report = self._report
        self._title.setText(self.tr("What few numbers reach"))
        self._sentences.setText("\n".join(self.sentences()))
        words = self.tr("after learning from {n} others; in percent of what the full prompt reaches")
        self.reached.set_titles(self.tr("Unseen tasks"), words.format(n=number(report.seen)))
        names = [self.tr("Learned in"), self.tr("Numbers"), self.tr("Score"), self.tr("Tasks")]
        names += [self.tr("Fall of the mistake score"), self.tr("Tasks")]
        self.reached.set_rows(names, [_reached_row(each) for each in report.reached])
        unseen = self.tr("Unseen tasks: score in percent of the full prompt's; bars are the range of the seeds.")
        for plot, lines, title, unit in (
            (self.over_dimension, report.over_dimension, self.tr("More numbers"), self.tr("numbers")),
            (self.over_seen, report.over_seen, self.tr("More tasks to learn from"), self.tr("tasks")),
        ):
            heading, note = self._heads[plot]
            heading.setText(title)
            note.setText(unseen if lines else self.tr("Nothing was measured here."))
            plot.setAccessibleName(title)
            plot.set_curves(_curves(lines), unit)
            plot.setVisible(bool(lines))
        heading, note = self._heads[self.map]
        heading.setText(self.tr("Map of the tasks"))
        note.setText(self.tr("Near means alike. Filled: the subspace was found from them. Hollow: never seen."))
        tasks = [{"name": name, "numbers": [x, y]} for name, x, y, _ in report.places]
        self.map.set_tasks(tasks, [name for name, _, _, is_seen in report.places if not is_seen])
        self.tasks.set_titles(self.tr("Full prompts"), self.tr("on rows kept aside"))
        names = [self.tr("Task"), self.tr("Untouched"), self.tr("Full prompt"), self.tr("Counts")]
        self.tasks.set_rows(names, [_task_row(task) for task in report.tasks])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._renew()


def kind_name(kind: str) -> str:
    """What kind of decoder made prompts of the numbers."""
    names = {
        FOUND: translate("SubspaceReportView", "The subspace"),
        "drawn": translate("SubspaceReportView", "A random decoder"),
        "around": translate("SubspaceReportView", "Random directions around the mean prompt"),
    }
    return names.get(kind, kind)


def verdict_words(verdict: Verdict) -> str:
    """What a comparison comes to, with its numbers."""
    facts = {"numbers": numbers(verdict.dimension), "n": number(verdict.tasks)}
    if verdict.found is None or verdict.random is None:
        words = translate("SubspaceReportView", "{numbers}: no unseen task was learned with both sides.")
        return words.format(**facts)
    words = {
        "better": translate("SubspaceReportView", "{numbers}: the subspace beats {other}"),
        "worse": translate("SubspaceReportView", "{numbers}: the subspace is worse than {other}"),
    }.get(verdict.verdict, translate("SubspaceReportView", "{numbers}: the subspace cannot be told apart from {other}"))
    measures = {
        "ratio": translate("SubspaceReportView", "by score"),
        "loss_share": translate("SubspaceReportView", "by mistake score"),
    }
    others = {
        "drawn": translate("SubspaceReportView", "a random decoder"),
        "around": translate("SubspaceReportView", "random directions around its mean prompt"),
    }
    whole = translate(
        "SubspaceReportView",
        "{verdict} {measure}: {found} against {random} on {n} unseen tasks; seeds lie up to {spread} points apart.",
    )
    facts |= {"other": others.get(verdict.against, verdict.against), "measure": measures.get(verdict.measure, "")}
    facts |= {
        "found": percent(verdict.found),
        "random": percent(verdict.random),
        "spread": QLocale().toString(100 * (verdict.spread or 0), "f", 1),
    }
    return whole.format(verdict=words.format(**facts), **facts)


def _reached_row(reached: Reached) -> list[str]:
    def told(share: float | None) -> str:
        return "–" if share is None else percent(share)

    return [
        kind_name(reached.kind),
        number(reached.dimension),
        told(reached.e_rel),
        number(reached.tasks),
        told(reached.loss_share),
        number(reached.loss_tasks),
    ]


def _task_row(task: TaskRow) -> list[str]:
    scores = ["–" if value is None else score(value, task.metric) for value in (task.untouched, task.full)]
    yes, no = translate("SubspaceReportView", "yes"), translate("SubspaceReportView", "no")
    return [task.name, *scores, no if task.why else yes]


def _curves(lines: Sequence[Line]) -> list[Curve]:
    """By score where any task counts, else by the fall of the mistake score."""
    measure = "e_rel" if any(line.measure == "e_rel" for line in lines) else "loss_share"
    return [
        Curve(kind_name(line.kind) if line.dimension is None else numbers(line.dimension), line.points)
        for line in lines
        if line.measure == measure
    ]
