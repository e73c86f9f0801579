"""Numbers about the columns of a table, counted in Arrow so that a long file does not stop the window."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.data import Table
from widgets.sentences import is_han

MOST_LABELS = 200  # a column with more different values holds no labels
SAMPLED_ROWS = 1000
SAMPLED_CHARACTERS = 20_000  # of a value: what lies behind is far behind any cut


def answer_counts(table: Table, column: str, skipped: Collection[int] = ()) -> list[tuple[str, int]]:
    """(answer, rows) of a column, the most frequent first; empty answers and skipped rows are not counted."""
    values = table.arrow.column(column)
    left_out = [index for index in map(table.index_of, skipped) if index is not None]
    if left_out:
        keep = np.ones(table.row_count, dtype=bool)
        keep[left_out] = False
        values = values.filter(pa.array(keep))
    counted = pc.value_counts(values).to_pylist()
    pairs = [(entry["values"], int(entry["counts"])) for entry in counted if entry["values"].strip()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def tag_counts(table: Table, column: str, skipped: Collection[int] = ()) -> list[tuple[str, int]]:
    """(tag, words) of a column of tags parted by spaces, the most frequent first."""
    tags: dict[str, int] = {}
    for text, rows in answer_counts(table, column, skipped):
        for tag in text.split():
            tags[tag] = tags.get(tag, 0) + rows
    return sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))


def text_lengths(table: Table, columns: Sequence[str]) -> tuple[npt.NDArray[np.int64], str]:
    """The length of every row, all given columns together, and the unit: "words", or "characters" for Chinese."""
    total = np.zeros(table.row_count, dtype=np.int64)
    if not columns or not table.row_count:
        return total, "words"
    first = table.arrow.column(columns[0]).slice(0, 20).to_pylist()
    unit = "characters" if sum(map(is_han, first)) * 2 > len(first) else "words"
    for name in columns:
        values = table.arrow.column(name)
        if unit == "characters":
            total += np.asarray(pc.utf8_length(values)).astype(np.int64)
        else:
            total += np.asarray(pc.count_substring_regex(values, r"\S+")).astype(np.int64)
    return total, unit


def sample_rows(table: Table) -> list[dict[str, str]]:
    """Rows (column -> value) from all over a table, at most SAMPLED_ROWS; what is very long is shortened."""
    places = np.unique(np.linspace(0, table.row_count - 1, min(SAMPLED_ROWS, table.row_count)).astype(np.int64))
    rows = table.arrow.take(pa.array(places, pa.int64())).to_pylist() if table.row_count else []
    return [{name: value[:SAMPLED_CHARACTERS] for name, value in row.items()} for row in rows]
