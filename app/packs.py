"""What is done with packs: played, put on the shelf, exported and imported. `wiring.py` says when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.controllers.exchange import Told
from app.controllers.library import play_pack as play_card
from app.controllers.library import reveal
from engine.messages import NOTES
from widgets.drop_overlay import action_for
from widgets.export_dialog import ExportDialog, Format
from widgets.import_dialog import ImportDialog
from widgets.in_a_row import in_a_row
from widgets.sentences import engine_text, error_texts

if TYPE_CHECKING:
    from app.window import MainWindow

COPY = "promptpack"


class Packs(QObject):
    """Everything it knows it reads from the workspace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._studio = window, window.studio
        self._workspace = window.studio.workspace
        self._exporting: ExportDialog | None = None
        self.importing: ImportDialog | None = None

    def show(self) -> None:
        """Shelf, Play and Teach show the same packs."""
        packs = self._workspace.packs
        whole = [pack for pack in packs if not pack.get("broken")]
        self._window.shelf.set_packs(packs)
        self._window.play.set_packs([play_card(pack) for pack in whole])
        self._window.teach.set_packs(whole)

    def current(self) -> str:
        """The pack that Play or Watch shows."""
        place = self._window.shell.current_place()
        return self._window.play.pack_path if place == "play" else self._window.watch.pack_path

    def play(self, path: str) -> None:
        """Try a pack; one that is not on the shelf is put there first."""
        if not path:
            return

        def then(place: str) -> None:
            self._window.play.choose_pack(place)
            self._studio.playground.load_rows(place)
            self._window.show_place("play")
            self._window.play.focus_start()  # so that one can type, and Escape stops

        self._studio.library.place(path, then)

    def choose(self) -> None:
        """Ask for a pack and put it on the shelf."""
        path = self._window.dialogs.choose_pack()
        if path:
            self.install(path)

    def install(self, path: str) -> None:
        """Put a file on the shelf; a zip may be another program's prompt, which is asked about first."""
        if action_for(path) == "import":
            self._studio.exchange.look(path)
        else:
            self._studio.library.install(path)

    def on_pack(self, action: str, path: str) -> None:
        """What a pack's menu says."""
        does = {
            "play": self.play,
            "export": self._studio.exchange.describe,
            "reveal": reveal,
            "remove": self._studio.library.remove,
        }
        does[action](path)

    def say_installed(self, path: str, was_there: bool) -> None:
        """A pack is on the shelf; one click tries it."""
        words = self.tr('"{name}" was on the shelf already.') if was_there else self.tr('"{name}" is on the shelf now.')
        self._window.show_place("shelf")
        notice = self._window.dialogs.notice
        notice.say(words.format(name=self._name(path)), self.tr("Play"), lambda: self.play(path), kind="success")

    # ---- export ----------------------------------------------------------------------------------------------------

    def save(self, path: str) -> None:
        """Ask where to, and write the pack as it is."""
        target = self._window.dialogs.choose_target(self._name(path)) if path else ""
        if target:
            self._studio.library.export(path, target)

    def ask_format(self, path: str, told: Sequence[Told]) -> None:
        """Ask in which form a pack is to leave, and say beforehand what another program will not know."""
        formats = [Format(COPY)]
        for each in told:
            refusal = in_a_row(*error_texts(each.refusal)) if each.refusal else ""
            said = tuple(engine_text(NOTES[note["code"]], **note["args"]) for note in each.notes)
            formats.append(Format(each.format, refusal, said))
        dialog = ExportDialog(self._name(path), formats, self._window)
        dialog.format_chosen.connect(lambda to: self._export(path, to))
        dialog.open()

    def _export(self, path: str, to: str) -> None:
        if to == COPY:
            self.save(path)
            return
        target = self._window.dialogs.choose_export(self._name(path), to)
        if target:
            self._studio.exchange.export(path, to, target)

    # ---- import ----------------------------------------------------------------------------------------------------

    def choose_import(self, kind: str) -> None:
        """Ask for another program's "folder" or "file"."""
        path = self._window.dialogs.choose_foreign(kind)
        if path:
            self._studio.exchange.look(path)

    def ask_import(self, path: str, facts: dict[str, Any]) -> None:
        """Ask what the format does not hold."""
        if self.importing is not None:
            self.importing.reject()
        self._window.show_place("shelf")
        place = Path(path)
        name = place.name if place.is_dir() else place.stem
        dialog = ImportDialog(facts, self._workspace.backbones, name, self._window)
        dialog.import_requested.connect(lambda choices: self._studio.exchange.take(path, choices))
        dialog.finished.connect(lambda _code: self._forget(dialog))
        self.importing = dialog
        dialog.open()

    def on_import_failed(self, error: dict[str, Any]) -> None:
        """Told where it can be mended; after the dialog was closed, on its own."""
        if self.importing is not None:
            self.importing.show_error(error)
        else:
            self._window.dialogs.tell(error, heading=self.tr("The prompt could not be imported"))

    def on_imported(self, pack: dict[str, Any], notes: Sequence[dict[str, Any]]) -> None:
        """It is on the shelf, with what must be known of it."""
        if self.importing is not None:
            self.importing.accept()
        path, name = str(pack["path"]), str(pack.get("name") or "")
        said = [engine_text(NOTES[note["code"]], **note["args"]) for note in notes if note["code"] in NOTES]

        def then(place: str) -> None:
            self._window.show_place("shelf")
            if not said:
                self.say_installed(place, bool(pack.get("was_there")))
                return
            heading = self.tr('"{name}" is on the shelf now.').format(name=name).rstrip(".。")
            actions = (("play", self.tr("Play")), ("close", self.tr("Close")))
            self._window.dialogs.ask(
                heading, in_a_row(*said), actions, lambda answer: self.play(place) if answer == "play" else None
            )

        self._studio.library.renew(path, then)

    def _forget(self, dialog: ImportDialog) -> None:
        if self.importing is dialog:
            self.importing = None

    def _name(self, path: str) -> str:
        return str(next((pack["name"] for pack in self._workspace.packs if pack["path"] == path), Path(path).stem))
