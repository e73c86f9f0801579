"""A form shows any schema, gives back only what was changed, and never a value out of range."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from engine.options import build, schema
from engine.runs.config import TrainingConfig
from widgets.field_editors import ChoiceField, NumberField, SwitchField, TextField, make_editor
from widgets.option_form import OptionForm
from widgets.shelf_field import ShelfField


@pytest.fixture
def form(qtbot) -> OptionForm:
    made = OptionForm(schema(TrainingConfig))
    qtbot.addWidget(made)
    made.show()
    return made


def row(kind: str, default, **more):
    plain = {"name": "x", "type": kind, "default": default, "label": "X", "optional": False, "choices": []}
    return {**plain, **more}


def test_a_fresh_form_has_no_values(form: OptionForm) -> None:
    assert form.values() == {}


def test_only_what_differs_from_the_default_comes_back(form: OptionForm) -> None:
    form.set_values({"batch_size": 16, "epochs": 5.0, "optimizer": "adafactor"})
    assert form.values() == {"epochs": 5.0, "optimizer": "adafactor"}


def test_values_of_a_form_are_accepted_by_the_options_it_was_drawn_from(form: OptionForm) -> None:
    for item in schema(TrainingConfig):
        if item["type"] in ("int", "float"):
            form.field(item["name"]).editor.stepBy(1)
    assert len(form.values()) > 8
    build(TrainingConfig, form.values())


def test_reset_brings_the_defaults_back_and_says_so(form: OptionForm, qtbot) -> None:
    form.set_values({"batch_size": 4, "threads": 2})
    assert form._count.text() == "2 changed"
    with qtbot.waitSignal(form.changed):
        form.reset()
    assert form.values() == {} and not form._reset.isVisible()


def test_advanced_fields_are_folded_away_until_asked_for(form: OptionForm, qtbot) -> None:
    field = form.field("weight_decay")
    assert not field.isVisible()
    with qtbot.waitSignal(form.unfolded):
        QTest.keyClick(form._advanced, Qt.Key.Key_Space)
    assert field.isVisible()


def test_another_schema_keeps_the_values_of_fields_that_stay(form: OptionForm) -> None:
    form.set_values({"batch_size": 4, "threads": 2})
    form.set_schema([item for item in schema(TrainingConfig) if item["name"] != "threads"])
    assert form.values() == {"batch_size": 4}


def test_every_field_has_an_accessible_name_and_help(form: OptionForm) -> None:
    for item in schema(TrainingConfig):
        field = form.field(item["name"])
        assert field.editor.accessibleName() == item["label"]
        assert field._help.isVisibleTo(field) == bool(item["help"])


def test_a_number_is_typed_with_its_unit_left_alone(qtbot) -> None:
    field = NumberField(row("int", 16, low=1, high=200, unit="rows"))
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.get_value() == 24 and field.text() == "24\u00a0rows"


@pytest.mark.parametrize(("typed", "kept"), [("500", 200), ("0", 1), ("-7", 1)])
def test_a_number_out_of_range_becomes_the_nearest_end(qtbot, typed: str, kept: int) -> None:
    field = NumberField(row("int", 16, low=1, high=200))
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.get_value() in (kept, 16) and 1 <= field.get_value() <= 200


def test_an_optional_number_emptied_is_automatic(qtbot) -> None:
    field = NumberField(row("float", None, low=1e-9, high=100.0, optional=True))
    qtbot.addWidget(field)
    field.set_value(0.25)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.get_value() is None and field.text() == "Automatic"


def test_automatic_says_what_it_means_and_steps_from_there(qtbot) -> None:
    field = NumberField(row("float", None, low=1e-9, high=100.0, optional=True))
    qtbot.addWidget(field)
    field.set_hint(0.005)
    assert field.text() == "Automatic (0.005)"
    field.stepBy(1)
    assert field.get_value() == 0.005
    field.stepBy(1)
    assert field.get_value() == 0.01
    field.stepBy(-2)
    assert field.get_value() == 0.002


def test_a_tiny_number_is_written_and_read_with_an_exponent(qtbot) -> None:
    field = NumberField(row("float", 0.5, low=1e-9, high=100.0))
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClicks(field, "3e-5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.get_value() == 3e-5 and field.text() == "3e-05"


def test_a_choice_stores_its_value_and_not_its_place(qtbot) -> None:
    field = ChoiceField(row("choice", "b", choices=[{"value": "a", "label": "One"}, {"value": "b", "label": "Two"}]))
    qtbot.addWidget(field)
    assert (field.get_value(), field.currentText()) == ("b", "Two")
    field.set_value("unheard of")
    assert field.get_value() == "unheard of"


def test_each_type_of_setting_has_its_editor(qtbot) -> None:
    for kind, default, editor in (("bool", True, SwitchField), ("str", "a", TextField), ("int", 1, NumberField)):
        made = make_editor(row(kind, default))
        qtbot.addWidget(made)
        assert isinstance(made, editor) and made.get_value() == default


CHOICES = [{"value": "none", "label": "None"}, {"value": "mlp", "label": "A network"}]
LINKED = [
    row("choice", "none", name="through", choices=CHOICES, advanced=True, group="The prompt"),
    row("int", 8, name="width", low=1, high=99, advanced=True, group="The prompt", when={"through": ["mlp"]}),
    row("pack", "", name="start", advanced=True, group="The prompt"),
    row("int", 4, name="rows", low=1, high=99, advanced=True, group="The training"),
]


@pytest.fixture
def linked(qtbot) -> OptionForm:
    made = OptionForm(LINKED)
    qtbot.addWidget(made)
    made.show()
    made._advanced.click()
    return made


def test_a_setting_without_effect_is_neither_shown_nor_given_back(linked: OptionForm) -> None:
    linked.set_values({"width": 16})
    assert not linked.field("width").isVisible() and linked.values() == {}
    linked.field("through").editor.setCurrentIndex(1)
    assert linked.field("width").isVisible() and linked.values() == {"through": "mlp", "width": 16}


def test_advanced_settings_stand_in_groups_with_a_name(linked: OptionForm) -> None:
    titles = [linked._groups.itemAt(place).widget()._title.text() for place in range(linked._groups.count())]
    assert titles == ["The prompt", "The training"]


def test_only_a_part_of_the_settings_is_reset(linked: OptionForm) -> None:
    linked.set_values({"through": "mlp", "rows": 9})
    linked.reset("rows")
    assert linked.values() == {"through": "mlp"}


def test_a_pack_is_chosen_from_the_shelf_or_from_a_file(linked: OptionForm, qtbot, monkeypatch) -> None:
    field = linked.field("start").editor
    assert isinstance(field, ShelfField) and field.get_value() == ""
    linked.set_files("pack", [{"path": "/shelf/a.promptpack", "name": "Reviews", "backbone": "MiniLM"}])
    assert [field.itemText(i) for i in range(field.count())] == ["None", "Reviews · MiniLM", "Another file..."]
    with qtbot.waitSignal(linked.changed):
        field.setCurrentIndex(1)
        field.activated.emit(1)
    assert linked.values() == {"start": "/shelf/a.promptpack"}
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/elsewhere/b.promptpack", ""))
    field.activated.emit(2)
    assert linked.values() == {"start": "/elsewhere/b.promptpack"} and field.currentText() == "b"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    field.activated.emit(field.count() - 1)
    assert linked.values() == {"start": "/elsewhere/b.promptpack"}


def test_an_empty_number_says_what_it_stands_for(qtbot) -> None:
    field = NumberField(row("int", None, low=0, high=200, optional=True, empty="As the prompt length"))
    qtbot.addWidget(field)
    assert field.text() == "As the prompt length" and field.get_value() is None
