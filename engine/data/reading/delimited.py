"""CSV, TSV and their like, row by row: RFC 4180 with quoted line breaks, as the standard csv module has it.

Large plain files are left to `quick.py`, which gives the same rows. Here parsing runs in strict mode; where a quote is
wrong the row is read again leniently and remembered as a trouble.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from engine.data.delimiter import sniff_delimiter
from engine.data.encoding import Encoding, codec_of
from engine.data.progress import READING, Tick
from engine.data.reading.builder import BATCH_ROWS, TableBuilder
from engine.data.reading.headers import has_header, name_columns, numbered_columns
from engine.data.reading.quick import NotPlain, add_quickly
from engine.data.table import HeaderTrouble, QuoteTrouble, Table
from engine.errors import InputError

SAMPLE_CHARACTERS = 1 << 17
SAMPLE_ROWS = 200
FIELD_LIMIT = 1 << 26  # characters; a longer field is a quote that was never closed
QUICK_BYTES = 1 << 22  # of a smaller file the exact reader makes short work
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")  # Excel's own first line
END = "\x00end of file\x00"  # NULs never reach the parser, so this line cannot be data


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are written. `first_line`: the line in which the first of them stands."""

    codec: str
    delimiter: str
    has_header: bool
    first_line: int = 1


def read_delimited(
    path: Path,
    name: str,
    encoding: Encoding,
    delimiter: str | None,
    header: bool | None,
    store: Path | None,
    tick: Tick,
) -> Table:
    """The table in a text file; None for what is to be found out. `store`: where to keep its rows, if not in memory."""
    with path.open("rb") as raw:
        handle = io.TextIOWrapper(raw, encoding=codec_of(encoding.name), errors="strict", newline="")
        sample = handle.read(SAMPLE_CHARACTERS).removeprefix("\ufeff")
    if not sample.strip():
        raise InputError("table_empty", path=str(path))
    excel = SEPARATOR_LINE.match(sample)
    separator = delimiter or (excel.group(1) if excel else sniff_delimiter(sample, Path(name).suffix.lower()))
    sample = sample[excel.end() :] if excel else sample
    headed = has_header(_sample_rows(sample, separator)) if header is None else header
    layout = Layout(codec_of(encoding.name), separator, headed, 2 if excel else 1)
    size = path.stat().st_size
    if size >= QUICK_BYTES:
        try:
            first = next(_rows(path, name, layout), None)
            names, troubles = _columns(first, layout)
            with closing(TableBuilder(names, name, store)) as builder:
                add_quickly(builder, path, layout, tick)
                return _table(path, encoding, layout, builder, troubles, [])
        except NotPlain:
            pass  # the exact reader says what it is
    rows = _rows(path, name, layout, tick)
    first = next(rows, None)
    names, troubles = _columns(first, layout)
    quotes: list[QuoteTrouble] = []
    with closing(TableBuilder(names, name, store)) as builder:
        for row in rows if layout.has_header or first is None else chain([first], rows):
            number = builder.add(row.fields, row.line)
            if row.trouble:
                quotes.append(QuoteTrouble(number, row.line, row.last_line))
        return _table(path, encoding, layout, builder, troubles, quotes)


@dataclass
class _Row:
    line: int
    fields: list[str]
    trouble: bool  # a quote was wrong
    last_line: int


def _columns(first: _Row | None, layout: Layout) -> tuple[list[str], list[HeaderTrouble]]:
    fields = first.fields if first else []
    return name_columns(fields) if layout.has_header else (numbered_columns(len(fields)), [])


def _table(
    path: Path,
    encoding: Encoding,
    layout: Layout,
    builder: TableBuilder,
    troubles: list[HeaderTrouble],
    quotes: list[QuoteTrouble],
) -> Table:
    if not builder.names:
        raise InputError("table_empty", path=str(path))
    if not builder.count:
        raise InputError("table_header_only", path=str(path), columns=", ".join(builder.names))
    return Table(
        path=path,
        encoding=encoding.name,
        delimiter=layout.delimiter,
        arrow=builder.arrow(),
        row_numbers=builder.numbers(),
        ragged=tuple(builder.ragged),
        encoding_alternatives=encoding.alternatives,
        header_troubles=tuple(troubles),
        quote_troubles=tuple(quotes),
        has_header=layout.has_header,
    )


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    """Rows at the beginning of a file, as well as they can be read, without one that may be cut."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows += [row] if row else []
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a field longer than the sample
    return rows[:-1] if len(sample) > SAMPLE_CHARACTERS - 8 else rows


def _rows(path: Path, name: str, layout: Layout, tick: Tick | None = None) -> Iterator[_Row]:
    """All rows, the header's too. Raises InputError for a quote that is never closed."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        handle = io.TextIOWrapper(raw, encoding=layout.codec, errors="strict", newline="")
        for _ in range(layout.first_line - 1):
            next(handle, None)
        rows = _parse(_strip_mark(handle), layout.delimiter, name, layout.first_line - 1)
        for count, row in enumerate(rows):
            if tick and count % BATCH_ROWS == 0:
                tick(READING, raw.tell(), size)
            yield row


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


def _strip_mark(handle: Iterator[str]) -> Iterator[str]:
    """The lines without a byte order mark that the codec left (utf-16-le with a mark, named by the person)."""
    for line in handle:
        yield line.removeprefix("\ufeff")
        break
    yield from handle
