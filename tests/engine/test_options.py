"""engine/options.py: settings are declared once, described as JSON, and refuse what does not fit."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.options import build, nearest, option, schema


@dataclass(frozen=True)
class Paint:
    coats: int = option(2, label="Coats", help="More coats cover more.", low=1, high=9, unit="coats")
    thickness: float = option(0.5, label="Thickness", low=0.0, high=1.0, advanced=True)
    colour: str = option("red", label="Colour", choices=(("red", "Warm red"), ("sea", "Sea blue")))
    is_glossy: bool = option(False, label="Glossy")
    note: str = option("", label="Note")
    sample: str = option("", label="Sample", kind="pack", when={"is_glossy": (True,)}, families=("oil",))
    hours: float | None = option(None, label="Drying time", low=0.1)
    hidden: str = "not a setting"


def test_the_schema_lists_options_in_order_and_hides_plain_fields() -> None:
    assert [row["name"] for row in schema(Paint)] == [
        "coats",
        "thickness",
        "colour",
        "is_glossy",
        "note",
        "sample",
        "hours",
    ]


def test_the_schema_is_json_that_says_all_a_form_needs() -> None:
    rows = {row["name"]: row for row in json.loads(json.dumps(schema(Paint)))}
    assert rows["coats"] == {
        "name": "coats",
        "type": "int",
        "default": 2,
        "optional": False,
        "label": "Coats",
        "help": "More coats cover more.",
        "low": 1,
        "high": 9,
        "choices": [],
        "unit": "coats",
        "advanced": False,
        "empty": "",
        "when": {},
        "families": [],
    }
    assert rows["colour"]["type"] == "choice"
    assert rows["colour"]["choices"][1] == {"value": "sea", "label": "Sea blue"}
    assert rows["thickness"]["advanced"] is True
    assert [rows[name]["type"] for name in ("is_glossy", "note", "hours")] == ["bool", "str", "float"]


def test_a_form_learns_what_a_text_is_and_when_an_option_matters() -> None:
    row = next(row for row in schema(Paint) if row["name"] == "sample")
    assert (row["type"], row["when"], row["families"]) == ("pack", {"is_glossy": [True]}, ["oil"])
    assert build(Paint, {"sample": "a.promptpack"}).sample == "a.promptpack"


def test_none_means_choose_for_me_only_where_the_field_allows_it() -> None:
    assert build(Paint, {"hours": None}).hours is None
    assert next(row for row in schema(Paint) if row["name"] == "hours")["optional"] is True
    with pytest.raises(InputError, match="coats is None, but a whole number is needed"):
        build(Paint, {"coats": None})


def test_nothing_given_builds_the_defaults() -> None:
    assert build(Paint, {}) == Paint()


def test_whole_numbers_fit_either_number_type() -> None:
    made = build(Paint, {"coats": 3.0, "thickness": 1})
    assert (made.coats, type(made.coats), made.thickness, type(made.thickness)) == (3, int, 1.0, float)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("coats", "three", "a whole number"),
        ("coats", 2.5, "a whole number"),
        ("coats", True, "a whole number"),
        ("coats", float("inf"), "a whole number"),
        ("coats", [2], "a whole number"),
        ("thickness", "thin", "a number"),
        ("thickness", float("nan"), "a number"),
        ("thickness", False, "a number"),
        ("thickness", 10**400, "a number"),
        ("is_glossy", 1, "true or false"),
        ("is_glossy", "yes", "true or false"),
        ("note", 7, "a text"),
        ("colour", 7, "a text"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_what_is_needed(name: str, value: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        build(Paint, {name: value})
    assert caught.value.code == "option_type"
    assert name in caught.value.message and words in caught.value.message


@pytest.mark.parametrize(("value", "is_allowed"), [(1, True), (9, True), (0, False), (10, False), (10**400, False)])
def test_both_ends_of_a_range_are_allowed_and_nothing_beyond(value: int, is_allowed: bool) -> None:
    if is_allowed:
        assert build(Paint, {"coats": value}).coats == value
        return
    with pytest.raises(InputError, match="from 1 to 9"):
        build(Paint, {"coats": value})


def test_an_open_end_of_a_range_is_named_as_such() -> None:
    with pytest.raises(InputError, match=r"from 0\.1 to any"):
        build(Paint, {"hours": 0.0})


def test_a_choice_is_checked_by_its_stored_value() -> None:
    assert build(Paint, {"colour": "sea"}).colour == "sea"
    with pytest.raises(InputError, match="possible are red, sea"):
        build(Paint, {"colour": "Sea blue"})


def test_an_unknown_setting_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"no setting named thicknes\..*nearest is thickness"):
        build(Paint, {"thicknes": 0.1})


def test_nearest_lists_all_when_nothing_is_close() -> None:
    assert nearest("zzz", ["coats", "note"]) == "coats, note"


@given(
    coats=st.integers(1, 9),
    thickness=st.floats(0, 1),
    colour=st.sampled_from(["red", "sea"]),
    is_glossy=st.booleans(),
    note=st.text(),
    hours=st.none() | st.floats(0.1, allow_infinity=False),
)
def test_every_value_in_range_survives_json_and_build(**values: Any) -> None:
    made = build(Paint, json.loads(json.dumps(values)))
    assert {name: getattr(made, name) for name in values} == values
    assert build(Paint, json.loads(json.dumps(dataclasses.asdict(made)))) == made


@given(value=st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_any_json_value_is_taken_or_refused_but_never_crashes(value: Any) -> None:
    for field in ("coats", "thickness", "colour", "is_glossy", "note", "hours"):
        try:
            made = build(Paint, {field: value})
        except InputError:
            continue
        is_rounded = field == "hours" and type(value) is int  # beyond 2**53 not every whole number is a float
        assert getattr(made, field) == (float(value) if is_rounded else value)
