"""Edit how a row becomes text: the template with its places, and the word that stands for each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from engine.data import PRESET, ColumnMapping, Table, Template, Verbalizer
from engine.errors import InputError
from engine.messages import ERRORS
from widgets.components import Button, ElidedLabel, FlowLayout, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.sentences import engine_text
from widgets.template_presets import TemplatePreset, written
from widgets.theme import current, restyle
from widgets.word_field import WordField

MOST_WORDS = 12  # answers that get a field of their own
SHOWN = 56  # characters of a template in the menu


class TemplateEditor(QWidget):
    """Signals: `changed(template or None, words or None)` after each valid change, `closed()`. None is the preset."""

    changed = Signal(object, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._mapping = ColumnMapping({})
        self._preset = ""
        self._family = "causal"
        self._presets: list[TemplatePreset] = []
        self._has_answer = True
        self._words: dict[str, WordField] = {}
        self._measured: dict[str, Mapping[str, Any]] = {}
        self.template = QLineEdit()
        self.template.textEdited.connect(self._on_edited)
        self._label, self._words_label = ElidedLabel("", "caption", "muted"), ElidedLabel("", "caption", "muted")
        self._places = QWidget()
        self._place_flow = FlowLayout(self._places, spacing=current().space["s"])
        self._words_box = QWidget()
        self._words_flow = FlowLayout(self._words_box, spacing=current().space["m"])
        self._error = QWidget()
        self._error_text = Label("", "caption", "danger", wrap=True)
        self.presets, self._done = Button("", "small", "chevron_down", icon_after=True), Button("", "small", "check")
        self.presets.clicked.connect(self.open_presets)
        self._done.clicked.connect(self.closed)
        self._build_ui()
        self.retranslate()

    def set_data(
        self,
        table: Table | None,
        mapping: ColumnMapping,
        labels: Sequence[str],
        preset: str,
        *,
        has_answer: bool = True,
        family: str = "causal",
        presets: Sequence[TemplatePreset] = (),
    ) -> None:
        """The columns, the answers, and the template that holds when none is given.

        `has_answer`: the model says the answer's word, so the template needs a place for it. `presets`: what else one
        may start from, written for a base model of this family.
        """
        is_preset = self.template.text() in ("", self._preset)
        self._table, self._mapping, self._preset, self._has_answer = table, mapping, preset, has_answer
        self._family, self._presets = family, list(presets)
        if is_preset:
            self.template.setText(preset)
        self._place_flow.clear()
        for name in ("{soft}", *(f"{{{column}}}" for column in mapping.inputs), *(["{answer}"] if has_answer else [])):
            button = Button(name, "pill", "plus")
            button.set_name(self.tr("Insert {place}").format(place=name))
            button.clicked.connect(lambda _on=False, name=name: self._insert(name))
            self._place_flow.addWidget(button)
        shown = list(labels) if has_answer and len(labels) <= MOST_WORDS else []
        if shown != list(self._words):
            self._make_words(shown)
        self._words_box.setVisible(bool(shown))
        self._words_label.setVisible(bool(shown))

    def set_values(self, template: str | None, words: Mapping[str, Sequence[str]] | None) -> None:
        """Show a template and words; None is the preset and each answer's own text."""
        if self._template() != template:
            self.template.setText(written(template, self._mapping, self._family) if template else self._preset)
        for label, field in self._words.items():
            field.set_words(list((words or {}).get(label, ())))
            field.set_measured(self._measured.get(label))
        self._check()

    def set_measured_words(self, words: Sequence[Mapping[str, Any]]) -> None:
        """Say of each answer's word into how many tokens the base model takes it: [{"label", "word", "tokens",
        "better"}]."""
        self._measured = {str(each["label"]): each for each in words}
        for label, field in self._words.items():
            field.set_measured(self._measured.get(label))

    def error(self) -> str:
        """What is wrong with what is written; empty if nothing is."""
        return self._error_text.text() if not self._error.isHidden() else ""

    def retranslate(self) -> None:
        """Renew all words."""
        self._label.setText(self.tr("Template: what the model reads, with places for your columns"))
        self._words_label.setText(self.tr("Words that stand for the answers, several parted by /"))
        self.template.setAccessibleName(self.tr("Template"))
        self.presets.setText(self.tr("Start from a preset"))
        self._done.setText(self.tr("Done"))
        self._check()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _build_ui(self) -> None:
        space = current().space
        head = QHBoxLayout()
        head.setSpacing(space["m"])
        head.addWidget(self._label, 1)
        head.addWidget(self.presets)
        head.addWidget(self._done)
        wrong = QHBoxLayout(self._error)
        wrong.setContentsMargins(0, 0, 0, 0)
        wrong.setSpacing(space["s"])
        wrong.addWidget(Icon("cross", "danger", 14))
        wrong.addWidget(self._error_text, 1)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["s"])
        column.addLayout(head)
        for widget in (self.template, self._error, self._places, self._words_label, self._words_box):
            column.addWidget(widget)

    def _make_words(self, labels: Sequence[str]) -> None:
        self._words_flow.clear()
        self._words = {}
        for label in labels:
            field = WordField(label)
            field.set_measured(self._measured.get(label))
            field.edited.connect(self._on_edited)
            self._words_flow.addWidget(field)
            self._words[label] = field

    def _insert(self, place: str) -> None:
        self.template.insert(place)
        self.template.setFocus()
        self._on_edited()

    def open_presets(self) -> QMenu:
        """The menu of templates to start from, opened under its button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        usual = TemplatePreset("", self.tr("Usual for these answers"), self._preset)
        was = 0
        for preset in (usual, *self._presets):
            group = 2 if preset.value.startswith(PRESET) else int(bool(preset.value))  # usual, the tasks', a paper's
            if group != was:
                menu.addSeparator()
            was = group
            shown = preset.text if len(preset.text) <= SHOWN else f"{preset.text[:SHOWN]}…"
            action = menu.addAction(f"{preset.name}\t{shown}".replace("&", "&&"))
            action.setData(preset.value)
            action.triggered.connect(lambda _on=False, preset=preset: self._on_preset(preset))
        menu.popup(self.presets.mapToGlobal(self.presets.rect().bottomLeft()))
        return menu

    def _on_preset(self, preset: TemplatePreset) -> None:
        self.template.setText(preset.text)
        if not preset.value:
            for field in self._words.values():
                field.field.clear()
        self._on_edited()

    def _on_edited(self) -> None:
        if self._check():
            self.changed.emit(self._template(), self._chosen_words())

    def _template(self) -> str | None:
        """What the recipe is to hold: None for the usual one, the name of a paper's where it stands unchanged."""
        text = self.template.text()
        if not text.strip() or text == self._preset:
            return None
        return next((preset.value for preset in self._presets if preset.text == text), text)

    def _chosen_words(self) -> dict[str, list[str]] | None:
        if not any(field.words() for field in self._words.values()):
            return None
        return {label: field.words() or [label] for label, field in self._words.items()}

    def _check(self) -> bool:
        """Whether what is written works; shows why not."""
        problem = ""
        try:
            if self._table is not None and self.template.text().strip():
                template = Template.parse(self.template.text(), self._table.columns, self._mapping.columns)
                if self._has_answer:
                    template.needs_answer()
            words: dict[str, Any] | None = self._chosen_words()
            if words:
                Verbalizer.from_config(words, list(self._words))
        except InputError as error:
            what, todo = ERRORS[error.code]
            problem = in_a_row(engine_text(what, **error.args_), engine_text(todo, **error.args_))
        self._error_text.setText(problem)
        self._error.setVisible(bool(problem))
        if bool(self.template.property("invalid")) != bool(problem):
            self.template.setProperty("invalid", bool(problem))
            restyle(self.template)
        return not problem
