"""Patterns: what stands around the blank, and which columns a template needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import ColumnMapping, Template, derived_fields, needed_columns, preset_template
from engine.data.patterns import around, missing_places
from engine.errors import InputError

ROLES = {"text": "subject", "pattern": "template", "label": "object"}


@pytest.mark.parametrize(
    ("pattern", "before", "after"),
    [
        ("[X] was born in [Y].", "Rome was born in", "."),
        ("[X] is a legal term in [Y] .", "Rome is a legal term in", "."),
        ("[X] is affiliated with the [Y] religion .", "Rome is affiliated with the", " religion ."),
        ("[Y] is the capital of [X].", "", " is the capital of Rome."),
        ("[X]的首都是[Y]。", "Rome的首都是", "。"),
        ("The capital of [X] is [Y]", "The capital of Rome is", ""),
        ("[X] and [Y] are twins of [X]", "Rome and", " are twins of Rome"),
    ],
)
def test_a_pattern_is_cut_at_the_blank(pattern: str, before: str, after: str) -> None:
    assert around(pattern, "Rome") == (before, after)


def test_a_subject_that_looks_like_a_place_changes_nothing() -> None:
    assert around("[X] is in [Y].", "[Y] and [X]") == ("[Y] and [X] is in", ".")


@given(st.text(), st.text(), st.text())
def test_the_parts_are_the_pattern_filled_in_but_for_spaces_at_the_blank(front: str, back: str, subject: str) -> None:
    pattern = front.replace("[Y]", "") + "[Y]" + back
    before, after = around(pattern, subject)
    filled = "\0".join(part.replace("[X]", subject.strip()) for part in pattern.split("[Y]", 1))
    assert "".join(f"{before}\0{after}".split()) == "".join(filled.split())


def test_the_fields_come_for_rows_of_any_table() -> None:
    row = {"subject": "Rome", "template": "[X] is in [Y].", "other": "x"}
    assert derived_fields(ROLES, row) == {"before": "Rome is in", "after": "."}
    assert derived_fields({"text": "subject", "label": "object"}, row) == {}


def test_needed_columns_are_those_of_the_table() -> None:
    assert needed_columns(("before", "after"), ROLES) == ("subject", "template")
    assert needed_columns(("text", "other"), {"text": "text"}) == ("text", "other")
    assert needed_columns(("before",), {"text": "text"}) == ("before",)
    choice = {"text": "premise", "candidate1": "a", "candidate2": "b", "label": "right"}
    assert needed_columns(("premise",), choice) == ("premise", "a", "b")


def test_a_template_may_show_the_parts_only_where_there_is_a_pattern() -> None:
    columns = ["subject", "template", "object"]
    written = preset_template(ColumnMapping(ROLES), task="cloze", output="text")
    assert Template.parse(written, columns, ROLES).fields() == ("before", "after")
    with pytest.raises(InputError) as caught:
        Template.parse(written, columns, {"text": "subject", "label": "object"})
    assert caught.value.code == "template_column"


def test_missing_places_are_named() -> None:
    assert [missing_places(text) for text in ("[X] [Y]", "[X]", "no places")] == [(), ("[Y]",), ("[X]", "[Y]")]
