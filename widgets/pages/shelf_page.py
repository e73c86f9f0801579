"""Shelf: the installed prompt packs as cards and every run ever made as a table; the subspaces have their own tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from widgets.buttons import Button, SegmentedControl
from widgets.cards import Card, EmptyState
from widgets.flow_layout import FlowLayout
from widgets.inputs import SearchField
from widgets.labels import ElidedLabel, Label
from widgets.pack_card import PackCard
from widgets.pages.page import Page
from widgets.runs_model import CHECK, RunsModel
from widgets.runs_table import RunsTable
from widgets.subspaces_view import SubspacesView
from widgets.theme import current

_NARROW = 1100 - 73  # below this, packs and runs take turns


class ShelfPage(Page):
    """It knows no files: whoever holds packs and runs calls `set_packs` and `set_runs`.

    Nothing is removed here: the receiver of "remove" asks first.
    """

    pack_chosen = Signal(str)  # a file to install
    import_requested = Signal(str)  # another program's "folder" or "file"
    pack_requested = Signal(str, str)  # "play" | "export" | "reveal" | "remove", path
    run_requested = Signal(str, str)  # "open" | "play" | "continue" | "reveal" | "remove", folder
    runs_compare_requested = Signal(list)  # folders
    sample_requested = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._cards: list[PackCard] = []
        self._search = SearchField()
        self._install = Button("", "primary", "plus")
        self._tabs = SegmentedControl((("packs", ""), ("runs", ""), ("subspaces", "")))
        self.subspaces = SubspacesView()
        self._packs_title, self._packs_count = Label("", "heading"), Label("", "body", "muted")
        self._packs_hint = ElidedLabel("", "caption", "muted", grows=False)
        self.import_button = Button("", "small", "chevron_down", icon_after=True)
        self._import_menu = QMenu(self)
        self._import_folder, self._import_file = self._import_menu.addAction(""), self._import_menu.addAction("")
        self._runs_title, self._runs_count = Label("", "heading"), Label("", "body", "muted")
        self._selected = ElidedLabel("", "caption", "muted", grows=False)
        self._compare = Button("", "secondary", "compare")
        self._empty = EmptyState(has_primary=False)
        self._no_packs = Label("", "body", "muted", wrap=True)
        self._no_runs = Label("", "body", "muted", wrap=True)
        self._model = RunsModel(self)
        self._table = RunsTable(self._model)
        self._build_ui()
        self.retranslate()
        self._arrange()

    def set_packs(self, packs: Sequence[dict[str, Any]]) -> None:
        """Show these packs.

        Keys: path, name, author, created (seconds since 1970), description, before and now (shares 0..1 or None),
        metric, n (rows tested), method (kind), method_title, tokens, bytes, languages (codes), licence, backbone (its
        name), match: {"level": "green" | "amber" | "red", "text": words or ""}, or None when no backbone is loaded.
        Only path and name must be there.
        """
        self._flow.clear()
        self._cards = []
        for pack in packs:
            card = PackCard(pack)
            card.requested.connect(self.pack_requested)
            self._flow.addWidget(card)
            self._cards.append(card)
        self._filter()

    def set_runs(self, runs: Sequence[dict[str, Any]]) -> None:
        """Show these runs, newest first.

        Keys: folder, name, data, method (kind), method_title, backbone, metric, now, low and high (shares 0..1 or
        None), seconds, state (as on Home), note, when. Only folder and name must be there.
        """
        self._model.set_runs(runs)
        self._filter()

    def set_comparing(self, on: bool) -> None:
        """Whether runs can be compared: ticks, hint and button."""
        self._table.setColumnHidden(CHECK, not on)
        self._selected.setVisible(on)
        self._compare.setVisible(on)

    def set_busy(self, busy: bool) -> None:
        """While a run is going the page has no primary button."""
        self._install.set_kind("secondary" if busy else "primary")

    def focus_start(self) -> None:
        """Put the focus where most begin."""
        self._install.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_runs(self) -> None:
        """Bring the table into view."""
        self._tabs.set_value("runs")
        self._arrange()
        self.scroll_to(self._runs_title)

    def show_subspaces(self) -> None:
        """Bring the subspaces into view."""
        self._tabs.set_value("subspaces")
        self._arrange()

    def retranslate(self) -> None:
        """Set every word again."""
        self.set_title(self.tr("Shelf"))
        self._search.setPlaceholderText(self.tr("Search packs and runs"))
        self._search.setAccessibleName(self.tr("Search packs and runs"))
        self._install.setText(self.tr("Install pack..."))
        self._tabs.setAccessibleName(self.tr("What to show"))
        self._packs_title.setText(self.tr("Prompt packs"))
        self._packs_hint.setText(self.tr("Drop a .promptpack file anywhere in this window to install it."))
        self.import_button.setText(self.tr("Import"))
        self.import_button.setToolTip(self.tr("Make a pack from another program's prompt"))
        self._import_folder.setText(self.tr("A PEFT folder..."))
        self._import_file.setText(self.tr("A file (.npy, .zip, .safetensors)..."))
        self._runs_title.setText(self.tr("Runs"))
        self._table.setAccessibleName(self.tr("Runs"))
        self._empty.set_texts(
            self.tr("No prompt packs and no runs yet"), self.tr("Drop a .promptpack file anywhere in this window.")
        )
        self._empty.set_actions(
            (
                ("sample", self.tr("Try the sample")),
                ("folder", self.tr("Import a PEFT folder...")),
                ("file", self.tr("Import a file...")),
            )
        )
        self._model.retranslate()
        self._on_checked(self._model.checked())
        self._filter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow pages show packs or runs, wide ones both."""
        super().resizeEvent(event)
        self._arrange()

    def _build_ui(self) -> None:
        space = current().space
        self._tabs.changed.connect(lambda _value: self._arrange())
        self.insert_header(self._tabs)
        self._search.textChanged.connect(lambda _text: self._filter())
        self.add_action(self._search)
        self.add_action(self._install)
        self._install.clicked.connect(self._on_install)
        self.import_button.clicked.connect(self.open_imports)
        self._import_folder.triggered.connect(lambda: self.import_requested.emit("folder"))
        self._import_file.triggered.connect(lambda: self.import_requested.emit("file"))

        self._packs_part = QWidget()
        part = _column(self._packs_part, space["s"])
        part.addLayout(_head(self._packs_title, self._packs_count, self._packs_hint, self.import_button))
        cards = QWidget()
        self._flow = FlowLayout(cards, spacing=space["m"], min_width=250, columns=4)
        part.addWidget(cards)
        part.addWidget(self._no_packs)

        self._runs_part = QWidget()
        part = _column(self._runs_part, space["s"])
        part.addLayout(_head(self._runs_title, self._runs_count, self._selected, self._compare))
        self._table_card = Card(padding=0)
        self._table_card.body.setContentsMargins(1, 2, 1, 6)  # the table does not clip to the card's round corners
        self._table_card.body.addWidget(self._table)
        part.addWidget(self._table_card)
        part.addWidget(self._no_runs)
        part.addStretch(0)
        self._runs_part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

        self.body.setContentsMargins(space["xl"], space["xs"], space["xl"], space["l"])
        self._empty.setContentsMargins(0, space["l"], 0, 0)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._packs_part)
        self.body.addWidget(self._runs_part, 1)
        self.body.addWidget(self.subspaces, 1)
        self.body.addStretch(0)
        self._model.checked_changed.connect(self._on_checked)
        self._compare.clicked.connect(lambda: self.runs_compare_requested.emit(self._model.checked()))
        self._table.requested.connect(self.run_requested)
        self._empty.action_chosen.connect(
            lambda key: self.sample_requested.emit() if key == "sample" else self.import_requested.emit(key)
        )

    def open_imports(self) -> None:
        """The menu of what can be imported, under its button."""
        self._import_menu.popup(self.import_button.mapToGlobal(self.import_button.rect().bottomLeft()))

    def _arrange(self) -> None:
        is_empty = not self._cards and self._model.rowCount() == 0
        narrow = self.width() < current().length(_NARROW) and not is_empty
        if not narrow and self._tabs.value() == "runs":  # they stand under the packs
            self._tabs.set_value("packs")
        if narrow != (self.body.indexOf(self._tabs) >= 0):  # a narrow header has no room for them
            if narrow:
                self.body.insertWidget(0, self._tabs, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.insert_header(self._tabs)
            self._tabs.show()
        tab = self._tabs.value()
        packs = self.tr("Prompt packs") if narrow else self.tr("Packs and runs")
        self._tabs.set_texts((("packs", packs), ("runs", self.tr("Runs")), ("subspaces", self.tr("Subspaces"))))
        self._tabs.set_shown("runs", narrow)
        self._empty.setVisible(is_empty and tab == "packs")
        self._packs_part.setVisible(not is_empty and tab == "packs")
        self._runs_part.setVisible(not is_empty and tab == ("runs" if narrow else "packs"))
        self.subspaces.setVisible(tab == "subspaces")
        self._search.setEnabled(not is_empty or bool(self.subspaces.cards))

    def _filter(self) -> None:
        words = self._search.text()
        for card in self._cards:
            card.setVisible(card.matches(words))
        self._table.proxy.set_search(words)
        self.subspaces.search(words)
        packs = sum(card.matches(words) for card in self._cards)
        runs = self._table.proxy.rowCount()
        self._packs_count.setText(str(packs) if self._cards else "")
        self._runs_count.setText(str(runs) if self._model.rowCount() else "")
        nothing = self.tr('Nothing here matches "{words}".').format(words=words.strip())
        self._no_packs.setText(nothing if self._cards else self.tr("No prompt packs yet."))
        self._no_packs.setVisible(not packs)
        self._no_runs.setText(
            nothing if self._model.rowCount() else self.tr("No runs yet. Each training is listed here.")
        )
        self._no_runs.setVisible(not runs)
        self._table_card.setVisible(bool(runs))
        self._table_card.setMinimumHeight(self._table.rows_height(min(runs, 6)) + 10)
        self._table_card.setMaximumHeight(self._table.rows_height(runs) + 10)
        self._arrange()

    def _on_checked(self, folders: list[str]) -> None:
        count = len(folders)
        self._selected.setText(
            self.tr("{count} selected").format(count=count)
            if count
            else self.tr("Tick two to four runs to compare them")
        )
        self._compare.setEnabled(count >= 2)
        self._compare.setText(
            self.tr("Compare {count} runs").format(count=count) if count >= 2 else self.tr("Compare runs")
        )

    def _on_install(self) -> None:
        packs = self.tr("Prompt packs") + " (*.promptpack *.zip)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Install pack"), "", f"{packs};;{self.tr('All files')} (*)")
        if path:
            self.pack_chosen.emit(path)


def _column(widget: QWidget, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def _head(title: QWidget, count: QWidget, *rest: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().space["s"])
    row.addWidget(title)
    row.addWidget(count)
    row.addStretch(1)
    for widget in rest:
        row.addWidget(widget)
    return row
