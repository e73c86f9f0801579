"""The few numbers of a prompt are sliders: each starts where it learned to stand, and says when it was moved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.knobs import Knobs

PLACE = {"id": "a" * 32, "name": "Six tasks", "numbers": [0.123, -1.5, 4.2]}
SHELF = [{"id": "a" * 32, "name": "Six tasks", "tasks": [{"name": "news", "numbers": [1.0, 2.0, -1.0]}]}]


@pytest.fixture
def knobs(qtbot) -> Knobs:
    made = Knobs()
    qtbot.addWidget(made)
    made.show_pack({"subspace": PLACE}, SHELF)
    return made


def test_unmoved_numbers_are_exactly_those_that_were_learned(knobs) -> None:
    assert not knobs.isHidden() and knobs.numbers() == PLACE["numbers"] and not knobs.is_moved()


def test_a_number_far_out_can_be_moved_past_itself(knobs) -> None:
    assert knobs.knobs[2].slider.maximum() == 600 and knobs.knobs[0].slider.maximum() == 300


def test_moving_one_by_the_keyboard_changes_it_alone(knobs, qtbot) -> None:
    with qtbot.waitSignal(knobs.moved):
        QTest.keyClick(knobs.knobs[0].slider, Qt.Key.Key_Right)
    assert knobs.numbers() == [0.22, -1.5, 4.2] and knobs.is_moved()
    assert knobs.knobs[0].slider.accessibleName() == "Number 1"
    assert knobs.knobs[0].slider.accessibleDescription() == "0.22, learned: 0.12"


def test_all_move_to_a_task_and_back(knobs, qtbot) -> None:
    actions = {action.text(): action for action in knobs.menu.actions() if action.text()}
    assert list(actions) == ["What was learned", "The middle of all tasks", "news"]
    with qtbot.waitSignal(knobs.moved):
        actions["news"].trigger()
    assert knobs.numbers() == [1.0, 2.0, -1.0]
    with qtbot.waitSignal(knobs.moved):
        actions["What was learned"].trigger()
    assert knobs.numbers() == PLACE["numbers"] and not knobs.is_moved()


def test_without_its_subspace_nothing_can_be_moved_and_that_is_said(knobs) -> None:
    knobs.show_pack({"subspace": PLACE}, [])
    assert not any(knob.isEnabled() for knob in knobs.knobs) and not knobs.places.isEnabled()
    assert "Six tasks is not on this shelf" in knobs._hint.text()


@pytest.mark.parametrize("pack", [None, {}, {"subspace": None}, {"subspace": {**PLACE, "numbers": [0.1] * 11}}])
def test_a_pack_without_numbers_or_with_too_many_shows_none(knobs, pack) -> None:
    knobs.show_pack(pack, SHELF)
    assert knobs.isHidden() and knobs.numbers() == []


def test_the_same_pack_shown_again_stays_as_it_was_moved(knobs) -> None:
    knobs.go_to([1.0, 1.0, 1.0])
    knobs.show_pack({"subspace": PLACE}, SHELF)
    assert knobs.numbers() == [1.0, 1.0, 1.0]
