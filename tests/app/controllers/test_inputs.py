"""From a file to a table with roles and problems, without the window waiting for it."""

from pathlib import Path

import pytest

from app.controllers.progress import Stopped
from engine.runs import RunConfig

RAGGED = "text,label\nfine,good\none, two,bad\ngreat,good\nshort\n"


@pytest.fixture
def ragged(tmp_path) -> Path:
    path = tmp_path / "ragged.csv"
    path.write_text(RAGGED, encoding="utf-8")
    return path


def test_a_file_comes_with_its_roles(studio, open_file, reviews) -> None:
    open_file(reviews)
    assert studio.workspace.table.row_count == 24
    assert dict(studio.workspace.mapping.columns) == {"text": "text", "label": "label"}
    assert studio.workspace.labels() == ["complaint", "praise"]


def test_a_file_that_cannot_be_read_is_told_and_the_last_one_stays(qtbot, studio, open_file, reviews, tmp_path) -> None:
    open_file(reviews)
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with qtbot.waitSignal(studio.inputs.failed) as signal:
        studio.inputs.open(str(tmp_path / "empty.csv"))
    assert signal.args[0]["code"] == "table_empty"
    assert studio.workspace.table.path == reviews


def test_surplus_fields_are_joined_and_the_problem_is_gone(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    assert {(p.code, p.row) for p in studio.workspace.problems if p.severity == "skip"} == {
        ("too_many_fields", 2),
        ("too_few_fields", 4),
    }
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.join([2])
    assert studio.workspace.joined == [2]
    assert studio.workspace.table.row(1)["text"] == "one, two"
    assert [p.row for p in studio.workspace.problems if p.severity == "skip"] == [4]


def test_a_row_that_is_joined_is_no_longer_left_out(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    studio.inputs.skip([2, 4])
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.join([2])
    assert studio.workspace.skipped == [4]


def test_reading_in_another_way_forgets_decisions_about_rows(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    studio.inputs.skip([2])
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.reread({"encoding": "utf-8", "delimiter": ";"})
    assert studio.workspace.table.delimiter == ";" and studio.workspace.skipped == []


def test_other_roles_are_checked_again(qtbot, studio, open_file, tmp_path) -> None:
    path = tmp_path / "empty_answers.csv"
    path.write_text("text,label,other\na,x,\nb,y,\nc,x,1\n", encoding="utf-8")
    open_file(path)
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.set_roles({"text": "text", "label": "other"})
    assert {problem.code for problem in studio.workspace.problems} >= {"empty_answer"}


def test_a_recipe_opens_with_every_decision_in_it(qtbot, studio, ragged) -> None:
    recipe = (
        RunConfig()
        .replace(
            data={
                "train": str(ragged),
                "joined_rows": [2],
                "skip_rows": [4],
                "columns": {"text": "text", "label": "label"},
            }
        )
        .to_json()
    )
    with qtbot.waitSignal(studio.inputs.recipe_opened):
        studio.inputs.open_recipe(recipe)
    assert studio.workspace.joined == [2] and studio.workspace.skipped == [4]
    assert studio.workspace.table.row_count == 3
    assert studio.workspace.run_config().data.joined_rows == (2,)


TAGGED = "tokens,ner_tags\n" + "Marie lives in Paris,B-PER O O B-LOC\nShe left Rome,O O B-LOC\n" * 20


@pytest.fixture
def tagged(tmp_path) -> Path:
    path = tmp_path / "tagged.csv"
    path.write_text(TAGGED, encoding="utf-8")
    return path


def test_a_file_comes_with_the_task_that_its_rows_speak_for(studio, open_file, tagged) -> None:
    method = {"kind": "prompt_tuning"}
    studio.workspace.set_recipe(RunConfig().replace(method=method, task={"output": "verbalizer"}).to_json())
    open_file(tagged)
    assert studio.workspace.task == "tagging" and studio.workspace.why.code == "task_tagging"
    assert dict(studio.workspace.mapping.columns) == {"text": "tokens", "label": "ner_tags"}
    assert studio.workspace.labels() == ["B-LOC", "B-PER", "O"]
    assert studio.workspace.recipe["task"]["output"] is None and studio.workspace.recipe["method"] == {}


def test_another_file_for_the_same_task_keeps_the_method(studio, open_file, reviews) -> None:
    studio.workspace.set_recipe(RunConfig().replace(method={"kind": "prompt_tuning", "length": 7}).to_json())
    open_file(reviews)
    assert studio.workspace.recipe["method"] == {"kind": "prompt_tuning", "length": 7}


def test_another_task_reads_the_same_rows_for_something_else(qtbot, studio, open_file, tagged) -> None:
    open_file(tagged)
    studio.inputs.skip([2])
    recipe = studio.workspace.recipe
    studio.workspace.set_recipe({**recipe, "task": {**recipe["task"], "kind": "generation"}})
    with qtbot.waitSignal(studio.inputs.task_settled):
        studio.inputs.set_task("generation")
    assert studio.workspace.why is None and studio.workspace.skipped == [2]
    assert studio.workspace.labels() == []


def test_a_task_whose_roles_are_not_there_is_still_shown(qtbot, studio, open_file, tagged) -> None:
    open_file(tagged)
    with qtbot.waitSignal(studio.inputs.task_settled):
        studio.inputs.set_task("span_qa")
    assert studio.workspace.table.path == tagged


def test_rows_that_are_pasted_are_a_file_of_their_own(qtbot, studio) -> None:
    with qtbot.waitSignal(studio.inputs.opened):
        studio.inputs.paste("text\tlabel\nfine, really\tgood\nbroken\tbad\nfine\tgood\nodd\tbad\n")
    table = studio.workspace.table
    assert table.delimiter == "\t" and table.row(0)["text"] == "fine, really" and table.path.exists()


def test_nothing_that_is_pasted_is_told(qtbot, studio) -> None:
    with qtbot.waitSignal(studio.inputs.failed) as told:
        studio.inputs.paste("  \n")
    assert told.args[0]["code"] == "pasted_empty"


def test_a_reading_tells_how_far_it_is(qtbot, studio, reviews) -> None:
    told: list[tuple[str, object]] = []
    studio.inputs.reading_began.connect(lambda name, size: told.append((name, size)))
    studio.inputs.reading_ended.connect(lambda: told.append(("", 0)))
    with qtbot.waitSignal(studio.inputs.opened):
        studio.inputs.open(str(reviews))
    assert told == [("reviews.csv", reviews.stat().st_size), ("", 0)]


def test_a_reading_that_is_cancelled_ends_and_shows_nothing(qtbot, studio, open_file, reviews, tmp_path) -> None:
    open_file(reviews)
    stopped: list[bool] = []

    def endless(tick):
        try:
            while True:
                tick("reading_rows", 1, 2)
        except Stopped:
            stopped.append(True)
            raise

    with qtbot.waitSignal(studio.inputs.reading_told) as told:
        studio.inputs._read(tmp_path / "endless.csv", endless, lambda read: None)
    assert told.args == ["reading_rows", 1, 2]
    with qtbot.assertNotEmitted(studio.inputs.failed), qtbot.waitSignal(studio.inputs.reading_ended):
        studio.inputs.cancel()
    qtbot.waitUntil(lambda: stopped == [True])
    assert studio.workspace.table.path == reviews
