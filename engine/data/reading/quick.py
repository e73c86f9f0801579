"""The rows of a large plain file through pyarrow: the same rows as the exact reader's, some ten times as fast.

Whatever pyarrow would read otherwise, or could not place, is left to the exact reader by raising NotPlain.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv as arrow_csv

from engine.data.progress import Tick, untold
from engine.data.reading.builder import MOST_RAGGED, TableBuilder
from engine.data.reading.byte_rows import PIECE_BYTES, NotPlain, lines_of_rows, require_plain, utf8_pieces
from engine.data.table import RaggedRow

if TYPE_CHECKING:
    from engine.data.reading.delimited import Layout

__all__ = ["NotPlain", "add_quickly"]


def add_quickly(builder: TableBuilder, path: Path, layout: Layout, tick: Tick = untold) -> None:
    """Give every row of a file to a builder. Raises NotPlain, whatever else the text has, for the exact reader to tell;
    the builder is then of no use."""
    if not layout.delimiter.isascii() or layout.first_line > 1:
        raise NotPlain
    shift = int(layout.has_header)
    ragged: list[RaggedRow] = []

    def beside(row: arrow_csv.InvalidRow) -> str:
        fields = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=layout.delimiter))
        ragged.append(RaggedRow(row.number - shift, 0, tuple(fields), row.expected_columns))
        return "skip" if len(ragged) <= MOST_RAGGED else "error"

    names = [str(place) for place in range(len(builder.names))]
    stream = _Stream(require_plain(utf8_pieces(path, layout.codec, tick), layout.delimiter))
    try:
        reader = arrow_csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            arrow_csv.ReadOptions(use_threads=False, block_size=PIECE_BYTES, column_names=names),
            arrow_csv.ParseOptions(delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=beside),
            arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False),
        )
        is_header = layout.has_header
        for batch in reader:
            builder.add_batch(batch.slice(1) if is_header else batch)
            is_header = False
    except (pa.ArrowInvalid, UnicodeError, csv.Error) as error:
        raise NotPlain from error
    builder.count += len(ragged)
    if ragged:
        lines = lines_of_rows(utf8_pieces(path, layout.codec), [row.number + shift for row in ragged])
        builder.ragged = [replace(row, line=lines[row.number + shift]) for row in ragged]


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """As much as is there and fits; 0 at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
