"""Table: looking rows up, and joining surplus fields back."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import Table, read_table
from engine.errors import InputError


@pytest.fixture
def table(tmp_path: Path) -> Table:
    path = tmp_path / "a.csv"
    path.write_text("id,text,label\n1,a longer text,x\n2,well, yes, or no,y\n3,short\n4,another text,x\n5,a, b,y\n")
    return read_table(path)


def test_rows_are_found_by_their_number(table: Table) -> None:
    assert [table.index_of(number) for number in (1, 2, 3, 4, 9)] == [0, None, None, 1, None]
    assert table.row(1) == {"id": "4", "text": "another text", "label": "x"}
    with pytest.raises(IndexError):
        table.row(2)


def test_values_are_counted_once(table: Table) -> None:
    assert table.counts["label"] == {"x": 2} and table.counts["label"] is table.counts["label"]


def test_an_unknown_column_names_the_nearest(table: Table) -> None:
    with pytest.raises(InputError, match="text") as caught:
        table.column("txet")
    assert caught.value.args_["nearest"] == "text"


def test_surplus_fields_are_joined_into_the_longest_text(table: Table) -> None:
    joined = table.join_extra()
    assert joined.column("text") == ["a longer text", "well, yes, or no", "another text", "a, b"]
    assert joined.column("label") == ["x", "y", "x", "y"]
    assert list(joined.row_numbers) == [1, 2, 4, 5]
    assert ([row.number for row in joined.ragged], joined.joined) == ([3], (2, 5))
    assert joined.total_rows == table.total_rows == 5


def test_only_the_chosen_rows_are_joined(table: Table) -> None:
    once = table.join_extra({5})
    assert (list(once.row_numbers), [row.number for row in once.ragged]) == ([1, 4, 5], [2, 3])
    assert once.join_extra([2]).joined == (2, 5)
    assert read_table(table.path, joined_rows=[2, 5]).column("text") == table.join_extra().column("text")


def test_a_table_of_ragged_rows_alone_can_still_be_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nwell, yes,a\nno, no,b\n")
    table = read_table(path)
    assert (table.row_count, len(table.ragged)) == (0, 2)
    assert table.join_extra().column("label") == ["a", "b"]
