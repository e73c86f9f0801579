"""Rows are found, kept to and sorted without losing their numbers, the broken ones among them."""

from pathlib import Path

import pytest

from engine.data import Table, read_table
from widgets.row_query import RowQuery, find_rows

LINES = ["text,price,label", "Good lamp,10,a", "bad,9,b", "one,two,three,c", "x", "a LAMP again,,b", "desk,100,a"]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return read_table(path, delimiter=",")


def found(table: Table, **query) -> list[int] | None:
    numbers = find_rows(table, RowQuery(**query))
    return None if numbers is None else numbers.tolist()


def test_nothing_asked_is_the_file_itself(table: Table) -> None:
    assert found(table) is None


def test_words_are_found_in_any_column_in_capitals_or_not(table: Table) -> None:
    assert found(table, text="lamp") == [1, 5]
    assert found(table, text="b") == [2, 5]
    assert found(table, text="nowhere") == []


def test_a_row_of_the_wrong_width_is_found_too(table: Table) -> None:
    assert found(table, text="TWO") == [3]


def test_a_sign_of_a_pattern_is_only_a_sign(table: Table) -> None:
    assert found(table, text=".") == [] and found(table, text="(") == []


def test_only_the_rows_in_question_are_kept(table: Table) -> None:
    assert found(table, rows=frozenset({5, 3, 99})) == [3, 5]
    assert found(table, rows=frozenset({3, 5}), text="lamp") == [5]
    assert found(table, rows=frozenset()) == []


def test_words_are_sorted_as_words(table: Table) -> None:
    assert found(table, column="text") == [5, 2, 6, 1, 3, 4]
    assert found(table, column="text", is_falling=True) == [4, 3, 1, 6, 2, 5]


def test_numbers_are_sorted_as_numbers_and_what_is_empty_comes_last(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("text,price\na,10\nb,9\nc,\nd,100\ne,9\n", encoding="utf-8")
    table = read_table(path)
    assert found(table, column="price") == [2, 5, 1, 4, 3]
    assert found(table, column="price", is_falling=True) == [4, 1, 2, 5, 3]


def test_a_column_that_is_gone_sorts_nothing(table: Table) -> None:
    assert found(table, column="other", text="lamp") == [1, 5]
