"""The line over the table: words to find, which rows to keep to, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets import wording
from widgets.components import Button, ComboBox, ElidedLabel, SearchField
from widgets.row_query import RowGroup, RowQuery
from widgets.theme import current

CALM_MS = 250  # how long typing must rest before a long file is searched
SLOW_MS = 400  # then it is said that the rows are still looked through


class TableTools(QWidget):
    """Signals: `changed(query)` when other rows are wanted, `findings_requested()`."""

    changed = Signal(object)
    findings_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[RowGroup] = []
        self._total, self._shown, self._findings = 0, 0, 0
        self._column, self._is_falling = "", False
        self.search, self.groups, self.findings = SearchField(), ComboBox(), Button("", "link")
        self._count = ElidedLabel("", "caption", "muted")
        self._calm = QTimer(self, interval=CALM_MS, singleShot=True)
        self._calm.timeout.connect(self._tell)
        self._slow = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._slow.timeout.connect(lambda: self._count.setText(self.tr("Looking through the rows...")))
        self.search.textChanged.connect(lambda _text: self._calm.start())
        self.search.returnPressed.connect(self._tell)
        self.groups.currentIndexChanged.connect(lambda _index: self._tell())
        self.findings.clicked.connect(self.findings_requested)
        self.groups.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().space["s"])
        row.addWidget(self.search)
        row.addWidget(self.groups)
        row.addWidget(self._count, 1)
        row.addWidget(self.findings)
        self.retranslate()

    def query(self) -> RowQuery:
        """Which rows are wanted, and in which order."""
        group = next((group for group in self._groups if group.key == self.groups.currentData()), None)
        rows = None if group is None else group.rows
        return RowQuery(self.search.text().strip(), rows, self._column, self._is_falling)

    def set_total(self, total: int) -> None:
        """Rows of a file that was just opened: nothing is looked for in it yet."""
        self._total = self._shown = total
        self._column, self._is_falling = "", False
        with QSignalBlocker(self.search), QSignalBlocker(self.groups):
            self.search.clear()
            self.groups.setCurrentIndex(0)
        self._calm.stop()
        self._slow.stop()
        self._renew_count()

    def set_groups(self, groups: Sequence[RowGroup]) -> None:
        """What one may keep to, beside all rows. The one that is chosen stays if it is still there."""
        before, chosen = self.query(), self.groups.currentData()
        self._groups = [group for group in groups if group.rows]
        with QSignalBlocker(self.groups):
            self.groups.clear()
            self.groups.addItem(self.tr("All rows"), "")
            for group in self._groups:
                self.groups.addItem(f"{group.name} ({wording.number(len(group.rows))})", group.key)
            self.groups.setCurrentIndex(max(0, self.groups.findData(chosen)))
        self.groups.setVisible(bool(self._groups))
        if self.query() != before:
            self._tell()

    def set_findings(self, number: int) -> None:
        """How many things there are to know about the rows."""
        self._findings = number
        self.retranslate()

    def set_shown(self, number: int | None) -> None:
        """How many rows are shown; None for all."""
        self._slow.stop()
        self._shown = self._total if number is None else number
        self._renew_count()

    def keep_to(self, key: str) -> None:
        """Keep to a group, and look for no words in it."""
        self.search.clear()
        self.groups.setCurrentIndex(max(0, self.groups.findData(key)))
        self._calm.stop()
        self._tell()

    def show_all(self) -> None:
        """Every row again, in the order that was chosen."""
        if self.search.text() or self.groups.currentData():
            self.keep_to("")

    def sort_by(self, column: str, is_falling: bool) -> None:
        """Sort by a column, "" as in the file."""
        self._column, self._is_falling = column, is_falling
        self._tell()

    def retranslate(self) -> None:
        """Renew all words."""
        self.search.setPlaceholderText(self.tr("Find in the rows"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.groups.setAccessibleName(self.tr("Which rows to show"))
        if self.groups.count():
            self.groups.setItemText(0, self.tr("All rows"))
        many = self.tr("{n} things to know").format(n=wording.number(self._findings))
        self.findings.setText(self.tr("1 thing to know") if self._findings == 1 else many)
        self.findings.setVisible(self._findings > 0)
        self._renew_count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _tell(self) -> None:
        self._calm.stop()
        self._slow.start()
        self.changed.emit(self.query())

    def _renew_count(self) -> None:
        if self._shown == self._total:
            self._count.setText("")
        elif not self._shown:
            self._count.setText(self.tr("No row is like that."))
        else:
            some = self.tr("{n} of {total}").format(n=wording.number(self._shown), total=wording.rows(self._total))
            self._count.setText(some)
