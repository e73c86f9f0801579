"""Loading a recipe's data: nothing is left out silently, and bad data stops with one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.data import load_examples
from engine.errors import InputError
from engine.runs.config import DataConfig

FINE = "".join(f"text {i},{'ab'[i % 2]}\n" for i in range(1, 101))


def config(folder: Path, rows: str, validation: str | None = None, **options: Any) -> DataConfig:
    (folder / "train.csv").write_text("text,label\n" + rows, encoding="utf-8")
    if validation is not None:
        (folder / "validation.csv").write_text("text,label\n" + validation, encoding="utf-8")
        options["validation"] = str(folder / "validation.csv")
    return DataConfig(train=str(folder / "train.csv"), **options)


def refused(given: DataConfig) -> InputError:
    with pytest.raises(InputError) as caught:
        load_examples(given)
    return caught.value


def test_fine_data_is_read_and_split(tmp_path: Path) -> None:
    loaded = load_examples(config(tmp_path, FINE, keep_aside=0.2), seed=1)
    assert (len(loaded.train), len(loaded.kept_aside), loaded.labels) == (80, 20, ("a", "b"))
    assert (loaded.problems, loaded.skipped) == ((), ())
    assert loaded.mapping.to_config() == {"text": "text", "label": "label"}
    assert loaded == load_examples(config(tmp_path, FINE, keep_aside=0.2), seed=1)
    assert loaded.kept_aside != load_examples(config(tmp_path, FINE, keep_aside=0.2), seed=2).kept_aside


def test_unusable_rows_stop_until_the_person_agrees(tmp_path: Path) -> None:
    rows = FINE + "no answer,\nwell, yes,a\nshort\n"
    error = refused(config(tmp_path, rows))
    assert (error.code, error.args_["count"], error.args_["rows"]) == ("rows_need_a_look", 3, "101, 102, 103")
    assert refused(config(tmp_path, rows, skip_rows=(101, 103))).args_["rows"] == "102"
    for agreed in ({"skip_rows": (101, 102, 103)}, {"skip_problem_rows": True}):
        loaded = load_examples(config(tmp_path, rows, **agreed))
        assert loaded.skipped == (101, 102, 103)
        assert len(loaded.train) + len(loaded.kept_aside) == 100
        assert [problem.row for problem in loaded.problems if problem.severity == "skip"] == [102, 103, 101]


def test_joined_rows_need_no_more_look(tmp_path: Path) -> None:
    loaded = load_examples(config(tmp_path, FINE + "well, yes,a\n", joined_rows=(101,)))
    assert (loaded.skipped, loaded.table.row(100)) == ((), {"text": "well, yes", "label": "a"})


def test_a_good_row_can_be_left_out_too(tmp_path: Path) -> None:
    loaded = load_examples(config(tmp_path, FINE, skip_rows=(7,)))
    assert 7 not in {row.row for row in (*loaded.train, *loaded.kept_aside)}
    assert refused(config(tmp_path, FINE, skip_rows=(700,))).code == "skip_row_missing"


@pytest.mark.parametrize(
    ("rows", "options", "code"),
    [
        ("one,a\ntwo,a\nthree,a\n", {}, "one_label"),
        ("one,\ntwo,\n", {"skip_problem_rows": True}, "no_rows_left"),
        ("same,a\nsame,a\nother,b\n", {}, "nothing_kept_aside"),
        (FINE, {"columns": {"text": "txet", "label": "label"}}, "column_missing"),
        (FINE, {"template": "{soft}{txet} {answer}"}, "template_column"),
    ],
)
def test_data_that_cannot_teach_is_refused(tmp_path: Path, rows: str, options: dict[str, Any], code: str) -> None:
    assert refused(config(tmp_path, rows, **options)).code == code


def test_a_recipe_without_data_says_which_option_is_missing() -> None:
    assert refused(DataConfig()).args_["flag"] == "--data"


def test_a_validation_file_replaces_keeping_aside(tmp_path: Path) -> None:
    loaded = load_examples(config(tmp_path, FINE, "new one,a\ntext 1,b\nodd,c\n"))
    assert (len(loaded.train), len(loaded.kept_aside), loaded.labels) == (100, 3, ("a", "b", "c"))
    found = {(problem.code, problem.file): problem.rows for problem in loaded.problems}
    assert found[("in_both_files", "validation")] == (2,)
    assert found[("label_only_in_validation", "validation")] == (3,)
    assert ("few_kept_aside", "train") in found


def test_a_validation_file_is_checked_like_the_other(tmp_path: Path) -> None:
    error = refused(config(tmp_path, FINE, "new one,a\n,b\n"))
    assert (error.code, error.args_["file"]) == ("rows_need_a_look", "validation.csv")
    assert len(load_examples(config(tmp_path, FINE, "new one,a\n,b\n", skip_problem_rows=True)).kept_aside) == 1
    (tmp_path / "validation.csv").write_text("words,label\na,b\n")
    given = config(tmp_path, FINE)
    other = DataConfig(train=given.train, validation=str(tmp_path / "validation.csv"))
    assert refused(other).code == "column_missing"


def test_identical_means_identical_in_what_the_template_shows(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(
        "id,text,label\n" + "".join(f"{i},text {i % 50},{'ab'[i % 2]}\n" for i in range(100))
    )
    loaded = load_examples(DataConfig(train=str(tmp_path / "train.csv"), template="{soft}{text} {answer}"))
    kept = {row.fields["text"] for row in loaded.kept_aside}
    assert kept and not kept & {row.fields["text"] for row in loaded.train}


def test_free_text_answers_are_split_without_label_warnings(tmp_path: Path) -> None:
    rows = "".join(f"text {i},answer {i}\n" for i in range(100))
    loaded = load_examples(config(tmp_path, rows, keep_aside=0.2), task="generation")
    assert (len(loaded.kept_aside), loaded.problems) == (20, ())
