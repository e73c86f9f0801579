"""A dialog with one card: what went wrong and what to do, or a question with its answers. It never blocks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from widgets.buttons import Button
from widgets.cards import Card
from widgets.error_card import ErrorCard
from widgets.labels import Label
from widgets.theme import current

Actions = Sequence[tuple[str, str]]


class MessageDialog(QDialog):
    """Shown with `open()`. Signal `answered(id)`: the button that was pressed, or "" when it was closed by Escape."""

    answered = Signal(str)

    def __init__(
        self,
        heading: str,
        why: str,
        actions: Actions,
        *,
        is_error: bool = False,
        details: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`actions` are (id, text), the recommended one first. `details` of an error are folded away, for a report."""
        super().__init__(parent)
        self._answer = ""
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.card: ErrorCard | QuestionCard
        if is_error:
            self.card = ErrorCard(heading, why, actions, details=details)
        else:
            self.card = QuestionCard(heading, why, actions)
        self.card.action_chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        space = current().space["l"]
        column.setContentsMargins(space, space, space, space)
        column.addWidget(self.card)
        self.setMinimumWidth(current().length(560))
        self.finished.connect(lambda _code: self.answered.emit(self._answer))
        first = next((button for button in self.findChildren(Button) if button.kind == "primary"), None)
        if first is not None:
            first.setFocus()
            first.setDefault(True)

    def _on_chosen(self, answer: str) -> None:
        self._answer = answer
        self.accept()


class QuestionCard(Card):
    """A question, what hangs on it, and its answers. Signal `action_chosen(id)`."""

    action_chosen = Signal(str)

    def __init__(self, heading: str, why: str, actions: Actions, *, parent: QWidget | None = None) -> None:
        super().__init__("plain", padding=24, spacing=current().space["m"], parent=parent)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(why)
        self.body.addWidget(Label(heading, "heading"))
        self.body.addWidget(Label(why, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(current().space["s"])
        for index, (key, text) in enumerate(actions):
            button = Button(text, "primary" if index == 0 else "secondary")
            button.clicked.connect(lambda _checked=False, key=key: self.action_chosen.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addSpacing(current().space["xs"])
        self.body.addLayout(row)
