"""`data check` for each task: what a table looks like, its roles, and the rows of that task that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .conftest import Call

TAGGED = "tokens,tags\nAnn went home,B-PER O O\nto Rome,O B-LOC\nBob,B-PER\nshe went,O\nAnn,B-PER\n"
CHOSEN = "premise,choice1,choice2,label\nit rained,wet,dry,1\nsunny,wet,dry,2\ndark,,night,2\n"
SPANS = "context,question,answer,answer_start\nin May,when?,May,3\nin June,when?,June,3\nby car,how?,car,0\n"
FACTS = "subject,template,object\nRome,[X] is in [Y].,Italy\nParis,[X] is in [Y].,France\n"


def checked(call: Call, folder: Path, content: str, *words: str) -> dict[str, Any]:
    path = folder / "t.csv"
    path.write_text(content, encoding="utf-8")
    outcome = call("data", "check", path, *words, "--json")
    assert outcome.code == 0
    (event,) = outcome.events
    return event


@pytest.mark.parametrize(
    ("content", "task", "roles", "bad"),
    [
        (TAGGED, "tagging", {"text": "tokens", "label": "tags"}, {4: "tags_misaligned"}),
        (
            CHOSEN,
            "choice",
            {"text": "premise", "candidate1": "choice1", "candidate2": "choice2", "label": "label"},
            {3: "candidates_missing"},
        ),
        (
            SPANS,
            "span_qa",
            {"question": "question", "context": "context", "start": "answer_start", "label": "answer"},
            {3: "answer_offset"},
        ),
        (FACTS, "cloze", {"pattern": "template", "text": "subject", "label": "object"}, {}),
    ],
)
def test_a_table_is_checked_as_what_it_looks_like(
    call: Call, tmp_path: Path, content: str, task: str, roles: dict[str, str], bad: dict[int, str]
) -> None:
    found = checked(call, tmp_path, content)
    assert (found["task"], found["task_guessed"], found["roles"], found["open_roles"]) == (task, task, roles, {})
    assert {p["row"]: p["code"] for p in found["problems"] if p["severity"] == "skip"} == bad
    told = call("data", "check", tmp_path / "t.csv").out
    assert f"This looks like: {task}. " in told
    assert all(f"ow {row}" in told for row in bad)


def test_another_task_can_be_asked_for(call: Call, tmp_path: Path) -> None:
    found = checked(call, tmp_path, TAGGED, "--task", "generation")
    assert (found["task"], found["task_guessed"]) == ("generation", "tagging")
    assert [p for p in found["problems"] if p["severity"] == "skip"] == []
    told = call("data", "check", tmp_path / "t.csv", "--task", "generation").out
    assert "Task:  generation" in told and "This looks like: tagging" in told
    assert call("data", "check", tmp_path / "t.csv", "--task", "dreaming").code == 2


def test_what_a_task_needs_and_the_table_lacks_is_said(call: Call, tmp_path: Path) -> None:
    found = checked(call, tmp_path, "text,label\na,x\nb,y\n", "--task", "choice")
    assert found["open_roles"] == {"candidate1": []}
    told = call("data", "check", tmp_path / "t.csv", "--task", "choice").out
    assert "The column of the candidate 1 was not found" in told and "data.columns.candidate1=COLUMN" in told


def test_tags_are_counted_like_answers(call: Call, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TAGGED, encoding="utf-8")
    assert "Tags:  O 4, B-LOC 1, B-PER 3" in call("data", "check", tmp_path / "t.csv").out


# ---- files, fixes and formats ----------------------------------------------------------------------------------------

REVIEWS = "text,label\n" + "".join(
    f"case {i} about a delivery that came on day {i * 37 % 91} to house {i * 53 % 97},{('good', 'bad')[i % 2]}\n"
    for i in range(60)
)


def test_a_fix_is_told_as_a_setting(call: Call, tmp_path: Path) -> None:
    found = checked(call, tmp_path, REVIEWS + "and more,Good\n")
    (problem,) = (each for each in found["problems"] if each["code"] == "label_spelling")
    assert problem["fixes"] == {"merge": {"merged_labels": {"Good": "good"}}}
    told = call("data", "check", tmp_path / "t.csv").out
    assert """Or as one answer: --set data.merged_labels='{"Good": "good"}'""" in told


def test_a_validation_file_is_compared_with_the_first(call: Call, tmp_path: Path) -> None:
    first, *rest = REVIEWS.splitlines()[1:4]
    other = tmp_path / "v.csv"
    other.write_text(f"text,label\n{first}\n{rest[0].replace('about a', 'about one')}\nnew,ugly\n,good\n")
    found = checked(call, tmp_path, REVIEWS, "--validation", str(other))
    told = {each["code"]: each["rows"] for each in found["problems"] if each["file"] == "validation"}
    assert told["in_both_files"] == [1] and told["near_duplicate"] == [2]
    assert told["label_only_in_validation"] == [3] and told["empty_text"] == [4]
    assert (
        "[cannot be used in the validation file]"
        in call("data", "check", tmp_path / "t.csv", "--validation", other).out
    )


def test_rows_that_would_be_kept_aside_are_compared_too(call: Call, tmp_path: Path) -> None:
    rows = "".join(f"{line}\n{line.replace('about a', 'about one')}\n" for line in REVIEWS.splitlines()[1:])
    found = checked(call, tmp_path, "text,label\n" + rows)
    (problem,) = (each for each in found["problems"] if each["code"] == "near_duplicate")
    assert 3 < problem["count"] < 20 and problem["fixes"]["skip"] == {"skip_rows": problem["rows"]}


def test_the_way_of_reading_can_be_chosen(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("good,positive\nbad,negative\n", encoding="utf-8")
    outcome = call("data", "check", path, "--header", "no", "--json")
    assert (outcome.events[0]["header"], outcome.events[0]["rows"]) == (False, 2)
    assert "Header" in call("data", "check", path, "--header", "no").out
    (tmp_path / "t.jsonl").write_text('{"text": "fine", "label": "a"}\n{"text": 3}\n')
    (event,) = call("data", "check", tmp_path / "t.jsonl", "--json").events
    assert (event["kind"], event["columns"], event["delimiter"]) == ("json", ["text", "label"], "")


# ---- with a model ----------------------------------------------------------------------------------------------------


def test_a_model_tells_what_is_too_long_and_which_answers_have_several_tokens(
    call: Call, tmp_path: Path, model_folders: Mapping[str, Path]
) -> None:
    long = "a lovely cup " * 60
    rows = "".join(f"cup {i},{('praise', 'complaint')[i % 2]}\n" for i in range(30))
    path = tmp_path / "t.csv"
    path.write_text(f"text,label\n{rows}{long},praise\n", encoding="utf-8")
    outcome = call("data", "check", path, "--backbone", model_folders["gpt2"], "--show-example", "--row", 31, "--json")
    assert outcome.code == 0
    report, example = outcome.events
    found = {problem["code"]: problem for problem in report["problems"]}
    assert (found["too_long"]["rows"], found["too_long"]["fixes"]) == ([31], {"skip": {"skip_rows": [31]}})
    assert "praise" in found["label_tokens"]["message"]
    assert (example["row"], example["task"]) == (31, "classification") and example["counts"]["cut"] > 0
    told = call("data", "check", path, "--backbone", model_folders["gpt2"]).out
    assert "longer than 128 tokens" in told
