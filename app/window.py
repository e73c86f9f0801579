"""MainWindow: rail, pages, status bar, menus and what lies over them. Layout only; `wiring.py` brings it to life.

Home is painted first; everything else is made right after, and the engine last.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from app.application import Language
from app.settings import AppSettings
from widgets.drop_overlay import DropOverlay, action_for
from widgets.pages.home_page import HomePage
from widgets.shell import Shell

if TYPE_CHECKING:
    from app.controllers.engine import Thread


class MainWindow(QMainWindow):
    """Signal `completed()` once everything is there; `closing()` when it really closes."""

    completed = Signal()
    closing = Signal()

    def __init__(
        self, settings: AppSettings, language: Language, make_engine: Callable[[], Thread] | None = None
    ) -> None:
        super().__init__()
        self.settings, self.language = settings, language
        self._make_engine = make_engine
        self._paths: list[str] = []
        self._may_close: Callable[[], bool] | None = None
        self._alt_alone = False
        self._is_begun = self.is_complete = self.is_painted = False
        self.shell = Shell()
        self.home = HomePage()
        self.shell.add_page("home", self.home)
        self.shell.status_bar.set_language(language.code)
        self.setCentralWidget(self.shell)
        self.overlay = DropOverlay(self)
        self.setMinimumSize(760, 480)
        self.resize(settings.width, settings.height)
        self.setWindowTitle("Softprompt Studio")
        self._has_native_menu = self.menuBar().isNativeMenuBar()
        self.menuBar().setVisible(self._has_native_menu)

    def complete(self) -> None:
        """Make the other pages and all that acts; once, right after the first paint."""
        if self._is_begun:
            return
        self._is_begun = True
        from app.actions import Actions
        from app.dialogs import Dialogs
        from app.packs import Packs
        from app.studio import Studio
        from app.subspaces import Subspaces
        from app.wiring import wire
        from widgets.command_palette import CommandPalette
        from widgets.pages.play_page import PlayPage
        from widgets.pages.shelf_page import ShelfPage
        from widgets.pages.teach_page import TeachPage
        from widgets.pages.watch_page import WatchPage

        self.teach, self.watch, self.play, self.shelf = TeachPage(), WatchPage(), PlayPage(), ShelfPage()
        for place, page in (("teach", self.teach), ("watch", self.watch), ("play", self.play), ("shelf", self.shelf)):
            self.shell.add_page(place, page)
        self.palette_view = CommandPalette(self)
        self.dialogs = Dialogs(self, self.settings)
        self.actions_table = Actions(self)
        self.studio = Studio(self._make_engine or _engine_thread, self)
        self.packs, self.subspaces = Packs(self), Subspaces(self)
        wire(self)
        self.actions_table.fill(self.menuBar())
        self.is_complete = True
        self.studio.begin()
        self.completed.emit()
        for path in self._paths:
            self.open_path(path)

    def open_path(self, path: str) -> None:
        """Open a table, a pack, a run folder or a model folder, as if it had been dropped."""
        if not self.is_complete:
            self._paths.append(path)
        elif action := action_for(path):
            self.overlay.dropped.emit(action, str(Path(path).absolute()))

    def show_place(self, place: str) -> None:
        """Go to a place."""
        self.shell.show_place(place)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Who is asked whether the window may close now."""
        self._may_close = may_close

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # ---- events ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint sets off the rest."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self.complete)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language in actions and menus; pages do so themselves."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.is_complete:
            self.actions_table.retranslate()
            self.actions_table.fill(self.menuBar())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remember whether Alt is pressed alone."""
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Alt alone shows the menu bar, and takes it away again."""
        if event.key() == Qt.Key.Key_Alt and self._alt_alone and not self._has_native_menu:
            bar = self.menuBar()
            bar.setVisible(not bar.isVisible())
            if bar.isVisible() and bar.actions():
                bar.setFocus()
                bar.setActiveAction(bar.actions()[0])
        self._alt_alone = False
        super().keyReleaseEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless a run goes on and the person wants to keep it."""
        if self.is_complete and self._may_close is not None and not self._may_close():
            event.ignore()
            return
        if not self.isFullScreen():
            self.settings.is_maximized = self.isMaximized()
            if not self.isMaximized():
                self.settings.width, self.settings.height = self.width(), self.height()
        self.settings.save()
        self.closing.emit()
        if self.is_complete:
            self.studio.end()
        event.accept()


def _engine_thread() -> Thread:
    from engine.bridge import EngineThread

    return EngineThread()
