"""One line about the rows that need a look: how many, which, and two ways to deal with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.data import Problem
from widgets import wording
from widgets.components import Button, Card, ElidedLabel, Icon, Label
from widgets.sentences import problem_text, row_list
from widgets.theme import current

_NAMED = 3  # problems that are told in the bar itself


class IssueBar(Card):
    """Signals: `show_requested()`, `skip_requested()`, `undo_requested()` (take the skipped rows back)."""

    show_requested = Signal()
    skip_requested = Signal()
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", padding=0, parent=parent)
        space = current().space
        self._stop: Problem | None = None
        self._open: list[Problem] = []
        self._skipped: list[int] = []
        self._total = 0
        self._icon = Icon("warning", "warning", 16)
        self._title = Label("", "strong")
        self._detail = ElidedLabel("", "body")
        self.show_button, self.skip_button, self.undo_button = (
            Button("", "small"),
            Button("", "small"),
            Button("", "link"),
        )
        self.show_button.clicked.connect(self.show_requested)
        self.skip_button.clicked.connect(self.skip_requested)
        self.undo_button.clicked.connect(self.undo_requested)
        row = QHBoxLayout()
        row.setContentsMargins(space["m"], space["xs"], space["s"], space["xs"])
        row.setSpacing(space["s"])
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._detail, 1)
        for button in (self.show_button, self.skip_button, self.undo_button):
            row.addWidget(button)
        self.body.addLayout(row)
        self.hide()

    def set_problems(self, problems: Sequence[Problem], skipped: Sequence[int], total: int) -> None:
        """Say what is open among `problems`, or what was left out. `total`: rows of the file. Hides if all is well."""
        self._stop = next((problem for problem in problems if problem.severity == "stop"), None)
        left_out = set(skipped)
        self._open = [
            problem for problem in problems if problem.severity == "skip" and not left_out.issuperset(problem.rows)
        ]
        self._skipped, self._total = sorted(left_out), total
        self.retranslate()

    def open_rows(self) -> int:
        """How many rows nobody has decided about."""
        return len({row for problem in self._open for row in problem.rows} - set(self._skipped))

    def retranslate(self) -> None:
        """Renew all words."""
        number = self.open_rows()
        kind, icon = ("danger", "cross") if self._stop else ("warning", "warning") if number else ("sunken", "info")
        self.set_kind(kind)
        self._icon.set_icon(icon, kind if kind != "sunken" else "muted")
        if self._stop is not None:
            what, todo = problem_text(self._stop)
            self._say(what, todo)
        elif number:
            facts = {"n": wording.number(number), "total": wording.number(self._total)}
            one, many = self.tr("1 of {total} rows needs a look"), self.tr("{n} of {total} rows need a look")
            named = " · ".join(short(problem) for problem in self._open[:_NAMED])
            self._say((one if number == 1 else many).format(**facts), named)
        elif self._skipped:
            many = self.tr("{n} rows are left out").format(n=wording.number(len(self._skipped)))
            self._say(self.tr("1 row is left out") if len(self._skipped) == 1 else many, row_list(self._skipped))
        self.show_button.setText(self.tr("Show row") if number == 1 else self.tr("Show rows"))
        self.skip_button.setText(
            self.tr("Skip it") if number == 1 else self.tr("Skip all {n}").format(n=wording.number(number))
        )
        self.undo_button.setText(self.tr("Undo"))
        is_open = bool(number) and self._stop is None
        self.show_button.setVisible(is_open)
        self.skip_button.setVisible(is_open)
        self.undo_button.setVisible(not number and self._stop is None)
        self.setVisible(bool(self._stop or number or self._skipped))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say(self, title: str, detail: str) -> None:
        self._title.setText(title)
        self._detail.setText(detail)
        self.setAccessibleName(f"{title}. {detail}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("IssueBar", text)


def short(problem: Problem) -> str:
    """A problem as a fact of a few words: "Row 19 has 4 columns, the others have 2"."""
    words = {
        "too_many_fields": _tr("Row {row} has {found} columns, the others have {expected}"),
        "too_few_fields": _tr("Row {row} has {found} columns, the others have {expected}"),
        "empty_answer": _tr("Row {row} has no answer"),
        "empty_text": _tr("Row {row} has no text"),
        "quotes_swallow": _tr("Row {row} runs over several lines"),
        "json_broken": _tr("Row {row} is no record"),
        "header_again": _tr("Row {row} repeats the header"),
    }
    if problem.values.get("found") == 1:
        words["too_few_fields"] = _tr("Row {row} has 1 column, the others have {expected}")
    if problem.code not in words:
        return problem_text(problem)[0]
    values = {**problem.values, "row": wording.number(problem.row or 0)}
    return words[problem.code].format(**values)
