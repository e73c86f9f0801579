"""In which form a pack is to leave: as it is, or for another program, with what that program will not know.

It writes nothing: it is given what each format can do and says which one was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.components import Button, ChoiceCard, Icon, Label
from widgets.roomy_dialog import RoomyDialog
from widgets.theme import current


@dataclass(frozen=True)
class Format:
    """`id` is the engine's word. `refusal`: why this pack cannot be told in it; `caveats`: what is left out or needs
    care. All sentences are in the window's language."""

    id: str
    refusal: str = ""
    caveats: tuple[str, ...] = ()


class ExportDialog(RoomyDialog):
    """Shown with `open()`. Signal `format_chosen(id)`; nothing comes where it is closed."""

    format_chosen = Signal(str)

    def __init__(self, name: str, formats: Sequence[Format], parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("ExportDialog", 'Export "{name}"').format(name=name)
        super().__init__(title, parent=parent)
        self.cards: dict[str, ChoiceCard] = {}
        self.choose, self.cancel = Button(self.tr("Choose where..."), "primary"), Button(self.tr("Cancel"))
        self.body.setSpacing(current().space["s"])
        for form in formats:
            self.cards[form.id] = _card(form)
            self.body.addWidget(self.cards[form.id])
        self.body.addStretch(1)
        for button in (self.choose, self.cancel):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.choose.clicked.connect(self._on_choose)
        self.cancel.clicked.connect(self.reject)
        self.choose.setDefault(True)
        first = next((form.id for form in formats if not form.refusal), None)
        self.choose.setEnabled(first is not None)
        if first is not None:
            self.cards[first].setChecked(True)
            self.cards[first].setFocus()

    def chosen(self) -> str:
        """The format that is chosen; empty if none can be."""
        return next((key for key, card in self.cards.items() if card.isChecked()), "")

    def _on_choose(self) -> None:
        chosen = self.chosen()
        self.accept()
        self.format_chosen.emit(chosen)


def format_name(key: str) -> str:
    """A format by its name for people."""
    translate = QCoreApplication.translate
    names = {
        "promptpack": translate("ExportDialog", "Prompt pack"),
        "peft": translate("ExportDialog", "PEFT folder"),
        "npy": translate("ExportDialog", "NumPy array (.npy)"),
        "koboldai": translate("ExportDialog", "KoboldAI soft prompt (.zip)"),
        "thudm": translate("ExportDialog", "THUDM prefix encoder"),
    }
    return names.get(key, key)


def _about(key: str) -> str:
    translate = QCoreApplication.translate
    lines = {
        "promptpack": translate("ExportDialog", "Everything: prompt, template, labels, score and card."),
        "peft": translate("ExportDialog", "For Hugging Face PEFT, which then answers as it does here."),
        "npy": translate("ExportDialog", "The learned numbers alone, a row for each token."),
        "koboldai": translate("ExportDialog", "For KoboldAI and programs that read its soft prompts."),
    }
    return lines.get(key, "")


def _card(form: Format) -> ChoiceCard:
    """A format with its caveats, or with the reason why not."""
    card = ChoiceCard(name=format_name(form.id), mark="radio", padding=12, spacing=2)
    card.body.addWidget(Label(format_name(form.id), "strong", "faint" if form.refusal else "text"))
    said = [form.refusal] if form.refusal else [_about(form.id)]
    card.body.addWidget(Label(said[0], "caption", "muted", wrap=True))
    for caveat in () if form.refusal else form.caveats:
        row = QHBoxLayout()
        row.setSpacing(current().space["xs"] + 2)
        row.addWidget(Icon("warning", "warning", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(caveat, "caption", wrap=True), 1)
        card.body.addLayout(row)
        said.append(caveat)
    card.setAccessibleDescription("\n".join(said))
    card.setEnabled(not form.refusal)
    return card
