"""Step 3, "How to learn": how thoroughly, by which method, and the settings of both as a form.

Everything shown comes from the engine's hello; the form's names carry their section: "method.length".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.options import schema
from engine.runs import BackboneConfig, DataConfig
from widgets.components import Button, FlowLayout, Label, SegmentedControl
from widgets.durations import roughly
from widgets.method_card import MethodCard
from widgets.option_form import OptionForm
from widgets.support import Support
from widgets.theme import current

CARD_WIDTH = 196
PASSES = {"quick": 2.0, "balanced": 5.0, "careful": 15.0}
EPOCHS, RATE, OUTPUT = "training.epochs", "training.learning_rate", "task.output"
_OUTPUT_WORDS = {
    "verbalizer": QT_TRANSLATE_NOOP("engine", "The model's own words"),
    "head": QT_TRANSLATE_NOOP("engine", "A small layer on top"),
    "text": QT_TRANSLATE_NOOP("engine", "Written text"),
}
_OUTPUT_ROW = {
    "name": OUTPUT,
    "type": "choice",
    "default": None,
    "optional": True,
    "label": QT_TRANSLATE_NOOP("engine", "Answers come from"),
    "help": QT_TRANSLATE_NOOP(
        "engine", "Words suit models that write; a layer on top suits models that only read. It is learned too."
    ),
    "low": None,
    "high": None,
    "unit": "",
    "advanced": True,
}
_SHOWN_DATA = ("max_tokens",)


class MethodStep(QWidget):
    """Signal `changed` after a person chose something. The page puts `pace` beside the step's title."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hello: dict[str, Any] = {}
        self._cards: dict[str, MethodCard] = {}
        self._backbone: dict[str, Any] | None = None
        self._task = "classification"
        self._seconds: float | None = None
        self._pace_names: list[str] = []
        self.pace = SegmentedControl()
        self.pace.changed.connect(self._on_pace)
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, spacing=current().space["m"], min_width=CARD_WIDTH, columns=5)
        self.form = OptionForm()
        self.form.changed.connect(self._on_form)
        self._waiting = Label("", "body", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().space["m"])
        column.addWidget(self._waiting)
        column.addWidget(self._holder)
        column.addWidget(self.form)
        self.retranslate()

    def set_hello(self, hello: Mapping[str, Any]) -> None:
        """Methods, schemas, devices and what works with what."""
        self._hello = dict(hello)
        methods = self._hello.get("methods", [])
        if [method["kind"] for method in methods] != list(self._cards):
            chosen = self.kind()
            self._flow.clear()
            self._cards = {}
            for method in methods:
                card = MethodCard(method)
                card.clicked.connect(self._on_card)
                self._flow.addWidget(card)
                self._cards[method["kind"]] = card
            self._check(chosen or next(iter(self._cards), None))
        self._waiting.setVisible(not self._cards)
        self._holder.setVisible(bool(self._cards))
        self._renew()

    def set_backbone(self, backbone: Mapping[str, Any] | None, task: str) -> None:
        """Limit the methods to those that work with this base model; moves the choice to one that does."""
        self._backbone, self._task = dict(backbone) if backbone else None, task
        usable = [kind for kind in self._cards if not self.reason(kind)]
        if usable and self.kind() not in usable:
            self._check(self._best(usable))
        self._renew()

    def choose_usual(self) -> None:
        """The method that suits the base model best, as a start."""
        self._check(self._best([kind for kind in self._cards if not self.reason(kind)]))
        self._renew()

    def kind(self) -> str | None:
        """The chosen method."""
        return next((kind for kind, card in self._cards.items() if card.isChecked()), None)

    def title(self) -> str:
        """The real name of the chosen method."""
        card = self._cards.get(self.kind() or "")
        return str(card.method.get("title", "")) if card else ""

    def reason(self, kind: str) -> str:
        """Why a method cannot be used with the base model; empty if it can."""
        family = self._backbone.get("family") if self._backbone else None
        return Support(self._hello.get("support", ())).reason(kind, self._task, str(family)) if family else ""

    def outputs(self) -> list[str]:
        """The kinds of answer the chosen method works with here."""
        family = self._backbone.get("family") if self._backbone else None
        kind = self.kind()
        return Support(self._hello.get("support", ())).outputs(kind, self._task, str(family)) if kind and family else []

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a choice: "method.kind" and settings by their sectioned names, all others at their defaults."""
        if values.get("method.kind") in self._cards:
            self._check(str(values["method.kind"]))
        self._renew()
        self.form.set_values(values)
        self._renew_pace()

    def values(self) -> dict[str, Any]:
        """ "method.kind", the passes, and the settings that differ from their defaults, by sectioned name."""
        kind = self.kind()
        return ({"method.kind": kind} if kind else {}) | {EPOCHS: self._epochs()} | self.form.values()

    def learned_tokens(self) -> int:
        """How long the learned prompt will be."""
        try:
            return int(self.form.field("method.length").editor.get_value() or 0)
        except KeyError:
            return 0

    def set_size(self, kind: str, text: str) -> None:
        """How much a method trains."""
        if kind in self._cards:
            self._cards[kind].set_size(text)

    def set_seconds(self, seconds: float | None) -> None:
        """How long the training would take as it is set now; None where nobody knows."""
        self._seconds = seconds
        self._renew_pace()

    def set_rate(self, output: str) -> None:
        """Say what an automatic learning speed comes to for this kind of answer."""
        card = self._cards.get(self.kind() or "")
        rates = card.method.get("rates") if card else None
        self.form.set_hint(RATE, (rates or {}).get(output))

    def pace_text(self) -> str:
        """How thoroughly, in a word."""
        return self._pace_words()[self.pace.value() or "balanced"]

    def retranslate(self) -> None:
        """Renew the words of its own."""
        self._waiting.setText(self.tr("Waiting for the engine to say which methods there are..."))
        self.pace.setAccessibleName(self.tr("How thoroughly"))
        self._renew_pace()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _schema(self) -> list[dict[str, Any]]:
        """The form's rows: the method's own, then training, data and device, named by section."""
        method = next((each for each in self._hello.get("methods", []) if each["kind"] == self.kind()), None)
        rows = [_named("method", row) for row in (method or {}).get("schema", [])]
        rows += [_named("training", row) for row in self._hello.get("training_schema", [])]
        for row in rows:
            if row["name"] == EPOCHS:
                row["default"] = PASSES["balanced"]
        rows += [{**_named("data", row), "advanced": True} for row in schema(DataConfig) if row["name"] in _SHOWN_DATA]
        outputs = self.outputs()
        if len(outputs) > 1:
            choices = [{"value": value, "label": _OUTPUT_WORDS.get(value, value)} for value in outputs]
            rows.append({**_OUTPUT_ROW, "choices": choices})
        return rows + [self._device(_named("backbone", row)) for row in schema(BackboneConfig)]

    def _device(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["name"] != "backbone.device":
            return row
        found = [(device["kind"], device["name"]) for device in self._hello.get("devices", [])]
        names = [("auto", QT_TRANSLATE_NOOP("engine", "Automatic")), *dict(found).items()]
        return {**row, "type": "choice", "choices": [{"value": value, "label": text} for value, text in names]}

    def _renew(self) -> None:
        for kind, card in self._cards.items():
            card.set_reason(self.reason(kind))
            is_head = "head" in self._usual_outputs(kind)
            card.picture.set_method(str(card.method.get("sites", "input")), has_head=is_head)
        self.form.set_schema(self._schema())
        self._renew_pace()

    def _usual_outputs(self, kind: str) -> list[str]:
        family = self._backbone.get("family") if self._backbone else None
        found = Support(self._hello.get("support", ())).outputs(kind, self._task, str(family)) if family else []
        return found if len(found) == 1 else []

    def _best(self, kinds: Sequence[str]) -> str | None:
        """Deep prompts carry small models and heads, light ones do for models that write."""
        is_writer = self._backbone is not None and self._backbone.get("family") == "causal"
        wanted = "input" if is_writer else "deep"
        fitting = [kind for kind in kinds if self._cards[kind].method.get("sites") == wanted]
        return next(iter(fitting or kinds), None)

    def _check(self, kind: str | None) -> None:
        for name, card in self._cards.items():
            card.setAutoExclusive(False)
            card.setChecked(name == kind)
            card.setAutoExclusive(True)

    def _pace_words(self) -> dict[str, str]:
        return {
            "quick": self.tr("Quick"),
            "balanced": self.tr("Balanced"),
            "careful": self.tr("Careful"),
            "own": self.tr("Own"),
        }

    def _epochs(self) -> float | None:
        try:
            value = self.form.field(EPOCHS).editor.get_value()
        except KeyError:
            return PASSES["balanced"]
        return None if value is None else float(value)

    def _renew_pace(self) -> None:
        """The pace follows the passes in the form; other numbers are the person's own."""
        epochs = self._epochs()
        value = next((name for name, passes in PASSES.items() if passes == epochs), "own")
        words = self._pace_words()
        names = [*PASSES, "own"] if value == "own" else list(PASSES)
        texts = []
        for name in names:
            passes = epochs if name == "own" else PASSES[name]
            seconds = self._seconds * passes / epochs if self._seconds and epochs and passes else None
            texts.append((name, f"{words[name]} · {roughly(seconds)}" if seconds else words[name]))
        if names == self._pace_names:
            self.pace.set_texts(texts)
            self.pace.set_value(value)
        else:
            self._pace_names = names
            for old in self.pace.findChildren(Button):
                old.hide()  # until Qt gets round to deleting it
            self.pace.set_options(texts, value)
        passes_text = ", ".join(f"{words[name]}: {passes:g}" for name, passes in PASSES.items())
        self.pace.setToolTip(self.tr("Passes over your data. {passes}").format(passes=passes_text))

    def _on_pace(self, value: str) -> None:
        if value in PASSES:
            self.form.set_value(EPOCHS, PASSES[value])
            self._renew_pace()
            self.changed.emit()

    def _on_card(self) -> None:
        self._renew()
        self.changed.emit()

    def _on_form(self) -> None:
        self._renew_pace()
        self.changed.emit()


def _named(section: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": f"{section}.{row['name']}"}
