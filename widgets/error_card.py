"""The card that says what went wrong, why, and what to do, with the details folded away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from widgets.buttons import Button
from widgets.cards import Card, ChoiceCard
from widgets.labels import Label
from widgets.marks import Chip, Icon
from widgets.theme import current


class ErrorCard(Card):
    """What happened as heading, why in a sentence or two, fixes to choose from, buttons, folded details with Copy.

    Signals: `action_chosen(id)` for a button; `fix_changed(id)` when another fix card is chosen.
    """

    action_chosen = Signal(str)
    fix_changed = Signal(str)

    def __init__(
        self,
        heading: str,
        why: str,
        actions: Sequence[tuple[str, str]] = (),
        *,
        fixes: Sequence[dict[str, str]] = (),
        details: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`actions` are (id, text), the first is the recommended one and primary.

        `fixes` are {"id", "title", "text", "price", "price_note"}; the first is recommended and chosen.
        """
        super().__init__("error", padding=24, spacing=current().space["m"], parent=parent)
        self._heading = Label(heading, "heading")
        self._why = Label(why, wrap=True)
        self._why.setMaximumWidth(720)
        self._fixes: dict[str, ChoiceCard] = {}
        self._recommended = Chip("", "accent")
        self._details = QPlainTextEdit(details)
        self._fold = Button("", "ghost", "chevron_right")
        self._copy = Button("", "small", "copy")
        self._build_ui(actions, fixes)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(why)
        self._retranslate()

    def chosen_fix(self) -> str:
        """The id of the chosen fix; empty if there are none."""
        return next((key for key, card in self._fixes.items() if card.isChecked()), "")

    def set_texts(self, heading: str, why: str) -> None:
        """Renew the words."""
        self._heading.setText(heading)
        self._why.setText(why)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(why)

    def changeEvent(self, event: QEvent) -> None:
        """Renew our own words in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _build_ui(self, actions: Sequence[tuple[str, str]], fixes: Sequence[dict[str, str]]) -> None:
        space = current().space
        top = QHBoxLayout()
        top.setSpacing(space["m"])
        top.addWidget(Icon("warning", "danger", 22), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(space["xs"])
        words.addWidget(self._heading)
        words.addWidget(self._why)
        top.addLayout(words, 1)
        top.addStretch(0)  # takes what is left beside the longest line, not the icon
        self.body.addLayout(top)
        for index, fix in enumerate(fixes):
            self.body.addWidget(self._fix_card(fix, recommended=index == 0))
        row = QHBoxLayout()
        row.setSpacing(space["s"])
        for index, (key, text) in enumerate(actions):
            button = Button(text, "primary" if index == 0 else "secondary")
            button.clicked.connect(lambda _checked=False, key=key: self.action_chosen.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._fold)
        self.body.addLayout(row)
        self._details.setReadOnly(True)
        self._details.setProperty("mono", True)
        self._details.setFont(current().mono_font())
        self._details.setMinimumHeight(140)
        self._details.setTabChangesFocus(True)
        self._details.hide()
        self._copy.hide()
        self.body.addWidget(self._details)
        self.body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignRight)
        self._fold.setVisible(bool(self._details.toPlainText()))
        self._fold.clicked.connect(self._on_fold)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details.toPlainText()))

    def _fix_card(self, fix: dict[str, str], *, recommended: bool) -> ChoiceCard:
        card = ChoiceCard(name=fix["title"], mark="radio", padding=10)
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(current().space["s"])
        head.addWidget(Label(fix["title"], "strong"))
        if recommended:
            head.addWidget(self._recommended)
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(Label(fix.get("text", ""), "caption", "muted", wrap=True))
        row.addLayout(words, 1)
        price = QVBoxLayout()
        price.setSpacing(1)
        price.addWidget(Label(fix.get("price", ""), "strong"), 0, Qt.AlignmentFlag.AlignRight)
        price.addWidget(Label(fix.get("price_note", ""), "caption", "muted"), 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(price)
        card.body.addLayout(row)
        card.setChecked(recommended)
        card.toggled.connect(lambda on, key=fix["id"]: self.fix_changed.emit(key) if on else None)
        self._fixes[fix["id"]] = card
        return card

    def _on_fold(self) -> None:
        opened = self._details.isHidden()
        self._details.setVisible(opened)
        self._copy.setVisible(opened)
        self._fold.set_icon("chevron_down" if opened else "chevron_right")

    def _retranslate(self) -> None:
        self._recommended.set_text(self.tr("Recommended"))
        self._fold.setText(self.tr("Details"))
        self._copy.setText(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy details"))
        self._details.setAccessibleName(self.tr("Details"))
