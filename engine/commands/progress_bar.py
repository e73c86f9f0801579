"""The progress bar of a command on a terminal: phase, numbers, time left. Lines for other readers are in `progress`."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import BarColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from engine.commands.console import shown
from engine.commands.progress import PHASES, Display, amount_of, percent, sentence_of, title_of
from engine.scores import main_score


class TimeLeft(TimeRemainingColumn):
    """Such as "00:42 left"; nothing where the end is not known."""

    def render(self, task: Task) -> Text:
        """The text of a task."""
        return Text() if task.total is None else super().render(task).append(" left")


class Bar(Display):
    """One bar with phase, numbers and time left; it is gone when the work is done, notes stay above it."""

    def __init__(self) -> None:
        columns = [
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[numbers]}", markup=False),
            TimeLeft(compact=True),
        ]
        self.progress = Progress(*columns, console=RichConsole(stderr=True), transient=True, refresh_per_second=8)
        self.task = self.progress.add_task("Starting", total=None, numbers="")
        self.phase: tuple[str, int | None] | None = None
        self.scores: dict[str, str] = {}  # by task where there are several

    def __enter__(self) -> Bar:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def show(self, event: dict[str, Any]) -> None:
        """Move the bar."""
        kind = event["type"]
        if kind in ("phase", "progress"):
            self._move(title_of(event), event.get("done") or 0, event.get("total"), amount_of(event))
        elif kind == "step":
            numbers = f"{event['step']}/{event['steps']}  loss {event['loss']:.3f}{self._scored()}"
            self._move(PHASES["training"], event["step"], event["steps"], numbers)
        elif kind == "evaluation":
            self.scores[event.get("task", "")] = percent(main_score(event["metrics"]))
        elif text := sentence_of(event):
            self.progress.console.print(shown(text), markup=False, highlight=False)

    def _scored(self) -> str:
        found = ", ".join(f"{task} {score}".strip() for task, score in self.scores.items())
        return f"  kept-aside {found}" if found else ""

    def _move(self, title: str, done: int, total: int | None, numbers: str) -> None:
        if (title, total) != self.phase:
            self.phase = (title, total)  # a new phase: its speed is its own
            self.progress.reset(self.task, total=total, completed=done, description=title, numbers=numbers)
        else:
            self.progress.update(self.task, completed=done, numbers=numbers)
