"""A dialog tells or asks, and answers exactly once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.buttons import Button
from widgets.message_dialog import MessageDialog
from widgets.settings_dialog import SettingsDialog


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(window, qtbot) -> tuple[MessageDialog, list[str]]:
    dialog = MessageDialog("A run is going on", "It can be kept.", (("save", "Save"), ("stay", "Stay")), parent=window)
    answers: list[str] = []
    dialog.answered.connect(answers.append)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog, answers


def button(dialog, text: str) -> Button:
    return next(each for each in dialog.findChildren(Button) if each.text() == text)


def test_a_button_answers_with_its_id_once(asked) -> None:
    dialog, answers = asked
    button(dialog, "Stay").click()
    assert answers == ["stay"] and not dialog.isVisible()


def test_return_is_the_recommended_answer(asked) -> None:
    dialog, answers = asked
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert answers == ["save"]


def test_escape_answers_nothing(asked) -> None:
    dialog, answers = asked
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == [""]


def test_it_does_not_block(asked) -> None:
    dialog, _ = asked
    assert dialog.isVisible() and dialog.windowModality() == Qt.WindowModality.WindowModal


def test_the_settings_tell_each_choice_once(window, qtbot) -> None:
    dialog = SettingsDialog("en", "light", 1.0, "/home/studio", "0.1.0", window)
    dialog.open()
    with qtbot.waitSignal(dialog.theme_chosen) as signal:
        button(dialog, "Dark").click()
    assert signal.args == ["dark"]
    with qtbot.waitSignal(dialog.scale_chosen) as signal:
        button(dialog, "150 %").click()
    assert signal.args == [1.5]
    with qtbot.waitSignal(dialog.language_chosen) as signal:
        button(dialog, "中文").click()
    assert signal.args == ["zh"]
    with qtbot.waitSignal(dialog.reveal_requested) as signal:
        button(dialog, "Show").click()
    assert signal.args == ["/home/studio"]
    dialog.close()


def test_the_settings_show_what_holds(window) -> None:
    dialog = SettingsDialog("zh", "dark", 1.5, "/home/studio", "0.1.0", window)
    assert (dialog.language.value(), dialog.theme.value(), dialog.scale.value()) == ("zh", "dark", "1.5")
    assert dialog.folder.text() == "/home/studio" and "0.1.0" in dialog._about.text()
    dialog.deleteLater()
