"""Several files at once: which is learned from, which is kept aside to test on, guessed from their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from widgets.components import Button, ComboBox, ElidedLabel, Label
from widgets.roomy_dialog import RoomyDialog
from widgets.theme import current

LEARN, ASIDE, UNUSED = "learn", "aside", "unused"
_ASIDE_WORDS = (  # the best to keep aside first: a test set is for the very end
    *("dev", "valid", "validation", "val", "holdout", "aside", "eval", "验证", "开发"),
    *("test", "测试"),
)
_LEARN_WORDS = ("train", "training", "训练")


def guess_parts(paths: Sequence[str]) -> dict[str, str]:
    """Path -> LEARN, ASIDE or UNUSED: at most one of each of the first two. A file whose name says nothing is learned
    from before one that is called a test."""

    def rank(path: str, words: Sequence[str]) -> int:
        """Where the first of the words in a name stands among them; behind all where there is none."""
        stem = Path(path).stem.lower()
        parts = set(re.split(r"[\W_\d]+", stem)) | {word for word in words if not word.isascii() and word in stem}
        return next((place for place, word in enumerate(words) if word in parts), len(words))

    aside = [path for path in paths if rank(path, _ASIDE_WORDS) < len(_ASIDE_WORDS)]
    rest = [path for path in paths if path not in aside]
    learned = min(rest, key=lambda path: rank(path, _LEARN_WORDS)) if rest else paths[0]
    kept = min((path for path in aside if path != learned), key=lambda path: rank(path, _ASIDE_WORDS), default=None)
    return {path: LEARN if path == learned else ASIDE if path == kept else UNUSED for path in paths}


class PartsDialog(RoomyDialog):
    """Shown with `open()`. Signal `chosen(path to learn from, path to keep aside or "")`."""

    chosen = Signal(str, str)

    def __init__(self, paths: Sequence[str], parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        title = translate("PartsDialog", "{n} files: what is each for?").format(n=len(paths))
        super().__init__(title, translate("PartsDialog", "Guessed from their names."), parent=parent)
        self.parts: dict[str, ComboBox] = {}
        self.go, self.cancel = Button(self.tr("Open"), "primary"), Button(self.tr("Cancel"))
        self._state = Label("", "caption", "muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().space["m"])
        grid.setVerticalSpacing(current().space["s"])
        grid.setColumnStretch(0, 1)
        words = {
            LEARN: self.tr("Learn from it"),
            ASIDE: self.tr("Keep it aside to test honestly"),
            UNUSED: self.tr("Leave it for later"),
        }
        for row, (path, part) in enumerate(guess_parts(paths).items()):
            name = ElidedLabel(Path(path).name, "strong")
            choice = self.parts[path] = ComboBox()
            for key, text in words.items():
                choice.addItem(text, key)
            choice.setCurrentIndex(choice.findData(part))
            choice.setAccessibleName(Path(path).name)
            choice.currentIndexChanged.connect(lambda _index: self._renew())
            grid.addWidget(name, row, 0)
            grid.addWidget(choice, row, 1)
        self.body.addLayout(grid)
        later = self.tr(
            "A file left for later can be scored with the finished pack: rows that took no part are fairest."
        )
        self.body.addWidget(Label(later, "caption", "muted", wrap=True))
        self.body.addStretch(1)
        for button in (self.go, self.cancel):
            self.buttons.addWidget(button)
        self.buttons.addWidget(self._state, 1)
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self.reject)
        self.go.setDefault(True)
        self._renew()
        self.go.setFocus()

    def _of(self, part: str) -> list[str]:
        return [path for path, choice in self.parts.items() if choice.currentData() == part]

    def _renew(self) -> None:
        is_one = len(self._of(LEARN)) == 1
        words = "" if is_one else self.tr("Choose one file to learn from")
        self._state.setText(words or (self.tr("Keep one file aside at most") if len(self._of(ASIDE)) > 1 else ""))
        self.go.setEnabled(is_one and len(self._of(ASIDE)) <= 1)

    def _on_go(self) -> None:
        self.accept()
        self.chosen.emit(self._of(LEARN)[0], next(iter(self._of(ASIDE)), ""))
