"""What the window asks and tells in dialogs and notices: files to open, errors, questions. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import details_of
from app.settings import AppSettings
from engine.data import TABLE_ENDINGS
from engine.packs.exchange import EXPORTS
from engine.packs.file_names import safe_name
from widgets.export_dialog import format_name
from widgets.in_a_row import in_a_row
from widgets.message_dialog import MessageDialog
from widgets.notice import Notice
from widgets.sentences import error_texts

TABLES = " ".join(f"*{ending}" for ending in TABLE_ENDINGS)
PACKS = "*.promptpack *.zip"
FOREIGN = "*.npy *.zip *.safetensors"


class Dialogs(QObject):
    """Dialogs over one window; at most one message at a time, further errors wait for nobody and are only noticed."""

    def __init__(self, window: QWidget, settings: AppSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self.notice = Notice(window)
        self.open_message: MessageDialog | None = None

    # ---- files -----------------------------------------------------------------------------------------------------

    def choose_table(self) -> str:
        """A file of examples, or ""."""
        kinds = f"{self.tr('Tables')} ({TABLES});;{self.tr('All files')} (*)"
        return self._remember(
            QFileDialog.getOpenFileName(self._window, self.tr("Choose a file"), self._settings.last_folder, kinds)[0]
        )

    def choose_tables(self) -> list[str]:
        """One file of examples or several; none where nothing was chosen."""
        kinds = f"{self.tr('Tables')} ({TABLES});;{self.tr('All files')} (*)"
        title = self.tr("Choose a file, or several")
        paths = QFileDialog.getOpenFileNames(self._window, title, self._settings.last_folder, kinds)[0]
        self._remember(paths[0] if paths else "")
        return paths

    def choose_pack(self) -> str:
        """A pack file, or ""."""
        kinds = f"{self.tr('Prompt packs')} ({PACKS});;{self.tr('All files')} (*)"
        title = self.tr("Open a prompt pack")
        return self._remember(QFileDialog.getOpenFileName(self._window, title, self._settings.last_folder, kinds)[0])

    def choose_folder(self) -> str:
        """A model folder, or ""."""
        title = self.tr("Add a model folder")
        return self._remember(QFileDialog.getExistingDirectory(self._window, title, self._settings.last_folder))

    def choose_report(self) -> str:
        """A folder with the report of a subspace, or ""."""
        title = self.tr("Open the folder of a report")
        return self._remember(QFileDialog.getExistingDirectory(self._window, title, self._settings.last_folder))

    def choose_target(self, name: str) -> str:
        """Where to write a pack, or ""."""
        start = str(Path(self._settings.last_folder) / f"{name}.promptpack")
        kinds = f"{self.tr('Prompt packs')} (*.promptpack)"
        path = QFileDialog.getSaveFileName(self._window, self.tr("Export the prompt pack"), start, kinds)[0]
        if path and not path.endswith(".promptpack"):
            path += ".promptpack"
        return self._remember(path)

    def choose_export(self, name: str, to: str) -> str:
        """Where to write a pack for another program: a folder for "peft", else a file; or ""."""
        form = EXPORTS[to]
        start = str(Path(self._settings.last_folder) / f"{name}{form.suffix}")
        title = self.tr("Export: {format}").format(format=format_name(to))
        if form.is_folder:
            chosen = QFileDialog.getExistingDirectory(self._window, title, self._settings.last_folder)
            return str(_new_folder(Path(self._remember_folder(chosen)), name)) if chosen else ""
        path = QFileDialog.getSaveFileName(self._window, title, start, f"{format_name(to)} (*{form.suffix})")[0]
        return self._remember(path if not path or path.endswith(form.suffix) else path + form.suffix)

    def choose_foreign(self, kind: str) -> str:
        """Another program's "folder" or "file", or ""."""
        title = self.tr("Import a prompt of another program")
        if kind == "folder":
            return self._remember(QFileDialog.getExistingDirectory(self._window, title, self._settings.last_folder))
        kinds = f"{self.tr('Soft prompts')} ({FOREIGN});;{self.tr('All files')} (*)"
        return self._remember(QFileDialog.getOpenFileName(self._window, title, self._settings.last_folder, kinds)[0])

    def _remember_folder(self, path: str) -> str:
        self._settings.last_folder = path
        return path

    def _remember(self, path: str) -> str:
        if path:
            self._settings.last_folder = str(Path(path).parent)
        return path

    # ---- messages --------------------------------------------------------------------------------------------------

    def tell(
        self, event: dict[str, Any], action: str = "", act: Callable[[], None] | None = None, heading: str = ""
    ) -> None:
        """Show an error event as a card: what happened, what to do, and one way on beside Close."""
        what, todo = error_texts(event)
        actions = ([("act", action)] if action else []) + [("close", self.tr("Close"))]
        self.ask(
            heading or self.tr("That did not work"),
            in_a_row(what, todo),
            actions,
            lambda answer: act() if answer == "act" and act is not None else None,
            is_error=True,
            details=details_of(event),
        )

    def ask(
        self,
        heading: str,
        why: str,
        actions: Sequence[tuple[str, str]],
        then: Callable[[str], None],
        *,
        is_error: bool = False,
        details: str = "",
    ) -> None:
        """Ask something; `then` gets the id of the answer, "" for Escape."""
        if self.open_message is not None:
            if self.open_message.windowTitle() == heading:
                return
            self.open_message.close()
        message = MessageDialog(heading, why, actions, is_error=is_error, details=details, parent=self._window)
        message.answered.connect(lambda answer: self._on_answer(message, answer, then))
        self.open_message = message
        message.open()

    def _on_answer(self, message: MessageDialog, answer: str, then: Callable[[str], None]) -> None:
        if self.open_message is message:
            self.open_message = None
        then(answer)


def _new_folder(parent: Path, name: str) -> Path:
    """The folder that was chosen if it is empty, else a new one in it, named after the pack."""
    try:
        taken = {path.name.lower() for path in parent.iterdir()}
    except OSError:  # whoever writes there will say what is wrong
        return parent
    if not taken:
        return parent
    base, number = safe_name(name), 1
    while (found := base if number == 1 else f"{base} {number}").lower() in taken:
        number += 1
    return parent / found
