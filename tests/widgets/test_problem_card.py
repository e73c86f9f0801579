"""A row that cannot be used is shown with its neighbours and what it would become; nothing is decided by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from engine.data import ColumnMapping, check_table, read_table
from widgets.issue_bar import IssueBar
from widgets.problem_card import ProblemCard, joined_fields, surplus_separators

LINES = [
    *("text,label", "a good lamp,praise", "nice, really, good,praise", "bad lamp,", "fine, I think,praise"),
    *("a slow parcel,delivery", "the last one of all,delivery"),
]


@pytest.fixture
def table(tmp_path: Path):
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return read_table(path, delimiter=",")


@pytest.fixture
def problems(table):
    found = check_table(table, ColumnMapping.of(["text"], "label"))
    return [problem for problem in found if problem.severity == "skip"]


@pytest.fixture
def card(table, problems, qtbot) -> ProblemCard:
    made = ProblemCard()
    qtbot.addWidget(made)
    made.set_problems(table, problems)
    made.show()
    return made


def test_the_heading_states_the_fact(card: ProblemCard) -> None:
    assert card._heading.text() == "Row 2 has 4 columns, the others have 2"
    assert card._counter.text() == "1 of 3 rows to look at"


def test_the_row_as_it_would_be_is_the_row_as_it_will_be(table) -> None:
    for row in table.ragged:
        joined = table.join_extra({row.number})
        index = joined.index_of(row.number)
        assert joined_fields(table, row.fields) == tuple(joined.row(index).values())


def test_the_separators_in_question_are_those_inside_the_text(table) -> None:
    assert surplus_separators(table, table.ragged[0].fields) == {0, 1}


def test_joining_is_asked_for_this_row_alone(card: ProblemCard, qtbot) -> None:
    with qtbot.waitSignal(card.join_chosen) as chosen:
        card.join.click()
    assert chosen.args == [[2]]


def test_the_same_can_be_done_for_rows_with_the_same_problem(card: ProblemCard, qtbot) -> None:
    assert card.same.text() == "Do the same for row 4"
    card.same.setChecked(True)
    with qtbot.waitSignal(card.skip_chosen) as chosen:
        card.skip.click()
    assert chosen.args == [[2, 4]]


def test_a_row_that_cannot_be_mended_offers_to_be_skipped(card: ProblemCard) -> None:
    card.show_problem(3)
    assert card._heading.text() == "Row 3 has no answer"
    assert not card.join.isVisible() and not card._after.isVisible()
    assert card.skip.kind == "primary" and not card.same.isVisible()


def test_next_walks_round(card: ProblemCard) -> None:
    headings = []
    for _ in range(4):
        headings.append(card._heading.text())
        card._next.click()
    assert headings[0] == headings[3] and len(set(headings)) == 3


def test_a_screen_reader_hears_the_lines(card: ProblemCard) -> None:
    assert "2: nice, really, good,praise (4 columns)" in card._around.accessibleName()


@pytest.fixture
def bar(qtbot) -> Iterator[IssueBar]:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = IssueBar(holder)
    holder.show()
    yield made


def test_the_bar_counts_rows_nobody_decided_about(bar: IssueBar, problems) -> None:
    bar.set_problems(problems, [], 6)
    assert bar.open_rows() == 3 and bar.accessibleName().startswith("3 of 6 rows need a look")
    bar.set_problems(problems, [2], 6)
    assert bar.open_rows() == 2
    bar.set_problems(problems, [2, 3, 4], 6)
    assert bar.open_rows() == 0 and bar.accessibleName() == "3 rows are left out. 2, 3 and 4"
    assert bar.undo_button.isVisible() and not bar.skip_button.isVisible()


def test_the_bar_is_away_when_all_is_well(bar: IssueBar, problems) -> None:
    bar.set_problems(problems, [], 6)
    assert bar.isVisible()
    bar.set_problems([], [], 6)
    assert not bar.isVisible()


def test_a_table_with_nothing_to_learn_is_said_in_the_bar(bar: IssueBar, tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("text,label\n" + "".join(f"row {i},a\n" for i in range(9)), encoding="utf-8")
    table = read_table(path)
    bar.set_problems(check_table(table, ColumnMapping.of(["text"], "label")), [], 9)
    assert "nothing to learn" in bar.accessibleName() and bar.property("card") == "danger"
