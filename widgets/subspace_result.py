"""What a search for a subspace found: how few numbers, how well the prompts come back, and where the tasks lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from widgets.adaptive_row import AdaptiveRow
from widgets.components import Card, Label, caption, strong
from widgets.subspace_words import explained_words, mode_name, numbers
from widgets.task_list import TaskList
from widgets.task_map import TaskMap
from widgets.theme import current
from widgets.wording import percent


class SubspaceResult(QWidget):
    """Give it the done event of a search."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: Mapping[str, Any] = {}
        self._numbers, self._heading = Label("", "result", "accent"), Label("", "heading", wrap=True)
        self._sentence, self._facts = Label("", "body", wrap=True), Label("", "body", "muted", wrap=True)
        self.map, self.tasks = TaskMap(), TaskList()
        self._map_title, self._map_note = strong(), caption("", wrap=True)
        hero, holder = Card(padding=24), Card()
        for part in (self._heading, self._numbers, self._sentence, self._facts):
            hero.body.addWidget(part)
        for part in (self._map_title, self._map_note):
            holder.body.addWidget(part)
        holder.body.addWidget(self.map, 1)
        row = AdaptiveRow(spacing=current().space["m"])
        for card in (holder, self.tasks):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            row.add(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["m"])
        column.addWidget(hero)
        column.addWidget(row, 1)

    def show_done(self, done: Mapping[str, Any]) -> None:
        """Show another one."""
        self._done = done
        self._renew()

    def heading(self) -> str:
        """What it says first, with the number under it."""
        return f"{self._heading.text()} {self._numbers.text()}"

    def _renew(self) -> None:
        done = self._done
        if not done.get("metrics"):
            return
        tasks: Sequence[Mapping[str, Any]] = done.get("tasks") or ()
        self._heading.setText(self.tr("So few numbers stand for a whole prompt now"))
        self._numbers.setText(numbers(int(done.get("dimension") or 0)))
        self._sentence.setText(explained_words(done["metrics"].get("explained"), len(tasks)))
        facts = [mode_name(str(done.get("mode") or "")), str(done.get("backbone_name") or "")]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        self._map_title.setText(self.tr("Map of the tasks"))
        self._map_note.setText(self.tr("The two directions in which they differ most. Near means alike."))
        self.map.set_tasks([{"name": task["task"], "numbers": task["numbers"]} for task in tasks])
        has_rows = any(task.get("loss") is not None for task in tasks)
        note = self.tr("error of the prompt, mistake score") if has_rows else self.tr("error of the prompt")
        self.tasks.set_titles(self.tr("Tasks"), note)
        names = [self.tr("Task"), self.tr("Error")]
        names += [self.tr("Own prompt"), self.tr("Given back")] if has_rows else []
        self.tasks.set_rows(names, [_row(task, has_rows) for task in tasks])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._renew()


def _row(task: Mapping[str, Any], has_rows: bool) -> list[str]:
    losses = [task.get("own_loss"), task.get("loss")] if has_rows else []
    return [
        str(task["task"]),
        percent(float(task["error"])),
        *("–" if loss is None else QLocale().toString(float(loss), "f", 2) for loss in losses),
    ]
