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
            yield places, piece if piece.num_rows == len(places) else piece.combine_chunks().take(places - first)

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
    for more in _plain_keys(rows, asked) if _are_plain(rows) else _keys(rows, asked):
        stop = start + len(more.numbers)
        numbers[start:stop], questions[start:stop], answers[start:stop] = more.numbers, more.asked, more.answers
        start = stop
        tick(COMPARING, start, count)
    return RowKeys(numbers, questions, answers)


def _keys(rows: Sequence[Example], asked: Sequence[str]) -> Iterator[RowKeys]:
    found = iter(rows)
    while batch := list(islice(found, BATCH_ROWS)):
        questions = [hash(tuple([row.fields[name].strip() for name in asked])) for row in batch]
        yield RowKeys(_array(row.row for row in batch), _array(questions), _array(hash(row.label) for row in batch))


def _are_plain(rows: Sequence[Example]) -> TypeGuard[ExampleRows]:
    """Whether fields and labels are the values of columns, so that no example needs to be made to compare them."""
    return isinstance(rows, ExampleRows) and rows.task in (CLASSIFICATION, GENERATION, TAGGING)


def _plain_keys(rows: ExampleRows, asked: Sequence[str]) -> Iterator[RowKeys]:
    label, merged, numbers = rows.mapping.label, rows.merged, rows.numbers()
    start = 0
    for places, piece in rows.pieces((*asked, *([label] if label else []))):
        texts = (map(str.strip, piece.column(name).to_pylist()) for name in asked)
        labels = piece.column(label).to_pylist() if label else [None] * len(places)
        answers = (hash(merged.get(str(each), each)) for each in labels) if merged else map(hash, labels)
        stop = start + len(places)
        yield RowKeys(numbers[start:stop], _array(map(hash, zip(*texts, strict=True))), _array(answers))
        start = stop


def _array(values: Iterable[int]) -> Keys:
    return np.fromiter(values, np.int64)
