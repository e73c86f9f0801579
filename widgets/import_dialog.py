"""What another program's prompt does not say of itself: a name, its base model, what it is for, its template.

It reads and writes nothing: `look` of the engine tells the facts, `import_requested` carries what a person chose, and
`show_error` brings back why that did not work, so that it can be mended here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.components import Button, ComboBox, Label, SegmentedControl
from widgets.export_dialog import format_name
from widgets.import_choices import PICKS, WRITES, fits, in_order, problem, split_list, usual_template
from widgets.roomy_dialog import RoomyDialog
from widgets.theme import current
from widgets.wording import number


class ImportDialog(RoomyDialog):
    """Shown with `open()`. `facts` are those of `engine.packs.exchange.look`, `backbones` those of the hello."""

    import_requested = Signal(dict)  # name, backbone, and template, labels, words, author, licence as far as given

    def __init__(
        self, facts: Mapping[str, Any], backbones: Sequence[Mapping[str, Any]], name: str, parent: QWidget | None = None
    ) -> None:
        title = QCoreApplication.translate("ImportDialog", "Import: {format}")
        super().__init__(title.format(format=format_name(str(facts.get("format")))), _facts_line(facts), parent=parent)
        self._facts, self._backbones = dict(facts), in_order(facts, backbones)
        self._outputs: int | None = facts.get("outputs")
        self._is_busy = False
        self.name, self.author, self.licence = QLineEdit(), QLineEdit(), QLineEdit()
        self.backbone = ComboBox()
        self.task = SegmentedControl(((WRITES, self.tr("Writes text")), (PICKS, self.tr("Picks an answer"))))
        self.labels, self.words, self.template = QLineEdit(), QLineEdit(), QLineEdit()
        self._misfit = Label("", "caption", "warning", wrap=True)
        self._fields: dict[str, QWidget] = {}
        self.go, self.cancel = Button(self.tr("Import"), "primary", "plus"), Button(self.tr("Cancel"))
        self._state = Label("", "caption", "muted")
        self._build_ui()
        self._connect()
        self.name.setText(str(facts.get("name") or name))
        self.author.setText(str(facts.get("author") or ""))
        self.task.set_value(PICKS if self._outputs is not None else WRITES)
        self._renew()
        self.name.setFocus()
        self.name.selectAll()

    def choices(self) -> dict[str, Any]:
        """What is chosen, as the engine's request takes it."""
        labels = split_list(self.labels.text()) if self._picks() else []
        words = split_list(self.words.text()) if self._picks() and self._outputs is None else []
        given = {
            "template": self.template.text().strip(),
            "labels": labels,
            "words": {label: [word] for label, word in zip(labels, words, strict=False)} if words else None,
            "author": self.author.text().strip(),
            "licence": self.licence.text().strip(),
        }
        chosen = {"name": self.name.text().strip(), "backbone": self.backbone.currentData()}
        return chosen | {key: value for key, value in given.items() if value}

    def set_busy(self, words: str) -> None:
        """Say what is being done; empty when nothing is."""
        self._is_busy = bool(words)
        self._renew()
        self._state.setText(words)

    def show_error(self, error: Mapping[str, Any]) -> None:
        """Why it did not work; the choices stay, to be mended."""
        self.set_busy("")
        self.say_error(error)

    def _build_ui(self) -> None:
        space = current().space
        self._add(self.body, "name", self.tr("Name"), self.name)
        self._add(self.body, "backbone", self.tr("Base model"), self.backbone, self._made_for())
        self._fields["backbone"].layout().addWidget(self._misfit)  # type: ignore[union-attr]
        self._add(self.body, "task", self.tr("What it does"), self.task)
        labels_help = self.tr("Separated by commas.")
        if self._outputs is not None:
            labels_help = self.tr("{n} of them, in the order in which it was trained, separated by commas.")
            labels_help = labels_help.format(n=number(self._outputs))
        self._add(self.body, "labels", self.tr("Its answers"), self.labels, labels_help)
        words_help = self.tr("One for each answer, in the same order. Empty: the answers themselves.")
        self._add(self.body, "words", self.tr("Words for them"), self.words, words_help)
        template_help = self.tr("How a text is put to it: {text} is the text, {answer} where it answers.")
        self._add(self.body, "template", self.tr("Template"), self.template, template_help)
        card = QHBoxLayout()
        card.setSpacing(space["m"])
        self._add(card, "author", self.tr("Author"), self.author)
        self._add(card, "licence", self.tr("Licence"), self.licence)
        self.body.addLayout(card)
        self.body.addStretch(1)
        for widget in (self.go, self.cancel):
            self.buttons.addWidget(widget)
        self.buttons.addWidget(self._state, 1)
        for backbone in self._backbones:
            self.backbone.addItem(str(backbone["name"]), str(backbone["source"]))
        self.go.setDefault(True)

    def _add(self, layout: QVBoxLayout | QHBoxLayout, key: str, name: str, field: QWidget, help_text: str = "") -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["xs"])
        label = Label(name, "caption", "muted")
        label.setBuddy(field)
        field.setAccessibleName(name)
        field.setAccessibleDescription(help_text)
        column.addWidget(label)
        column.addWidget(field)
        if help_text:
            column.addWidget(Label(help_text, "caption", "faint", wrap=True))
        layout.addWidget(box)
        self._fields[key] = box

    def _connect(self) -> None:
        self.task.changed.connect(lambda _value: self._renew())
        self.backbone.currentIndexChanged.connect(lambda _index: self._renew())
        for field in (self.name, self.labels, self.words, self.template):
            field.textChanged.connect(lambda _text: self._renew())
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self.reject)

    def _picks(self) -> bool:
        return self.task.value() == PICKS

    def _renew(self) -> None:
        """Show the fields that matter, and whether it can go on."""
        task = self.task.value()
        shown = {"task": self._outputs is None, "labels": self._picks()}
        shown["words"] = self._picks() and self._outputs is None
        is_other = any(self._fields[key].isHidden() == is_shown for key, is_shown in shown.items())
        for key, is_shown in shown.items():
            self._fields[key].setVisible(is_shown)
        self.template.setPlaceholderText(usual_template(task, self._outputs))
        index = self.backbone.currentIndex()
        chosen = self._backbones[index] if 0 <= index < len(self._backbones) else None
        said = ""
        if chosen is None:
            said = self.tr("No base model is on this computer. Get one on Teach first.")
        elif not fits(self._facts, chosen):
            said = self.tr("This prompt seems to be made for a model of another size.")
        self._misfit.setText(said)
        self._misfit.setVisible(bool(said))
        waits = ""
        if not self.name.text().strip():
            waits = self.tr("It needs a name")
        elif self._picks() and len(split_list(self.labels.text())) < 2:
            waits = self.tr("Name its answers, at least two")
        if not self._is_busy:
            self._state.setText(waits)
        self.go.setEnabled(not waits and chosen is not None and not self._is_busy)
        if is_other and self.isVisible():
            self.fit()

    def _on_go(self) -> None:
        choices = self.choices()
        template = choices.get("template") or usual_template(self.task.value(), self._outputs)
        words = split_list(self.words.text()) if self._picks() and self._outputs is None else []
        wrong = problem(choices.get("labels", []), words, template, self._outputs)
        if wrong is not None:
            self.show_error(wrong.to_event())
            return
        self.error.hide()
        self.set_busy(self.tr("Importing..."))
        self.import_requested.emit(choices)

    def _made_for(self) -> str:
        made_for = str(self._facts.get("made_for") or "")
        if made_for:
            return self.tr("It says that it was made for {model}.").format(model=made_for)
        return self.tr("The file does not say which one; choose the model it was trained with.")


def _facts_line(facts: Mapping[str, Any]) -> str:
    translate = QCoreApplication.translate
    kinds = {"PROMPT_TUNING": "Prompt Tuning", "PREFIX_TUNING": "Prefix-Tuning", "P_TUNING": "P-Tuning"}
    kind = kinds.get(str(facts.get("kind")), "")
    tokens = translate("ImportDialog", "{n} tokens").format(n=number(int(facts.get("tokens") or 0)))
    wide = translate("ImportDialog", "{n} numbers each").format(n=number(int(facts.get("width") or 0)))
    deep, light = translate("ImportDialog", "enters every layer"), translate("ImportDialog", "enters at the input")
    return " · ".join(part for part in (kind, tokens, wide, deep if facts.get("is_deep") else light) if part)
