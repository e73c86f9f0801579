"""Numbers about the columns of a table, counted in Arrow so that a long file does not stop the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.data import Table
from widgets.sentences import is_han

MOST_LABELS = 200  # a column with more different values holds no labels
MOST_COUNTED = 10_000  # different answers that are counted
MEASURED_ROWS = 5000  # whose words are counted
RUNS = 50  # of neighbouring rows, in a part of a table
SAMPLED_ROWS = 1000  # whose tokens the engine counts
SAMPLED_CHARACTERS = 20_000  # of a value: what lies behind is far behind any cut


def answer_counts(table: Table, column: str, skipped: Collection[int] = ()) -> list[tuple[str, int]]:
    """(answer, rows) of a column, the most frequent first; empty answers and skipped rows are not counted. None where
    there are so many different ones that nobody would look at them."""
    if table.distinct[column] > MOST_COUNTED:
        return []
    counts = Counter(table.counts[column])
    left_out = [index for index in map(table.index_of, skipped) if index is not None]
    values = table.arrow.column(column)  # looked up one by one: to take some would copy the whole column
    counts.subtract(values[index].as_py() for index in left_out)
    pairs = [(answer, rows) for answer, rows in counts.items() if rows and answer.strip()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def merged_counts(counts: Sequence[tuple[str, int]], merged: Mapping[str, str]) -> list[tuple[str, int]]:
    """The same with spellings counted as the answers that they are."""
    if not merged:
        return list(counts)
    found: dict[str, int] = {}
    for answer, rows in counts:
        found[merged.get(answer, answer)] = found.get(merged.get(answer, answer), 0) + rows
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def tag_counts(table: Table, column: str, skipped: Collection[int] = ()) -> list[tuple[str, int]]:
    """(tag, words) of a column of tags parted by spaces, the most frequent first."""
    tags: dict[str, int] = {}
    for text, rows in answer_counts(table, column, skipped):
        for tag in text.split():
            tags[tag] = tags.get(tag, 0) + rows
    return sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))


def text_lengths(
    table: Table, columns: Sequence[str], label: str | None = None
) -> tuple[npt.NDArray[np.int64], str, list[str]]:
    """The length of rows, all given columns together; the unit: "words", or "characters" for Chinese; and what stands
    in the column `label` of the same rows. Of a long table rows from all over it are measured."""
    sample = _spread(table, MEASURED_ROWS)
    total = np.zeros(sample.num_rows, dtype=np.int64)
    labels = sample.column(label).to_pylist() if label else []
    if not columns or not sample.num_rows:
        return total, "words", labels
    first = sample.column(columns[0]).slice(0, 20).to_pylist()
    unit = "characters" if sum(map(is_han, first)) * 2 > len(first) else "words"
    for name in columns:
        values = sample.column(name)
        if unit == "characters":
            total += np.asarray(pc.utf8_length(values)).astype(np.int64)
        else:
            total += np.asarray(pc.count_substring_regex(values, r"\S+")).astype(np.int64)
    return total, unit, labels


def sample_rows(table: Table) -> list[dict[str, str]]:
    """Rows (column -> value) from all over a table, at most SAMPLED_ROWS; what is very long is shortened."""
    rows = _spread(table, SAMPLED_ROWS).to_pylist()
    return [{name: value[:SAMPLED_CHARACTERS] for name, value in row.items()} for row in rows]


def _spread(table: Table, most: int) -> pa.Table:
    """So many rows at most, in runs from all over a table. Nothing of it is copied."""
    if table.row_count <= most:
        return table.arrow
    size = most // RUNS
    starts = np.linspace(0, table.row_count - size, RUNS).astype(np.int64)
    return pa.concat_tables([table.arrow.slice(start, size) for start in starts.tolist()])
