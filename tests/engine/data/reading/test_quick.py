"""The quick reader: the exact reader's rows, numbers and lines, or nothing at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Table, read_table
from engine.data.reading import byte_rows, delimited, quick
from engine.errors import InputError

PIECES = ["a", ",", '"', "\n", "\r\n", "\r", '""', " b", "é", '"x"', '"two\nlines"', "\n\n"]


def both(folder: Path, content: bytes, **options: bool) -> tuple[Table | str, Table | str]:
    """What the exact reader and the quick one make of a file."""
    path = folder / "a.csv"
    path.write_bytes(content)
    found: list[Table | str] = []
    for bytes_ in (1 << 40, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delimited, "QUICK_BYTES", bytes_)
            try:
                found.append(read_table(path, "utf-8", ",", header=options.get("header", True)))
            except InputError as error:
                found.append(str(error))
    return found[0], found[1]


def facts(table: Table | str) -> object:
    if isinstance(table, str):
        return table
    return table.columns, list(table.rows()), list(table.row_numbers), table.ragged, table.quote_troubles


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_reads_the_same_both_ways(text: str, header: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        exact, fast = both(Path(folder), ("x,y\n" + text).encode(), header=header)
    assert facts(exact) == facts(fast)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.integers(1, 9))
@settings(max_examples=120, deadline=None)
def test_where_pieces_are_cut_changes_nothing(text: str, size: int) -> None:
    content = ("x,y\n" + text).encode()
    cut = [content[place : place + size] for place in range(0, len(content), size)]
    wanted = list(range(1, text.count("\n") + text.count("\r") + 3))
    results = []
    for pieces in ([content], cut):
        try:
            assert b"".join(byte_rows.require_plain(pieces, ",")) == content
            results.append(byte_rows.lines_of_rows(pieces, wanted))
        except byte_rows.NotPlain:
            results.append({})
    assert results[0] == results[1]


def test_a_plain_file_is_left_to_the_quick_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'"text {i}\nof two lines",{"ab"[i % 2]}\n' for i in range(2000)) + "\n\nshort\n"
    exact, fast = both(tmp_path, ("text,label\n" + rows).encode())
    assert facts(exact) == facts(fast)
    assert isinstance(fast, Table) and [(row.number, row.line) for row in fast.ragged] == [(2001, 4004)]

    def never(*_: object) -> None:
        raise AssertionError("the exact reader was asked")

    monkeypatch.setattr(delimited, "QUICK_BYTES", 0)
    monkeypatch.setattr(delimited.TableBuilder, "add", never)
    assert read_table(tmp_path / "a.csv").row_count == 2000


@pytest.mark.parametrize(
    "rows",
    [
        'text "quoted" inside,a\n',
        '"closed" too early,a\n',
        '"never closed,a\n',
        "a NUL\x00,a\n",
        f'"{"long " * 2000}",a\n',  # longer than a block of pyarrow's
    ],
)
def test_what_is_odd_is_left_to_the_exact_reader(tmp_path: Path, rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "PIECE_BYTES", 1000)
    path = tmp_path / "a.csv"
    path.write_text("text,label\n" + rows)
    layout = delimited.Layout("utf-8", ",", True)
    with pytest.raises(quick.NotPlain):
        quick.add_quickly(delimited.TableBuilder(["text", "label"], "a.csv"), path, layout)


def test_another_encoding_is_read_quickly_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("内容,标签\n" + "酒店很好,好评\n" * 1000).encode("gb18030"))
    monkeypatch.setattr(delimited, "QUICK_BYTES", 0)
    table = read_table(path)
    assert (table.encoding, table.row_count, table.row(999)["内容"]) == ("gb18030", 1000, "酒店很好")


def test_a_wrong_separator_is_told_before_everything_is_kept_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nfine,a\n" + "a,b,c\n" * 50)
    for module in ("builder", "quick"):
        monkeypatch.setattr(f"engine.data.reading.{module}.MOST_RAGGED", 20)
    for limit in (1 << 40, 0):
        monkeypatch.setattr(delimited, "QUICK_BYTES", limit)
        with pytest.raises(InputError, match="line 3") as caught:
            read_table(path)
        assert caught.value.code == "table_ragged"
