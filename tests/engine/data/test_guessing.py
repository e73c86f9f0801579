"""Tasks and their parts: seen where the values say so, asked for where they do not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.data import KINDS, ColumnMapping, Table, guess_mapping, guess_task, read_table, settle_mapping
from engine.errors import InputError

Columns = dict[str, list[str]]
MakeTable = Callable[[Columns], Table]


@pytest.fixture
def table_of(tmp_path: Path) -> MakeTable:
    def make(columns: Columns) -> Table:
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
        return read_table(path, delimiter=",")

    return make


def many(*values: str) -> list[str]:
    return [values[i % len(values)] for i in range(12)]


def different(text: str) -> list[str]:
    return [f"{text} {i}" for i in range(12)]


WORDS, TAGS = many("Ann went home", "Bob", "in New York City"), many("B-PER O O", "B-PER", "O B-LOC I-LOC I-LOC")
CONTEXT, ANSWER = [f"it rained {i} days in May" for i in range(12)], [f"{i} days" for i in range(12)]
PATTERN = many("[X] is in [Y].", "[Y] has [X].")
LEFT, RIGHT, BEST = different("left"), different("right"), many("0", "1")

TASKS: list[tuple[str, Columns, dict[str, str]]] = [
    ("tagging", {"tokens": WORDS, "tags": TAGS}, {"text": "tokens", "label": "tags"}),
    ("tagging", {"a": TAGS, "id": different("x"), "b": WORDS}, {"text": "b", "label": "a"}),
    (
        "tagging",
        {"words": WORDS, "pos": [" ".join("N" for _ in w.split()) for w in WORDS], "ner": TAGS},
        {"label": "ner"},
    ),
    (
        "span_qa",
        {"context": CONTEXT, "question": different("why"), "answer": ANSWER, "answer_start": many("10")},
        {"question": "question", "context": "context", "start": "answer_start", "label": "answer"},
    ),
    (
        "span_qa",
        {"what": [f"how long {i}?" for i in range(12)], "where": CONTEXT, "said": ANSWER},
        {"question": "what", "context": "where", "label": "said"},
    ),
    (
        "cloze",
        {"relation": many("P1"), "template": PATTERN, "subject": different("s"), "object": different("o")},
        {"pattern": "template", "text": "subject", "label": "object"},
    ),
    ("cloze", {"subject": different("s"), "object": many("a", "b")}, {"text": "subject", "label": "object"}),
    (
        "choice",
        {"premise": different("p"), "choice1": LEFT, "choice2": RIGHT, "label": BEST},
        {"candidate1": "choice1", "candidate2": "choice2", "text": "premise", "label": "label"},
    ),
    (
        "choice",
        {"question": different("q"), "A": LEFT, "B": RIGHT, "answer": many("A", "B", "B")},
        {"candidate1": "A", "candidate2": "B", "text": "question", "label": "answer"},
    ),
    (
        "choice",
        {
            "ctx": different("c"),
            "ending0": LEFT,
            "ending1": RIGHT,
            "ending2": different("x"),
            "gold": [*LEFT[:6], *RIGHT[6:]],
        },
        {"candidate1": "ending0", "candidate2": "ending1", "candidate3": "ending2", "text": "ctx", "label": "gold"},
    ),
    (
        "choice",
        {"premise": different("p"), "question": many("cause", "effect"), "选项1": LEFT, "选项2": RIGHT, "答案": BEST},
        {"candidate1": "选项1", "candidate2": "选项2", "premise": "premise", "question": "question", "label": "答案"},
    ),
    ("generation", {"mr": different("name[x]"), "text": different("There is x")}, {"text": "mr", "label": "text"}),
    ("generation", {"dialogue": different("A: hi"), "summary": different("They greet")}, {"label": "summary"}),
    ("classification", {"text": different("t"), "label": many("x", "y")}, {"text": "text", "label": "label"}),
    ("classification", {"text": ["t", "u"], "label": ["x", "y"]}, {"text": "text", "label": "label"}),
    ("classification", {"input": different("t"), "output": many("x", "y")}, {"text": "input", "label": "output"}),
    (
        "classification",
        {"passage": different("yes it is"), "question": different("is it"), "label": many("yes", "no")},
        {"passage": "passage", "question": "question", "label": "label"},
    ),
]


@pytest.mark.parametrize(("task", "columns", "roles"), TASKS)
def test_a_task_and_its_roles_are_seen(table_of: MakeTable, task: str, columns: Columns, roles: dict[str, str]) -> None:
    table = table_of(columns)
    kind, reason = guess_task(table)
    assert kind == task and reason.text
    mapping = guess_mapping(table, task)
    assert roles.items() <= dict(mapping.columns).items()
    assert set(mapping.columns) == set(roles) or len(roles) < 2
    assert mapping.is_settled and settle_mapping(table, None, task=task) == mapping
    assert all(mapping.reasons[name].text for name in table.columns)


@pytest.mark.parametrize("task", KINDS)
@pytest.mark.parametrize(
    "columns", [{"a": ["x", "y"]}, {"text": ["one", "two"], "label": ["a", "b"]}, {"id": ["1", "2"]}]
)
def test_guessing_never_fails(table_of: MakeTable, columns: Columns, task: str) -> None:
    table = table_of(columns)
    guess_task(table)
    assert isinstance(guess_mapping(table, task), ColumnMapping)


@pytest.mark.parametrize(
    ("task", "columns", "given", "code", "word"),
    [
        ("choice", {"text": different("a"), "label": BEST}, None, "columns_not_found", "candidate"),
        (
            "choice",
            {"text": different("a"), "one": LEFT, "label": BEST},
            {"text": "text", "candidate1": "one", "label": "label"},
            "columns_not_found",
            "candidate",
        ),
        ("span_qa", {"a": different("one two"), "b": different("c")}, None, "columns_not_found", "question"),
        ("tagging", {"tokens": WORDS, "one": TAGS, "two": TAGS}, None, "columns_ambiguous", "answer"),
        (
            "cloze",
            {"subject": LEFT, "one": PATTERN, "two": PATTERN, "object": LEFT},
            None,
            "columns_ambiguous",
            "pattern",
        ),
        ("generation", {"a": LEFT, "b": RIGHT, "c": BEST}, None, "columns_not_found", "answer"),
    ],
)
def test_what_is_not_clear_is_asked_for(
    table_of: MakeTable, task: str, columns: Columns, given: Any, code: str, word: str
) -> None:
    with pytest.raises(InputError) as caught:
        settle_mapping(table_of(columns), given, task=task)
    assert (caught.value.code, caught.value.args_["role"]) == (code, word)


def test_given_roles_stay_and_others_are_found_around_them(table_of: MakeTable) -> None:
    table = table_of({"tokens": WORDS, "one": TAGS, "two": TAGS})
    assert settle_mapping(table, {"label": "two"}, task="tagging").columns == {"text": "tokens", "label": "two"}
    squad = table_of({"context": CONTEXT, "question": LEFT, "answer": ANSWER, "start": many("10")})
    assert settle_mapping(squad, {"context": "context"}, task="span_qa").start == "start"


def test_an_optional_role_left_out_on_purpose_stays_out(table_of: MakeTable) -> None:
    squad = table_of({"context": CONTEXT, "question": LEFT, "answer": ANSWER, "start": many("10")})
    roles = {"question": "question", "context": "context", "label": "answer"}
    assert settle_mapping(squad, roles, task="span_qa").columns == roles
    facts = table_of({"template": PATTERN, "subject": LEFT, "object": RIGHT})
    roles = {"text": "subject", "label": "object"}
    assert settle_mapping(facts, roles, task="cloze").columns == roles


def test_of_two_unknown_columns_the_second_is_written(table_of: MakeTable) -> None:
    mapping = settle_mapping(table_of({"src": LEFT, "tgt": RIGHT}), None, task="generation")
    assert mapping.columns == {"text": "src", "label": "tgt"}
    assert mapping.reasons["tgt"].code == "written"


def test_a_few_bad_rows_do_not_hide_the_parts(table_of: MakeTable) -> None:
    table = table_of({"tokens": WORDS, "tags": ["B-PER", *TAGS[1:]]})
    assert guess_task(table)[0] == "tagging"
    table = table_of({"context": CONTEXT, "question": LEFT, "answer": ["never", *ANSWER[1:]]})
    assert guess_task(table)[0] == "span_qa"
