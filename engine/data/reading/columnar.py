"""Parquet and Arrow files, batch by batch, every value as text.

Lists of words become words parted by spaces, records become columns of their own, and numbers that stand for classes
get the names which the Hugging Face schema has for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.data.progress import READING, Tick
from engine.data.reading.builder import BATCH_ROWS, TableBuilder
from engine.data.reading.headers import name_columns
from engine.data.reading.values import as_text
from engine.data.table import HeaderTrouble, Table
from engine.errors import InputError


def read_columnar(path: Path, name: str, kind: str, store: Path | None, tick: Tick) -> Table:
    """The table in a Parquet or Arrow file. Raises InputError for a damaged one, or one without rows or columns."""
    try:
        with closing(_Source(path, kind)) as source:
            return _read(source, path, name, kind, store, tick)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError) as error:
        raise InputError("table_damaged", name=name, reason=_first_line(error)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise InputError("table_damaged", name=name, reason=_first_line(error)) from error


def _read(source: _Source, path: Path, name: str, kind: str, store: Path | None, tick: Tick) -> Table:
    names_of = _class_names(source.schema)
    flat = _flat(source.schema.empty_table())
    kept = [place for place, column in enumerate(flat.columns) if not _is_bytes(column.type)]
    names, troubles = name_columns([flat.column_names[place] for place in kept])
    dropped = [
        HeaderTrouble("column_of_bytes", place + 1, flat.column_names[place], flat.column_names[place])
        for place in range(flat.num_columns)
        if place not in kept
    ]
    if not names or not source.rows:
        code = "table_header_only" if names else "table_empty"
        raise InputError(code, path=str(path), columns=", ".join(names))
    with closing(TableBuilder(names, name, store)) as builder:
        for batch in source.batches():
            flat = _flat(pa.Table.from_batches([batch]))
            arrays = [
                _texts(flat.column(place).combine_chunks(), names_of.get(flat.column_names[place])) for place in kept
            ]
            builder.add_batch(pa.RecordBatch.from_arrays(arrays, names=names))
            tick(READING, builder.count, source.rows)
        return Table(
            path=path,
            encoding="",
            delimiter="",
            arrow=builder.arrow(),
            row_numbers=builder.numbers(),
            header_troubles=tuple(troubles + dropped),
            kind=kind,
        )


class _Source:
    """A file of either kind: schema, rows, batches."""

    def __init__(self, path: Path, kind: str) -> None:
        self._is_parquet = kind == "parquet"
        self._mapped = None if self._is_parquet else pa.memory_map(str(path))
        self._file = pq.ParquetFile(path) if self._is_parquet else pa.ipc.open_file(self._mapped)
        self.schema: pa.Schema = self._file.schema_arrow if self._is_parquet else self._file.schema
        if self._is_parquet:
            self.rows = int(self._file.metadata.num_rows)
        else:
            self.rows = sum(self._file.get_batch(place).num_rows for place in range(self._file.num_record_batches))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, a few thousand at a time."""
        if self._is_parquet:
            yield from self._file.iter_batches(BATCH_ROWS)
            return
        for place in range(self._file.num_record_batches):
            batch = self._file.get_batch(place)
            yield from (batch.slice(start, BATCH_ROWS) for start in range(0, batch.num_rows, BATCH_ROWS))

    def close(self) -> None:
        """Let go of the file."""
        if self._is_parquet:
            self._file.close()
        if self._mapped is not None:
            self._mapped.close()


def _flat(table: pa.Table) -> pa.Table:
    """A table whose columns hold no records: {"answers": {"text"}} becomes "answers.text"."""
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _texts(values: Any, names: list[str] | None) -> pa.Array:
    """A column as large strings, "" for what is missing."""
    if names is not None:
        texts = [
            names[value] if value is not None and 0 <= value < len(names) else as_text(value)
            for value in values.to_pylist()
        ]
        return pa.array(texts, pa.large_string())
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type) or pa.types.is_integer(values.type):
        return pc.fill_null(values.cast(pa.large_string()), "")
    return pa.array([as_text(value) for value in values.to_pylist()], pa.large_string())


def _class_names(schema: pa.Schema) -> dict[str, list[str]]:
    """Column -> the names of its classes, where the schema has them."""
    try:
        features = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))["info"]["features"]
        found = {column: feature["names"] for column, feature in features.items() if "names" in feature}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {
        column: names
        for column, names in found.items()
        if isinstance(names, list)
        and all(isinstance(name, str) for name in names)
        and column in schema.names
        and pa.types.is_integer(schema.field(column).type)
    }


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
