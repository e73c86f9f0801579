"""TableBuilder: rows on their way to a Table, as Arrow batches in memory or in a file that is mapped afterwards.

A big table is never a list of Python strings, and one with a file never needs more memory than a few batches.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from engine.data.table import RaggedRow
from engine.errors import InputError
from engine.files import writing_error

BATCH_ROWS = 20_000
MOST_RAGGED = 100_000  # more rows of another width: the separator is wrong, not the rows


@dataclass
class TableBuilder:
    """Takes rows in the order of the file and counts them from 1. `store`: the file to write them to."""

    names: Sequence[str]
    name: str  # of the file, for sentences
    store: Path | None = None
    count: int = 0  # rows so far, those beside the table included
    ragged: list[RaggedRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.schema = pa.schema([(name, pa.large_string()) for name in self.names])
        self._waiting: list[Sequence[str]] = []
        self._batches: list[pa.RecordBatch] = []
        self._open: list[Any] = []  # the writer and its file
        if self.store is not None:
            try:
                sink = pa.OSFile(str(self.store), "wb")
                self._open = [pa.ipc.new_file(sink, self.schema), sink]
            except OSError as error:
                raise writing_error(self.store, error) from error

    def add(self, fields: Sequence[str], line: int) -> int:
        """The next row, which starts in this line of the file; its number. One of another width goes beside."""
        self.count += 1
        if len(fields) == len(self.names):
            self._waiting.append(fields)
            if len(self._waiting) >= BATCH_ROWS:
                self._flush()
        else:
            self.add_ragged(RaggedRow(self.count, line, tuple(fields), len(self.names)))
        return self.count

    def add_broken(self, text: str, line: int, reason: str) -> None:
        """The next row, of which nothing could be read but its text."""
        self.count += 1
        self.add_ragged(RaggedRow(self.count, line, (text,), len(self.names), reason))

    def add_ragged(self, row: RaggedRow) -> None:
        """A row beside the table, already counted. Raises InputError when nearly all are."""
        self.ragged.append(row)
        if len(self.ragged) > MOST_RAGGED:
            first = self.ragged[0]
            raise InputError(
                "table_ragged", name=self.name, count=len(self.ragged), line=first.line, expected=first.expected
            )

    def add_batch(self, batch: pa.RecordBatch) -> None:
        """Whole rows, of large strings."""
        self.count += batch.num_rows
        self._put(batch.rename_columns(list(self.names)))

    def arrow(self) -> pa.Table:
        """All rows of the header's width; from the mapped file where there is one."""
        self._flush()
        if self.store is None:
            return pa.Table.from_batches(self._batches, self.schema)
        self.close()
        return map_table(self.store)

    def numbers(self) -> Sequence[int]:
        """Their numbers, ascending."""
        return numbers_beside(self.count, self.ragged)

    def close(self) -> None:
        """End the file, so that it can be read or removed."""
        while self._open:
            self._open.pop(0).close()

    def _flush(self) -> None:
        if self._waiting:
            columns = zip(*self._waiting, strict=True)
            arrays = [pa.array(column, pa.large_string()) for column in columns]
            self._put(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
            self._waiting.clear()

    def _put(self, batch: pa.RecordBatch) -> None:
        if self.store is None:
            self._batches.append(batch)
            return
        try:
            self._open[0].write_batch(batch)
        except OSError as error:
            raise writing_error(self.store, error) from error


def map_table(path: Path) -> pa.Table:
    """The rows in a file of a builder, mapped: they take memory only while they are looked at."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def numbers_beside(count: int, ragged: Sequence[RaggedRow]) -> Sequence[int]:
    """The numbers from 1 to `count` that no ragged row has."""
    if not ragged:
        return range(1, count + 1)
    beside = [row.number for row in ragged]
    return array("q", np.setdiff1d(np.arange(1, count + 1), beside, assume_unique=True).tobytes())
