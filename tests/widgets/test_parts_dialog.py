"""What several files are for is guessed from their names and left to the person."""

import pytest
from PySide6.QtCore import Qt

from widgets.parts_dialog import ASIDE, LEARN, UNUSED, PartsDialog, guess_parts


@pytest.mark.parametrize(
    ("paths", "parts"),
    [
        (["/d/test.csv", "/d/train.csv", "/d/dev.csv"], [UNUSED, LEARN, ASIDE]),
        (["/d/reviews_test.csv", "/d/reviews.csv"], [ASIDE, LEARN]),
        (["/d/训练集.csv", "/d/验证集.csv"], [LEARN, ASIDE]),
        (["/d/a.csv", "/d/b.csv"], [LEARN, UNUSED]),
        (["/d/contest.csv", "/d/latest.csv"], [LEARN, UNUSED]),
        (["/d/test.csv", "/d/dev.csv"], [LEARN, ASIDE]),
    ],
)
def test_names_say_what_files_are_for(paths: list[str], parts: list[str]) -> None:
    assert list(guess_parts(paths).values()) == parts


@pytest.fixture
def dialog(qtbot) -> PartsDialog:
    made = PartsDialog(["/d/train.csv", "/d/dev.csv", "/d/test.csv"])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test does
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_was_chosen_is_told(dialog: PartsDialog, qtbot) -> None:
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.go.click()
    assert chosen.args == ["/d/train.csv", "/d/dev.csv"]


def test_one_file_is_learned_from_and_one_at_most_kept_aside(dialog: PartsDialog) -> None:
    test = dialog.parts["/d/test.csv"]
    test.setCurrentIndex(test.findData(ASIDE))
    assert not dialog.go.isEnabled() and dialog._state.text() == "Keep one file aside at most"
    test.setCurrentIndex(test.findData(LEARN))
    assert not dialog.go.isEnabled() and dialog._state.text() == "Choose one file to learn from"
