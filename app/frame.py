"""Frame: what surrounds the pages - status bar, notices, palette, settings, language and look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.controllers.library import reveal
from app.samples import STARTERS
from engine import __version__
from engine.files import home
from widgets import theme
from widgets.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from app.window import MainWindow


class Frame(QObject):
    """Everything it shows it reads from the workspace and the controllers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._studio, self._workspace = window, window.studio, window.studio.workspace
        self._meter: dict[str, Any] = {}

    # ---- the engine ------------------------------------------------------------------------------------------------

    def show_hello(self) -> None:
        """What the engine says of itself goes to all who draw from it."""
        self._window.teach.set_hello(self._workspace.hello)
        self.show_starters()
        self._studio.library.show_packs()
        self._studio.library.show_runs()
        self._studio.preview.choices_changed()
        self._show_device()

    def show_starters(self) -> None:
        """Whether the sample's model is here, and how many bytes are missing."""
        starters = [each for each in self._workspace.backbones if each["source"].startswith("starter:")]
        if starters:
            source = STARTERS[self._window.language.code]
            is_here = any(each["present"] for each in starters if each["source"] == source)
            missing = sum(int(each.get("download_bytes") or 0) for each in starters if not each["present"])
            self._window.home.set_starters(is_here, missing)

    def show_engine(self) -> None:
        """The engine's state, and the name of what it works on."""
        state, training = self._studio.engine.state, self._studio.training
        if training.is_running and state in ("ready", "restarted"):
            state = "working"
        self._window.shell.status_bar.set_engine(state, training.name if state == "working" else "")

    def show_meter(self, meter: dict[str, Any]) -> None:
        """Memory, in the status bar and on Watch."""
        self._meter = meter
        self._show_device()
        if self._studio.training.is_running:
            self._window.watch.add_events([meter])

    def _show_device(self) -> None:
        devices = (self._workspace.hello or {}).get("devices") or []
        if not devices:
            return
        device, meter = devices[0], self._meter
        free, total = device.get("memory_free"), device.get("memory_total")
        if device["kind"] in ("cpu", "mps") and meter:
            total = meter["memory_total"]
            free = total - meter["memory_used"]
        elif meter.get("gpu_memory_total"):
            total = meter["gpu_memory_total"]
            free = total - meter["gpu_memory_used"]
        self._window.shell.status_bar.set_device(str(device["name"]), free, total)

    def offer_restart(self, code: int) -> None:
        """The engine ended again and again."""
        why = self.tr("It ended several times in a minute (code {code}). What it printed is in the folder of logs.")
        self._window.dialogs.ask(
            self.tr("The engine cannot be started"),
            why.format(code=code),
            (("again", self.tr("Start it again")), ("logs", self.tr("Show the logs"))),
            lambda answer: {"again": self._studio.engine.restart, "logs": self.show_logs}.get(answer, _nothing)(),
        )

    # ---- notices ---------------------------------------------------------------------------------------------------

    def say_pack_removed(self, name: str) -> None:
        """Said, and undone by one click."""
        words = self.tr('"{name}" was removed from the shelf.').format(name=name)
        self._window.dialogs.notice.say(words, self.tr("Undo"), self._studio.library.undo_remove)

    def say_run_removed(self, name: str, place: str) -> None:
        """Said, and undone by one click."""
        words = self.tr('The run "{name}" was removed.').format(name=name)
        undo = self._studio.library.undo_remove_run
        self._window.dialogs.notice.say(words, self.tr("Undo"), lambda: undo(place))

    def say_exported(self, path: str) -> None:
        """Where it is now."""
        words = self.tr("The pack was exported to {path}").format(path=path)
        self._window.dialogs.notice.say(words, self.tr("Show in folder"), lambda: reveal(path), kind="success")

    def say_saved_aside(self) -> None:
        """The settings could not be read at the start."""
        place = self._window.settings.kept_aside
        if place is not None:
            words = self.tr("The settings could not be read, so the usual ones are used. The old file is {name}.")
            self._window.dialogs.notice.say(words.format(name=place.name), kind="warning")

    # ---- words and look --------------------------------------------------------------------------------------------

    def toggle_language(self) -> None:
        """English or Chinese."""
        self.set_language("en" if self._window.language.code == "zh" else "zh")

    def set_language(self, wanted: str) -> None:
        """Speak it at once, and at the next start."""
        self._window.settings.language = wanted
        self._window.settings.save()
        self._window.language.set(wanted)

    def renew_words(self) -> None:
        """What is made of words and not a page's own."""
        self._window.shell.status_bar.set_language(self._window.language.code)
        self.show_starters()
        self._studio.library.show_packs()
        self._studio.library.show_runs()
        self.show_engine()

    def toggle_look(self) -> None:
        """Light or dark."""
        self.set_theme("light" if theme.current().is_dark else "dark")

    def set_theme(self, wanted: str) -> None:
        """Draw it at once, and at the next start."""
        self._window.settings.theme = wanted
        self._apply()

    def set_scale(self, scale: float) -> None:
        """Text that much larger, at once and at the next start."""
        self._window.settings.text_scale = scale
        self._apply()

    def _apply(self) -> None:
        settings, application = self._window.settings, QApplication.instance()
        settings.save()
        if isinstance(application, QApplication):
            theme.apply(application, settings.theme, settings.text_scale)  # type: ignore[arg-type]

    # ---- opened over the window ------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Everything that can be done now."""
        self._window.palette_view.open_with(self._window.actions_table.commands())

    def open_settings(self) -> None:
        """The few things there are to set."""
        settings = self._window.settings
        dialog = SettingsDialog(
            settings.language, settings.theme, settings.text_scale, str(home()), __version__, self._window
        )
        dialog.language_chosen.connect(self.set_language)
        dialog.theme_chosen.connect(self.set_theme)
        dialog.scale_chosen.connect(self.set_scale)
        dialog.reveal_requested.connect(reveal)
        dialog.open()

    def show_home_folder(self) -> None:
        """Where runs, packs and models are."""
        reveal(str(home()))

    def show_logs(self) -> None:
        """Where the engine and a crash leave their traces."""
        reveal(str(home() / "logs"))

    def on_place(self, place: str) -> None:
        """Lists are as new as their page: read again when it is gone to."""
        if place in ("home", "shelf"):
            self._studio.library.refresh_runs()
        if place == "shelf":
            self._studio.library.refresh_packs()
        if place == "play":
            self._studio.playground.load_rows(self._window.play.pack_path)


def _nothing() -> None:
    return None
