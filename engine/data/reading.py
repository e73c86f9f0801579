"""From a CSV or TSV file to a Table: what the file is, its encoding and delimiter, then row by row.

Parsing is the standard csv module's (RFC 4180, quoted line breaks), so that rows agree with it exactly. It runs
in strict mode; where a quote is wrong the row is read again leniently and remembered as a trouble.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyarrow as pa

from engine.data.delimiter import delimiter_of, sniff_delimiter
from engine.data.encoding import Encoding, codec_of, find_encoding, first_bad_line
from engine.data.table import HeaderTrouble, QuoteTrouble, RaggedRow, Table
from engine.errors import InputError

CHUNK_ROWS = 20_000
SAMPLE_CHARACTERS = 1 << 17
FIELD_LIMIT = 1 << 26  # characters; a longer field is a quote that was never closed
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")  # Excel's own first line
END = "\x00end of file\x00"  # NULs never reach the parser, so this line cannot be data

OTHER_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)


def read_table(
    path: str | Path,
    encoding: str | None = None,
    delimiter: str | None = None,
    *,
    joined_rows: Collection[int] = (),
    language: str | None = None,
) -> Table:
    """Read a CSV or TSV file.

    None for encoding or delimiter: found out (see `find_encoding`, `sniff_delimiter`). `joined_rows`: numbers of
    rows whose surplus fields are joined back. `language` of the interface breaks a tie between encodings.
    Raises InputError: missing, a folder, not permitted, empty, header only, binary, damaged, quote not closed.
    """
    path = Path(path).expanduser()
    separator = delimiter_of(delimiter) if delimiter else None
    if encoding:
        codec_of(encoding)
    try:
        _refuse_unreadable(path)
        found = Encoding(encoding.strip().lower()) if encoding else find_encoding(path, language)
        table = _read(path, found, separator)
    except PermissionError as error:
        raise InputError("table_not_permitted", path=str(path)) from error
    except UnicodeError as error:
        name = found.name
        line = first_bad_line(path, name) or 1
        raise InputError("encoding_damaged", encoding=name, line=line, name=path.name) from error
    except OSError as error:
        raise InputError("table_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    return table.join_extra(set(joined_rows)) if joined_rows else table


def _refuse_unreadable(path: Path) -> None:
    if path.is_dir():
        raise InputError("table_is_folder", path=str(path))
    if not path.exists():
        raise InputError("table_missing", path=str(path))
    if not path.is_file():
        raise InputError("table_unreadable", path=str(path), reason="it is a device, not a file")
    with path.open("rb") as handle:
        head = handle.read(4096)
        blank = not head.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe\x00") and not handle.read(1)
    if blank and not head.count(0):
        raise InputError("table_empty", path=str(path))
    if head.startswith(b"PK\x03\x04"):
        is_sheet = path.suffix.lower() in (".xlsx", ".xlsm", ".ods") or b"[Content_Types].xml" in head or b"xl/" in head
        raise InputError("table_spreadsheet" if is_sheet else "table_binary", name=path.name, kind="a zip archive")
    for magic, kind in OTHER_FORMATS:
        if head.startswith(magic):
            raise InputError("table_binary", name=path.name, kind=kind)


class _Lines(Iterator[str]):
    """Physical lines with their count; those since `mark()` are kept, to read a row a second time."""

    def __init__(self, lines: Iterator[str], number: int) -> None:
        self.lines = lines
        self.number = number  # lines read so far
        self.kept: list[str] = []

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        self.kept.append(line)
        return line

    def mark(self) -> None:
        self.kept.clear()


@dataclass
class _Row:
    line: int
    fields: list[str]
    trouble: bool  # a quote was wrong
    last_line: int


def _parse(handle: Iterator[str], delimiter: str, name: str, line: int) -> Iterator[_Row]:
    """Rows after this many lines, without empty ones. Raises InputError for a quote that is never closed."""
    csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))
    lines = _Lines(handle, line)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.mark()
        start = lines.number + 1
        trouble = False
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            fields = _read_leniently(lines, delimiter, start, name)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            trouble = True
        if fields:
            yield _Row(start, fields, trouble, lines.number)


def _read_leniently(lines: _Lines, delimiter: str, start: int, name: str) -> list[str]:
    again = list(lines.kept)
    reader = csv.reader(chain(again, lines, [END]), delimiter=delimiter)
    try:
        fields = next(reader)
    except csv.Error as error:
        raise InputError("quote_not_closed", line=start, name=name) from error
    if fields[-1].endswith(END):
        opened = lines.number + 1 - len(re.findall(r"\r\n|\r|\n", fields[-1]))
        last_is_whole = not lines.kept or lines.kept[-1].endswith(("\n", "\r"))
        raise InputError("quote_not_closed", line=opened if last_is_whole else opened - 1, name=name)
    return fields


@dataclass
class _Builder:
    """Gathers rows as Arrow chunks, so that a big table is never a list of Python strings."""

    width: int
    chunks: list[list[pa.Array]] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("q"))
    lines: array[int] = field(default_factory=lambda: array("q"))

    def add(self, number: int, row: _Row) -> None:
        self.waiting.append(row.fields)
        self.numbers.append(number)
        self.lines.append(row.line)
        if len(self.waiting) >= CHUNK_ROWS:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            columns = zip(*self.waiting, strict=True)
            self.chunks.append([pa.array(column, pa.large_string()) for column in columns])
            self.waiting.clear()

    def table(self, names: list[str]) -> pa.Table:
        self.flush()
        columns = [
            pa.chunked_array([chunk[i] for chunk in self.chunks], type=pa.large_string()) for i in range(self.width)
        ]
        return pa.table(columns, names=names)


def _read(path: Path, encoding: Encoding, delimiter: str | None) -> Table:
    with path.open("rb") as raw:
        handle = io.TextIOWrapper(raw, encoding=codec_of(encoding.name), errors="strict", newline="")
        sample = handle.read(SAMPLE_CHARACTERS)
        if not sample.strip("\ufeff \t\r\n"):
            raise InputError("table_empty", path=str(path))
        if "\x00" in sample:
            raise InputError("table_nul", name=path.name)
        excel = SEPARATOR_LINE.match(sample)
        delimiter = delimiter or (excel.group(1) if excel else sniff_delimiter(sample, path.suffix.lower()))
        handle.seek(0)
        if excel:
            next(handle)
        rows = _parse(_strip_mark(handle), delimiter, path.name, 1 if excel else 0)
        header = next(rows, None)
        if header is None:
            raise InputError("table_empty", path=str(path))
        names, troubles = _name_columns(header.fields)
        builder = _Builder(len(names))
        ragged: list[RaggedRow] = []
        quotes: list[QuoteTrouble] = []
        for number, row in enumerate(rows, start=1):
            if row.trouble:
                quotes.append(QuoteTrouble(number, row.line, row.last_line))
            if len(row.fields) == len(names):
                builder.add(number, row)
            else:
                ragged.append(RaggedRow(number, row.line, tuple(row.fields), len(names)))
    if not builder.numbers and not ragged:
        raise InputError("table_header_only", path=str(path), columns=", ".join(names))
    return Table(
        path=path,
        encoding=encoding.name,
        delimiter=delimiter,
        arrow=builder.table(names),
        row_numbers=builder.numbers,
        lines=builder.lines,
        ragged=tuple(ragged),
        encoding_alternatives=encoding.alternatives,
        header_troubles=tuple(troubles),
        quote_troubles=tuple(quotes),
    )


def _strip_mark(handle: Iterator[str]) -> Iterator[str]:
    """The lines without a byte order mark that the codec left (utf-16-le with a mark, named by the person)."""
    for line in handle:
        yield line.removeprefix("\ufeff")
        break
    yield from handle


def _name_columns(header: list[str]) -> tuple[list[str], list[HeaderTrouble]]:
    """Trimmed header names; an empty one becomes "column 3", a second "text" becomes "text 2"."""
    given = [name.strip() for name in header]
    names: list[str] = []
    troubles = []
    for position, was in enumerate(given, start=1):
        name = was or f"column {position}"
        wanted, count = name, 1
        while name in names or (name != was and name in given):
            count += 1
            name = f"{wanted} {count}"
        if name != was:
            troubles.append(HeaderTrouble("header_twice" if was else "header_empty", position, name, was))
        names.append(name)
    return names, troubles
