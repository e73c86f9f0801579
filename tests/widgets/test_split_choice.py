"""Which rows are kept aside is said in words, and every way to choose them is told as settings of the recipe."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from widgets.split_choice import SplitChoice


@pytest.fixture
def split(qtbot) -> SplitChoice:
    made = SplitChoice()
    qtbot.addWidget(made)
    made.set_rows(120, is_labelled=True)
    made.set_settings({"keep_aside": 0.1}, ["text", "author", "label"])
    made.show()
    return made


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def test_keeping_few_rows_aside_is_called_out(split: SplitChoice, qtbot) -> None:
    assert split.kept_aside() == 12 and "Fewer than 20 rows" in split.slider.accessibleDescription()
    with qtbot.waitSignal(split.changed) as changed:
        split.slider.setValue(50)
    assert changed.args == [{"keep_aside": 0.5}] and split.kept_aside() == 60


def test_settings_are_shown_without_a_signal(split: SplitChoice, qtbot) -> None:
    with qtbot.assertNotEmitted(split.changed):
        split.set_settings({"keep_aside": 0.3, "keep_together": "author"}, ["text", "author"])
    assert split.slider.value() == 30 and "author" in split.how()


def test_other_rows_are_drawn_from_the_next_seed(split: SplitChoice, qtbot) -> None:
    split.set_settings({"split_seed": 4}, [])
    menu = split.open_menu()
    with qtbot.waitSignal(split.changed) as changed:
        actions(menu)["Draw other rows"].trigger()
    assert changed.args == [{"split_seed": 5}]
    menu.close()


def test_rows_that_belong_together_stay_on_one_side(split: SplitChoice, qtbot) -> None:
    menu = split.open_menu()
    columns = actions(actions(menu)["Keep together what has the same"].menu())
    assert list(columns) == ["Text (as always)", "text", "author", "label"] and columns["Text (as always)"].isChecked()
    with qtbot.waitSignal(split.changed) as changed:
        columns["author"].trigger()
    assert changed.args == [{"keep_together": "author"}]
    menu.close()


def test_a_file_of_its_own_takes_the_place_of_a_share(split: SplitChoice, qtbot) -> None:
    menu = split.open_menu()
    with qtbot.waitSignal(split.file_requested):
        actions(menu)["Use a file of their own..."].trigger()
    menu.close()
    split.set_file("dev.csv", 40)
    assert split.kept_aside() == 40 and not split.slider.isEnabled() and split.how() == "All rows of dev.csv."
    menu = split.open_menu()
    with qtbot.waitSignal(split.file_dropped):
        actions(menu)["Keep a share of the rows aside instead"].trigger()
    menu.close()
