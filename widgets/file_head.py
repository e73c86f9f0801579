"""One line about the file: name, rows, encoding and separator with "Change", and the task that was guessed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from engine.data import Table
from widgets import wording
from widgets.components import Button, Chip, ElidedLabel, Icon
from widgets.reading_menu import ReadingMenu, delimiter_title, encoding_title
from widgets.sentences import listed
from widgets.theme import current


class FileHead(QWidget):
    """Signals: `file_requested()`, `reading_changed(encoding, delimiter)`."""

    file_requested = Signal()
    reading_changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._answers = 0
        self._name, self._reading = ElidedLabel("", "strong", where=Qt.TextElideMode.ElideMiddle), _Shy()
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.change, self.other = Button("", "link"), Button("", "link")
        self._task, self._reason = Chip("", "accent"), _Shy()
        self.change.clicked.connect(self.open_menu)
        self.other.clicked.connect(self.file_requested)
        policy = self.sizePolicy()
        policy.setHorizontalStretch(1)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        self._icon = Icon("file", "muted", 16)
        for widget in (self._icon, self._name, self._reading, self.change, self.other):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._task)
        row.addWidget(self._reason)
        self.retranslate()

    def set_table(self, table: Table | None, answers: int = 0) -> None:
        """Tell about a table whose answer column has so many different values."""
        self._table, self._answers = table, answers
        self.retranslate()

    def open_menu(self) -> ReadingMenu | None:
        """Show the encodings and separators; the menu is given back."""
        if self._table is None:
            return None
        table = self._table
        menu = ReadingMenu(table, self)
        menu.triggered.connect(lambda _action: self._on_chosen(menu, table))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.change.mapToGlobal(QPoint(0, self.change.height())))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the guess gives way first."""
        super().resizeEvent(event)
        self._reason.setVisible(self._table is not None and self.width() > current().length(640))

    def retranslate(self) -> None:
        """Renew all words."""
        self.change.setText(self.tr("Change"))
        self.change.setAccessibleName(self.tr("Change how the file is read"))
        self.other.setText(self.tr("Other file..."))
        for widget in (self._icon, self._name, self._reading, self.change, self.other, self._task):
            widget.setVisible(self._table is not None)
        self._reason.setVisible(self._table is not None and self.width() > current().length(640))
        if self._table is None:
            return
        self._name.setText(self._table.path.name)
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), current().length(110)))
        self._name.setToolTip(str(self._table.path))
        how = (encoding_title(self._table.encoding), delimiter_title(self._table.delimiter), self.tr("header row"))
        self._reading.setText(f"{wording.rows(self._table.total_rows)} · {listed(*how)}")
        self._task.set_text(self.tr("Pick a label"))
        guessed = self.tr("guessed: {n} different answers").format(n=wording.number(self._answers))
        self._reason.setText(guessed if self._answers else "")
        self._task.setVisible(self._answers > 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_chosen(self, menu: ReadingMenu, before: Table) -> None:
        if menu.chosen() != (before.encoding, before.delimiter):
            self.reading_changed.emit(*menu.chosen())


class _Shy(ElidedLabel):
    """As wide as its words where there is room, shortened first where there is not."""

    def __init__(self) -> None:
        super().__init__("", "body", "muted")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
