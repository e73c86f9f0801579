"""A subspace on the shelf as a card: how few numbers, from which tasks, how well their prompts come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from widgets import icons
from widgets.buttons import icon_button
from widgets.components import Card, ElidedLabel, Label, small
from widgets.in_a_row import in_a_row
from widgets.sentences import error_texts
from widgets.subspace_words import explained_words, mode_name, size_words
from widgets.task_map import TaskMap
from widgets.theme import current


class SubspaceCard(Card):
    """`entry` is a row of the hello, {"path", "name", "problem"} of a file that cannot be used, or {"folder", "name",
    "stage"} of one that was broken off. Signal `requested(action, path)`: "use", "show", "continue", "reveal" or
    "remove"."""

    requested = Signal(str, str)

    def __init__(self, entry: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(spacing=current().space["xs"], parent=parent)
        self.entry = dict(entry)
        self._name, self._size = ElidedLabel("", "strong"), Label("", "caption", "muted", wrap=True)
        self._about, self._facts = Label("", "body", wrap=True), Label("", "caption", "muted", wrap=True)
        self.map = TaskMap(is_small=True)
        self.map.set_tasks(self.entry.get("tasks") or ())
        self.map.setVisible(self.kind == "whole")
        self.button, self._more = small(), icon_button("more", "")
        self.button.clicked.connect(lambda: self.requested.emit(self._actions()[0][0], self.path))
        self._more.clicked.connect(self._open_menu)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(current().space["xs"])
        words.addWidget(self._size)
        words.addWidget(self._about)
        words.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(current().space["m"])
        middle.addLayout(words, 1)
        middle.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._facts, 1)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        for part in (head, middle, foot):
            self.body.addLayout(part)
        self.retranslate()

    @property
    def path(self) -> str:
        """Its file, or the folder of one that was broken off."""
        return str(self.entry.get("path") or self.entry.get("folder"))

    @property
    def kind(self) -> str:
        """ "whole", "broken" or "unfinished"."""
        return "unfinished" if "stage" in self.entry else "broken" if "dimension" not in self.entry else "whole"

    def matches(self, words: str) -> bool:
        """Whether the search `words` occur in what the card says."""
        text = " ".join(part.text() for part in (self._name, self._size, self._facts)).casefold()
        return all(word in text for word in words.casefold().split())

    def retranslate(self) -> None:
        """Set every word again."""
        entry = self.entry
        self._name.setText(str(entry["name"]))
        size, about, facts = "", "", ""
        if self.kind == "whole":
            size = size_words(entry)
            about = explained_words(entry.get("explained"), len(entry["tasks"]))
            facts = "\n".join((str(entry.get("backbone") or ""), mode_name(str(entry["mode"]))))
        elif self.kind == "broken":
            about = in_a_row(*error_texts(entry.get("problem") or {}))
        else:
            is_early = entry["stage"] == "prompts"
            about = self.tr("Broken off while a prompt is made for each task.")
            about = about if is_early else self.tr("Broken off before the subspace was found.")
            facts = self.tr("What is finished is kept.")
        self._size.setText(size)
        self._size.setVisible(bool(size))
        self._about.setText(about)
        self._facts.setText(facts)
        self.button.setText(self._actions()[0][1])
        self.button.setAccessibleName(f"{self.button.text()}: {entry['name']}")
        self._more.set_name(self.tr("More for {name}").format(name=entry["name"]))
        self.setAccessibleName(", ".join(part for part in (str(entry["name"]), size, about) if part))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _actions(self) -> list[tuple[str, str, str]]:
        """(id, text, icon); the first is the button's."""
        reveal = ("reveal", self.tr("Show in folder"), "folder")
        remove = ("remove", self.tr("Remove..."), "trash")
        first = {
            "whole": [("use", self.tr("Use in Teach"), "start"), ("show", self.tr("Look into it..."), "search")],
            "unfinished": [("continue", self.tr("Continue"), "start")],
            "broken": [],
        }
        return [*first[self.kind], reveal, remove]

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for key, text, icon in self._actions():
            action = menu.addAction(icons.icon(icon), text)
            action.triggered.connect(lambda _checked=False, key=key: self.requested.emit(key, self.path))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
