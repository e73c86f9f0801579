"""How a file is read - encoding, separator, header, sheet - with what comes of each choice beside it.

It reads nothing: it is given the file's beginning (`engine.data.first_rows`) and says what was chosen.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from engine.data import CODECS, DELIMITERS, Table
from engine.data.first_rows import Beginning
from engine.messages import ENCODINGS
from widgets import wording
from widgets.components import Button, ChoiceCard, ComboBox, FlowLayout, Label, SegmentedControl
from widgets.first_rows_view import FirstRowsView
from widgets.roomy_dialog import RoomyDialog
from widgets.sentences import engine_text
from widgets.theme import current

UNUSUAL = ("utf-16-le", "utf-16-be", "utf-32")  # found where they are, but nothing to offer


def encoding_title(name: str) -> str:
    """An encoding as people call it."""
    return engine_text(ENCODINGS.get(name, name))


def delimiter_title(delimiter: str) -> str:
    """A separator as people call it."""
    return engine_text(DELIMITERS.get(delimiter, delimiter))


def reading_words(table: Table) -> list[str]:
    """How a table was read, in a few words each: what its kind of file leaves open."""
    translate = QCoreApplication.translate
    kinds = {"parquet": "Parquet", "arrow": "Arrow", "json": "JSON"}
    words = [table.sheet, encoding_title(table.encoding), delimiter_title(table.delimiter), kinds.get(table.kind, "")]
    if table.kind in ("text", "sheet"):
        header, none = translate("ReadingDialog", "header row"), translate("ReadingDialog", "no header row")
        words.append(header if table.has_header else none)
    return [word for word in words if word]


class ReadingDialog(RoomyDialog):
    """Shown with `open()`. Signal `chosen(how)` where it changed: {"encoding", "delimiter", "header", "sheet"} as
    a recipe has them."""

    chosen = Signal(dict)

    def __init__(self, table: Table, beginning: Beginning, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("ReadingDialog", "How {name} is read").format(name=table.path.name)
        super().__init__(title, width=760, parent=parent)
        self._table, self._beginning = table, beginning
        self.encodings: dict[str, ChoiceCard] = {}
        self._cards = QWidget()
        self._flow = FlowLayout(self._cards, spacing=current().space["s"], min_width=220, columns=3)
        self.others, self.sheets = ComboBox(), ComboBox()
        separators = [(char, delimiter_title(char)) for char in dict.fromkeys((*DELIMITERS, table.delimiter)) if char]
        self.delimiter = SegmentedControl(separators, table.delimiter, name=self.tr("Columns are parted by"))
        self.header = QCheckBox(self.tr("The first row names the columns"))
        self.header.setChecked(table.has_header)
        self.rows, self._facts = FirstRowsView(), Label("", "caption", "muted", wrap=True)
        self.go, self.cancel = Button(self.tr("Read it like this"), "primary"), Button(self.tr("Cancel"))
        self._build_ui()
        self._before = self.how()
        self._connect()
        self._renew()
        self.go.setFocus()

    def how(self) -> dict[str, Any]:
        """What is chosen; None for what this kind of file has not."""
        is_text = bool(self._table.encoding)
        encoding = next((name for name, card in self.encodings.items() if card.isChecked()), self._table.encoding)
        has_separator = bool(self._table.delimiter)
        return {
            "encoding": encoding if is_text else None,
            "delimiter": self.delimiter.value() if has_separator else None,
            "header": self.header.isChecked() if self._has_header_choice() else None,
            "sheet": self.sheets.currentData() if self._table.sheets else None,
        }

    def _has_header_choice(self) -> bool:
        return bool(self._table.delimiter or self._table.sheets)

    def _build_ui(self) -> None:
        self.body.setSpacing(current().space["s"])
        if self._table.sheets:
            self._add_sheets()
        if self._table.encoding:
            self._add_encodings()
        if self._table.delimiter:
            self.body.addWidget(Label(self.tr("Columns are parted by"), "strong"))
            self.body.addWidget(self.delimiter)
        if self._has_header_choice():
            self.body.addWidget(self.header)
        if self._table.delimiter:
            self.body.addWidget(Label(self.tr("The first rows then are"), "strong"))
            self.body.addWidget(self.rows)
            self.body.addWidget(self._facts)
        self.body.addStretch(1)
        for button in (self.go, self.cancel):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.go.setDefault(True)

    def _add_sheets(self) -> None:
        for name in self._table.sheets:
            self.sheets.addItem(name, name)
        self.sheets.setCurrentIndex(self.sheets.findData(self._table.sheet))
        label = Label(self.tr("Sheet"), "strong")
        label.setBuddy(self.sheets)
        self.sheets.setAccessibleName(label.text())
        self.body.addWidget(label)
        self.body.addWidget(self.sheets)

    def _add_encodings(self) -> None:
        self.body.addWidget(Label(self.tr("Encoding"), "strong"))
        if not self._beginning.telling:
            plain = self.tr("All its letters are plain ones, which read the same in nearly every encoding.")
            self.body.addWidget(Label(plain, "caption", "muted", wrap=True))
        for name in (self._table.encoding, *self._table.encoding_alternatives):
            self._add_card(name)
        self.encodings[self._table.encoding].setChecked(True)
        self.body.addWidget(self._cards)
        row = QHBoxLayout()
        self.others.addItem(self.tr("Another encoding..."), "")
        for name in CODECS:
            if name not in self.encodings and name not in UNUSUAL:
                self.others.addItem(encoding_title(name), name)
        self.others.setAccessibleName(self.tr("Another encoding"))
        row.addWidget(self.others)
        row.addStretch(1)
        self.body.addLayout(row)

    def _add_card(self, name: str) -> None:
        """An encoding with a line of the file as it then reads; the one that reads best first."""
        card = ChoiceCard(name=encoding_title(name), padding=12, spacing=2)
        card.body.addWidget(Label(encoding_title(name), "strong"))
        line = self._beginning.line(name)
        if line:
            card.body.addWidget(Label(line, "caption", "danger" if "\ufffd" in line else "muted", wrap=True, lines=2))
        card.setAccessibleDescription(line)
        card.toggled.connect(lambda _on: self._renew())
        self.encodings[name] = card
        self._flow.addWidget(card)

    def _connect(self) -> None:
        self.delimiter.changed.connect(lambda _value: self._renew())
        self.header.toggled.connect(lambda _on: self._renew())
        self.others.activated.connect(self._on_other)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)

    def _renew(self) -> None:
        if not self._table.delimiter:
            return
        how = self.how()
        rows = self._beginning.rows(how["encoding"] or "utf-8", how["delimiter"])
        width = len(rows[0]) if rows else 0
        names = [self.tr("Column {n}").format(n=place + 1) for place in range(width)]
        if how["header"] and rows:
            names, rows = rows[0], rows[1:]
        self.rows.set_rows(names, rows)
        self._facts.setText(self._judged(rows, width))

    def _judged(self, rows: list[list[str]], width: int) -> str:
        """How well the first rows agree with each other."""
        columns = self.tr("1 column") if width == 1 else self.tr("{n} columns").format(n=width)
        other = len(rows) - Counter(map(len, rows))[width]
        if not other:
            return self.tr("{columns}, the same in all of the first {rows}.").format(
                columns=columns, rows=wording.rows(len(rows))
            )
        many = self.tr("{columns}, but {other} of the first {rows} have another number.")
        return many.format(columns=columns, other=wording.number(other), rows=wording.rows(len(rows)))

    def _on_other(self, index: int) -> None:
        name = str(self.others.itemData(index) or "")
        if name:
            self._add_card(name)
            self.others.removeItem(index)
            self.encodings[name].setChecked(True)
            self.others.setCurrentIndex(0)
            self.fit()

    def _on_go(self) -> None:
        self.accept()
        if self.how() != self._before:
            self.chosen.emit(self.how())
