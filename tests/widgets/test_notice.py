"""A notice says one thing, can be acted upon, and goes away without being asked to."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from widgets.notice import Notice


@pytest.fixture
def notice(qtbot) -> Notice:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    made = Notice(window)
    made._keep = window
    return made


def test_it_stands_at_the_foot_of_the_window_and_stays_there(notice) -> None:
    notice.say("The pack was removed.")
    assert notice.isVisible() and notice.text == "The pack was removed."
    notice._keep.resize(600, 500)
    middle = notice.geometry().center().x()
    assert abs(middle - 300) <= 1 and 350 < notice.geometry().bottom() < 500


def test_pressing_its_button_acts_once_and_closes_it(notice) -> None:
    done = []
    notice.say("The pack was removed.", "Undo", lambda: done.append(1))
    notice.button.click()
    assert done == [1] and not notice.isVisible()


def test_it_goes_away_by_itself(notice, qtbot) -> None:
    notice.say("Done.")
    with qtbot.waitSignal(notice.hidden_again):
        notice._timer.setInterval(1)
    assert not notice.isVisible()


def test_one_that_can_be_acted_upon_stays_longer(notice) -> None:
    notice.say("Done.")
    short = notice._timer.interval()
    notice.say("Removed.", "Undo", lambda: None)
    assert notice._timer.interval() > short


def test_a_newer_notice_takes_the_place_of_the_older(notice) -> None:
    done = []
    notice.say("One.", "Undo", lambda: done.append(1))
    notice.say("Two.")
    assert notice.text == "Two." and not notice.button.isVisible()
    notice.button.click()
    assert done == []


def test_a_long_sentence_stays_inside_the_window(notice) -> None:
    notice.say("word " * 200, "Show in folder", lambda: None)
    assert notice.geometry().left() >= 0 and notice.geometry().right() < 800


def test_another_language_ends_it(notice) -> None:
    notice.say("Done.")
    QCoreApplication.sendEvent(notice, QEvent(QEvent.Type.LanguageChange))
    assert not notice.isVisible()


def test_its_buttons_have_names(notice) -> None:
    notice.say("Removed.", "Undo", lambda: None)
    assert notice.close_button.accessibleName() and notice.button.text() == "Undo"
