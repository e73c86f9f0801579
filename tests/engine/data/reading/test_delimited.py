"""Delimited files: rows agree with the standard csv module, and every bad file gets its own clear error."""

from __future__ import annotations

import codecs
import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import read_table
from engine.errors import InputError

PUBLIC_DATA = Path(__file__).resolve().parents[5] / "shared" / "data"


def write(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path, **options: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read_table(path, **options)  # type: ignore[arg-type]
    return caught.value


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_rows_have_their_values_and_numbers(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, 'text,label\n"two\nlines",a\n\nplain, b\n'))
    assert table.columns == ("text", "label")
    assert list(table.rows()) == [{"text": "two\nlines", "label": "a"}, {"text": "plain", "label": " b"}]
    assert list(table.row_numbers) == [1, 2]
    assert (table.encoding, table.delimiter, table.row_count) == ("utf-8", ",", 2)


def test_values_stay_as_they_are(tmp_path: Path) -> None:
    row = read_table(write(tmp_path, "text,label\n  007 ,NULL\n")).row(0)
    assert row == {"text": "  007 ", "label": "NULL"}


def test_the_header_is_trimmed_and_its_names_made_unique(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, " text ,,text,text 2\na,b,c,d\n"))
    assert table.columns == ("text", "column 2", "text 3", "text 2")
    assert [(trouble.code, trouble.position, trouble.name) for trouble in table.header_troubles] == [
        ("header_empty", 2, "column 2"),
        ("header_twice", 3, "text 3"),
    ]


def test_rows_of_another_width_stay_beside_the_table(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "text,label\nfine,a\none, two,b\nalone\nfine too,b\n"))
    assert list(table.row_numbers) == [1, 4]
    assert [(row.number, row.line, row.fields, row.is_long) for row in table.ragged] == [
        (2, 3, ("one", " two", "b"), True),
        (3, 4, ("alone",), False),
    ]
    assert (table.row_count, table.total_rows) == (2, 4)


def test_excels_separator_line_is_obeyed(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "sep=;\ntext;label\na,b;c\n"))
    assert (table.delimiter, table.row(0)) == (";", {"text": "a,b", "label": "c"})


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, ends: str) -> None:
    table = read_table(write(tmp_path, ends.join(["text,label", "a,1", '"b', 'c",2'])))
    assert table.column("text") == ["a", f"b{ends}c"]


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_header(
    tmp_path: Path, mark: bytes, codec: str, name: str
) -> None:
    table = read_table(write(tmp_path, mark + "text,label\n好,1\n".encode(codec)))
    assert (table.columns, table.encoding, table.row(0)["text"]) == (("text", "label"), name, "好")


def test_a_mark_is_dropped_when_the_person_names_the_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, codecs.BOM_UTF16_LE + "text,label\na,b\n".encode("utf-16-le"))
    assert read_table(path, encoding="UTF-16-LE").columns == ("text", "label")


def test_a_misplaced_quote_is_read_leniently_and_remembered(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, 'text,label\n"Great" film,a\nplain,b\n"no end,a\nnext "end" of it,b\nlast,a\n'))
    assert table.column("text")[0] == "Great film"
    assert [(trouble.number, trouble.swallows_lines) for trouble in table.quote_troubles] == [(1, False), (3, True)]
    assert table.column("text")[-1] == "last"


def test_a_long_field_is_no_error(tmp_path: Path) -> None:
    long = "x" * 300_000
    assert read_table(write(tmp_path, f'text,label\n"{long}",a\n')).column("text") == [long]


@given(st.text(st.sampled_from('a,"\n\r é'), max_size=40))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_the_rows_of_the_csv_module_or_a_clear_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), "text,label\n" + text)
        with path.open(encoding="utf-8", newline="") as handle:
            expected = [row for row in csv.reader(handle) if row][1:]
        try:
            table = read_table(path, delimiter=",", header=True)
        except InputError as error:
            assert error.code in ("quote_not_closed", "table_header_only")
            return
    found = {row.number: list(row.fields) for row in table.ragged}
    found |= {number: list(row.values()) for number, row in zip(table.row_numbers, table.rows(), strict=True)}
    assert [found[number] for number in sorted(found)] == expected


@pytest.mark.skipif(not PUBLIC_DATA.is_dir(), reason="the public data sets are not beside the project")
def test_public_data_sets_have_the_rows_that_the_csv_module_finds() -> None:
    files = sorted(PUBLIC_DATA.rglob("*.csv"))
    assert files
    for path in files:
        with path.open(encoding="utf-8", newline="") as handle:
            expected = list(csv.DictReader(handle))
        table = read_table(path)
        assert (table.row_count, table.encoding, table.delimiter) == (len(expected), "utf-8", ","), path
        assert list(table.rows()) == expected, path


# ---- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('text,label\na,b\n"open,c\nd,e\n', 3),
        ('text,label\na,b\n"open,c\nd,e', 3),
        ('text,label\n"two\nlines","open\nhere,c\n', 3),
        ('text,label\na,"', 2),
        ('sep=,\ntext,label\na,"open\n', 3),
    ],
)
def test_an_open_quote_is_named_by_the_line_where_it_opened(tmp_path: Path, text: str, line: int) -> None:
    error = refused(write(tmp_path, text))
    assert (error.code, error.args_["line"]) == ("quote_not_closed", line)


def test_a_wrong_choice_of_encoding_or_delimiter_is_explained(tmp_path: Path) -> None:
    path = write(tmp_path, "text,label\nhello,a\nétrange,b\n")
    assert refused(path, encoding="utf8x").code == "encoding_unknown"
    damaged = refused(write(tmp_path, b"text,label\nhello,a\n\xe9trange,b\n", "b.csv"), encoding="utf-8")
    assert (damaged.code, damaged.args_["line"]) == ("encoding_damaged", 3)
    assert refused(path, delimiter="ab").code == "delimiter_unknown"
    assert read_table(path, delimiter="comma").columns == ("text", "label")
