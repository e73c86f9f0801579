"""Closing while a run goes on: stop and save first, or stay. The engine ends with the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.window import MainWindow


class Closing(QObject):
    """Asked by the window each time it is about to close."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_agreed = False

    def may_close(self) -> bool:
        """Whether the window may close now; asks, and closes it later, while a run goes on."""
        training = self._window.studio.training
        if self._is_agreed or not training.is_running:
            return True
        self._window.dialogs.ask(
            self.tr("A run is going on"),
            self.tr("The engine ends together with this window. What was learned so far can be kept as a pack."),
            (("save", self.tr("Stop and save")), ("stay", self.tr("Keep open"))),
            self._on_answer,
        )
        return False

    def _on_answer(self, answer: str) -> None:
        if answer != "save":
            return
        training = self._window.studio.training
        if not training.is_running:
            self._close()
            return
        self._is_agreed = True
        training.ended.connect(lambda _folder: self._close())
        training.stop(save=True)
        self._window.show_place("watch")

    def _close(self) -> None:
        self._is_agreed = True
        self._window.close()
