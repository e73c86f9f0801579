"""Rows can be found, kept to by what is wrong with them, and sorted; a row keeps its number whatever is shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from engine.data import ColumnMapping, check_table, read_table
from widgets.finding_words import findings_of
from widgets.row_query import RowQuery, find_rows
from widgets.rows_panel import RowsPanel

LINES = ["text,label", "good lamp,a", "one,two,b", "bad lamp,", "good lamp,a", "fine desk,b", "good lamp,b"]
MAPPING = ColumnMapping.of(["text"], "label")


@pytest.fixture
def table(tmp_path: Path):
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return read_table(path, delimiter=",")


@pytest.fixture
def problems(table):
    return check_table(table, MAPPING)


@pytest.fixture
def panel(table, problems, qtbot) -> RowsPanel:
    made = RowsPanel()
    qtbot.addWidget(made)
    made.query_changed.connect(lambda query: made.set_rows(find_rows(table, query)))
    made.set_table(table, is_other=True)
    made.set_roles({"text": "input", "label": "answer"}, "classification", {"text": "Its name says text"})
    made.set_problems(problems, findings_of(problems, []), [], table.total_rows)
    made.resize(760, 360)
    made.show()
    return made


def shown(panel: RowsPanel) -> list[int]:
    rows = panel.table_view.rows
    return [rows.number_at(place) for place in range(rows.rowCount())]


def test_words_are_found_once_typing_rests_or_at_return(panel: RowsPanel, qtbot) -> None:
    qtbot.keyClicks(panel.tools.search, "LAMP")
    assert shown(panel) == [1, 2, 3, 4, 5, 6]
    qtbot.keyClick(panel.tools.search, Qt.Key.Key_Return)
    assert shown(panel) == [1, 3, 4, 6] and panel.tools._count.text() == "4 of 6\u00a0rows"
    with qtbot.waitSignal(panel.query_changed):
        qtbot.keyClick(panel.tools.search, Qt.Key.Key_Escape)
    assert shown(panel) == [1, 2, 3, 4, 5, 6] and panel.tools._count.text() == ""


def test_nothing_found_is_said(panel: RowsPanel, qtbot) -> None:
    qtbot.keyClicks(panel.tools.search, "elephant")
    qtbot.keyClick(panel.tools.search, Qt.Key.Key_Return)
    assert shown(panel) == [] and panel.tools._count.text() == "No row is like that."


def test_a_search_that_takes_long_says_so_until_its_rows_come(panel: RowsPanel, qtbot) -> None:
    panel.query_changed.disconnect()
    panel.tools.sort_by("text", False)
    qtbot.waitUntil(lambda: panel.tools._count.text() == "Looking through the rows...")
    panel.set_rows(None)
    assert panel.tools._count.text() == ""


def test_one_keeps_to_the_rows_of_a_problem(panel: RowsPanel) -> None:
    groups = panel.tools.groups
    names = [groups.itemText(place) for place in range(groups.count())]
    assert names == ["All rows", "Rows that need a look (2)", "One text, different answers (3)"]
    groups.setCurrentIndex(1)
    assert shown(panel) == [2, 3]
    groups.setCurrentIndex(2)
    assert shown(panel) == [1, 4, 6]


def test_rows_that_are_settled_leave_their_group(panel: RowsPanel, problems) -> None:
    panel.tools.keep_to("open")
    panel.set_problems(problems, findings_of(problems, []), [2], 6)
    assert shown(panel) == [3]
    panel.set_problems(problems, findings_of(problems, []), [2, 3], 6)
    assert shown(panel) == [1, 2, 3, 4, 5, 6]


def test_sorting_is_in_the_menu_of_a_column_and_keeps_the_row_that_was_chosen(panel: RowsPanel) -> None:
    panel.table_view.show_row(5)
    menu = panel.table_view.header.open_menu(1)
    words = [action.text() for action in menu.actions()]
    assert "Guessed: Its name says text" in words
    next(action for action in menu.actions() if action.text() == "Sort, largest first").trigger()
    assert shown(panel) == [2, 1, 4, 6, 5, 3] and panel.table_view.current_number() == 5
    menu.close()
    panel.tools.sort_by("", False)
    assert shown(panel) == [1, 2, 3, 4, 5, 6]


def test_where_the_chosen_row_is_gone_the_first_is_chosen(panel: RowsPanel, qtbot) -> None:
    panel.table_view.show_row(5)
    with qtbot.waitSignal(panel.table_view.row_chosen) as chosen:
        panel.tools.keep_to("open")
    assert chosen.args == [2]


def test_a_row_that_is_not_shown_is_gone_to_all_the_same(panel: RowsPanel) -> None:
    panel.tools.keep_to("open")
    panel.show_row(5)
    assert shown(panel) == [1, 2, 3, 4, 5, 6] and panel.table_view.current_number() == 5


def test_another_file_is_shown_whole(panel: RowsPanel, table) -> None:
    panel.tools.keep_to("open")
    panel.set_table(table, is_other=True)
    assert panel.tools.query() == RowQuery() and shown(panel) == [1, 2, 3, 4, 5, 6]


def test_the_model_keeps_qts_rules_in_any_order(panel: RowsPanel, table) -> None:
    model = panel.table_view.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_order(find_rows(table, RowQuery(text="lamp", column="text")))
    assert model.rowCount() == 4 and tester.model() is model
    assert [model.place_of(number) for number in (3, 2)] == [0, None]
