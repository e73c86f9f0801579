"""Which rows of a table are shown, and in which order: words to find, rows to keep to, a column to sort by.

Counted in Arrow, so that it takes a file of millions of rows; to be asked outside the window's thread. Qt-free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.data import Table

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RowQuery:
    """`text` stands somewhere in a row, in capitals or not; `rows` are the numbers to keep to (None: all); `column` and
    `is_falling` say how to sort ("" is the order of the file)."""

    text: str = ""
    rows: frozenset[int] | None = None
    column: str = ""
    is_falling: bool = False

    @property
    def is_all(self) -> bool:
        """Whether every row is shown, as the file has them."""
        return not self.text and self.rows is None and not self.column


@dataclass(frozen=True)
class RowGroup:
    """Rows that belong together, to keep to: a key, what it is called, and the rows' numbers."""

    key: str
    name: str
    rows: frozenset[int]


def find_rows(table: Table, query: RowQuery) -> Numbers | None:
    """The numbers of the rows to show, in order; None for all of them in the order of the file.

    Rows with too many or too few fields are found and sorted by what stands in their places.
    """
    if query.is_all:
        return None
    numbers = _numbers(table)
    keep = np.ones(len(numbers), dtype=bool)
    if query.rows is not None:
        keep &= np.isin(numbers, np.fromiter(query.rows, np.int64, len(query.rows)))
    if query.text:
        keep &= _holding(table, query.text)
    if query.column not in table.columns:
        return np.sort(numbers[keep])
    places = _order(table, query.column, falling=query.is_falling)
    return numbers[places[keep[places]]]


def _holding(table: Table, text: str) -> npt.NDArray[np.bool_]:
    """Whether each row, the ragged ones last, has the text in any of its fields."""
    found = np.zeros(table.row_count, dtype=bool)
    for name in table.columns:
        found |= np.asarray(pc.match_substring(table.arrow.column(name), text, ignore_case=True))
    wanted = text.casefold()
    ragged = [any(wanted in value.casefold() for value in row.fields) for row in table.ragged]
    return np.concatenate([found, np.asarray(ragged, dtype=bool)])


def _order(table: Table, column: str, *, falling: bool) -> Numbers:
    """The places of all rows, the ragged ones being the last places, sorted by a column: as numbers where all are, else
    as words; what is empty comes last, and equal ones stay in the order of the file."""
    at = table.columns.index(column)
    values = table.arrow.column(column)
    ragged = [row.fields[at] if at < len(row.fields) else "" for row in table.ragged]
    values = pa.chunked_array([*values.chunks, pa.array(ragged, values.type)], values.type)
    coded = pc.dictionary_encode(values).unify_dictionaries()  # each different value is looked at once
    ranks = _ranks(coded.chunk(0).dictionary, falling=falling)
    ranks = ranks[np.concatenate([np.asarray(chunk.indices) for chunk in coded.chunks])]
    in_file = np.argsort(_numbers(table), kind="stable")
    return in_file[np.argsort(ranks[in_file], kind="stable")]


def _ranks(values: pa.Array, *, falling: bool) -> Numbers:
    """For each of some different values how many come before it; the same for those that differ in capitals only."""
    keys = _keys(values)
    order = np.asarray(pc.sort_indices(keys, sort_keys=[("", "descending" if falling else "ascending")]))
    sorted_keys = keys.take(pa.array(order))
    is_new = np.ones(len(order), dtype=np.int64)
    if len(order) > 1:
        same = pc.fill_null(pc.equal(sorted_keys.slice(1), sorted_keys.slice(0, len(order) - 1)), False)
        is_empty = np.asarray(sorted_keys.is_null())
        is_new[1:] = ~(np.asarray(same) | (is_empty[1:] & is_empty[:-1]))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.cumsum(is_new)
    return ranks


def _numbers(table: Table) -> Numbers:
    """The numbers of all rows, the ragged ones last."""
    found = table.row_numbers
    numbers = np.arange(found.start, found.stop) if isinstance(found, range) else np.asarray(found, np.int64)
    return np.concatenate([numbers, np.asarray([row.number for row in table.ragged], np.int64)])


def _keys(values: pa.Array) -> pa.Array:
    plain = pc.utf8_trim_whitespace(values)
    plain = pc.if_else(pc.equal(plain, ""), pa.scalar(None, plain.type), plain)
    try:
        return pc.cast(plain, pa.float64())
    except pa.ArrowInvalid:  # not all are numbers
        return pc.utf8_lower(plain)
