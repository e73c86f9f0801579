"""One table of actions: keys are unique, words are there, and what makes no sense now is not offered."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from app.actions import ACTIONS, GROUPS, Facts


def test_ids_and_keys_are_unique() -> None:
    assert max(Counter(row.id for row in ACTIONS).values()) == 1
    keys = [QKeySequence(row.keys).toString() for row in ACTIONS if row.keys]
    assert max(Counter(keys).values()) == 1 and all(keys)


def test_every_action_belongs_to_a_menu_and_leads_somewhere(window) -> None:
    assert {row.group for row in ACTIONS} == set(GROUPS)
    menus = {menu.title(): len(menu.actions()) for menu in [action.menu() for action in window.menuBar().actions()]}
    assert sum(menus.values()) == len(ACTIONS)


def test_what_makes_no_sense_now_is_not_offered() -> None:
    idle = {row.id for row in ACTIONS if row.when(Facts())}
    busy = {row.id for row in ACTIONS if row.when(Facts(is_running=True, can_start=True))}
    assert {"pause", "stop", "export", "start", "stop_asking"} & idle == set()
    assert {"pause", "stop"} <= busy and {"sample", "start"} & busy == set()


def test_the_keys_of_the_places_work(window) -> None:
    for number, place in enumerate(("home", "teach", "watch", "play", "shelf"), 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.shell.current_place() == place


def test_the_palette_finds_an_action_by_its_letters_and_does_it(window) -> None:
    window.actions_table.run("palette")
    palette = window.palette_view
    assert palette.isVisible()
    QTest.keyClicks(palette.search, "shelf")
    assert palette.shown()[0].id == "shelf"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.isVisible() and window.shell.current_place() == "shelf"


def test_every_command_of_the_palette_can_be_drawn_in_both_languages(window, language) -> None:
    english = [command.text for command in window.actions_table.commands()]
    language.set("zh")
    assert all(english) and all(command.text for command in window.actions_table.commands())


def test_alt_alone_shows_the_menu_bar_and_takes_it_away(window) -> None:
    bar = window.menuBar()
    assert not bar.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert bar.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert not bar.isVisible()
