"""A dialog with one card: what went wrong and what to do, or a question with its answers. It never blocks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from widgets.buttons import Button
from widgets.error_card import ErrorCard
from widgets.theme import current


class MessageDialog(QDialog):
    """Shown with `open()`. Signal `answered(id)`: the button that was pressed, or "" when it was closed by Escape."""

    answered = Signal(str)

    def __init__(
        self,
        heading: str,
        why: str,
        actions: Sequence[tuple[str, str]],
        *,
        details: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`actions` are (id, text), the recommended one first. `details` are folded away, for a report."""
        super().__init__(parent)
        self._answer = ""
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.card = ErrorCard(heading, why, actions, details=details)
        self.card.action_chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        space = current().space["l"]
        column.setContentsMargins(space, space, space, space)
        column.addWidget(self.card)
        self.setMinimumWidth(min(current().length(560), 900))
        self.finished.connect(lambda _code: self.answered.emit(self._answer))
        first = next((button for button in self.findChildren(Button) if button.kind == "primary"), None)
        if first is not None:
            first.setFocus()
            first.setDefault(True)

    def _on_chosen(self, answer: str) -> None:
        self._answer = answer
        self.accept()
