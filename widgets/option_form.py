"""A form drawn from an option schema: label over field, help, units, an advanced fold and "n changed - Reset".

The form knows no setting by name. It gives back only what differs from the defaults, and nothing of a field that does
not matter: a row's `when` names the values that other fields must have for it to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from widgets.components import Button, FlowLayout, Label
from widgets.field_editors import FieldEditor, NumberField, make_editor
from widgets.sentences import engine_text
from widgets.shelf_field import ShelfField
from widgets.theme import current


class OptionField(QWidget):
    """A labelled editor with its help."""

    def __init__(self, row: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.editor: FieldEditor = make_editor(row)
        self._label = Label("", "caption", "muted")
        self._label.setBuddy(self.editor)
        self._help = Button("", "icon", "help")
        self._help.clicked.connect(self._show_help)
        self._help.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head_box = QWidget()
        head_box.setMinimumHeight(current().height("small"))
        head = QHBoxLayout(head_box)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(current().space["xs"])
        head.addWidget(self._label)
        head.addWidget(self._help)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head_box)
        column.addWidget(self.editor)
        self.retranslate()

    def is_changed(self) -> bool:
        """Whether the value differs from the default."""
        return bool(self.editor.get_value() != self.row["default"])

    def retranslate(self) -> None:
        """Renew label and help."""
        label, text = engine_text(self.row["label"]), engine_text(self.row.get("help", ""))
        term = self.row["name"].rpartition(".")[2]
        self._label.setText(label)
        self._label.setToolTip(term)
        self.editor.setAccessibleName(label)
        self.editor.setAccessibleDescription(text)
        self.editor.setToolTip(f"{text}\n{term}" if text else term)
        self._help.setVisible(bool(text))
        self._help.setToolTip(text)
        self._help.setAccessibleName(self.tr("About: {name}").format(name=label))
        self._help.setAccessibleDescription(text)

    def _show_help(self) -> None:
        at = self._help.mapToGlobal(QPoint(0, self._help.height()))
        QToolTip.showText(at, engine_text(self.row.get("help", "")), self._help)


class OptionForm(QWidget):
    """Fields for a schema. Signal `changed` after a person changed a value."""

    changed = Signal()
    unfolded = Signal()  # the advanced fields came into view

    def __init__(self, schema: Sequence[dict[str, Any]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, OptionField] = {}
        self._schema: list[dict[str, Any]] = []
        space = current().space
        self._plain, self._folded = QWidget(), QWidget()
        self._plain_flow = FlowLayout(self._plain, spacing=space["l"])
        self._groups = QVBoxLayout(self._folded)
        self._groups.setContentsMargins(0, 0, 0, 0)
        self._groups.setSpacing(space["l"])
        self._files: dict[str, list[Mapping[str, Any]]] = {}  # by the type of row that names one
        self._count = Label("", "caption", "muted")
        self._reset = Button("", "link")
        self._reset.clicked.connect(lambda: self.reset())
        self._advanced = Button("", "ghost", "chevron_right", icon_after=True)
        self._advanced.setCheckable(True)
        self._advanced.toggled.connect(self._fold)
        tools = QHBoxLayout()
        tools.setSpacing(space["s"])
        for widget in (self._count, self._reset, self._advanced):
            tools.addWidget(widget)
        right = QVBoxLayout()
        right.addStretch(1)
        right.addLayout(tools)
        top = QHBoxLayout()
        top.setSpacing(space["l"])
        top.addWidget(self._plain, 1)
        top.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space["m"])
        column.addLayout(top)
        column.addWidget(self._folded)
        column.addStretch(1)
        self._folded.hide()
        self.set_schema(schema)

    def set_schema(self, schema: Sequence[dict[str, Any]]) -> None:
        """Draw other fields. Values of fields that stay are kept; a schema that is already shown costs nothing.

        Advanced rows with the same "group" stand together under that word.
        """
        rows = [dict(row) for row in schema]
        if rows == self._schema and self._fields:
            return
        kept = {name: field.editor.get_value() for name, field in self._fields.items() if field.is_changed()}
        self._schema = rows
        self._plain_flow.clear()
        while (item := self._groups.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}
        flows: dict[str, _Group] = {}
        for row in rows:
            field = OptionField(row)
            field.editor.changed.connect(self._on_changed)
            if isinstance(field.editor, ShelfField):
                field.editor.set_files(self._files.get(row["type"], ()))
            if row.get("advanced"):
                group = str(row.get("group") or "")
                if group not in flows:
                    flows[group] = _Group(group)
                    self._groups.addWidget(flows[group])
                flows[group].add(field)
            else:
                self._plain_flow.addWidget(field)
            self._fields[row["name"]] = field
        self._advanced.setVisible(any(row.get("advanced") for row in rows))
        self.set_values({name: value for name, value in kept.items() if name in self._fields})

    def set_files(self, kind: str, files: Sequence[Mapping[str, Any]]) -> None:
        """What fields of type "pack" or "subspace" may name: {"path", "name", "backbone"}."""
        self._files[kind] = list(files)
        for field in self._fields.values():
            if isinstance(field.editor, ShelfField) and field.row["type"] == kind:
                field.editor.set_files(files)

    def values(self) -> dict[str, Any]:
        """What differs from the defaults, by name, of the fields that matter."""
        found = {name: field for name, field in self._fields.items() if self._matters(field.row)}
        return {name: field.editor.get_value() for name, field in found.items() if field.is_changed()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values and the defaults of all others, without a signal. Names without a field are ignored."""
        for name, field in self._fields.items():
            field.editor.set_value(values.get(name, field.row["default"]))
        self.retranslate()

    def set_value(self, name: str, value: Any) -> None:
        """Show one value without a signal. KeyError if there is no such field."""
        self._fields[name].editor.set_value(value)
        self.retranslate()

    def set_hint(self, name: str, value: float | None) -> None:
        """Say what "Automatic" of a number will come to; nothing happens if there is no such field."""
        field = self._fields.get(name)
        if field is not None and isinstance(field.editor, NumberField):
            field.editor.set_hint(value)

    def field(self, name: str) -> OptionField:
        """One field. KeyError if there is none of that name."""
        return self._fields[name]

    def is_open(self) -> bool:
        """Whether the advanced fields are shown."""
        return self._advanced.isChecked()

    def reset(self, section: str = "") -> None:
        """Bring the defaults back, of all fields or of those whose name begins with `section`."""
        self.set_values({name: value for name, value in self.values().items() if not name.startswith(section)})
        self._advanced.setFocus()
        self.changed.emit()

    def retranslate(self) -> None:
        """Renew all words."""
        for field in self._fields.values():
            field.retranslate()
            field.setVisible(self._matters(field.row))
        for place in range(self._groups.count()):
            item = self._groups.itemAt(place)
            if item is not None and isinstance(group := item.widget(), _Group):
                group.renew()
        changed = len(self.values())
        self._count.setText(self.tr("{n} changed").format(n=changed))
        self._count.setVisible(bool(changed))
        self._reset.setText(self.tr("Reset"))
        self._reset.setVisible(bool(changed))
        self._advanced.setText(self.tr("Advanced"))
        self._advanced.set_icon("chevron_down" if self._advanced.isChecked() else "chevron_right")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _matters(self, row: Mapping[str, Any]) -> bool:
        """Whether the fields that a row hangs on have the values it needs."""
        needed = [(name, values) for name, values in (row.get("when") or {}).items() if name in self._fields]
        return all(self._fields[name].editor.get_value() in values for name, values in needed)

    def _fold(self, is_open: bool) -> None:
        self._folded.setVisible(is_open)
        self.retranslate()
        if is_open:
            self.unfolded.emit()

    def _on_changed(self) -> None:
        self.retranslate()
        self.changed.emit()


class _Group(QWidget):
    """Fields under a word that says what they are about."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._fields = name, list[OptionField]()
        self._title = Label("", "strong")
        holder = QWidget()
        self._flow = FlowLayout(holder, spacing=current().space["l"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(holder)
        self.renew()

    def add(self, field: OptionField) -> None:
        """One more field."""
        self._flow.addWidget(field)
        self._fields.append(field)

    def renew(self) -> None:
        """Say its name; without a field that is shown there is nothing to name."""
        self._title.setText(engine_text(self._name))
        self._title.setVisible(bool(self._name))
        self.setVisible(any(not field.isHidden() for field in self._fields))
