"""ExampleRows: the examples of a table without holding them, and keys that are equal where rows are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.data import ColumnMapping, ExampleRows, Table, examples, read_table
from engine.data import example_rows as module
from engine.data.example_rows import row_keys

MAPPING = ColumnMapping({"text": "text", "label": "label"})
CHOICE = ColumnMapping({"text": "id", "candidate1": "text", "candidate2": "other", "label": "label"})


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(module, "BATCH_ROWS", 7)
    path = tmp_path / "a.csv"
    rows = [f"{i}, text {i % 5} ,other {i},{'ab'[i % 2]}" for i in range(100)]
    rows[40] = "too,many,fields,are,here"
    path.write_text("id,text,other,label\n" + "\n".join(rows))
    return read_table(path)


@pytest.mark.parametrize("skip", [(), (1,), (3, 4, 41, 99), range(2, 90), range(1, 101)])
@pytest.mark.parametrize(("mapping", "task"), [(MAPPING, "classification"), (CHOICE, "choice")])
def test_they_are_the_examples_of_the_table(table: Table, skip: range, mapping: ColumnMapping, task: str) -> None:
    rows, expected = ExampleRows(table, mapping, skip, task), list(examples(table, mapping, skip, task))
    assert list(rows) == expected == [rows[place] for place in range(len(rows))]
    assert rows == expected and [row.row for row in expected] == rows.numbers().tolist()
    assert list(rows[5:50:3]) == expected[5:50:3]
    assert rows != [*expected, None] and rows != 3


@pytest.mark.parametrize("step", [1, 2, 20])
def test_rows_that_are_far_apart_are_the_same(table: Table, step: int) -> None:
    rows = ExampleRows(table, MAPPING)
    assert [row.row for row in rows[::step]] == rows.numbers()[::step].tolist()


def test_merged_labels_are_one(table: Table) -> None:
    rows = ExampleRows(table, MAPPING, merged={"b": "a"})
    assert {row.label for row in rows} == {"a"}
    assert len(np.unique(row_keys(rows, ["text"]).answers)) == 1


@pytest.mark.parametrize("fields", [["text"], ["text", "id"]])
def test_keys_are_equal_where_the_examples_are(table: Table, fields: list[str]) -> None:
    rows = ExampleRows(table, MAPPING)
    keys, plain = row_keys(rows, fields), row_keys(list(rows), fields)
    for found, expected in zip(vars(keys).values(), vars(plain).values(), strict=True):
        assert found.tolist() == expected.tolist()
    assert len(np.unique(keys.asked)) == (5 if fields == ["text"] else 99)


def test_nothing_is_asked_of_no_rows(table: Table) -> None:
    rows = ExampleRows(table, MAPPING, range(1, 101))
    assert (len(rows), list(rows), row_keys(rows, ["text"]).asked.tolist()) == (0, [], [])
