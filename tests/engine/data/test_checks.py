"""Checks: each problem is found with its row numbers, weighed, and said in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.data import ColumnMapping, Problem, check_table, guess_mapping, label_counts, read_table, report
from engine.data.examples import Example
from engine.data.problems import FIXES, problem_rows, row_list
from engine.messages import PROBLEMS

MAPPING = ColumnMapping({"text": "text", "label": "label"})


def checked(folder: Path, rows: str, header: str = "text,label", **options: object) -> list[Problem]:
    path = folder / "a.csv"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    return check_table(read_table(path, delimiter=","), MAPPING, **options)  # type: ignore[arg-type]


FINE = "one,a\ntwo,b\nthree,a\nfour,b\n"


def test_a_fine_table_has_no_problems(tmp_path: Path) -> None:
    assert checked(tmp_path, FINE) == []


@pytest.mark.parametrize(
    ("rows", "code", "severity", "numbers"),
    [
        ("well, yes,a\n", "too_many_fields", "skip", (5,)),
        ("short\n", "too_few_fields", "skip", (5,)),
        ("five,\nsix,  \n", "empty_answer", "skip", (5,)),
        (" ,a\n", "empty_text", "skip", (5,)),
        ('"no end,a\nnext "end" of it,b\n', "quotes_swallow", "skip", (5,)),
        ('"Five" stars,a\n', "quotes_inside", "warn", (5,)),
        ("five,c\n", "label_once", "warn", (5,)),
        ("five,A\nsix,A\n", "label_spelling", "warn", (5, 6)),
        ("one,a\none ,a\n", "duplicate", "warn", (5, 6)),
        ("one,b\n", "contradiction", "warn", (1, 5)),
    ],
)
def test_each_problem_names_its_rows(
    tmp_path: Path, rows: str, code: str, severity: str, numbers: tuple[int, ...]
) -> None:
    problem = next(problem for problem in checked(tmp_path, FINE + rows) if problem.code == code)
    assert (problem.severity, problem.rows, problem.row, problem.count) == (
        severity,
        numbers,
        numbers[0],
        len(numbers),
    )
    assert problem.message and problem.fix
    assert str(numbers[0]) in problem.message


def test_rows_that_cannot_be_used_come_one_by_one(tmp_path: Path) -> None:
    found = checked(tmp_path, FINE + "five,\nsix,\n" + "a, b,c\n")
    assert [(problem.code, problem.row) for problem in found if problem.severity == "skip"] == [
        ("too_many_fields", 7),
        ("empty_answer", 5),
        ("empty_answer", 6),
    ]
    assert problem_rows(found) == {5, 6, 7}
    assert found[0].fixes == ("join", "skip")
    assert "Row 7 (line 8) has 3 fields, the header has 2" in found[0].message


def test_a_flood_of_bad_rows_is_summed_up(tmp_path: Path) -> None:
    found = checked(tmp_path, FINE + "x,\n" * 10, max_listed=3)
    assert [(problem.code, problem.count) for problem in found] == [*[("empty_answer", 1)] * 3, ("more_rows", 7)]
    assert problem_rows(found) == set(range(5, 15))
    assert "8, 9, 10" in found[-1].message


def test_one_answer_only_stops(tmp_path: Path) -> None:
    found = checked(tmp_path, "one,a\ntwo,a\nthree,\n")
    assert [(problem.code, problem.severity) for problem in found] == [("one_label", "stop"), ("empty_answer", "skip")]


def test_the_header_is_looked_at(tmp_path: Path) -> None:
    found = checked(tmp_path, "one,a,x,y\ntwo,b,x,y\nthree,a,x,y\nfour,b,x,y\n", header="text,label,,text")
    assert [(problem.code, problem.column) for problem in found] == [
        ("header_empty", "column 3"),
        ("header_twice", "text 2"),
    ]


def test_few_kept_aside_rows_are_a_warning(tmp_path: Path) -> None:
    rows = "".join(f"text {i},{'ab'[i % 2]}\n" for i in range(100))
    assert [problem.code for problem in checked(tmp_path, rows, keep_aside=0.1)] == ["few_kept_aside"]
    assert checked(tmp_path, rows, keep_aside=0.2) == []


def test_spellings_keep_real_differences(tmp_path: Path) -> None:
    assert checked(tmp_path, "one,C\ntwo,C\nthree,C++\nfour,C++\nfive,C#\nsix,C#\n") == []
    rows = "one,not good\ntwo,not good\nthree,Not_Good\nfour,ｎｏｔ ｇｏｏｄ\nfive,x\nsix,x\n"
    (problem,) = (problem for problem in checked(tmp_path, rows) if problem.code == "label_spelling")
    assert (problem.rows, problem.args["usual"]) == ((3, 4), "'not good'")


def test_free_text_answers_are_not_counted_as_labels(tmp_path: Path) -> None:
    rows = "".join(f"text {i // 2},answer {i}\n" for i in range(20))
    assert checked(tmp_path, rows) == []
    assert {problem.code for problem in checked(tmp_path, rows, task="classification")} == {
        "label_once",
        "contradiction",
    }


def test_without_roles_only_the_shape_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\none,a\nshort\none,a\n,\n")
    assert [problem.code for problem in check_table(read_table(path), None)] == ["too_few_fields"]


def test_the_report_is_json_with_the_promised_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(FINE.join(["text,label\n", "five,\nshort\n"]))
    table = read_table(path)
    mapping = guess_mapping(table)
    made = json.loads(json.dumps(report(table, mapping, check_table(table, mapping))))
    assert {key: made[key] for key in ("rows", "encoding", "delimiter", "columns", "roles")} == {
        "rows": 6,
        "encoding": "utf-8",
        "delimiter": ",",
        "columns": ["text", "label"],
        "roles": {"text": "text", "label": "label"},
    }
    assert [(p["code"], p["row"], p["column"]) for p in made["problems"]] == [
        ("too_few_fields", 6, None),
        ("empty_answer", 5, "label"),
    ]
    assert all(p["message"] and p["fix"] for p in made["problems"])


def test_labels_are_counted_in_a_stable_order() -> None:
    rows = [Example(i, {}, label) for i, label in enumerate(["b", "a", "b", None])]
    assert list(label_counts(rows).items()) == [("a", 1), ("b", 2)]


def test_row_lists_are_short_enough_to_read() -> None:
    assert row_list([18, 406, 871]) == "18, 406, 871"
    assert row_list(range(1, 100), most=3) == "1, 2, 3, ..."


def test_every_fix_belongs_to_a_known_problem() -> None:
    assert FIXES.keys() <= PROBLEMS.keys()


def test_a_mapping_without_an_input_checks_the_shape_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("text,label\na,x\nb,x\n", encoding="utf-8")
    assert check_table(read_table(path), ColumnMapping({"label": "label"})) == []
