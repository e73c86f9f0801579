"""What is written in a format, an encoding and with a separator is read back unchanged."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pyarrow import feather, parquet

from engine.data import CODECS, DELIMITERS, read_table
from engine.data.reading import delimited

Rows = list[list[str]]
ANY = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")
SOME = 'ab ,;"\n\r\téßœ€“”好酒店説龍ですカｶー，。🎉\u00a0'
CELL = st.one_of(st.text(ANY, max_size=12), st.text(st.sampled_from('",;|\t\r\n ab'), max_size=8))


@st.composite
def tables(draw: st.DrawFn, cell: st.SearchStrategy[str] = CELL) -> Rows:
    """A header of plain names, and rows of as many cells, none of them wholly empty."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=6))
    return [
        [f"name {place}" for place in range(width)],
        *(row if any(map(str.strip, row)) else ["x"] * width for row in rows),
    ]


def read_back(write: Callable[[Path], object], name: str, **options: str | bool) -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        table = read_table(path, header=True, **options)  # type: ignore[arg-type]
        assert not table.ragged and not table.quote_troubles
        return [list(table.columns), *(list(row.values()) for row in table.rows())]


def as_csv(rows: Rows, delimiter: str = ",", ends: str = "\r\n", always: bool = False) -> str:
    text = io.StringIO(newline="")
    # the module leaves line ends that are not its own without quotes
    quoting = csv.QUOTE_ALL if always or ends != "\r\n" else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=ends, quoting=quoting).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", DELIMITERS)
@given(rows=tables(), ends=st.sampled_from(["\n", "\r\n", "\r"]), always=st.booleans())
@settings(max_examples=20, deadline=None)
def test_every_separator(delimiter: str, rows: Rows, ends: str, always: bool) -> None:
    content = as_csv(rows, delimiter, ends, always).encode()
    assert read_back(lambda path: path.write_bytes(content), "a.csv", encoding="utf-8", delimiter=delimiter) == rows


@pytest.mark.parametrize("delimiter", DELIMITERS)
@given(rows=tables(), ends=st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=20, deadline=None)
def test_the_quick_reader_gives_the_same(delimiter: str, rows: Rows, ends: str) -> None:
    content = as_csv(rows, delimiter, ends, always=True).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "QUICK_BYTES", 0)
        assert read_back(lambda path: path.write_bytes(content), "a.csv", encoding="utf-8", delimiter=delimiter) == rows


@pytest.mark.parametrize("name", CODECS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_every_encoding(name: str, data: st.DataObject) -> None:
    known = [char for char in SOME if char.encode(CODECS[name], "ignore").decode(CODECS[name]) == char]
    rows = data.draw(tables(st.text(st.sampled_from(known), max_size=8)))
    content = as_csv(rows).encode(CODECS[name])
    assert read_back(lambda path: path.write_bytes(content), "a.csv", encoding=name, delimiter=",") == rows


@given(rows=tables())
@settings(max_examples=15, deadline=None)
def test_gzip(rows: Rows) -> None:
    content = gzip.compress(as_csv(rows).encode(), 1)
    options = {"encoding": "utf-8", "delimiter": ","}
    assert read_back(lambda path: path.write_bytes(content), "a.csv.gz", **options) == rows


@given(rows=tables(), is_list=st.booleans())
@settings(max_examples=20, deadline=None)
def test_json(rows: Rows, is_list: bool) -> None:
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    text = json.dumps(records) if is_list else "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    assert read_back(lambda path: path.write_text(text, encoding="utf-8"), "a.json" if is_list else "a.jsonl") == rows


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
@given(rows=tables())
@settings(max_examples=12, deadline=None)
def test_columnar_files(name: str, rows: Rows) -> None:
    table = pa.table({key: [row[place] for row in rows[1:]] for place, key in enumerate(rows[0])})
    writers = {"a.parquet": parquet.write_table, "a.arrow": feather.write_feather}
    assert read_back(lambda path: writers[name](table, str(path)), name) == rows


@given(rows=tables(st.text(ANY, max_size=12).filter(lambda text: not text.startswith("="))))
@settings(max_examples=15, deadline=None)
def test_workbooks(rows: Rows) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    used = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    assert read_back(book.save, "a.xlsx") == [[row[place] for place in used] for row in rows]
