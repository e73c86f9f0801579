"""What every widget that draws itself has in common: it follows the language and the size of the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget


class Painted(QWidget):
    """Measured again when the text size changed; override `retranslate` to renew words."""

    def retranslate(self) -> None:
        """Renew all words, those for a screen reader too."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
