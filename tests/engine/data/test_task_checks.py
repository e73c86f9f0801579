"""Checks of single tasks: what cannot be used is told with its row, what has a consequence with all of them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import ColumnMapping, Example, Problem, Table, check_table, read_table
from engine.data.comparing import across_files
from engine.data.problems import problem_rows
from engine.data.task_checks import are_iob, row_faults, tag_faults

TAGGED = ColumnMapping({"text": "tokens", "label": "tags"})
SPAN = {"question": "q", "context": "c", "label": "a"}
CHOICE = ColumnMapping.of(["p"], "label", candidates=["one", "two", "three"])
CLOZE = ColumnMapping.of(["s"], "o", pattern="t")


def table(folder: Path, content: str) -> Table:
    path = folder / "a.csv"
    path.write_text(content, encoding="utf-8")
    return read_table(path, delimiter=",")


def only(found: list[Problem]) -> Problem:
    (problem,) = found
    assert problem.message and problem.fix
    return problem


# ---- rows that cannot be used ----------------------------------------------------------------------------------------

GOOD_TAGS = "tokens,tags\nAnn went,B-PER O\nto Rome,O B-LOC\nBob in Rome,B-PER O B-LOC\n"
GOOD_SPANS = "q,c,a,at\nwhen,in May,May,3\nwhere,by car,car,3\n"
GOOD_CHOICES = "p,one,two,three,label\nx,a,b,c,1\ny,d,e,f,3\n"
GOOD_FACTS = "s,t,o\nRome,[X] is in [Y].,Italy\nParis,[X] is in [Y].,France\n"

ROWS: list[tuple[str, str, ColumnMapping, str, str, str]] = [
    ("tagging", GOOD_TAGS, TAGGED, "one two three,O O\n", "tags_misaligned", "3 words and 2 tags"),
    ("span_qa", GOOD_SPANS, ColumnMapping(SPAN), "who,in June,Bob,3\n", "answer_not_in_context", '"Bob"'),
    (
        "span_qa",
        GOOD_SPANS,
        ColumnMapping({**SPAN, "start": "at"}),
        "who,in June,June,2\n",
        "answer_offset",
        'begins at character 2, but " Jun" stands there',
    ),
    (
        "span_qa",
        GOOD_SPANS,
        ColumnMapping({**SPAN, "start": "at"}),
        "who,in June,June,third\n",
        "start_no_number",
        "has third as the place",
    ),
    ("choice", GOOD_CHOICES, CHOICE, "z,a,,,1\n", "candidates_missing", "1 different candidates"),
    ("choice", GOOD_CHOICES, CHOICE, "z,a,a, a,1\n", "candidates_missing", "1 different candidates"),
    ("choice", GOOD_CHOICES, CHOICE, "z,a,b,,3\n", "right_candidate_empty", "in three"),
    ("choice", GOOD_CHOICES, CHOICE, "z,a,b,c,4\n", "choice_label", "(one, two, three)"),
    ("cloze", GOOD_FACTS, CLOZE, "Rome,no places,Italy\n", "pattern_places", "[X], [Y]"),
    ("cloze", GOOD_FACTS, CLOZE, "Rome,[X] is big,Italy\n", "pattern_places", "lacks [Y]"),
    ("cloze", GOOD_FACTS, CLOZE, "Rome,,Italy\n", "pattern_places", "[X], [Y]"),
    ("generation", "s,o\na,b\nc,d\n", ColumnMapping.of(["s"], "o"), "e, \n", "empty_answer", "no answer in o"),
    ("tagging", GOOD_TAGS, TAGGED, "one two,\n", "empty_answer", "no answer in tags"),
    ("choice", GOOD_CHOICES, CHOICE, "z,a,b,c,\n", "empty_answer", "no answer in label"),
]


@pytest.mark.parametrize(("task", "good", "mapping", "bad", "code", "said"), ROWS)
def test_a_bad_row_is_told_with_its_number_and_can_be_left_out(
    tmp_path: Path, task: str, good: str, mapping: ColumnMapping, bad: str, code: str, said: str
) -> None:
    read = table(tmp_path, good + bad)
    found = [problem for problem in check_table(read, mapping, task=task) if problem.severity == "skip"]
    problem = only(found)
    assert (problem.code, problem.row, problem.fixes) == (code, read.total_rows, ("skip",))
    assert f"ow {read.total_rows}" in problem.message and said in problem.message
    assert problem_rows(check_table(table(tmp_path, good), mapping, task=task)) == set()


def test_many_bad_rows_are_summed_up(tmp_path: Path) -> None:
    found = check_table(table(tmp_path, GOOD_TAGS + "a b,O\n" * 9), TAGGED, task="tagging", max_listed=2)
    assert [problem.code for problem in found if problem.severity == "skip"] == ["tags_misaligned"] * 2 + ["more_rows"]
    assert problem_rows(found) == set(range(4, 13))


def test_a_row_without_its_third_candidate_is_fine(tmp_path: Path) -> None:
    assert check_table(table(tmp_path, GOOD_CHOICES + "z,a,b,,2\n"), CHOICE, task="choice") == []


def test_another_task_does_not_ask_for_these_parts(tmp_path: Path) -> None:
    read = table(tmp_path, GOOD_TAGS + "one two three,O O\n")
    assert problem_rows(check_table(read, TAGGED, task="generation")) == set()


@given(st.lists(st.text("ab c"), min_size=1), st.integers(0, 8))
def test_tags_fit_when_there_are_as_many_as_words(words: list[str], tags: int) -> None:
    rows = [(text, " ".join("O" for _ in range(tags))) for text in words]
    arrow = pa.table({"tokens": [text for text, _ in rows], "tags": [tags for _, tags in rows]})
    read = Table(Path("a.csv"), "utf-8", ",", arrow, list(range(1, len(rows) + 1)), [])  # type: ignore[arg-type]
    bad = {number for fault in row_faults(read, TAGGED, "tagging") for number, _ in fault.rows}
    wrong = {n for n, (text, tag) in enumerate(rows, 1) if text.split() and tags and len(text.split()) != tags}
    assert bad == wrong


# ---- what shows across rows ------------------------------------------------------------------------------------------


def test_an_entity_that_begins_in_the_middle_is_a_warning(tmp_path: Path) -> None:
    found = check_table(table(tmp_path, GOOD_TAGS + "in Rome,O I-LOC\nRome,I-LOC\n"), TAGGED, task="tagging")
    problem = next(problem for problem in found if problem.code == "tag_orphan")
    assert (problem.severity, problem.rows) == ("warn", (4, 5))
    assert problem.message and problem.fix


@pytest.mark.parametrize(
    ("tags", "is_orphan"),
    [
        ("B-PER I-PER I-PER", False),
        ("O I-PER", True),
        ("B-LOC I-PER", True),
        ("I-PER", True),
        ("B-PER O I-PER", True),
        ("N V", False),
        ("I-PER NOUN", False),  # not IOB: nothing is said
    ],
)
def test_iob_is_read_as_its_definition_says(tags: str, is_orphan: bool) -> None:
    _, orphans = tag_faults([Example(7, {}, tags)])
    assert orphans == ([7] if is_orphan else [])


def test_only_iob_tags_are_called_that() -> None:
    assert are_iob(["O", "B-PER", "I-PER"]) and are_iob(["B-LOC"])
    assert not are_iob(["O"]) and not are_iob(["O", "PER"]) and not are_iob(["B-"]) and not are_iob([])


def test_one_tag_alone_stops_and_rare_tags_are_named(tmp_path: Path) -> None:
    found = check_table(table(tmp_path, "tokens,tags\na b,O O\nc,O\n"), TAGGED, task="tagging")
    assert [(problem.code, problem.severity) for problem in found] == [("one_tag", "stop")]
    found = check_table(table(tmp_path, GOOD_TAGS + "odd,B-ODD\n"), TAGGED, task="tagging")
    problem = only(found)
    assert (problem.code, problem.rows, problem.args["labels"]) == ("tag_once", (4,), "B-ODD")


def test_answers_that_stand_twice_in_their_text_are_a_warning(tmp_path: Path) -> None:
    read = table(tmp_path, GOOD_SPANS + "when,May or May,May,7\n")
    problem = only(check_table(read, ColumnMapping(SPAN), task="span_qa"))
    assert (problem.code, problem.severity, problem.rows) == ("answer_repeats", "warn", (3,))
    assert check_table(read, ColumnMapping({**SPAN, "start": "at"}), task="span_qa") == []


def test_two_answers_contradict_each_other_only_where_one_is_right(tmp_path: Path) -> None:
    facts = GOOD_FACTS + "Rome,[X] is in [Y].,Europe\nRome,[X] has [Y].,hills\n"
    assert check_table(table(tmp_path, facts), CLOZE, task="cloze") == []
    choices = GOOD_CHOICES + "x,a,b,c,2\nx,a,b,d,2\n"
    problem = only(check_table(table(tmp_path, choices), CHOICE, task="choice"))
    assert (problem.code, problem.rows) == ("contradiction", (1, 3))


def test_a_tag_seen_only_in_validation_is_told(tmp_path: Path) -> None:
    rows = [Example(1, {"tokens": "a b"}, "O B-X"), Example(2, {"tokens": "c"}, "O")]
    other = [Example(1, {"tokens": "d e"}, "B-X I-X"), Example(2, {"tokens": "c"}, "O")]
    found = across_files(rows, other, TAGGED, "tagging")
    assert [(problem.code, problem.rows, problem.args) for problem in found] == [
        ("in_both_files", (2,), {}),
        ("tag_only_in_validation", (1,), {"label": "I-X"}),
    ]
    assert all(problem.message and problem.fix for problem in found)
    assert [problem.code for problem in across_files(rows, other, TAGGED, "generation")] == ["in_both_files"]
