"""Step 3, "How to learn": how thoroughly, by which method, and the settings of both as a form.

Everything shown comes from the engine's hello; the form's names carry their section: "method.length".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.options import schema
from engine.runs import BackboneConfig, DataConfig, FarmConfig
from widgets.components import Card, ErrorCard, Icon, Label
from widgets.in_a_row import in_a_row
from widgets.method_cards import MethodCards
from widgets.option_form import OptionForm
from widgets.pace import PASSES, REPEATS, Pace
from widgets.sentences import error_texts
from widgets.subspace_words import fitting
from widgets.support import Support, usual_output
from widgets.task_rows import METRIC, OUTPUT, task_rows
from widgets.theme import current

EPOCHS, RATE = "training.epochs", "training.learning_rate"
LENGTH, JOINT = "method.length", "method.tune_backbone"
SUBSPACE, START_TASK = "method.subspace", "method.start_task"
_SHOWN_DATA = ("max_tokens",)
_GROUPS = {
    "method": QT_TRANSLATE_NOOP("engine", "The prompt"),
    "training": QT_TRANSLATE_NOOP("engine", "The training"),
    "farm": QT_TRANSLATE_NOOP("engine", "Several trainings"),
    "rest": QT_TRANSLATE_NOOP("engine", "Texts and device"),
}


class MethodStep(QWidget):
    """Signals: `changed` after a person chose something; `template_requested` and `subspace_requested` to mend what was
    refused. The page puts `pace` beside the step's title."""

    changed = Signal()
    template_requested = Signal()
    subspace_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hello: dict[str, Any] = {}
        self._backbone: dict[str, Any] | None = None
        self._task = "classification"
        self._counted: int | None = None
        self._subspaces: list[Mapping[str, Any]] = []
        self._refusal: dict[str, Any] | None = None
        self.pace, self.cards, self.form = Pace(), MethodCards(), OptionForm()
        self.pace.pace_chosen.connect(self._on_pace)
        self.cards.chosen.connect(self._on_card)
        self.form.changed.connect(self._on_form)
        self._waiting = Label("", "body", "muted")
        self.not_frozen, self._not_frozen_text = Card("warning", padding=12), Label("", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(current().space["s"])
        row.addWidget(Icon("warning", "warning"), 0, self._not_frozen_text.alignment().AlignTop)
        row.addWidget(self._not_frozen_text, 1)
        self.not_frozen.body.addLayout(row)
        self.not_frozen.hide()
        self.refusal_card: ErrorCard | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["m"])
        for widget in (self._waiting, self.cards, self.form, self.not_frozen):
            column.addWidget(widget)
        self.retranslate()

    def set_hello(self, hello: Mapping[str, Any]) -> None:
        """Methods, schemas, devices and what works with what."""
        self._hello = dict(hello)
        self.cards.set_methods(self._hello.get("methods", []), Support(self._hello.get("support", ())))
        self._waiting.setVisible(not self.cards.cards)
        self.cards.setVisible(bool(self.cards.cards))
        self._renew()

    def set_backbone(self, backbone: Mapping[str, Any] | None, task: str) -> None:
        """Limit the methods to those that work with this base model; moves the choice to one that does."""
        self._backbone, self._task = dict(backbone) if backbone else None, task
        self.cards.set_backbone(backbone, task)
        self._renew()

    def set_packs(self, packs: Sequence[Mapping[str, Any]]) -> None:
        """The packs that a prompt may start from; those of the same base model stand first."""
        name = (self._backbone or {}).get("name")
        self.form.set_files("pack", sorted(packs, key=lambda pack: pack.get("backbone") != name))

    def set_subspaces(self, subspaces: Sequence[Mapping[str, Any]]) -> None:
        """The subspaces of the shelf; those of the base model alone can be chosen."""
        self._subspaces = list(subspaces)
        self._renew()

    def choose_usual(self) -> None:
        """The method that suits the base model best, as a start."""
        self.cards.choose_usual()
        self._renew()

    def kind(self) -> str | None:
        """The chosen method."""
        return self.cards.kind()

    def title(self) -> str:
        """The real name of the chosen method."""
        return str(self.cards.method().get("title", ""))

    def reason(self, kind: str) -> str:
        """Why a method cannot be used with the base model; empty if it can."""
        return self.cards.reason(kind)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a choice: "method.kind" and settings by their sectioned names, all others at their defaults."""
        if values.get("method.kind") in self.cards.cards:
            self.cards.choose(str(values["method.kind"]))
        self._renew()
        self.form.set_values(
            {name: value for name, value in values.items() if value is not None or name not in (OUTPUT, METRIC)}
        )
        self._offer_subspaces()
        self._renew_form()

    def values(self) -> dict[str, Any]:
        """ "method.kind", the passes, and the settings that differ from their defaults, by sectioned name."""
        kind, found = self.kind(), self.form.values()
        if self._counts_out():
            found.pop(LENGTH, None)  # the template says it
        return ({"method.kind": kind} if kind else {}) | {EPOCHS: self._epochs()} | found

    def learned_tokens(self) -> int:
        """How long the learned prompt will be."""
        try:
            return int(self.form.field(LENGTH).editor.get_value() or 0)
        except KeyError:
            return int(self._subspace().get("tokens") or 0)

    @property
    def is_frozen(self) -> bool:
        """Whether the base model stays as it is."""
        return not self.form.values().get(JOINT)

    def refusal(self) -> str:
        """What was refused of the settings as they stand, as a sentence; empty if nothing was."""
        return error_texts(self._refusal)[0] if self._refusal else ""

    def set_refusal(self, error: Mapping[str, Any] | None) -> None:
        """What the engine says cannot work together, as its error event, or None."""
        found = dict(error) if error else None
        if found != self._refusal:
            self._refusal = found
            self._renew_refusal()

    def set_counted(self, total: int | None) -> None:
        """How many learned tokens the template counts out; None where it leaves the number to the method."""
        if total != self._counted:
            self._counted = total
            self._renew_form()

    def set_size(self, kind: str, text: str) -> None:
        """How much a method trains."""
        self.cards.set_size(kind, text)

    def set_seconds(self, seconds: float | None) -> None:
        """How long the training would take as it is set now; None where nobody knows."""
        self.pace.set_seconds(seconds)

    def set_output(self, output: str) -> None:
        """The kind of answer that will be asked for: says what an automatic learning speed comes to."""
        method = self.cards.method()
        rates = dict(method.get("rates") or {})
        for name, by_value in (method.get("option_rates") or {}).items():  # a network learns at another speed
            try:
                rates |= by_value.get(str(self.form.field(f"method.{name}").editor.get_value()), {})
            except KeyError:
                continue
        self.form.set_hint(RATE, rates.get(output))
        self.cards.set_output(output)

    def pace_text(self) -> str:
        """How thoroughly, in a word."""
        return self.pace.word()

    def retranslate(self) -> None:
        """Renew the words of its own."""
        self._waiting.setText(self.tr("Waiting for the engine to say which methods there are..."))
        self._not_frozen_text.setText(
            self.tr(
                "The base model is trained too (not frozen). Its changed copy is saved beside the pack, which works "
                "with that copy only, and far more memory is needed."
            )
        )
        self._renew_refusal()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _schema(self) -> list[dict[str, Any]]:
        """The form's rows: the method's own, then training, data and device, named by section."""
        family = (self._backbone or {}).get("family")
        rows = [_named("method", row) for row in self.cards.method().get("schema", [])]
        rows = [row for row in rows if not row.get("families") or family is None or family in row["families"]]
        rows += [_named("training", row) for row in self._hello.get("training_schema", [])]
        for row in rows:
            if row["name"] == EPOCHS:
                row["default"] = PASSES["balanced"]
            elif row["name"] == START_TASK and self._subspace():
                names = ["", *(str(task["name"]) for task in self._subspace().get("tasks", ()))]
                words = {"": QT_TRANSLATE_NOOP("engine", "The middle of them all")}
                choices = [{"value": name, "label": words.get(name, name)} for name in names]
                row.update({"type": "choice", "choices": choices})
        rows += [_named("farm", row) for row in schema(FarmConfig)]
        rows += task_rows(self._task, self.cards.outputs(self.kind()), usual_output(self._backbone, self._task))
        rows += [{**_named("data", row), "advanced": True} for row in schema(DataConfig) if row["name"] in _SHOWN_DATA]
        return rows + [self._device(_named("backbone", row)) for row in schema(BackboneConfig)]

    def _device(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["name"] != "backbone.device":
            return row
        found = [(device["kind"], device["name"]) for device in self._hello.get("devices", [])]
        names = [("auto", QT_TRANSLATE_NOOP("engine", "Automatic")), *dict(found).items()]
        return {**row, "type": "choice", "choices": [{"value": value, "label": text} for value, text in names]}

    def _renew(self) -> None:
        self.form.set_schema(self._schema())
        self._offer_subspaces()
        self._renew_form()

    def _chosen_subspace(self) -> str | None:
        """The path of the subspace that the form names, "" for none; None where the method needs none."""
        try:
            return str(self.form.field(SUBSPACE).editor.get_value() or "")
        except KeyError:
            return None

    def _subspace(self) -> Mapping[str, Any]:
        """What is known of that subspace."""
        path = self._chosen_subspace()
        return next((each for each in self._subspaces if path and each["path"] == path), {})

    def _offer_subspaces(self) -> None:
        """Those of this base model; the first of them is chosen where none is, or one of another model."""
        path = self._chosen_subspace()
        if path is None:
            return
        own = fitting(self._subspaces, self._backbone)
        self.form.set_files("subspace", own)
        is_strange = not path or (bool(self._subspace()) and self._subspace() not in own)
        if is_strange and own:
            self.form.set_value(SUBSPACE, str(own[0]["path"]))
        self.form.set_schema(self._schema())  # the tasks to start from are the subspace's

    def _renew_form(self) -> None:
        """What follows from the form's values: pace, a length that the template says, the word about freezing."""
        self.pace.set_epochs(self._epochs(), self._trainings())
        try:
            field = self.form.field(LENGTH)
        except KeyError:
            field = None
        if field is not None and self._counts_out():
            self.form.set_value(LENGTH, self._counted)
            field.editor.setEnabled(False)
            field.editor.setToolTip(self.tr("The template counts its learned tokens out."))
        elif field is not None and not field.editor.isEnabled():
            field.editor.setEnabled(True)
            field.editor.set_value(field.row["default"])
            field.retranslate()
        self.not_frozen.setVisible(not self.is_frozen)

    def _counts_out(self) -> bool:
        return self._counted is not None and self.cards.method().get("sites") == "input"

    def _renew_refusal(self) -> None:
        if self.refusal_card is not None:
            self.refusal_card.hide()
            self.refusal_card.deleteLater()
            self.refusal_card = None
        if self._refusal is None:
            return
        what, todo = error_texts(self._refusal)
        actions = []
        if str(self._refusal.get("code")).startswith(("template", "preset")):
            actions.append(("template", self.tr("Edit template")))
        if str(self._refusal.get("code")).startswith("subspace"):
            actions.append(("subspace", self.tr("Find a subspace...")))
        elif any(name.startswith("method.") for name in self.form.values()):
            actions.append(("reset", self.tr("Use the usual settings")))
        self.refusal_card = ErrorCard(self.tr("These choices do not go together"), in_a_row(what, todo), actions)
        self.refusal_card.action_chosen.connect(self._on_refusal)
        self._column.insertWidget(self._column.indexOf(self.form), self.refusal_card)
        self.refusal_card.show()

    def _on_refusal(self, action: str) -> None:
        if action == "template":
            self.template_requested.emit()
        elif action == "subspace":
            self.subspace_requested.emit()
        else:
            self.form.reset("method.")

    def _epochs(self) -> float | None:
        try:
            value = self.form.field(EPOCHS).editor.get_value()
        except KeyError:
            return PASSES["balanced"]
        return None if value is None else float(value)

    def _trainings(self) -> int:
        """How many trainings side by side the settings come to."""
        found = self.form.values()
        return int(found.get("farm.seeds", 1)) + bool(found.get("farm.control"))

    def _on_pace(self, pace: str) -> None:
        self.form.set_value(EPOCHS, PASSES[pace])
        for name, value in REPEATS.items():
            field = self.form.field(name)
            self.form.set_value(name, value if pace == "careful" else field.row["default"])
        self._on_form()

    def _on_card(self) -> None:
        self._renew()
        self.changed.emit()

    def _on_form(self) -> None:
        self.form.set_schema(self._schema())
        self._renew_form()
        self.changed.emit()


def _named(section: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row under its section's name, and in the group of its section."""
    when = {f"{section}.{name}": values for name, values in (row.get("when") or {}).items()}
    return {**row, "name": f"{section}.{row['name']}", "when": when, "group": _GROUPS.get(section, _GROUPS["rest"])}
