"""Headers: names are made unique, and a first row of values is not taken for names."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import read_table
from engine.data.reading.headers import has_header

LABELS = [["good", "positive"], ["bad", "negative"], ["fine", "positive"], ["poor", "negative"]]


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        (LABELS, False),
        ([["text", "label"], *LABELS], True),
        (LABELS[:2], True),  # too few rows to say
        ([["0", "1"], ["good", "1"], ["bad", "0"], ["fine", "1"], ["poor", "1"]], True),  # as pandas numbers columns
        ([["a long first text", "1"], ["good", "1"], ["bad", "0"], ["fine", "1"]], False),
        ([["two men are playing chess", "2.5"], *([f"text {i}", f"{i}.1"] for i in range(5))], False),
        ([["2019", "2020"], ["1", "2"], ["3", "4"], ["5", "6"]], True),
        ([["x" * 50, "y" * 60], *([f"{i}" * 60, f"{i}" * 45] for i in range(4))], False),
        ([["a", "b"], ["text", "1"], ["a", "b"], ["more", "2"], ["a", "b"], ["last", "3"]], True),  # files put together
        ([["label", "text"], ["label", "1"], ["label", "2"], ["x", "3"]], True),  # a name that columns really have
    ],
)
def test_a_first_row_that_is_no_header_is_seen(rows: list[list[str]], answer: bool) -> None:
    assert has_header(rows) is answer


def test_the_person_decides_about_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("good,positive\nbad,negative\n")
    assert read_table(path).columns == ("good", "positive")
    table = read_table(path, header=False)
    assert (table.columns, table.row_count, table.has_header) == (("column 1", "column 2"), 2, False)
    assert table.row(0) == {"column 1": "good", "column 2": "positive"}
    path.write_text("".join(f"text {i},{'ab'[i % 2]}\n" for i in range(9)))
    assert (read_table(path).total_rows, read_table(path, header=True).total_rows) == (9, 8)


def test_ragged_rows_count_from_the_first_row_where_there_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("good,positive\nbad, very,negative\n")
    (row,) = read_table(path, header=False).ragged
    assert (row.number, row.line) == (2, 2)
