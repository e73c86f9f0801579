"""Column roles: guessed where that is safe, asked for where it is not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine.data import ColumnMapping, Table, guess_mapping, read_table, settle_mapping
from engine.errors import InputError

PROSE = ["it was a long and winding story about nothing", "nobody could have told it in a better way than her"]


@pytest.fixture
def table_of(tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(**columns: list[str]) -> Table:
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow([name.replace("__", " ") for name in columns])
            writer.writerows(zip(*columns.values(), strict=True))
        return read_table(path, delimiter=",")

    return make


def many(*values: str) -> list[str]:
    return [values[i % len(values)] for i in range(12)]


def different(text: str) -> list[str]:
    return [f"{text} {i}" for i in range(12)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"text": different("a"), "label": many("x", "y")}, {"text": "text", "label": "label"}),
        ({"label": many("x", "y"), "text": different("a")}, {"text": "text", "label": "label"}),
        ({"Text": different("a"), "LABEL": many("x", "y")}, {"text": "Text", "label": "LABEL"}),
        (
            {"text": different("a"), "fine_label": many("x", "y", "z"), "label": many("x", "y")},
            {"text": "text", "label": "label"},
        ),
        ({"sentence": different("a"), "fine_label": many("x", "y")}, {"text": "sentence", "label": "fine_label"}),
        ({"内容": different("好"), "标签": many("好", "坏")}, {"text": "内容", "label": "标签"}),
        ({"what": different(PROSE[0]), "mood": many("x", "y")}, {"text": "what", "label": "mood"}),
        (
            {"id": different("1"), "what": different(PROSE[0]), "mood": many("x", "y")},
            {"text": "what", "label": "mood"},
        ),
        (
            {"premise": different("a"), "hypothesis": different("b"), "label": many("x", "y")},
            {"premise": "premise", "hypothesis": "hypothesis", "label": "label"},
        ),
        (
            {"question": different("a"), "passage": different("b"), "label": many("x", "y")},
            {"passage": "passage", "question": "question", "label": "label"},
        ),
        ({"input": different("a"), "output": different("b")}, {"text": "input", "label": "output"}),
        ({"mr": different("a"), "text": different("b")}, {"text": "mr", "label": "text"}),
        (
            {"text": different("a"), "keywords": different("k"), "label": many("x", "y")},
            {"text": "text", "label": "label"},
        ),
    ],
)
def test_clear_columns_are_guessed(table_of, columns: dict[str, list[str]], expected: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    table = table_of(**columns)
    mapping = guess_mapping(table)
    assert dict(mapping.columns) == expected
    assert mapping.is_settled
    assert settle_mapping(table, None) == mapping
    assert all(mapping.reasons[name].text for name in table.columns)


def test_reasons_tell_what_spoke_for_a_column(table_of) -> None:  # type: ignore[no-untyped-def]
    mapping = guess_mapping(table_of(id=different("1"), what=different(PROSE[0]), mood=many("x", "y")))
    assert {name: reason.code for name, reason in mapping.reasons.items()} == {
        "id": "left_over",
        "what": "longest_text",
        "mood": "few_values",
    }
    assert "2 different values" in mapping.reasons["mood"].text


def test_a_tie_is_for_the_person_to_settle(table_of) -> None:  # type: ignore[no-untyped-def]
    table = table_of(text=different("a"), sentiment=many("x", "y"), category=many("p", "q"))
    mapping = guess_mapping(table)
    assert (dict(mapping.open_roles), mapping.is_settled) == ({"label": ("sentiment", "category")}, False)
    assert mapping.alternatives["label"] == ("category",)
    with pytest.raises(InputError) as caught:
        settle_mapping(table, None)
    assert (caught.value.code, caught.value.args_["candidates"]) == ("columns_ambiguous", "sentiment, category")
    assert settle_mapping(table, {"label": "category"}).columns == {"text": "text", "label": "category"}


def test_among_equal_names_the_one_with_few_values_is_the_answer(table_of) -> None:  # type: ignore[no-untyped-def]
    table = table_of(text=different("a"), answer=different(PROSE[1]), category=many("p", "q"))
    assert guess_mapping(table).label == "category"


def test_a_table_without_an_answer_is_refused_unless_none_is_needed(table_of) -> None:  # type: ignore[no-untyped-def]
    table = table_of(text=different("a"), notes=different("b"))
    with pytest.raises(InputError) as caught:
        settle_mapping(table, None)
    assert caught.value.code == "columns_not_found"
    assert settle_mapping(table, None, needs_label=False).columns == {"text": "text"}


def test_a_named_column_that_is_not_there_names_the_nearest(table_of) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        settle_mapping(table_of(review=different("a"), stars=many("1", "2")), {"text": "reviews", "label": "stars"})
    assert (caught.value.args_["nearest"], caught.value.args_["columns"]) == ("review", "review, stars")


def test_one_column_cannot_have_two_roles(table_of) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        settle_mapping(table_of(text=different("a"), label=many("x", "y")), {"text": "text", "label": "text"})
    assert caught.value.code == "column_twice"


def test_missing_roles_are_guessed_around_the_given_ones(table_of) -> None:  # type: ignore[no-untyped-def]
    table = table_of(text=different("a"), label=many("x", "y"), mood=many("x", "y"))
    assert settle_mapping(table, {"text": "text"}).columns == {"text": "text", "label": "label"}
    assert settle_mapping(table, {"label": "mood"}).columns == {"text": "text", "label": "mood"}


def test_a_choice_becomes_roles_and_a_recipe() -> None:
    assert ColumnMapping.of(["review"], "stars").to_config() == {"text": "review", "label": "stars"}
    pair = ColumnMapping.of(["a", "b"], None)
    assert (pair.to_config(), pair.inputs, pair.label) == ({"a": "a", "b": "b"}, ("a", "b"), None)
