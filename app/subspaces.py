"""What is done with subspaces: found, looked into, used in Teach, removed. `wiring.py` says when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.controllers.library import reveal
from app.controllers.subspaces import free_name, search_after
from widgets.components import secondary
from widgets.roomy_dialog import RoomyDialog
from widgets.subspace_dialog import SubspaceDialog
from widgets.subspace_report import StudyReport
from widgets.subspace_report_view import SubspaceReportView
from widgets.subspace_result import SubspaceResult
from widgets.subspace_words import fits

if TYPE_CHECKING:
    from app.window import MainWindow

METHOD = "intrinsic_prompt_tuning"


class Subspaces(QObject):
    """Everything it knows it reads from the workspace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._studio, self._workspace = window, window.studio, window.studio.workspace
        self.choosing: SubspaceDialog | None = None

    def show(self) -> None:
        """Shelf, Teach and Play show the same ones; those that cannot be used stand on the Shelf alone."""
        self._window.shelf.subspaces.set_subspaces((self._workspace.hello or {}).get("subspaces", ()))
        self._window.teach.methods.set_subspaces(self._workspace.subspaces)
        self._window.play.set_subspaces(self._workspace.subspaces)

    def show_shelf(self) -> None:
        """The place where they are."""
        self._window.show_place("shelf")
        self._window.shelf.show_subspaces()

    def on_place(self, place: str) -> None:
        """The list is as new as its page."""
        if place == "shelf":
            self._studio.subspaces.refresh()

    # ---- finding one -----------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask what the next one is to be found from."""
        self.show_shelf()
        if self._studio.training.is_running:
            self._window.dialogs.notice.say(self.tr("One thing is learned at a time. Wait for the run that goes on."))
            return
        name = free_name(self.tr("Subspace"))
        dialog = SubspaceDialog(self._workspace.packs, self._workspace.hello or {}, name, self._window)
        dialog.find_requested.connect(self._studio.subspaces.begin)
        dialog.finished.connect(lambda _code: self._forget(dialog))
        self.choosing = dialog
        dialog.open()

    def on_begun(self, folder: str) -> None:
        """Its recipe is written; Watch opens by itself."""
        if self.choosing is not None:
            self.choosing.accept()
        self._studio.training.resume(folder)

    def on_refused(self, error: dict[str, Any]) -> None:
        """Told where it can be mended; after the dialog was closed, on its own."""
        if self.choosing is not None:
            self.choosing.show_error(error)
        else:
            self._window.dialogs.tell(error)

    def on_found(self, folder: str, done: Mapping[str, Any]) -> None:
        """Prompts were made, and their subspace is looked for; or it was found."""
        search = search_after(folder)
        if search and not done.get("stopped") and done.get("metrics"):
            self._studio.training.resume(search)

    def _forget(self, dialog: SubspaceDialog) -> None:
        if self.choosing is dialog:
            self.choosing = None

    # ---- those that are there --------------------------------------------------------------------------------------

    def act(self, action: str, path: str) -> None:
        """What a card says."""
        does = {
            "use": self.use,
            "show": self.look_into,
            "continue": self._studio.training.resume,
            "reveal": reveal,
            "remove": self._studio.subspaces.remove,
        }
        does[action](path)

    def use(self, path: str) -> None:
        """Teach, with the base model that it was found for and a method that lives in it."""
        subspace = self._entry(path)
        model = next((each for each in self._workspace.backbones if fits(subspace, each)), None)
        teach = self._window.teach
        config = teach.config()
        if model is not None:
            config["backbone"] = {**config["backbone"], "source": model["source"]}
        if config["task"]["kind"] == "classification":
            config["task"] = {**config["task"], "output": "verbalizer"}  # a prompt without a head: it answers in words
        teach.set_config({**config, "method": {"kind": METHOD, "subspace": path}})
        self._workspace.set_recipe(teach.config())
        self._window.show_place("teach")
        if self._workspace.table is not None:
            teach.steps["method"].open_requested.emit()
        said = self.tr("Teach learns in {name} now. Choose your examples, then start.").format(name=subspace["name"])
        self._window.dialogs.notice.say(said, kind="success")

    def look_into(self, path: str) -> None:
        """Its tasks and their map."""
        subspace = self._entry(path)
        dialog = RoomyDialog(str(subspace["name"]), width=900, parent=self._window)
        result = SubspaceResult()
        tasks = [{**task, "task": task["name"]} for task in subspace.get("tasks", ())]
        facts = {"metrics": {"explained": subspace.get("explained")}, "backbone_name": subspace.get("backbone")}
        result.show_done({**subspace, **facts, "tasks": tasks})
        dialog.body.addWidget(result)
        close = secondary(self.tr("Close"))
        close.clicked.connect(dialog.accept)
        dialog.buttons.addWidget(close)
        dialog.buttons.addStretch(1)
        dialog.open()

    def say_removed(self, name: str, where: str) -> None:
        """Said, and undone by one click."""
        words = self.tr('"{name}" was removed from the shelf.').format(name=name)
        undo = self._studio.subspaces.undo_remove
        self._window.dialogs.notice.say(words, self.tr("Undo"), lambda: undo(where))

    def _entry(self, path: str) -> Mapping[str, Any]:
        found = (each for each in self._workspace.subspaces if each["path"] == path)
        return next(found, {"path": path, "name": path.replace("\\", "/").rpartition("/")[2]})

    # ---- reports ---------------------------------------------------------------------------------------------------

    def choose_report(self) -> None:
        """Ask for the folder of a report."""
        path = self._window.dialogs.choose_report()
        if path:
            self._studio.subspaces.read_report(path)

    def show_report(self, report: StudyReport) -> None:
        """The report over the window."""
        dialog = RoomyDialog(self.tr("Report of a study"), report.path, width=1100, parent=self._window)
        dialog.body.addWidget(SubspaceReportView(report))
        close = secondary(self.tr("Close"))
        close.clicked.connect(dialog.accept)
        dialog.buttons.addWidget(close)
        dialog.buttons.addStretch(1)
        dialog.open()
