"""ExampleRows: the usable rows of a table as a sequence of examples, each made when it is looked at.

Beside it the keys by which rows are compared without being held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeGuard, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.data.candidates import Scheme
from engine.data.examples import Example, Maker, table_scheme
from engine.data.mapping import ColumnMapping
from engine.data.progress import COMPARING, Tick, untold
from engine.data.roles import CHOICE, CLASSIFICATION, GENERATION, TAGGING
from engine.data.table import Table

Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]
BATCH_ROWS = 4096
SPARSE = 16  # of so many rows one is wanted: better picked than taken from a copy


class ExampleRows(Sequence[Example]):
    """Rows of a table by their places in it, ascending; a slice is another such view. Nothing else is held."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        skip: Collection[int] = (),
        task: str = CLASSIFICATION,
        scheme: Scheme | None = None,
        merged: Mapping[str, str] | None = None,
        places: Places | None = None,
    ) -> None:
        """The rows but those whose number is in `skip`; `places`: only these. `scheme`: how a choice's answers name
        their candidates (None: judged from this table); `merged`: label -> the one that it is another spelling of."""
        for name in mapping.columns.values():
            table.known(name)
        if task == CHOICE and mapping.label and scheme is None:
            scheme = table_scheme(table, mapping)
        self.table, self.mapping, self.task, self.scheme = table, mapping, task, scheme
        self.merged = dict(merged or {})
        self._make = Maker(mapping, task, scheme, self.merged)
        if places is None:
            places = np.arange(table.row_count)
            left_out = [place for place in map(table.index_of, skip) if place is not None]
            places = np.delete(places, left_out)
        self.places: Places = places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> ExampleRows: ...
    def __getitem__(self, index: int | slice) -> Example | ExampleRows:
        if isinstance(index, slice):
            return self.at(self.places[index])
        place = int(self.places[index])
        return self._make(self.table.row_numbers[place], self.table.row(place))

    def __iter__(self) -> Iterator[Example]:
        numbers = self.table.row_numbers
        for places, piece in self.pieces(self.table.columns):
            for place, values in zip(places.tolist(), piece.to_pylist(), strict=True):
                yield self._make(numbers[place], values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((len(self), self.mapping.label))

    def __repr__(self) -> str:
        return f"ExampleRows({len(self)} of {self.table.path.name})"

    def pieces(self, columns: Sequence[str]) -> Iterator[tuple[Places, pa.Table]]:
        """Some thousand rows at a time: their places, and these columns of them."""
        selected = self.table.arrow.select(list(dict.fromkeys(columns)))
        for start in range(0, len(self.places), BATCH_ROWS):
            places = self.places[start : start + BATCH_ROWS]
            first = int(places[0])
            piece = selected.slice(first, int(places[-1]) - first + 1)
            if piece.num_rows > SPARSE * len(places):
                piece = pa.concat_tables(selected.slice(place, 1) for place in places.tolist())
            elif piece.num_rows > len(places):
                piece = piece.combine_chunks().take(places - first)  # a copy of these few thousand rows alone
            yield places, piece

    def at(self, places: Places) -> ExampleRows:
        """The same table's rows at these places, ascending."""
        return ExampleRows(
            self.table, self.mapping, (), self.task, self.scheme, self.merged, np.asarray(places, dtype=np.int64)
        )

    def numbers(self) -> Places:
        """The row number of each."""
        numbers = self.table.row_numbers
        if isinstance(numbers, range):
            return self.places + numbers.start
        return np.frombuffer(numbers, np.int64)[self.places] if len(self.places) else self.places  # type: ignore[call-overload]


@dataclass(frozen=True)
class RowKeys:
    """Of each row its number, a number for what is asked, and one for the answer: equal where these are equal.

    The numbers mean something within one process only.
    """

    numbers: Places
    asked: Keys
    answers: Keys


def row_keys(rows: Sequence[Example], asked: Sequence[str], tick: Tick = untold) -> RowKeys:
    """The keys of rows by these fields, in one pass. What is asked is equal but for white space around it."""
    count = len(rows)
    numbers, questions, answers = (np.empty(count, np.int64) for _ in range(3))
    start = 0
    for batch, texts, labels in texts_and_labels(rows, asked, tick):
        stop = start + len(batch)
        numbers[start:stop] = batch
        questions[start:stop] = np.fromiter(map(hash, texts), np.int64, len(batch))
        answers[start:stop] = np.fromiter(map(hash, labels), np.int64, len(batch))
        start = stop
    return RowKeys(numbers, questions, answers)


Batch = tuple[Places, Iterable[tuple[str, ...]], Iterable[str | None]]


def texts_and_labels(rows: Sequence[Example], fields: Sequence[str], tick: Tick = untold) -> Iterator[Batch]:
    """Some thousand rows at a time: their numbers, the values of these fields without white space around them, and
    their labels. Where both are values of columns, no example is made for it."""
    done = 0
    for batch in _plain(rows, fields) if _are_plain(rows) else _made(rows, fields):
        yield batch
        done += len(batch[0])
        tick(COMPARING, done, len(rows))


def _made(rows: Sequence[Example], fields: Sequence[str]) -> Iterator[Batch]:
    found = iter(rows)
    while batch := list(islice(found, BATCH_ROWS)):
        texts = [tuple([row.fields[name].strip() for name in fields]) for row in batch]
        yield np.array([row.row for row in batch]), texts, [row.label for row in batch]


def _are_plain(rows: Sequence[Example]) -> TypeGuard[ExampleRows]:
    return isinstance(rows, ExampleRows) and rows.task in (CLASSIFICATION, GENERATION, TAGGING)


def _plain(rows: ExampleRows, fields: Sequence[str]) -> Iterator[Batch]:
    label, merged, numbers = rows.mapping.label, rows.merged, rows.numbers()
    start = 0
    for places, piece in rows.pieces((*fields, *([label] if label else []))):
        texts = (map(str.strip, piece.column(name).to_pylist()) for name in fields)
        labels = piece.column(label).to_pylist() if label else [None] * len(places)
        labels = [merged.get(str(each), each) for each in labels] if merged else labels
        stop = start + len(places)
        yield numbers[start:stop], zip(*texts, strict=True), labels
        start = stop
