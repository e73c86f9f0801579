"""Tables: what happens with files of examples between their controller, Teach and the dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from engine.data.first_rows import Beginning, beginning_of
from widgets.drop_overlay import action_for
from widgets.parts_dialog import PartsDialog
from widgets.reading_dialog import ReadingDialog, encoding_title

if TYPE_CHECKING:
    from app.window import MainWindow


class Tables(QObject):
    """Everything it knows it reads from the workspace."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._studio, self._workspace = window, window.studio, window.studio.workspace

    def choose(self) -> None:
        """Ask for a file of examples, or for several."""
        paths = self._window.dialogs.choose_tables()
        if paths:
            self.open_all(paths)

    def open(self, path: str, aside: str = "") -> None:
        """Show a file of examples on Teach; `aside`: a file of rows to keep aside."""
        self._studio.inputs.open(path, aside)
        self._window.show_place("teach")

    def open_all(self, paths: Sequence[str]) -> None:
        """One file, or several whose parts a person settles first."""
        if len(paths) == 1:
            self.open(paths[0])
            return
        dialog = PartsDialog(paths, self._window)
        dialog.chosen.connect(self.open)
        dialog.open()

    def choose_aside(self) -> None:
        """Ask for a file whose rows are kept aside to test on."""
        path = self._window.dialogs.choose_table()
        if path:
            self._studio.inputs.set_aside(path)

    def paste(self) -> None:
        """Rows that were copied in a spreadsheet, or a file that was copied, as if it had been dropped."""
        copied = QApplication.clipboard().mimeData()
        paths = [url.toLocalFile() for url in copied.urls() if url.isLocalFile()]
        if paths and all(action_for(path) == "data" for path in paths):
            self.open_all(paths)
        elif len(copied.text().strip().splitlines()) > 1:
            self._studio.inputs.paste(copied.text())
            self._window.show_place("teach")
        else:
            words = self.tr("Nothing to paste: copy some rows in a spreadsheet first, with the names of the columns.")
            self._window.dialogs.notice.say(words)

    def tell_reading(self) -> None:
        """Where a file might be read in several ways, or has several sheets, which was taken."""
        table, say = self._workspace.table, self._window.dialogs.notice.say
        if table is None:
            return
        if table.encoding_alternatives:
            words = self.tr("This file reads best as {encoding}.").format(encoding=encoding_title(table.encoding))
            say(words, self.tr("Compare..."), self.ask_reading)
        elif len(table.sheets) > 1:
            words = self.tr("The sheet “{sheet}” was opened, one of {n}.")
            say(words.format(sheet=table.sheet, n=len(table.sheets)), self.tr("Choose another..."), self.ask_reading)

    def ask_reading(self) -> None:
        """How the file is read, with its first rows as each choice gives them."""
        table = self._workspace.table
        if table is None:
            return

        def ask(beginning: Beginning) -> None:
            dialog = ReadingDialog(table, beginning, self._window)
            dialog.chosen.connect(self._studio.inputs.reread)
            dialog.open()

        self._studio.jobs.start(lambda: beginning_of(table.path), ask, lane="beginning")

    def begin_anew(self) -> None:
        """An empty Teach page."""
        self._studio.inputs.close()
        self._workspace.set_recipe(self._window.teach.config())
        self._window.show_place("teach")

    def show(self) -> None:
        """The table with what was decided about its rows."""
        known = self._workspace
        self._window.teach.set_table(
            *(known.table, known.mapping, known.problems), decided=known.decided, aside=known.aside, why=known.why
        )
        self._studio.preview.show_row(self._window.teach.selected_fields())

    def tell_error(self, event: dict[str, Any]) -> None:
        """A file that cannot be read."""
        self._window.dialogs.tell(
            event, self.tr("Choose another file..."), self.choose, self.tr("This file cannot be used")
        )
