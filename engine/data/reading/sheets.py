"""Workbooks of spreadsheet programs, one sheet of them, through calamine: values as cells show them, formulas as their
last result.
"""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from engine.data.progress import READING, Tick
from engine.data.reading.builder import BATCH_ROWS, TableBuilder
from engine.data.reading.headers import has_header, name_columns, numbered_columns
from engine.data.reading.values import as_text
from engine.data.table import Table
from engine.errors import InputError
from engine.options import nearest

MOST_BYTES = 4 << 30  # of a workbook's parts when unpacked: a larger one would not fit into memory
SAMPLE_ROWS = 200


def read_sheet(path: Path, name: str, sheet: str | None, header: bool | None, store: Path | None, tick: Tick) -> Table:
    """The table in one sheet; None: the first one with anything in it. Empty rows count as little as empty lines do.

    Raises InputError: damaged, locked with a password, no such sheet, nothing in it.
    """
    import python_calamine as calamine  # a second, and only where it is needed

    _refuse_bomb(path, name)
    try:
        with closing(calamine.CalamineWorkbook.from_path(str(path))) as book:
            names = tuple(book.sheet_names)
            if sheet is not None and sheet not in names:
                raise InputError("sheet_missing", sheet=sheet, sheets=", ".join(names), nearest=nearest(sheet, names))
            wanted = [sheet] if sheet is not None else names
            found = next(((each, rows) for each in wanted if (rows := _rows(book, each))), None)
    except calamine.PasswordError as error:
        raise InputError("sheet_locked", name=name) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, ValueError) as error:
        raise InputError("table_damaged", name=name, reason=str(error)) from error
    if found is None:
        raise InputError("table_empty", path=str(path))
    chosen, rows = found
    headed = has_header([fields for _, fields in rows[:SAMPLE_ROWS]]) if header is None else header
    columns, troubles = name_columns(rows[0][1]) if headed else (numbered_columns(len(rows[0][1])), [])
    if headed and len(rows) == 1:
        raise InputError("table_header_only", path=str(path), columns=", ".join(columns))
    with closing(TableBuilder(columns, name, store)) as builder:
        for count, (line, fields) in enumerate(rows[headed:]):
            if count % BATCH_ROWS == 0:
                tick(READING, count, len(rows))
            builder.add(fields, line)
        return Table(
            path=path,
            encoding="",
            delimiter="",
            arrow=builder.arrow(),
            row_numbers=builder.numbers(),
            header_troubles=tuple(troubles),
            kind="sheet",
            sheet=chosen,
            sheets=names,
            has_header=headed,
        )


def _rows(book: Any, sheet: str) -> list[tuple[int, list[str]]]:
    """(row of the sheet, values) of every row that is not empty, without columns that are empty throughout."""
    page = book.get_sheet_by_name(sheet)
    if page.start is None:
        return []
    first = page.start[0] + 1
    rows = [(line, [as_text(value) for value in row]) for line, row in enumerate(page.iter_rows(), start=1)]
    shift = 0 if len(rows) >= page.total_height + first - 1 else first - 1
    rows = [(line + shift, fields) for line, fields in rows if any(map(str.strip, fields))]
    if not rows:
        return []
    used = [place for place in range(len(rows[0][1])) if any(fields[place].strip() for _, fields in rows)]
    return [(line, [fields[place] for place in used]) for line, fields in rows]


def _refuse_bomb(path: Path, name: str) -> None:
    """A workbook is a zip archive: look at what its parts unpack to before anything is unpacked."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("table_damaged", name=name, reason=str(error)) from error
    if size > MOST_BYTES:
        raise InputError("table_bomb", name=name, size=f"{size >> 30} GB")
