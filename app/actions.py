"""Everything the program can be told to do, in one table: id, words, group, keys, and when it makes sense.

Shortcuts, menus and the command palette are drawn from it; what happens then is `wiring.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from widgets.command_palette import Command


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """The text itself. The extraction of texts knows this name, so the table is translated where it is read."""
    return text


@dataclass(frozen=True)
class Facts:
    """What decides whether an action makes sense now."""

    is_running: bool = False
    is_asking: bool = False
    can_start: bool = False
    has_pack: bool = False
    can_undo: bool = False
    can_redo: bool = False
    can_paste: bool = False


def _always(facts: Facts) -> bool:
    return True


def _idle(facts: Facts) -> bool:
    return not facts.is_running


def _running(facts: Facts) -> bool:
    return facts.is_running


@dataclass(frozen=True)
class Row:
    """One action. `is_page_key`: the page binds the keys itself while it has the focus; here they are only shown."""

    id: str
    text: str
    group: str
    keys: str = ""
    when: Callable[[Facts], bool] = _always
    is_page_key: bool = False


FILE, EDIT, GO, RUN, VIEW = (
    QT_TRANSLATE_NOOP("actions", "File"),
    QT_TRANSLATE_NOOP("actions", "Edit"),
    QT_TRANSLATE_NOOP("actions", "Go"),
    QT_TRANSLATE_NOOP("actions", "Run"),
    QT_TRANSLATE_NOOP("actions", "View"),
)
GROUPS = (FILE, EDIT, GO, RUN, VIEW)

ACTIONS: tuple[Row, ...] = (
    Row("sample", QT_TRANSLATE_NOOP("actions", "Start the sample"), FILE, when=_idle),
    Row("new", QT_TRANSLATE_NOOP("actions", "Begin anew"), FILE, "Ctrl+N"),
    Row("open", QT_TRANSLATE_NOOP("actions", "Open a file of examples..."), FILE, "Ctrl+O"),
    Row(
        "paste",
        QT_TRANSLATE_NOOP("actions", "Paste rows from a spreadsheet"),
        FILE,
        "Ctrl+V",
        when=lambda facts: facts.can_paste,
    ),
    Row("install", QT_TRANSLATE_NOOP("actions", "Install a prompt pack..."), FILE),
    Row("import", QT_TRANSLATE_NOOP("actions", "Import a PEFT folder..."), FILE),
    Row("import_file", QT_TRANSLATE_NOOP("actions", "Import a prompt of another program..."), FILE),
    Row(
        "export",
        QT_TRANSLATE_NOOP("actions", "Export the prompt pack..."),
        FILE,
        "Ctrl+E",
        when=lambda facts: facts.has_pack,
    ),
    Row("add_folder", QT_TRANSLATE_NOOP("actions", "Add a model folder..."), FILE),
    Row("settings", QT_TRANSLATE_NOOP("actions", "Settings..."), FILE, "Ctrl+,"),
    Row("quit", QT_TRANSLATE_NOOP("actions", "Quit"), FILE, "Ctrl+Q"),
    Row(
        "undo",
        QT_TRANSLATE_NOOP("actions", "Undo the last decision about your rows"),
        EDIT,
        "Ctrl+Z",
        when=lambda facts: facts.can_undo,
    ),
    Row(
        "redo",
        QT_TRANSLATE_NOOP("actions", "Decide again what was undone"),
        EDIT,
        "Ctrl+Y",
        when=lambda facts: facts.can_redo,
    ),
    Row("home", QT_TRANSLATE_NOOP("actions", "Go to Home"), GO, "Ctrl+1"),
    Row("teach", QT_TRANSLATE_NOOP("actions", "Go to Teach"), GO, "Ctrl+2"),
    Row("watch", QT_TRANSLATE_NOOP("actions", "Go to Watch"), GO, "Ctrl+3"),
    Row("play", QT_TRANSLATE_NOOP("actions", "Go to Play"), GO, "Ctrl+4"),
    Row("shelf", QT_TRANSLATE_NOOP("actions", "Go to Shelf"), GO, "Ctrl+5"),
    Row("runs", QT_TRANSLATE_NOOP("actions", "Show all runs"), GO),
    Row(
        "start",
        QT_TRANSLATE_NOOP("actions", "Start teaching"),
        RUN,
        "Ctrl+Return",
        when=lambda facts: facts.can_start and not facts.is_running,
        is_page_key=True,
    ),
    Row(
        "pause",
        QT_TRANSLATE_NOOP("actions", "Pause or continue the run"),
        RUN,
        "Ctrl+.",
        when=_running,
        is_page_key=True,
    ),
    Row(
        "stop",
        QT_TRANSLATE_NOOP("actions", "Stop the run and save it"),
        RUN,
        "Ctrl+Shift+.",
        when=_running,
        is_page_key=True,
    ),
    Row(
        "stop_asking",
        QT_TRANSLATE_NOOP("actions", "Stop answering"),
        RUN,
        "Esc",
        when=lambda facts: facts.is_asking,
        is_page_key=True,
    ),
    Row("palette", QT_TRANSLATE_NOOP("actions", "Search or run a command..."), VIEW, "Ctrl+K"),
    Row("language", QT_TRANSLATE_NOOP("actions", "Change between English and Chinese"), VIEW, "Ctrl+Shift+L"),
    Row("look", QT_TRANSLATE_NOOP("actions", "Change between light and dark"), VIEW),
    Row("fullscreen", QT_TRANSLATE_NOOP("actions", "Full screen"), VIEW, "F11"),
    Row("folder", QT_TRANSLATE_NOOP("actions", "Show the folder of runs, packs and models"), VIEW),
    Row("logs", QT_TRANSLATE_NOOP("actions", "Show the folder of logs"), VIEW),
)


class Actions(QObject):
    """The table as Qt actions of a window. Signal `chosen(id)`, from keys, menu or palette alike."""

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._facts: Callable[[], Facts] = Facts
        self._actions: dict[str, QAction] = {}
        for row in ACTIONS:
            action = QAction(window)
            if row.keys and not row.is_page_key:
                action.setShortcut(QKeySequence(row.keys))
            action.triggered.connect(lambda _checked=False, name=row.id: self.run(name))
            window.addAction(action)
            self._actions[row.id] = action
        self.retranslate()

    def set_facts(self, facts: Callable[[], Facts]) -> None:
        """Who is asked whether an action makes sense."""
        self._facts = facts

    def action(self, name: str) -> QAction:
        """The Qt action of an id; KeyError if there is none."""
        return self._actions[name]

    def run(self, name: str) -> None:
        """Do it, if it makes sense now."""
        row = next(row for row in ACTIONS if row.id == name)
        if row.when(self._facts()):
            self.chosen.emit(name)

    def commands(self) -> list[Command]:
        """What can be done now, for the palette."""
        facts = self._facts()
        return [
            Command(row.id, self._text(row), _said(row.group), QKeySequence(row.keys).toString(_NATIVE))
            for row in ACTIONS
            if row.when(facts) and row.id != "palette"
        ]

    def fill(self, bar: QMenuBar) -> None:
        """Draw the menus; which entries make sense is settled each time one opens."""
        bar.clear()
        for group in GROUPS:
            menu = bar.addMenu(_said(group))
            for row in ACTIONS:
                if row.group == group:
                    menu.addAction(self._actions[row.id])
            menu.aboutToShow.connect(self.refresh)
            menu.aboutToHide.connect(self._enable_all)

    def refresh(self) -> None:
        """Grey out what makes no sense now."""
        facts = self._facts()
        for row in ACTIONS:
            self._actions[row.id].setEnabled(row.when(facts))

    def retranslate(self) -> None:
        """Set every word again."""
        for row in ACTIONS:
            self._actions[row.id].setText(self._text(row))

    def _enable_all(self) -> None:
        """Keys are judged when they are pressed, not when a menu was last open."""
        for action in self._actions.values():
            action.setEnabled(True)

    @staticmethod
    def _text(row: Row) -> str:
        return _said(row.text)


_NATIVE = QKeySequence.SequenceFormat.NativeText


def _said(text: str) -> str:
    return QCoreApplication.translate("actions", text)
