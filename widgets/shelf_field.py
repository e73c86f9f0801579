"""A setting that is a file of the shelf: a prompt pack or a subspace, another file, or none. The path is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from widgets.components import ComboBox
from widgets.theme import current

_FILE = object()  # the entry that asks for a file


class ShelfField(ComboBox):
    """`set_files` fills the list."""

    changed = Signal()

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: list[tuple[str, str]] = []  # path, words
        self._value = str(row["default"] or "")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setMinimumWidth(current().length(200))
        self.activated.connect(self._on_activated)
        self.retranslate()

    def set_files(self, files: Sequence[Mapping[str, Any]]) -> None:
        """What is on the shelf: {"path", "name", "backbone"}."""
        self._files = []
        for file in files:
            words = (str(file.get("name") or Path(str(file["path"])).stem), str(file.get("backbone") or ""))
            self._files.append((str(file["path"]), " · ".join(part for part in words if part)))
        self.retranslate()

    def get_value(self) -> str:
        """The path; "" for none."""
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show a path without a signal; one that is not on the shelf is added."""
        self._value = str(value or "")
        self.retranslate()

    def retranslate(self) -> None:
        """Fill the list again."""
        self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("None"), "")
        known = dict(self._files)
        if self._value and self._value not in known:
            known = {self._value: Path(self._value).stem, **known}
        for path, words in known.items():
            self.addItem(words, path)
        self.addItem(self.tr("Another file..."), _FILE)
        self.setCurrentIndex(0 if not self._value else 1 + list(known).index(self._value))
        self.blockSignals(False)
        self.setToolTip(self._value)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _asked(self) -> tuple[str, str, str]:
        """What the dialog for another file says: its title, what such files are called, and how they end."""
        return self.tr("Choose a prompt pack"), self.tr("Prompt packs"), "*.promptpack *.zip"

    def _on_activated(self, index: int) -> None:
        value = self.itemData(index)
        if value is _FILE:
            title, kind, endings = self._asked()
            kinds = f"{kind} ({endings});;{self.tr('All files')} (*)"
            folder = str(Path(self._value).parent) if self._value else ""
            value = QFileDialog.getOpenFileName(self, title, folder, kinds)[0] or self._value
        was, self._value = self._value, str(value)
        self.retranslate()
        if self._value != was:
            self.changed.emit()


class SubspaceField(ShelfField):
    """The same for subspaces."""

    def _asked(self) -> tuple[str, str, str]:
        return self.tr("Choose a subspace"), self.tr("Subspaces"), "*.promptsubspace"
