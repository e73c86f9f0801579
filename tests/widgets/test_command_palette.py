"""The palette finds a command by a few letters, and the keyboard alone is enough."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.command_palette import Command, CommandPalette

COMMANDS = [
    Command("open", "Open a file...", "File", "Ctrl+O"),
    Command("shelf", "Go to Shelf", "Go", "Ctrl+5"),
    Command("home", "Go to Home", "Go"),
]


@pytest.fixture
def palette(qtbot) -> CommandPalette:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    made = CommandPalette(window)
    made.open_with(COMMANDS)
    made._keep = window
    return made


def ids(palette) -> list[str]:
    return [command.id for command in palette.shown()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["open", "shelf", "home"]),
        ("go to", ["shelf", "home"]),
        ("file", ["open"]),
        ("HOME go", ["home"]),
        ("gsh", ["shelf"]),
        ("xyz", []),
    ],
)
def test_a_few_letters_are_enough(palette, words, found) -> None:
    palette.search.setText(words)
    assert ids(palette) == found
    assert palette._nothing.isVisible() is not bool(found)


def test_arrows_and_return_choose_while_one_types(palette, qtbot) -> None:
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as signal:
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert signal.args == ["shelf"] and not palette.isVisible()


def test_arrows_stop_at_the_ends(palette) -> None:
    for _ in range(9):
        QTest.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 2
    for _ in range(9):
        QTest.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 0


def test_escape_closes_and_chooses_nothing(palette, qtbot) -> None:
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_return_without_a_match_chooses_nothing(palette, qtbot) -> None:
    palette.search.setText("xyz")
    with qtbot.assertNotEmitted(palette.chosen):
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible() and ids(palette) == []


def test_it_begins_anew_each_time(palette) -> None:
    palette.search.setText("xyz")
    palette.close()
    palette.open_with(COMMANDS)
    assert palette.search.text() == "" and ids(palette) == ["open", "shelf", "home"]


def test_a_reader_hears_command_and_keys(palette) -> None:
    assert palette.list.model().index(0, 0).data() == "Open a file..., File, Ctrl+O"
    assert palette.search.accessibleName() and palette.list.accessibleName()
