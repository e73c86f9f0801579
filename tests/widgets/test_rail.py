"""The rail says where you are and takes you elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.rail import PLACES, Rail


def test_click_chooses_a_place(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    for place in PLACES[1:]:
        with qtbot.waitSignal(rail.place_chosen) as signal:
            rail._items[place].click()
        assert signal.args == [place]


def test_place_set_from_outside_is_marked_without_a_signal(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    with qtbot.assertNotEmitted(rail.place_chosen):
        rail.set_current("play")
    assert rail.current_place() == "play"


def test_arrow_keys_move_between_places(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    with qtbot.waitActive(rail):
        rail.show()
        rail.activateWindow()
    rail._items["home"].setFocus()
    with qtbot.waitSignal(rail.place_chosen) as signal:
        QTest.keyClick(rail._items["home"], Qt.Key.Key_Down)
    assert signal.args == ["teach"]


def test_queue_and_settings_do_not_become_the_place(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    with qtbot.waitSignal(rail.queue_requested):
        rail._items["queue"].click()
    with qtbot.waitSignal(rail.settings_requested):
        rail._items["settings"].click()
    assert rail.current_place() == "home"


def test_waiting_runs_are_said_and_not_only_shown(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.set_queue_count(2)
    assert rail._items["queue"].accessibleName() == "Queue, 2 waiting"
    rail.set_queue_count(0)
    assert rail._items["queue"].accessibleName() == "Queue"


def test_everything_in_the_rail_has_a_name_and_is_reached(qtbot, tab_stops) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.resize(73, 600)
    with qtbot.waitActive(rail):
        rail.show()
        rail.activateWindow()
    assert all(item.accessibleName() for item in rail._items.values())
    reached = tab_stops(rail)
    assert {rail._items["home"], rail._items["queue"], rail._items["settings"]} <= set(reached)
