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
