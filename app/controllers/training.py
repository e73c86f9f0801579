"""One run from Start to its end: begin, pause, stop, go on after a stop or a crash, and look at earlier ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.controllers.engine import EngineController, Event
from app.jobs import Jobs
from app.run_folders import read_run
from app.samples import STARTERS, sample_recipe
from app.workspace import Workspace
from engine.errors import EngineError
from engine.files import home
from engine.runs import RunConfig, new_run_folder

PACK = ".promptpack"
PATIENCE_MS = 15_000  # after this long, ending the engine at once is offered


class TrainingController(QObject):
    """Signals tell the Watch page what happens; `ended` comes after every run, however it ended."""

    began = Signal(dict, str, str)  # recipe, name, folder
    happened = Signal(list)  # events of the run
    opened = Signal(dict, list, str, str)  # an earlier run: recipe, events, name, folder
    broke_off = Signal(int, object)  # the engine died: exit code, step of the last save point or None
    paused = Signal(bool)
    ended = Signal(str)  # folder
    finished = Signal(str, str)  # folder, pack: it ended with a pack
    found = Signal(str, dict)  # folder, done event: it ended with something else, or with nothing
    failed = Signal(dict)  # it could not even begin
    starters_needed = Signal()  # the sample's base model is not on this computer
    fetch_failed = Signal(dict)
    hangs = Signal()  # it was told to stop and has not for a while
    fetching = Signal(object, object)  # bytes done and total of the starter models; None, None at the end

    def __init__(
        self, workspace: Workspace, engine: EngineController, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._engine, self._jobs = workspace, engine, jobs
        self._request = ""
        self._saved_step: int | None = None
        self._done: Event = {}
        self.name = ""
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self.hangs.emit() if self.is_running else None)
        self._waiting_sample: tuple[str, str] | None = None
        self._is_fetching = False
        self._got: dict[str, tuple[int, int]] = {}
        workspace.hello_changed.connect(self._on_hello)

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return bool(self._request)

    @property
    def is_fetching(self) -> bool:
        """Whether the starter models are on their way."""
        return self._is_fetching

    # ---- beginning -------------------------------------------------------------------------------------------------

    def start(self, config: RunConfig) -> None:
        """Train by this recipe in a new folder."""
        if self.is_running:
            return
        name = config.name or "run"
        try:
            folder = new_run_folder(home() / "runs", name)
        except EngineError as error:
            self.failed.emit(error.to_event())
            return
        recipe = config.to_json()
        self._begin(recipe, name, str(folder), None)
        self._request = self._engine.request("train", self._on_events, config=recipe, folder=str(folder))

    def start_sample(self, language: str, name: str) -> None:
        """Train the built-in sample; where its base model is missing, fetch the starter models first."""
        if self.is_running or self._is_fetching:
            return
        self._waiting_sample = (language, name)
        self._on_hello()

    def resume(self, folder: str) -> None:
        """Go on with a run from its last save point; what happened before is shown again."""
        if self.is_running:
            return

        def then(found: tuple[dict[str, Any], list[Event], str]) -> None:
            recipe, events, name = found
            if self.is_running:
                return
            steps = [event["step"] for event in events if event["type"] == "checkpoint"]
            self._begin(recipe, name, folder, steps[-1] if steps else None)
            self.happened.emit([event for event in events if event["type"] not in ("done", "error")])
            self._request = self._engine.request("resume", self._on_events, folder=folder)

        self._jobs.start(lambda: read_run(Path(folder)), then, self.failed.emit, lane="run")

    def open(self, folder: str) -> None:
        """Show an earlier run as its folder tells it; the one that goes on is shown as it is."""
        if folder == self._workspace.run_folder:
            return

        def then(found: tuple[dict[str, Any], list[Event], str]) -> None:
            self.opened.emit(*found, folder)

        self._jobs.start(lambda: read_run(Path(folder)), then, self.failed.emit, lane="run")

    # ---- while it goes on ------------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Stop pulling; the model stays loaded."""
        if self.is_running:
            self._engine.request("pause")
            self.paused.emit(True)

    def unpause(self) -> None:
        """Go on."""
        if self.is_running:
            self._engine.request("unpause")
            self.paused.emit(False)

    def stop(self, *, save: bool) -> None:
        """End after the step that is being done; `save`: keep the best state as a pack."""
        if self.is_running:
            self._engine.request("stop", save=save)
            self._patience.start()

    # ---- the starter models ----------------------------------------------------------------------------------------

    def fetch_starters(self, language: str = "", name: str = "") -> None:
        """Download the starter models, then start the sample of `language` if one is given."""
        if self._is_fetching:
            return
        self._waiting_sample = (language, name) if language else None
        self._is_fetching, self._got = True, {}
        self.fetching.emit(0, None)
        self._engine.request("get_backbone", self._on_fetched, name="starter")

    def _on_fetched(self, events: list[Event]) -> None:
        for event in events:
            kind = event["type"]
            if kind == "progress" and event.get("name") == "download":
                self._got[str(event.get("starter"))] = (int(event["done"]), int(event["total"] or 0))
                self.fetching.emit(sum(done for done, _ in self._got.values()), self._needed())
            elif kind == "error":
                self._waiting_sample = None
                self.fetch_failed.emit(event)
            elif kind in ("finished", "died"):
                self._is_fetching = False
                self.fetching.emit(None, None)
                self._on_hello()

    def _needed(self) -> int:
        missing = [each for each in self._workspace.backbones if each["source"].startswith("starter:")]
        return max(sum(int(each.get("download_bytes") or 0) for each in missing if not each["present"]), 1)

    def _on_hello(self) -> None:
        """Begin the sample that waits, once it is known whether its base model is here."""
        if self._waiting_sample is None or self._is_fetching or self._workspace.hello is None:
            return
        language, name = self._waiting_sample
        backbone = self._workspace.backbone(STARTERS.get(language, STARTERS["en"]))
        if backbone is not None and backbone["present"]:
            self._waiting_sample = None
            self.start(sample_recipe(language, name))
        elif self._workspace.is_hello_fresh:
            self._waiting_sample = None
            self.starters_needed.emit()

    # ---- events ----------------------------------------------------------------------------------------------------

    def _begin(self, recipe: dict[str, Any], name: str, folder: str, saved_step: int | None) -> None:
        self._saved_step, self._done, self._request, self.name = saved_step, {}, "on its way", name
        self._workspace.set_run(folder)
        self.began.emit(recipe, name, folder)

    def _on_events(self, events: list[Event]) -> None:
        folder = self._workspace.run_folder
        if events[-1]["type"] == "died":
            self._end()
            self.broke_off.emit(events[-1]["code"], self._saved_step)
            self.ended.emit(folder)
            return
        for event in events:
            if "member" in event:  # a task of a set, whose own folder keeps what it says
                continue
            if event["type"] == "checkpoint":
                self._saved_step = int(event["step"])
            elif event["type"] == "done":
                self._done = event
        self.happened.emit([event for event in events if event["type"] != "finished"])
        if events[-1]["type"] == "finished":
            self._end()
            self.ended.emit(folder)
            pack = str(self._done.get("pack") or "")
            if pack.endswith(PACK):
                self.finished.emit(folder, pack)
            elif self._done:
                self.found.emit(folder, self._done)

    def _end(self) -> None:
        self._request = ""
        self._patience.stop()
        self._workspace.set_run("")
