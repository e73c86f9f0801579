"""Home begins in three ways and leads back to what was begun."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtTest import QTest

from widgets import theme
from widgets.pages.home_page import HomePage

RUNS = [
    {"folder": "/runs/a", "name": "Customer messages", "state": "running", "share": 0.62, "before": 0.61, "now": 0.84},
    {
        "folder": "/runs/b",
        "name": "Polite replies",
        "state": "finished",
        "before": 0.24,
        "now": 0.41,
        "metric": "rouge_l",
    },
    {"folder": "/runs/c", "name": "Hotel comments", "state": "stopped", "step": 340, "now": 0.9, "curve": [2, 1.5, 1]},
    {"folder": "/runs/d", "name": "Film reviews", "state": "failed", "sample": True},
    {"folder": "/runs/e", "name": "Fifth", "state": "waiting"},
]


class Brackets(QTranslator):
    """Any language: every text in brackets."""

    def translate(self, context, text, comment=None, n=-1):
        return f"[{text}]"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def page(qtbot) -> HomePage:
    page = HomePage()
    qtbot.addWidget(page)
    page.resize(1207, 691)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def test_sample_starts_by_one_click(page, qtbot) -> None:
    with qtbot.waitSignal(page.sample_requested):
        page._sample.button.click()


def test_missing_starter_models_are_named_with_their_size(page) -> None:
    page.set_starters(False, 176_000_000)
    assert page._sample.button.text().replace("\u00a0", " ") == "Get the starter models (176 MB), then start"
    page.set_starters(True, 0)
    assert page._sample.button.text() == "Start the sample"


def test_only_one_button_is_primary_and_none_while_a_run_goes_on(page) -> None:
    kinds = [card.button.kind for card in (page._sample, page._file, page._pack)]
    assert kinds.count("primary") == 1
    page.set_busy(True)
    assert "primary" not in [card.button.kind for card in (page._sample, page._file, page._pack)]
    assert not page._sample.button.isEnabled()


@pytest.mark.parametrize(
    ("row", "signal", "word"),
    [
        (0, "run_opened", "Watch"),
        (1, "run_play_requested", "Play"),
        (2, "run_continue_requested", "Continue"),
        (3, "run_opened", "Look"),
    ],
)
def test_next_action_follows_the_state(page, qtbot, row, signal, word) -> None:
    page.set_runs(RUNS)
    button = page._list._rows[row]._action
    assert button.text() == word
    with qtbot.waitSignal(getattr(page, signal)) as caught:
        button.click()
    assert caught.args == [RUNS[row]["folder"]]


def test_row_opens_by_return_and_by_click(page, qtbot) -> None:
    page.set_runs(RUNS)
    row = page._list._rows[1]
    with qtbot.waitSignal(page.run_opened):
        QTest.keyClick(row, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.run_opened):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)


def test_renewed_runs_keep_their_rows_so_that_nothing_jumps(page) -> None:
    page.set_runs(RUNS)
    before = list(page._list._rows)
    page.set_runs([{**RUNS[0], "share": 0.7}, *RUNS[1:]])
    assert page._list._rows == before
    assert "70" in before[0]._state.text()


def test_four_runs_are_shown_and_the_rest_is_a_link(page, qtbot) -> None:
    page.set_runs(RUNS)
    assert len(page._list._rows) == 4
    assert page._show_all.text() == "Show all 5"
    with qtbot.waitSignal(page.all_runs_requested):
        page._show_all.click()


def test_empty_home_says_what_will_be_there(page) -> None:
    page.set_runs([])
    assert page._list.isHidden()
    assert page._nothing_yet.isVisible()


def test_tab_reaches_every_control_and_each_has_a_name(page, tab_stops, controls, name_of) -> None:
    page.set_runs(RUNS)
    reached = tab_stops(page)
    assert [control for control in controls(page) if control not in reached] == []
    assert set(page._list._rows) <= set(reached)
    assert all(name_of(control) for control in reached)


def test_words_change_while_the_page_is_open(page, qapp) -> None:
    page.set_runs(RUNS)
    translator = Brackets()
    QCoreApplication.installTranslator(translator)
    try:
        QCoreApplication.processEvents()
        assert page.title_label.text() == "[Home]"
        assert page._file.button.text() == "[Choose a file...]"
        assert page._list._rows[1]._action.text() == "[Play]"
    finally:
        QCoreApplication.removeTranslator(translator)
        QCoreApplication.processEvents()
    assert page.title_label.text() == "Home"


@pytest.mark.parametrize("width", [700, 1000, 1207, 1800])
def test_nothing_is_wider_than_the_page(page, width) -> None:
    page.set_runs(RUNS)
    page.resize(width, 691)
    QCoreApplication.processEvents()
    assert page._inner.width() <= width


def test_heights_follow_the_text_size_while_the_page_is_open(page, qapp) -> None:
    page.set_runs(RUNS)
    before = page._list._rows[0].height()
    theme.apply(qapp, "light", 1.5)
    assert page._list._rows[0].height() == round(1.5 * before)
    assert page._sample.minimumHeight() == 360


def test_page_keeps_saying_why_the_sample_waits_in_another_language(page) -> None:
    page.set_busy(True)
    page.retranslate()
    assert page._sample._note.text() == "A run is going"


def test_a_download_of_the_starter_models_is_told_and_cannot_be_started_twice(page) -> None:
    page.set_starters(False, 176_000_000)
    page.set_fetching(84_000_000, 176_000_000)
    assert not page._sample.button.isEnabled()
    assert page._sample._note.text().replace("\u00a0", " ") == "84 MB of 176 MB"
    page.set_fetching(None)
    assert page._sample.button.isEnabled() and page._sample._note.text() == ""
