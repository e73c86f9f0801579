"""The shell shows one page at a time and keeps the rail in step."""

import pytest
from PySide6.QtWidgets import QWidget

from widgets.shell import Shell


@pytest.fixture
def shell(qtbot) -> Shell:
    shell = Shell()
    qtbot.addWidget(shell)
    for place in ("home", "teach", "shelf"):
        shell.add_page(place, QWidget())
    shell.resize(1280, 720)
    with qtbot.waitExposed(shell):
        shell.show()
    return shell


def test_first_page_is_shown(shell) -> None:
    assert shell.current_place() == shell.rail.current_place() == "home"


def test_rail_changes_the_page_and_tells_it_once(shell, qtbot) -> None:
    with qtbot.waitSignal(shell.place_changed) as signal:
        shell.rail._items["teach"].click()
    assert signal.args == ["teach"]
    assert shell.page("teach").isVisible()
    with qtbot.assertNotEmitted(shell.place_changed):
        shell.show_place("teach")


def test_page_shown_from_code_is_marked_in_the_rail(shell) -> None:
    shell.show_place("shelf")
    assert shell.rail.current_place() == "shelf"


def test_unknown_place_is_refused(shell) -> None:
    with pytest.raises(KeyError):
        shell.show_place("nowhere")


def test_page_gets_the_room_between_rail_and_status_bar(shell) -> None:
    assert (shell.page("home").width(), shell.page("home").height()) == (1207, 691)
