"""What a column is for follows the task, and makes the roles that the engine reads."""

import pytest

from engine.data import KINDS, ColumnMapping, roles_of
from engine.data.roles import OPTIONAL
from widgets.column_roles import chip_help, chip_word, chips, chips_of, mapping_of, missing_chip, with_chip

COLUMNS = ("id", "a", "b", "c", "d")


@pytest.mark.parametrize("task", KINDS)
def test_every_chip_of_a_task_has_a_word_and_says_what_it_is_for(task) -> None:
    words = [chip_word(chip, task) for chip in chips_of(task)]
    assert all(words) and len(set(words)) == len(words)
    assert all(chip_help(chip, task) for chip in chips_of(task))


@pytest.mark.parametrize("task", KINDS)
def test_filling_every_chip_gives_the_roles_of_the_engine(task) -> None:
    wanted = [chip for chip in chips_of(task) if chip != "ignore"]
    wanted += ["candidate"] if task == "choice" else []
    mapping = mapping_of(dict(zip(COLUMNS, wanted, strict=False)), task)
    assert set(mapping.columns) == set(roles_of(task))
    assert missing_chip(mapping, task) is None
    assert sorted(chips(mapping, task).values()) == sorted(wanted)


@pytest.mark.parametrize("task", KINDS)
def test_a_task_without_columns_misses_what_it_cannot_do_without(task) -> None:
    needed = [role for role in roles_of(task) if role not in OPTIONAL]
    assert missing_chip(ColumnMapping({}), task) is not None and needed


def test_candidates_are_numbered_in_the_order_of_the_table() -> None:
    mapping = ColumnMapping({"text": "id", "label": "d"})
    for column in ("c", "a", "b"):
        mapping = with_chip(mapping, "choice", column, "candidate", COLUMNS)
    assert mapping.candidates == ("a", "b", "c")
    assert with_chip(mapping, "choice", "a", "ignore", COLUMNS).candidates == ("b", "c")


def test_one_candidate_is_too_few() -> None:
    mapping = ColumnMapping({"text": "id", "label": "d", "candidate1": "a"})
    assert missing_chip(mapping, "choice") == "candidate"


@pytest.mark.parametrize(
    ("task", "before", "chip", "after"),
    [
        ("span_qa", {"question": "a", "context": "b", "label": "c"}, "question", {"question": "d", "context": "b"}),
        ("tagging", {"text": "a", "label": "c"}, "input", {"text": "d"}),
        ("cloze", {"text": "a", "label": "c", "pattern": "b"}, "pattern", {"text": "a", "pattern": "d"}),
    ],
)
def test_what_only_one_column_can_be_is_taken_from_the_other(task, before, chip, after) -> None:
    made = with_chip(ColumnMapping(before), task, "d", chip, COLUMNS)
    assert dict(made.columns) == {**after, "label": "c"}


def test_several_inputs_are_named_by_their_columns() -> None:
    mapping = with_chip(ColumnMapping.of(["b"], "c"), "classification", "a", "input", COLUMNS)
    assert dict(mapping.columns) == {"a": "a", "b": "b", "label": "c"}
    assert dict(with_chip(mapping, "classification", "a", "answer", COLUMNS).columns) == {"text": "b", "label": "a"}


def test_a_column_that_is_called_like_a_role_of_another_task_is_an_input() -> None:
    mapping = ColumnMapping({"question": "question", "context": "context", "label": "answer"})
    assert chips(mapping, "classification") == {"question": "input", "context": "input", "answer": "answer"}
    assert chips(mapping, "span_qa") == {"question": "question", "context": "context", "answer": "answer"}
