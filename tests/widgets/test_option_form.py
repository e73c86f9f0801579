"""A form shows any schema, gives back only what was changed, and never a value out of range."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.options import build, schema
from engine.runs.config import TrainingConfig
from widgets.field_editors import ChoiceField, NumberField, SwitchField, TextField, make_editor
from widgets.option_form import OptionForm


@pytest.fixture
def form(qtbot) -> OptionForm:
    made = OptionForm(schema(TrainingConfig))
    qtbot.addWidget(made)
    made.show()
    return made


def row(kind: str, default, **more):
    return {"name": "x", "type": kind, "default": default, "label": "X", "optional": False, "choices": [], **more}


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
