"""JSON Lines, and JSON files that hold a list of records: a record is a row, its keys are columns.

A record may lack keys, which are then empty; a line that is no record stands beside the table like a ragged row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from engine.data.encoding import Encoding, codec_of
from engine.data.progress import LOOKING, READING, Tick
from engine.data.reading.builder import BATCH_ROWS, TableBuilder
from engine.data.reading.headers import name_columns
from engine.data.reading.values import as_text, flat
from engine.data.table import Table
from engine.errors import InputError

NO_RECORD: dict[type, str] = {  # what a value is that is no record
    list: "it is a list, not a record",
    str: "it is a text, not a record",
    bool: "it is true or false, not a record",
    type(None): "it is nothing, not a record",
    float: "it is a number, not a record",
}
Record = dict[str, Any] | str  # a record, or why there is none


def read_records(path: Path, name: str, encoding: Encoding, store: Path | None, tick: Tick) -> Table:
    """The table in a JSON file. Two passes, so that a key which only comes late is a column too.

    Raises InputError: no record in it, or a list that is damaged at one place.
    """
    keys: dict[str, None] = {}
    for _, _, record in _records(path, name, encoding, LOOKING, tick):
        if isinstance(record, dict):
            keys |= dict.fromkeys(record)
    if not keys:
        raise InputError("json_no_records", name=name)
    names, troubles = name_columns(list(keys))
    with closing(TableBuilder(names, name, store)) as builder:
        for line, text, record in _records(path, name, encoding, READING, tick):
            if isinstance(record, dict):
                builder.add([_clean(as_text(record.get(key))) for key in keys], line)
            else:
                builder.add_broken(_clean(text), line, record)
        return Table(
            path=path,
            encoding=encoding.name,
            delimiter="",
            arrow=builder.arrow(),
            row_numbers=builder.numbers(),
            ragged=tuple(builder.ragged),
            encoding_alternatives=encoding.alternatives,
            header_troubles=tuple(troubles),
            kind="json",
        )


def _records(path: Path, name: str, encoding: Encoding, phase: str, tick: Tick) -> Iterator[tuple[int, str, Record]]:
    """(line, its text, the record) of each line that is not empty; of a list that spans the file, of each item."""
    size = path.stat().st_size
    with path.open(encoding=codec_of(encoding.name), newline="") as handle:
        if _is_whole(handle.readline(), handle.readline(), name):
            handle.seek(0)
            for place, item in enumerate(_items(handle.read(), name), start=1):
                yield place, as_text(item), flat(item) if isinstance(item, dict) else _no_record(item)
            return
        handle.seek(0)
        done = 0
        for line, text in enumerate(handle, start=1):
            done += len(text)
            if line % BATCH_ROWS == 1:
                tick(phase, min(done, size), size)
            text = text.removeprefix("\ufeff").strip()
            if text:
                yield line, text, _read_line(text)


def _is_whole(first: str, second: str, name: str) -> bool:
    """Whether a file that begins with these lines is one list or one object rather than a record in each line."""
    start = first.removeprefix("\ufeff").strip()
    return start.startswith("[") or start in ("", "{") or (name.lower().endswith(".json") and not second.strip())


def _read_line(text: str) -> Record:
    try:
        found = json.loads(text, parse_float=str, parse_int=str)
    except ValueError as error:
        column = getattr(error, "colno", 0)
        return f"{getattr(error, 'msg', error)} (character {column})" if column else str(error)
    except RecursionError:
        return "it is nested too deeply"
    return flat(found) if isinstance(found, dict) else _no_record(found)


def _no_record(found: Any) -> str:
    return NO_RECORD.get(type(found), NO_RECORD[float])


def _items(text: str, name: str) -> list[Any]:
    """The list in a file: the whole of it, or the one list in its one object."""
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise InputError("json_damaged", name=name, line=error.lineno, column=error.colno, reason=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise InputError("json_damaged", name=name, line=1, column=1, reason=str(error)) from error
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        return lists[0] if len(lists) == 1 else [found]
    return list(found)


def _clean(text: str) -> str:
    """Without the halves of characters that JSON can write and no text holds."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
