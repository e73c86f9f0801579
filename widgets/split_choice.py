"""Which rows are kept aside to test on: how many, how they are drawn, or a file of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget

from widgets import wording
from widgets.components import ElidedLabel, Label, icon_button
from widgets.theme import current

LEAST_ASIDE, MOST_ASIDE = 5, 50  # percent
FEW_ASIDE = 20  # fewer rows say little


class SplitChoice(QWidget):
    """Signals: `changed(settings)` with settings of a recipe's data ("keep_aside", "keep_together", "split_seed"),
    `file_requested()` for a file of its own, `file_dropped()` to keep a share aside again."""

    changed = Signal(dict)
    file_requested = Signal()
    file_dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usable, self._is_labelled = 0, True
        self._file, self._file_rows = "", 0
        self._columns: list[str] = []
        self._together: str | None = None
        self._seed: int | None = None
        self._title, self._fact = Label("", "strong"), ElidedLabel("", "caption")
        self._fact.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.more = icon_button("more", "")
        self.more.clicked.connect(self.open_menu)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(LEAST_ASIDE, MOST_ASIDE)
        self.slider.setPageStep(5)
        self.slider.setValue(10)
        self.slider.valueChanged.connect(self._on_slider)
        head = QHBoxLayout()
        head.setSpacing(current().space["s"])
        head.addWidget(self._title)
        head.addWidget(self._fact, 1)
        ways = QHBoxLayout()
        ways.setSpacing(current().space["xs"])
        ways.addWidget(self.slider, 1)
        ways.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(ways)
        self.retranslate()

    def set_rows(self, usable: int, *, is_labelled: bool) -> None:
        """How many rows can be used, and whether each answer is to have its share of those kept aside."""
        self._usable, self._is_labelled = usable, is_labelled
        self.retranslate()

    def set_settings(self, data: Mapping[str, Any], columns: Sequence[str]) -> None:
        """Show what the data section of a recipe says; `columns` are those of the table."""
        self._together, self._seed, self._columns = data.get("keep_together"), data.get("split_seed"), list(columns)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(100 * float(data.get("keep_aside") or 0.1)))
        self.retranslate()

    def set_file(self, name: str, rows: int) -> None:
        """The rows kept aside are so many of a file of their own; an empty name: they are not."""
        self._file, self._file_rows = name, rows
        self.slider.setEnabled(not name)
        self.retranslate()

    def kept_aside(self) -> int:
        """About how many rows are kept aside."""
        return self._file_rows if self._file else round(self._usable * self.slider.value() / 100)

    def how(self) -> str:
        """How the rows are chosen, in words."""
        if self._file:
            return self.tr("All rows of {name}.").format(name=self._file)
        if self._together:
            return self.tr("Rows with the same “{column}” stay together.").format(column=self._together)
        return self.tr("Each answer has its share.") if self._is_labelled else self.tr("Drawn by chance.")

    def open_menu(self) -> QMenu:
        """The ways to choose them; the menu is given back."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.more.toolTip())
        if self._file:
            menu.addAction(self.tr("Keep a share of the rows aside instead")).triggered.connect(self.file_dropped)
        else:
            drawn = menu.addAction(self.tr("Draw other rows"))
            drawn.triggered.connect(lambda: self.changed.emit({"split_seed": (self._seed or 0) + 1}))
            self._add_columns(menu.addMenu(self.tr("Keep together what has the same")))
            menu.addSeparator()
        menu.addAction(self.tr("Use a file of their own...")).triggered.connect(self.file_requested)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        return menu

    def retranslate(self) -> None:
        """Renew all words."""
        self._title.setText(self.tr("Keep aside to test honestly"))
        rows, share = wording.rows(self.kept_aside()), wording.percent(self.slider.value() / 100)
        self._fact.setText(self.tr("own file · {rows}").format(rows=rows) if self._file else f"{share} · {rows}")
        is_few = 0 < self.kept_aside() < FEW_ASIDE
        self._fact.set_tone("warning" if is_few else "text")
        few = self.tr("Fewer than {n} rows say little about how good it is.").format(n=FEW_ASIDE)
        about = few if is_few else self.tr("Rows the model never learns from.")
        self.slider.setToolTip(f"{about} {self.how()}")
        self.slider.setAccessibleName(self._title.text())
        self.slider.setAccessibleDescription(f"{self._fact.text()}. {self.slider.toolTip()}")
        self.more.set_name(self.tr("Which rows are kept aside"))
        self.more.setAccessibleDescription(self.how())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _add_columns(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for words, column in ((self.tr("Text (as always)"), None), *((name, name) for name in self._columns)):
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column == self._together)
            group.addAction(action)
            action.triggered.connect(lambda _on=False, column=column: self.changed.emit({"keep_together": column}))

    def _on_slider(self, value: int) -> None:
        self.retranslate()
        self.changed.emit({"keep_aside": value / 100})
