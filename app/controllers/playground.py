"""Questions to a pack: both answers as they come, Esc stops, rows of its own data to try, and its few numbers moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.controllers.engine import EngineController, Event
from app.jobs import Jobs
from app.workspace import Workspace
from engine.data import load_examples
from engine.errors import EngineError
from engine.runs import Run

MOST_ROWS = 2000


class PlaygroundController(QObject):
    """Signals: `answered(events)` for the page; `rows_ready(rows)` of the data of the pack that was chosen."""

    answered = Signal(list)
    rows_ready = Signal(list)

    def __init__(
        self, workspace: Workspace, engine: EngineController, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._engine, self._jobs = workspace, engine, jobs
        self._request = ""
        self._rows_of = ""
        self._moving = ""  # the question with moved numbers that is on its way
        self._moved: dict[str, Any] | None = None  # the newest one that waits for it

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._request)

    def ask(self, question: dict[str, Any]) -> None:
        """Ask {"pack", "fields", "sampling"} with and without the prompt, on the base model here that fits best."""
        pack = str(question["pack"])
        fits = next((card.get("fits") for card in self._workspace.packs if card["path"] == pack), None)
        self._engine.forget(self._request)
        self._request = self._engine.request("ask", self._on_events, **question, backbone=fits)

    def move(self, question: dict[str, Any]) -> None:
        """Ask {"pack", "numbers", "rows"}: what the pack answers with these numbers. One question is on its way at a
        time and only the newest waits, so that a slider that is drawn never floods the engine."""
        self._moved = question
        if not self._moving:
            self._ask_moved()

    def _ask_moved(self) -> None:
        question, self._moved = self._moved, None
        if question is None:
            return
        pack = str(question["pack"])
        fits = next((card.get("fits") for card in self._workspace.packs if card["path"] == pack), None)

        def on_events(events: list[Event]) -> None:
            told = [{**event, "pack": pack} for event in events if event["type"] in ("answers_at", "error")]
            if told:
                self.answered.emit(told)
            if events[-1]["type"] in ("finished", "died"):
                self._moving = ""
                self._ask_moved()

        self._moving = self._engine.request("ask_at", on_events, **question, backbone=fits)

    def stop(self) -> None:
        """Stop writing; what is there stays."""
        if self._request:
            self._engine.request("cancel_ask")

    def load_rows(self, pack: str) -> None:
        """Find the run that made this pack and read the rows it kept aside; none where its data is not at hand."""
        if pack == self._rows_of:
            return
        self._rows_of = pack
        self.rows_ready.emit([])
        if not pack:
            return
        folders = [(str(run["folder"]), str(run["pack"])) for run in self._workspace.runs if run.get("pack")]
        self._jobs.start(lambda: _kept_rows(Path(pack), folders), self.rows_ready.emit, lane="rows")

    def _on_events(self, events: list[Event]) -> None:
        if events[-1]["type"] in ("finished", "died"):
            self._request = ""
        if events[-1]["type"] == "died":
            events = [{"type": "finished"}]
        self.answered.emit(events)


def _kept_rows(pack: Path, runs: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The kept-aside rows of the run whose pack has the very same bytes."""
    try:
        content = pack.read_bytes()
        folder = next((folder for folder, made in runs if _has(Path(made), content)), None)
        if folder is None:
            return []
        config = Run.open(Path(folder)).config
        loaded = load_examples(config.data, config.seed, task=config.task.kind or "classification")
    except (OSError, EngineError):  # the data has moved or changed: then there are no rows to offer
        return []
    return [
        {"row": example.row, "fields": dict(example.fields), "expected": example.label}
        for example in loaded.kept_aside[:MOST_ROWS]
    ]


def _has(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
