"""Fixes: each is a setting, does away with its problem when the recipe is loaded, and is gone when taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.data import Problem, fix_settings, load_examples, with_fix, without_fix
from engine.runs.config import DataConfig

FINE = "".join(f"the text of number {i},{('positive', 'negative')[i % 2]}\n" for i in range(40))
ROWS = (
    FINE + "the text of number 3,negative\nthe text of number 4,negative\nodd,pos\nmore,Positive \nwell, yes,positive\n"
)


def section(folder: Path, **more: Any) -> dict[str, Any]:
    (folder / "a.csv").write_text("text,label\n" + ROWS)
    (folder / "b.csv").write_text("text,label\nthe text of number 5,negative\nnew,other\nnew too,positive\n")
    return {"train": str(folder / "a.csv"), "joined_rows": (45,), **more}


def problems(data: dict[str, Any]) -> dict[str, Problem]:
    config = DataConfig(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})
    return {problem.code: problem for problem in load_examples(config).problems}


@pytest.mark.parametrize(
    ("code", "fix", "setting"),
    [
        ("duplicate", "skip", {"skip_rows": [41]}),
        ("contradiction", "skip", {"skip_rows": [5, 42]}),
        ("label_spelling", "merge", {"merged_labels": {"Positive ": "positive"}}),
        ("label_similar", "merge", {"merged_labels": {"pos": "positive"}}),
    ],
)
def test_a_fix_is_a_setting_that_can_be_taken_back(
    tmp_path: Path, code: str, fix: str, setting: dict[str, Any]
) -> None:
    data = section(tmp_path)
    problem = problems(data)[code]
    assert fix in problem.fixes and fix_settings(problem, fix) == setting
    mended = with_fix(data, problem, fix)
    assert code not in problems(mended)
    undone = without_fix(mended, problem, fix)
    assert problems(undone).keys() == problems(data).keys()
    assert all(not undone[name] for name in setting)


@pytest.mark.parametrize(("code", "rows"), [("in_both_files", [1]), ("label_only_in_validation", [2])])
def test_rows_of_the_validation_file_have_a_list_of_their_own(tmp_path: Path, code: str, rows: list[int]) -> None:
    data = section(tmp_path, validation=str(tmp_path / "b.csv"), skip_rows=[7])
    mended = with_fix(data, problems(data)[code], "skip")
    assert (mended["skip_validation_rows"], mended["skip_rows"]) == (rows, [7])
    assert code not in problems(mended)


def test_fixes_add_up_and_leave_each_other_alone(tmp_path: Path) -> None:
    data = section(tmp_path)
    found = problems(data)
    both = with_fix(with_fix(data, found["duplicate"], "skip"), found["contradiction"], "skip")
    assert both["skip_rows"] == [5, 41, 42]
    assert without_fix(both, found["duplicate"], "skip")["skip_rows"] == [5, 42]
    labels = with_fix(with_fix(data, found["label_similar"], "merge"), found["label_spelling"], "merge")
    assert labels["merged_labels"] == {"pos": "positive", "Positive ": "positive"}
    assert load_examples(DataConfig(**labels)).labels == ("negative", "positive")


def test_a_fix_that_a_problem_does_not_have_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="merge"):
        fix_settings(problems(section(tmp_path))["duplicate"], "merge")
