"""What a person decided about rows can be taken back, one decision after the other, and decided again."""

from pathlib import Path

import pytest

from app.controllers.decisions import DecisionLog, Decisions
from engine.data import ColumnMapping

START = Decisions(ColumnMapping.of(["text"], "label"))


@pytest.fixture
def taken() -> list[Decisions]:
    return []


@pytest.fixture
def log(taken, qapp) -> DecisionLog:
    made = DecisionLog(taken.append)
    made.begin(START)
    return made


def test_each_decision_is_taken_back_alone(log: DecisionLog, taken) -> None:
    first, second = Decisions(START.mapping, (1,)), Decisions(START.mapping, (1, 2))
    log.decide(first)
    log.decide(second)
    log.undo()
    assert log.now == first and log.can_redo
    log.undo()
    log.redo()
    assert taken == [first, second, first, START, first]


def test_to_decide_the_same_again_is_no_decision(log: DecisionLog, taken) -> None:
    log.decide(START)
    assert taken == [] and not log.can_undo


def test_a_new_decision_ends_the_way_forward(log: DecisionLog) -> None:
    log.decide(Decisions(START.mapping, (1,)))
    log.undo()
    log.decide(Decisions(START.mapping, (2,)))
    assert not log.can_redo and log.now.skipped == (2,)


def test_another_file_begins_without_a_way_back(log: DecisionLog) -> None:
    log.decide(Decisions(START.mapping, (1,)))
    log.begin(START)
    log.undo()
    assert not log.can_undo and log.now == START


RAGGED = "text,label\nfine,good\none, two,bad\ngreat,good\nshort\n"


@pytest.fixture
def ragged(tmp_path: Path) -> Path:
    path = tmp_path / "ragged.csv"
    path.write_text(RAGGED, encoding="utf-8")
    return path


def test_a_joined_row_comes_apart_again(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    studio.inputs.skip([4])
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.join([2])
    assert studio.workspace.table.row_count == 3
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.decisions.undo()
    assert studio.workspace.table.row_count == 2 and studio.workspace.joined == []
    assert studio.workspace.skipped == [4] and 2 in {problem.row for problem in studio.workspace.problems}
    studio.inputs.decisions.undo()
    assert studio.workspace.skipped == []


def test_roles_that_are_taken_back_are_checked_again(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.set_roles({"text": "text"})
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.decisions.undo()
    assert studio.workspace.mapping.label == "label" and studio.workspace.mapping.reasons


def test_another_reading_forgets_what_was_decided(qtbot, studio, open_file, ragged) -> None:
    open_file(ragged)
    studio.inputs.skip([2])
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.reread({"encoding": "utf-8", "delimiter": ";"})
    assert studio.workspace.skipped == [] and not studio.inputs.decisions.can_undo


SPELLED = "text,label\nfine lamp,good\npoor lamp,bad\nfine desk,Good\npoor desk,bad\n"


def test_answers_that_are_merged_are_one_answer_and_come_apart_again(qtbot, studio, open_file, tmp_path) -> None:
    path = tmp_path / "spelled.csv"
    path.write_text(SPELLED, encoding="utf-8")
    open_file(path)
    spelled = next(problem for problem in studio.workspace.problems if problem.code == "label_spelling")
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.fix(spelled, "merge")
    assert studio.workspace.labels() == ["bad", "good"]
    assert studio.workspace.run_config().data.merged_labels == {"Good": "good"}
    assert "label_spelling" not in [problem.code for problem in studio.workspace.problems]
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.decisions.undo()
    assert studio.workspace.labels() == ["Good", "bad", "good"]


def test_rows_of_a_file_of_their_own_are_kept_aside(qtbot, studio, open_file, reviews, tmp_path) -> None:
    open_file(reviews)
    aside = tmp_path / "dev.csv"
    aside.write_text("text,label\nThe lamp is lovely,praise\nThe cup is fine,\nThe cup is odd,complaint\n")
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.set_aside(str(aside))
    codes = {problem.code: problem for problem in studio.workspace.problems if problem.file == "validation"}
    assert set(codes) >= {"empty_answer", "in_both_files"} and studio.workspace.aside.row_count == 3
    studio.inputs.fix(codes["empty_answer"], "skip")
    data = studio.workspace.run_config().data
    assert data.validation == str(aside) and data.skip_validation_rows == (2,) and data.skip_rows == ()
    studio.inputs.decisions.undo()
    with qtbot.waitSignal(studio.workspace.table_changed):
        studio.inputs.decisions.undo()
    assert studio.workspace.aside is None and studio.workspace.run_config().data.validation is None


def test_a_file_with_other_columns_cannot_be_kept_aside_and_nothing_changes(
    qtbot, studio, open_file, reviews, tmp_path
) -> None:
    open_file(reviews)
    aside = tmp_path / "other.csv"
    aside.write_text("words,mark\na,b\nc,d\n", encoding="utf-8")
    with qtbot.waitSignal(studio.inputs.failed) as told:
        studio.inputs.set_aside(str(aside))
    assert told.args[0]["code"] == "column_missing"
    assert studio.inputs.decisions.now.aside == "" and studio.workspace.run_config().data.validation is None
