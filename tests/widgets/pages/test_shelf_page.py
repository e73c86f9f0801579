"""The Shelf shows packs with what decides, and every run in one table."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from widgets.pages.shelf_page import ShelfPage
from widgets.runs_model import CHECK, METRIC, NAME, RANGE, SCORE

RED = "Cannot fit: 768 wide, not 1024"
PACKS = [
    {
        "path": "/packs/a.promptpack",
        "name": "Customer messages",
        "author": "you",
        "description": "Sorts shop messages.",
        "before": 0.61,
        "now": 0.89,
        "n": 120,
        "method": "p_tuning_v2",
        "tokens": 20,
        "bytes": 4_600_000,
        "languages": ["en", "zh"],
        "licence": "CC BY 4.0",
        "match": {"level": "green"},
    },
    {
        "path": "/packs/b.promptpack",
        "name": "Headlines",
        "match": {"level": "red", "text": "Cannot fit: 768 wide, not 1024"},
    },
    {"path": "/packs/c.promptpack", "name": "Hotel 酒店", "match": {"level": "amber"}},
    {"path": "/packs/d.promptpack", "name": "No model loaded", "backbone": "GPT-2 small", "match": None},
]
RUNS = [
    {
        "folder": f"/runs/{i}",
        "name": f"Run {i}",
        "data": "messages.csv",
        "now": i / 10,
        "low": i / 20,
        "high": 0.9,
        "seconds": 60 * i,
    }
    for i in range(1, 7)
]


@pytest.fixture
def page(qtbot) -> ShelfPage:
    page = ShelfPage()
    qtbot.addWidget(page)
    page.resize(1207, 691)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def check(page, row) -> bool:
    index = page._model.index(row, CHECK)
    return page._model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def test_empty_shelf_says_how_to_fill_it(page, qtbot) -> None:
    assert page._empty.isVisible()
    assert page._packs_part.isHidden()
    with qtbot.waitSignal(page.sample_requested):
        page._empty._buttons["sample"].click()


def test_strip_says_the_number_that_decides(page) -> None:
    page.set_packs(PACKS)
    assert [card._strip_text for card in page._cards] == [
        "Same base model",
        RED,
        "Same shape, other weights",
        "Made for GPT-2 small",
    ]
    assert "Cannot fit" in page._cards[1].accessibleName()


def test_pack_with_only_a_name_is_shown_without_gaps(page) -> None:
    page.set_packs([{"path": "/p", "name": "Bare"}])
    assert page._cards[0]._terms.text() == "no licence named"
    assert page._cards[0]._score.text() == "No score"


def test_return_on_a_card_plays_it_and_delete_asks_to_remove(page, qtbot) -> None:
    page.set_packs(PACKS)
    with qtbot.waitSignal(page.pack_requested) as signal:
        QTest.keyClick(page._cards[0], Qt.Key.Key_Return)
    assert signal.args == ["play", "/packs/a.promptpack"]
    with qtbot.waitSignal(page.pack_requested) as signal:
        QTest.keyClick(page._cards[0], Qt.Key.Key_Delete)
    assert signal.args == ["remove", "/packs/a.promptpack"]


def test_search_narrows_packs_and_runs_together(page) -> None:
    page.set_packs(PACKS)
    page.set_runs(RUNS)
    page._search.setText("hotel")
    assert [card.isVisible() for card in page._cards] == [False, False, True, False]
    assert page._table.proxy.rowCount() == 0
    assert "hotel" in page._no_runs.text()
    page._search.setText("run 3")
    assert page._table.proxy.rowCount() == 1
    page._search.clear()
    assert page._table.proxy.rowCount() == 6
    assert all(card.isVisible() for card in page._cards)


def test_scores_sort_as_numbers_and_missing_ones_come_last(page) -> None:
    page.set_runs([*RUNS, {"folder": "/runs/x", "name": "Unfinished", "state": "failed"}])
    page._table.sortByColumn(SCORE, Qt.SortOrder.DescendingOrder)
    names = [page._table.proxy.index(row, NAME).data() for row in range(7)]
    assert names == ["Run 6", "Run 5", "Run 4", "Run 3", "Run 2", "Run 1", "Unfinished"]


def test_a_score_says_what_it_counts(page) -> None:
    page.set_runs(
        [{**RUNS[0], "metric": "entity_f1", "now": 0.81}, {**RUNS[1], "metric": "bleu", "now": 0.31}, RUNS[2]]
    )
    shown = [(page._model.index(row, SCORE).data(), page._model.index(row, METRIC).data()) for row in range(3)]
    assert shown[:2] == [("81\u00a0%", "entity F1"), ("31", "BLEU")] and shown[2][1] == "right answers"
    page.set_packs([{**PACKS[0], "metric": "f1", "before": 0.2, "now": 0.7}])
    assert page._cards[0]._counted.text().startswith("word overlap F1")


def test_ranges_have_an_en_dash_and_numbers_stand_right(page) -> None:
    page.set_runs(RUNS)
    index = page._model.index(0, RANGE)
    assert index.data() == "5–90"
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)


def test_two_to_four_runs_can_be_compared(page, qtbot) -> None:
    page.set_runs(RUNS)
    assert not page._compare.isEnabled()
    assert [check(page, row) for row in (2, 0, 1, 3, 4)] == [True, True, True, True, False]
    assert page._compare.text() == "Compare 4 runs"
    with qtbot.waitSignal(page.runs_compare_requested) as signal:
        page._compare.click()
    assert signal.args == [["/runs/3", "/runs/1", "/runs/2", "/runs/4"]]


def test_ticks_stay_when_runs_are_renewed_and_go_with_their_run(page) -> None:
    page.set_runs(RUNS)
    check(page, 0)
    check(page, 1)
    page.set_runs(RUNS[1:])
    assert page._model.checked() == ["/runs/2"]


def test_table_ticks_by_space_and_opens_by_return(page, qtbot) -> None:
    page.set_runs(RUNS)
    page._table.setFocus()
    page._table.setCurrentIndex(page._table.proxy.index(1, NAME))
    QTest.keyClick(page._table, Qt.Key.Key_Space)
    assert page._model.checked() == ["/runs/2"]
    with qtbot.waitSignal(page.run_requested) as signal:
        QTest.keyClick(page._table, Qt.Key.Key_Return)
    assert signal.args == ["open", "/runs/2"]


def test_click_on_the_first_cell_ticks_once(page, qtbot) -> None:
    page.set_runs(RUNS)
    QCoreApplication.processEvents()
    where = page._table.visualRect(page._table.proxy.index(0, CHECK)).center()
    QTest.mouseClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page._model.checked() == ["/runs/1"]


def test_narrow_page_shows_packs_or_runs(page, qtbot) -> None:
    page.set_packs(PACKS)
    page.set_runs(RUNS)
    assert page._tabs._buttons["runs"].isHidden()
    page.resize(900, 691)
    assert page._tabs.isVisible()
    assert (page._packs_part.isVisible(), page._runs_part.isVisible()) == (True, False)
    page.show_runs()
    assert (page._packs_part.isVisible(), page._runs_part.isVisible()) == (False, True)


@pytest.mark.parametrize("width", [640, 900, 1207, 1800])
def test_nothing_is_wider_than_the_page(page, width) -> None:
    page.set_packs(PACKS)
    page.set_runs(RUNS)
    page.resize(width, 691)
    QCoreApplication.processEvents()
    assert page._inner.width() <= width


def test_tab_reaches_every_control_and_each_has_a_name(page, tab_stops, controls, name_of) -> None:
    page.set_packs(PACKS)
    page.set_runs(RUNS)
    reached = tab_stops(page)
    assert [control for control in controls(page) if control not in reached] == []
    assert set(page._cards) <= set(reached)
    assert all(name_of(control) for control in reached)
