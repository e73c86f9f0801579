"""Example: one mapped row, never with the answer among its fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import ColumnMapping, Example, examples, read_table
from engine.errors import InputError


def test_rows_become_examples_without_those_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text,label\n1,one,x\n2,two,y\n3,ragged\n4,four,x\n")
    table = read_table(path)
    mapping = ColumnMapping({"text": "text", "label": "label"})
    assert list(examples(table, mapping, skip={1})) == [
        Example(2, {"id": "2", "text": "two"}, "y"),
        Example(4, {"id": "4", "text": "four"}, "x"),
    ]
    assert [row.label for row in examples(table, ColumnMapping({"text": "text"}))] == [None] * 3
    with pytest.raises(InputError):
        list(examples(table, ColumnMapping({"text": "text", "label": "answer"})))
