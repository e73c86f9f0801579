"""How a file was read - encoding and separator - and the menu to read it otherwise."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from engine.data import CODECS, DELIMITERS, Table
from engine.messages import ENCODINGS
from widgets.sentences import engine_text


def encoding_title(name: str) -> str:
    """An encoding as people call it."""
    return engine_text(ENCODINGS.get(name, name))


def delimiter_title(delimiter: str) -> str:
    """A separator as people call it."""
    return engine_text(DELIMITERS.get(delimiter, delimiter))


def reading_words(table: Table) -> list[str]:
    """How a table was read, in a few words each: what its kind of file leaves open."""
    kinds = {"parquet": "Parquet", "arrow": "Arrow", "json": "JSON"}
    words = [table.sheet, encoding_title(table.encoding), delimiter_title(table.delimiter), kinds.get(table.kind, "")]
    if table.kind in ("text", "sheet"):
        words.append(_tr("header row") if table.has_header else _tr("no header row"))
    return [word for word in words if word]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReadingMenu", text)


class ReadingMenu(QMenu):
    """Encodings, those that also read the file first, then separators. `chosen()` says what holds after a click."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._encoding, self._delimiter = table.encoding, table.delimiter
        likely = [table.encoding, *table.encoding_alternatives]
        others = [name for name in CODECS if name not in likely and name not in ("utf-16-le", "utf-16-be", "utf-32")]
        self._encodings, self._delimiters = QActionGroup(self), QActionGroup(self)
        self.addSection(self.tr("Encoding"))
        for name in likely:
            self._add(self._encodings, encoding_title(name), name, name == table.encoding)
        more = self.addMenu(self.tr("Other encodings"))
        for name in others:
            self._add(self._encodings, encoding_title(name), name, False, more)
        if table.delimiter:
            self.addSection(self.tr("Columns are parted by"))
        for char in dict.fromkeys((table.delimiter, *DELIMITERS)) if table.delimiter else ():
            self._add(self._delimiters, delimiter_title(char), char, char == table.delimiter)

    def chosen(self) -> tuple[str, str]:
        """Encoding and delimiter."""
        encoding, delimiter = self._encodings.checkedAction(), self._delimiters.checkedAction()
        return (
            encoding.data() if encoding else self._encoding,
            delimiter.data() if delimiter else self._delimiter,
        )

    def _add(self, group: QActionGroup, text: str, value: str, is_on: bool, menu: QMenu | None = None) -> None:
        action = (menu or self).addAction(text)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
        action.setChecked(is_on)
