"""What a subspace is to be found from: prompt packs that go together, or a folder with a table for each task.

It starts nothing: `find_requested` carries what was chosen, and `show_error` brings back why that cannot begin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QSlider, QVBoxLayout, QWidget

from widgets.components import Button, ComboBox, ElidedLabel, Label, SegmentedControl, SpinBox, secondary
from widgets.option_form import OptionForm
from widgets.pack_words import tokens
from widgets.roomy_dialog import RoomyDialog
from widgets.subspace_words import numbers
from widgets.theme import current
from widgets.wording import method_name

FEWEST = 3
LADDER = (1, 2, 3, 4, 5, 6, 8, 10, 15, 25, 50, 100)  # numbers a task; the paper's are 1 to 100, and 5 its usual
PACKS, TABLES = "packs", "tables"
NETWORK, QUICK = "network", "quick"
STEPS = 300  # of each prompt, and of the network
SEARCH_STEPS = "training.steps"
APART = ("dimension", "quick")  # settings that have a control of their own


class SubspaceDialog(RoomyDialog):
    """Shown with `open()`. `packs` are the shelf's cards, `hello` has base models and schemas.

    Choices: name, backbone (a source), packs (paths) or tables (a folder) with steps and set, subspace, training.
    """

    find_requested = Signal(dict)

    def __init__(
        self, packs: Sequence[Mapping[str, Any]], hello: Mapping[str, Any], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(QCoreApplication.translate("SubspaceDialog", "Find a subspace"), width=640, parent=parent)
        self._packs = [dict(pack) for pack in packs if not pack.get("broken")]
        self.name, self.folder = QLineEdit(name), QLineEdit()
        self.source = SegmentedControl(
            ((PACKS, self.tr("From prompt packs")), (TABLES, self.tr("From a folder of tables")))
        )
        self.boxes = [QCheckBox() for _ in self._packs]
        self._box_notes = [ElidedLabel("", "caption", "muted") for _ in self._packs]
        self.backbone, self.steps = ComboBox(), SpinBox()
        self.slider, self._slider_value = QSlider(Qt.Orientation.Horizontal), Label("", "strong")
        self.way = SegmentedControl(((NETWORK, self.tr("As in the paper")), (QUICK, self.tr("Quick"))))
        self._way_help = Label("", "caption", "muted", wrap=True)
        self.form, self.set_form = OptionForm(), OptionForm()
        self.go, self.cancel = Button(self.tr("Find the subspace"), "primary"), secondary(self.tr("Cancel"))
        self._state = Label("", "caption", "muted", wrap=True)
        for backbone in hello.get("backbones", ()):
            if backbone.get("present") and backbone.get("family") != "masked":
                self.backbone.addItem(str(backbone["name"]), str(backbone["source"]))
        rows = [row for row in hello.get("subspace_schema", ()) if row["name"] not in APART]
        rows += [{**row, "name": SEARCH_STEPS, "default": STEPS} for row in _steps(hello)]
        self.form.set_schema([{**row, "advanced": True} for row in rows])
        self.set_form.set_schema([{**row, "advanced": True} for row in hello.get("task_set_schema", ())])
        self._build_ui()
        self._connect()
        self.source.set_value(PACKS if len(self._packs) >= FEWEST else TABLES)
        self._renew()
        self.name.setFocus()
        self.name.selectAll()

    def choices(self) -> dict[str, Any]:
        """What is chosen."""
        settings = self.form.values()
        training = {"steps": settings.pop(SEARCH_STEPS, None) or STEPS}
        own = {"dimension": self.dimension(), "quick": self.way.value() == QUICK, **settings}
        chosen: dict[str, Any] = {"name": self.name.text().strip(), "subspace": own, "training": training}
        if self._is_from_packs():
            packs = self._ticked()
            return {**chosen, "packs": [pack["path"] for pack in packs], "backbone": packs[0].get("fits")}
        own_set = {"steps": self.steps.value(), "set": self.set_form.values()}
        return {**chosen, "tables": self.folder.text().strip(), "backbone": self.backbone.currentData(), **own_set}

    def dimension(self) -> int:
        """How few numbers a task is to have."""
        return LADDER[self.slider.value()]

    def show_error(self, error: Mapping[str, Any]) -> None:
        """Why it cannot begin; the choices stay, to be mended."""
        self.say_error(error)
        self.go.setEnabled(True)

    def _build_ui(self) -> None:
        space = current().space
        self._add(self.tr("Name"), self.name)
        self._add(self.tr("What it is found from"), self.source)
        packs = QVBoxLayout()
        packs.setSpacing(space["xs"])
        for pack, box, note in zip(self._packs, self.boxes, self._box_notes, strict=True):
            box.setText(str(pack["name"]).replace("&", "&&"))
            row = QHBoxLayout()
            row.setSpacing(space["m"])
            row.addWidget(box)
            row.addWidget(note, 1)
            packs.addLayout(row)
        self._packs_box = QWidget()
        self._packs_box.setLayout(packs)
        packs.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._packs_box)
        chooser = QHBoxLayout()
        chooser.setSpacing(space["s"])
        choose = secondary(self.tr("Choose..."), "folder")
        choose.clicked.connect(self._on_choose)
        chooser.addWidget(self.folder, 1)
        chooser.addWidget(choose)
        self._tables_box = QWidget()
        tables = QVBoxLayout(self._tables_box)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(space["m"])
        help_text = self.tr("A table for each task, or a folder with a train.csv for each: input and output.")
        self._add(self.tr("Folder"), chooser, help_text, self.folder, into=tables)
        self._add(self.tr("Base model"), self.backbone, into=tables)
        self.steps.setRange(1, 100_000)
        self.steps.setValue(STEPS)
        self._add(self.tr("Steps for each prompt"), self.steps, into=tables)
        tables.addWidget(self.set_form)
        self.body.addWidget(self._tables_box)
        self.slider.setRange(0, len(LADDER) - 1)
        self.slider.setPageStep(1)
        self.slider.setValue(LADDER.index(5))
        sliding = QHBoxLayout()
        sliding.setSpacing(space["m"])
        sliding.addWidget(self.slider, 1)
        sliding.addWidget(self._slider_value)
        help_text = self.tr("So few stand for a whole prompt. Up to 10 can be moved by hand in Play; the paper uses 5.")
        self._add(self.tr("Numbers a task"), sliding, help_text, self.slider)
        self._add(self.tr("How"), self.way)
        self.body.addWidget(self._way_help)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        for widget in (self.go, self.cancel):
            self.buttons.addWidget(widget)
        self.buttons.addWidget(self._state, 1)
        self.go.setDefault(True)

    def _add(
        self,
        name: str,
        field: QWidget | QHBoxLayout,
        help_text: str = "",
        named: QWidget | None = None,
        into: QVBoxLayout | None = None,
    ) -> None:
        """A label over a field or a row of them; `named` is what the label is for."""
        column = QVBoxLayout()
        column.setSpacing(current().space["xs"])
        label = Label(name, "caption", "muted")
        column.addWidget(label)
        if isinstance(field, QHBoxLayout):
            column.addLayout(field)
        else:
            column.addWidget(field)
            named = field
        if named is not None:
            label.setBuddy(named)
            named.setAccessibleName(name)
            named.setAccessibleDescription(help_text)
        if help_text:
            column.addWidget(Label(help_text, "caption", "faint", wrap=True))
        (into or self.body).addLayout(column)

    def _connect(self) -> None:
        for control in (self.source, self.way):
            control.changed.connect(lambda _value: self._renew())
        for box in self.boxes:
            box.toggled.connect(lambda _on: self._renew())
        for field in (self.name, self.folder):
            field.textChanged.connect(lambda _text: self._renew())
        self.slider.valueChanged.connect(lambda _value: self._renew())
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self.reject)

    def _is_from_packs(self) -> bool:
        return self.source.value() == PACKS

    def _ticked(self) -> list[dict[str, Any]]:
        return [pack for pack, box in zip(self._packs, self.boxes, strict=True) if box.isChecked()]

    def _renew(self) -> None:
        """Show the fields that matter, which packs go together, and whether it can begin."""
        is_packs, ticked = self._is_from_packs(), self._ticked()
        is_other = self._packs_box.isHidden() == is_packs
        self._packs_box.setVisible(is_packs)
        self._tables_box.setVisible(not is_packs)
        for pack, box, note in zip(self._packs, self.boxes, self._box_notes, strict=True):
            why = self._why_not(pack, ticked[0]) if ticked else self._why_alone(pack)
            box.setEnabled(box.isChecked() or not why)
            facts = (str(pack.get("backbone") or ""), method_name(str(pack.get("method") or "")), tokens(pack))
            note.setText(why or " · ".join(fact for fact in facts if fact))
        self._slider_value.setText(numbers(self.dimension()))
        way = self.tr("A small network is trained, so that the tasks still work with the prompts it gives back.")
        if is_packs:
            way = self.tr(
                "A small network learns to give the prompts back. Packs hold no examples to ask the tasks with."
            )
        if self.way.value() == QUICK:
            way = self.tr("In seconds, without asking the model: the directions in which the prompts differ most.")
        self._way_help.setText(way)
        waits = ""
        if not self.name.text().strip():
            waits = self.tr("It needs a name")
        elif is_packs and len(ticked) < FEWEST:
            waits = self.tr("Tick at least three packs of one base model")
        elif not is_packs and not self.folder.text().strip():
            waits = self.tr("Choose a folder")
        elif not is_packs and self.backbone.currentData() is None:
            waits = self.tr("No base model that writes is on this computer. Get one on Teach first.")
        self._state.setText(waits)
        self.go.setEnabled(not waits)
        if is_other and self.isVisible():
            self.fit()

    def _why_alone(self, pack: Mapping[str, Any]) -> str:
        """Why a pack cannot be used at all; empty if it can."""
        return "" if pack.get("fits") else self.tr("its base model is not on this computer")

    def _why_not(self, pack: Mapping[str, Any], first: Mapping[str, Any]) -> str:
        """Why a pack does not go with the first one that was ticked; empty if it does."""
        if pack.get("backbone") != first.get("backbone"):
            return self.tr("another base model: {name}").format(name=pack.get("backbone") or "–")
        if pack.get("method") != first.get("method"):
            return self.tr("learned in another way: {name}").format(name=method_name(str(pack.get("method") or "–")))
        if pack.get("tokens") != first.get("tokens"):
            return self.tr("another length: {tokens}").format(tokens=tokens(pack))
        return self._why_alone(pack)

    def _on_choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder"), self.folder.text())
        if path:
            self.folder.setText(path)

    def _on_go(self) -> None:
        self.error.hide()
        self.go.setEnabled(False)
        self.find_requested.emit(self.choices())


def _steps(hello: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The row of a training's steps, as the engine describes it."""
    return [dict(row) for row in hello.get("training_schema", ()) if row["name"] == "steps"]
