"""The table shows every row of the file in the file's order, says what is wrong in it, and copies nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from engine.data import ColumnMapping, check_table, read_table
from widgets import theme
from widgets.data_table import DataTable
from widgets.table_model import IS_ANSWER, PROBLEM, ROW_STATE, TableModel
from widgets.wording import number

LINES = ["text,label", "good,a", "one,two,b", "bad,", "x", "fine,b", "well, well, well,a"]
ROLES = {"text": "input", "label": "answer"}
MAPPING = ColumnMapping.of(["text"], "label")


@pytest.fixture
def table(tmp_path: Path):
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return read_table(path, delimiter=",")


@pytest.fixture
def model(table, qapp) -> TableModel:
    made = TableModel()
    made.set_table(table)
    made.set_roles(ROLES)
    made.set_problems(check_table(table, MAPPING))
    return made


def test_the_model_keeps_qts_rules(model: TableModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_roles({"text": "answer"})
    model.set_table(None)
    assert model.rowCount() == 0 and tester.model() is model


def test_rows_that_could_not_be_read_stand_in_their_place(model: TableModel) -> None:
    assert [model.number_at(row) for row in range(model.rowCount())] == [1, 2, 3, 4, 5, 6]
    assert [model.place_of(number) for number in (1, 2, 4, 6, 7)] == [0, 1, 3, 5, None]
    assert model.index(1, 2).data() == "two"


def test_a_problem_is_told_in_the_cell_it_is_about(model: TableModel) -> None:
    assert model.index(2, 2).data(PROBLEM) == "no answer"
    assert model.index(2, 1).data(PROBLEM) is None
    assert model.index(1, 1).data(PROBLEM) == "3 columns instead of 2"
    assert model.index(3, 1).data(PROBLEM) == "1 column instead of 2"
    assert [model.index(row, 0).data(ROW_STATE) for row in range(3)] == ["", "problem", "problem"]


def test_skipped_rows_are_marked_as_such(model: TableModel, table) -> None:
    model.set_problems(check_table(table, MAPPING), skipped=[3])
    assert model.index(2, 0).data(ROW_STATE) == "skipped"


def test_a_screen_reader_hears_the_role_and_the_problem(model: TableModel) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.headerData(1, Qt.Orientation.Horizontal, role) == "text, Input"
    assert model.index(2, 2).data(role) == "no answer"
    assert model.index(0, 2).data(IS_ANSWER) is True


@pytest.fixture
def view(table, qtbot) -> DataTable:
    made = DataTable()
    qtbot.addWidget(made)
    made.resize(700, 260)
    made.set_table(table)
    made.set_roles(ROLES)
    made.set_problems(check_table(table, MAPPING))
    made.show()
    return made


def test_a_role_is_chosen_with_the_keyboard(view: DataTable, qtbot) -> None:
    qtbot.keyClick(view.header, Qt.Key.Key_Right)
    qtbot.keyClick(view.header, Qt.Key.Key_Return)
    menu = view.header._menu
    assert [action.isChecked() for action in menu.actions()[:3]] == [False, True, False]
    with qtbot.waitSignal(view.role_chosen) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == ["label", "ignore"]
    menu.close()


def test_choosing_a_row_tells_its_number(view: DataTable, qtbot) -> None:
    with qtbot.waitSignal(view.row_chosen) as chosen:
        view.show_row(4)
    assert chosen.args == [4] and view.current_number() == 4


def test_the_table_paints_in_light_and_dark(view: DataTable, qapp) -> None:
    light = view.grab().toImage()
    theme.apply(qapp, "dark")
    assert view.grab().toImage() != light


def test_a_hundred_thousand_rows_are_shown_at_once(tmp_path: Path, qtbot) -> None:
    path = tmp_path / "many.csv"
    path.write_text("text,label\n" + "".join(f"row {i},a\n" for i in range(100_000)), encoding="utf-8")
    made = DataTable()
    qtbot.addWidget(made)
    made.set_table(read_table(path))
    made.show_row(99_999)
    row = made.currentIndex().row()
    assert [made.rows.index(row, column).data() for column in range(3)] == [number(99_999), "row 99998", "a"]
