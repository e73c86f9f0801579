"""The subspaces of the shelf: what they are for, a card each, those that were broken off too, and how to find one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.components import EmptyState, FlowLayout, Label, small
from widgets.subspace_card import SubspaceCard
from widgets.theme import current
from widgets.wording import number


class SubspacesView(QWidget):
    """Signals: `find_requested`, `report_requested`, and `requested(action, path)` of a card."""

    find_requested = Signal()
    report_requested = Signal()
    requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[SubspaceCard] = []
        self._entries: list[Mapping[str, Any]] = []
        self._unfinished: list[Mapping[str, Any]] = []
        self._words = ""
        self._title, self._count = Label("", "heading"), Label("", "body", "muted")
        self._about = Label("", "body", "muted", wrap=True)
        self.find_button, self.report_button = small("", "plus"), small()
        self.empty, self._nothing = EmptyState(has_primary=False), Label("", "body", "muted", wrap=True)
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["s"])
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.report_button)
        head.addWidget(self.find_button)
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=space["m"], min_width=340, columns=3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["s"])
        column.addLayout(head)
        for part in (self._about, holder, self._nothing, self.empty):
            column.addWidget(part)
        column.addStretch(1)
        self.find_button.clicked.connect(self.find_requested)
        self.report_button.clicked.connect(self.report_requested)
        self.empty.action_chosen.connect(
            lambda key: (self.find_requested if key == "find" else self.report_requested).emit()
        )
        self.retranslate()

    def set_subspaces(self, subspaces: Sequence[Mapping[str, Any]]) -> None:
        """Rows of the hello, those of files that cannot be used too."""
        self._entries = list(subspaces)
        self._rebuild()

    def set_unfinished(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """What was broken off: {"folder", "name", "stage"}."""
        self._unfinished = list(entries)
        self._rebuild()

    def search(self, words: str) -> None:
        """Show only the cards in which these words occur."""
        self._words = words
        self._filter()

    def retranslate(self) -> None:
        """Set every word again."""
        self._title.setText(self.tr("Subspaces (research)"))
        self._about.setText(
            self.tr(
                "Prompts of many tasks lie near each other. A subspace is found from them, and in it a new task is "
                "learned with a few numbers only."
            )
        )
        self.find_button.setText(self.tr("Find a subspace..."))
        self.report_button.setText(self.tr("Open a report..."))
        self.empty.set_texts(
            self.tr("No subspaces yet"),
            self.tr(
                "Three prompt packs of one base model are enough to find one, or a folder with one table for each task."
            ),
        )
        self.empty.set_actions((("find", self.tr("Find a subspace...")), ("report", self.tr("Open a report..."))))
        self._filter()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _rebuild(self) -> None:
        entries = [*self._unfinished, *self._entries]
        if entries == [card.entry for card in self.cards]:
            return
        self._flow.clear()
        self.cards = []
        for entry in entries:
            card = SubspaceCard(entry)
            card.requested.connect(self.requested)
            self._flow.addWidget(card)
            self.cards.append(card)
        self._filter()

    def _filter(self) -> None:
        found = 0
        for card in self.cards:
            card.setVisible(card.matches(self._words))
            found += card.matches(self._words)
        self._count.setText(number(found) if self.cards else "")
        self._nothing.setText(self.tr('Nothing here matches "{words}".').format(words=self._words.strip()))
        self._nothing.setVisible(bool(self.cards) and not found)
        self.empty.setVisible(not self.cards)
        for button in (self.find_button, self.report_button):
            button.setVisible(bool(self.cards))
