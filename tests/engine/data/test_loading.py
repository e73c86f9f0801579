"""Loading a recipe's data: nothing is left out silently, and bad data stops with one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.data import Loaded, load_examples
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


# ---- other tasks -----------------------------------------------------------------------------------------------------


def load(folder: Path, task: str, content: str, validation: str | None = None, **options: Any) -> Loaded:
    (folder / "train.csv").write_text(content, encoding="utf-8")
    if validation is not None:
        (folder / "validation.csv").write_text(validation, encoding="utf-8")
        options["validation"] = str(folder / "validation.csv")
    return load_examples(DataConfig(train=str(folder / "train.csv"), **options), task=task)


def test_rows_to_test_on_that_ask_the_same_have_all_their_references(tmp_path: Path) -> None:
    rows = "".join(f"name[{i // 3}],text {i}\n" for i in range(90))
    loaded = load(tmp_path, "generation", "mr,text\n" + rows, keep_aside=0.2)
    kept = {row.fields["mr"]: row for row in loaded.kept_aside}
    assert len(kept) == len(loaded.kept_aside) == 6
    assert not kept.keys() & {row.fields["mr"] for row in loaded.train}
    for name, row in kept.items():
        first = 3 * int(name[5:-1])
        assert row.references == tuple(f"text {first + i}" for i in range(3))
        assert (row.label, row.row) == (f"text {first}", first + 1)
    assert len(loaded.train) == 72 and all(row.references == () for row in loaded.train)
    assert loaded.labels == ()


def test_a_reference_that_comes_twice_counts_once(tmp_path: Path) -> None:
    content = "mr,text\na,one\nb,two\n"
    loaded = load(tmp_path, "generation", content, "mr,text\nc,three\nc,three\nd,four\nc,five\n")
    assert [(row.row, row.label, row.references) for row in loaded.kept_aside] == [
        (1, "three", ("three", "five")),
        (3, "four", ()),
    ]


def test_a_passage_is_not_on_both_sides(tmp_path: Path) -> None:
    rows = "".join(f"passage {i // 4} has many words,what {i}?,passage {i // 4}\n" for i in range(160))
    loaded = load(tmp_path, "span_qa", "context,question,answer\n" + rows, keep_aside=0.2)
    sides = [{row.fields["context"] for row in side} for side in (loaded.train, loaded.kept_aside)]
    assert not sides[0] & sides[1] and len(loaded.kept_aside) == 32
    assert {row.start for row in loaded.train} == {0}


def test_one_question_about_a_text_may_have_several_answers(tmp_path: Path) -> None:
    content = "context,question,answer,answer_start\nin May,when?,May,3\nby car,how?,car,3\n"
    validation = "context,question,answer,answer_start\nthe old town,where?,town,8\nthe old town,where?,old town,4\n"
    (row,) = load(tmp_path, "span_qa", content, validation).kept_aside
    assert (row.label, row.start, row.references) == ("town", 8, ("town", "old town"))


def test_tags_are_the_labels_of_a_tagging_with_o_in_front(tmp_path: Path) -> None:
    rows = "".join(f"Ann {i} went,B-PER I-PER O\n" for i in range(30))
    loaded = load(tmp_path, "tagging", "tokens,tags\n" + rows, "tokens,tags\nto Rome,O B-LOC\n")
    assert loaded.labels == ("O", "B-LOC", "B-PER", "I-PER")
    assert {problem.code for problem in loaded.problems} == {"tag_only_in_validation", "few_kept_aside"}


def test_a_choice_reads_both_files_in_one_way(tmp_path: Path) -> None:
    rows = "".join(f"p {i},left {i},right {i},{i % 2}\n" for i in range(30))
    validation = "premise,choice1,choice2,label\np,left,right,1\n"  # alone, this 1 would mean the first
    loaded = load(tmp_path, "choice", "premise,choice1,choice2,label\n" + rows, validation)
    assert [row.label for row in loaded.train[:2]] == ["left 0", "right 1"]
    assert loaded.kept_aside[0].label == "right"
    assert loaded.labels == ()


def test_a_cloze_may_have_several_objects(tmp_path: Path) -> None:
    rows = "".join(f"[X] borders [Y].,land {i // 2},land {i}\n" for i in range(60))
    loaded = load(tmp_path, "cloze", "template,subject,object\n" + rows, keep_aside=0.2)
    assert len(loaded.kept_aside) == 12 and all(row.references == () for row in loaded.kept_aside)
    assert loaded.train[0].fields["before"].endswith(" borders") and loaded.problems[0].code == "few_kept_aside"
    shown = load(tmp_path, "cloze", "template,subject,object\n" + rows, template="{soft}{before} {answer}{after}")
    assert not {row.fields["before"] for row in shown.train} & {row.fields["before"] for row in shown.kept_aside}


@pytest.mark.parametrize(
    ("task", "content", "code"),
    [
        ("tagging", "tokens,tags\na b,O O\nc,O\n", "one_tag"),
        ("tagging", "tokens,tags\na b,O B-X\nc,O O\n", "rows_need_a_look"),
        ("span_qa", "context,question,answer\nin May,when?,June\nin May,when then?,May\n", "rows_need_a_look"),
        ("choice", "text,choice1,choice2,label\na,b,c,1\nd,e,,1\n", "rows_need_a_look"),
        ("cloze", "subject,object,template\na,b,[X] is [Y]\nc,d,[X] is\ne,f,[X] has [Y]\n", "rows_need_a_look"),
        ("choice", "text,label\na,b\nc,d\n", "columns_not_found"),
    ],
)
def test_rows_that_a_task_cannot_use_stop_it(tmp_path: Path, task: str, content: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, task, content)
    assert caught.value.code == code
    assert caught.value.message and caught.value.action


# ---- which rows ------------------------------------------------------------------------------------------------------

STYLES = "text,style,label\n" + "".join(f"text {i},{('formal', 'plain ')[i % 2]},answer {i}\n" for i in range(60))


def test_one_style_can_be_learned_alone(tmp_path: Path) -> None:
    loaded = load(tmp_path, "generation", STYLES, only={"style": "plain"}, columns={"text": "text", "label": "label"})
    assert {row.fields["style"] for row in (*loaded.train, *loaded.kept_aside)} == {"plain "}
    assert len(loaded.train) + len(loaded.kept_aside) == 30


@pytest.mark.parametrize(
    ("only", "code"), [({"style": "forml"}, "only_nothing"), ({"stile": "plain"}, "column_missing")]
)
def test_a_value_or_column_that_is_not_there_names_the_nearest(tmp_path: Path, only: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, "generation", STYLES, only=only, columns={"text": "text", "label": "label"})
    assert (caught.value.code, caught.value.args_["nearest"]) == (code, "formal" if code == "only_nothing" else "style")


def test_what_belongs_together_is_on_one_side(tmp_path: Path) -> None:
    rows = "".join(f"author {i // 10},text {i},{'ab'[i % 2]}\n" for i in range(200))
    roles = {"text": "text", "label": "label"}
    content = "author,text,label\n" + rows
    loaded = load(tmp_path, "classification", content, keep_together="author", columns=roles, keep_aside=0.2)
    sides = [{row.fields["author"] for row in side} for side in (loaded.train, loaded.kept_aside)]
    assert not sides[0] & sides[1] and 20 <= len(loaded.kept_aside) <= 60
    with pytest.raises(InputError) as caught:
        load(tmp_path, "classification", content, keep_together="autor", columns=roles)
    assert caught.value.code == "column_missing"
