"""Table: the rows of a file as they were read, in Arrow, with the row numbers a person sees.

Values are strings and kept as they are. Rows with too many or too few fields stay beside the table, in
`ragged`; what a column means is `mapping.py`'s business, what is wrong with the values `checks.py`'s.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import InputError
from engine.options import nearest

COUNTED_ROWS = 200_000  # rows by which a very large table is judged


@dataclass(frozen=True)
class RaggedRow:
    """A row with another number of fields than the header: kept out of the table, raw."""

    number: int  # 1 = first data row
    line: int  # line of the file in which it starts, from 1
    fields: tuple[str, ...]
    expected: int
    reason: str = ""  # why nothing could be read of it but its text; "" where only its width is wrong

    @property
    def is_long(self) -> bool:
        """Too many fields: these can be joined; a row with too few cannot be mended from here."""
        return len(self.fields) > self.expected and not self.reason


@dataclass(frozen=True)
class QuoteTrouble:
    """A quoted field that goes on after its closing quote: read as other programs do, but worth a look."""

    number: int
    line: int
    last_line: int

    @property
    def swallows_lines(self) -> bool:
        """The quote was closed only lines later, so what should be several rows became one."""
        return self.last_line > self.line


@dataclass(frozen=True)
class HeaderTrouble:
    """A header name that was empty or stood there twice, and the `name` it got; or a column that is not read."""

    code: str  # "header_empty" | "header_twice" | "column_of_bytes"
    position: int  # from 1
    name: str
    was: str


@dataclass(frozen=True)
class Table:
    """The rows of a file. `row(i)` and `index_of` count from 0, `row_numbers` from 1 as a person does."""

    path: Path
    encoding: str  # "" where the kind of file leaves no choice
    delimiter: str  # likewise
    arrow: pa.Table  # one large_string column per header name
    row_numbers: Sequence[int]  # of the rows in `arrow`, ascending; ragged rows leave gaps
    ragged: tuple[RaggedRow, ...] = ()
    encoding_alternatives: tuple[str, ...] = ()
    header_troubles: tuple[HeaderTrouble, ...] = ()
    quote_troubles: tuple[QuoteTrouble, ...] = ()
    joined: tuple[int, ...] = field(default=())  # numbers of rows whose surplus fields were joined back
    kind: str = "text"  # "text" | "json" | "sheet" | "parquet" | "arrow"
    sheet: str = ""  # the one that was read
    sheets: tuple[str, ...] = ()  # all that the workbook has
    has_header: bool = True  # False: the columns are numbered, and the file's first row is row 1

    @property
    def columns(self) -> tuple[str, ...]:
        """Header names, trimmed and unique, in the order of the file."""
        return tuple(self.arrow.column_names)

    @property
    def row_count(self) -> int:
        """Rows in the table proper."""
        return int(self.arrow.num_rows)

    @property
    def total_rows(self) -> int:
        """Rows in the file, the ragged ones included."""
        return self.row_count + len(self.ragged)

    def row(self, index: int) -> dict[str, str]:
        """Column -> value of one row, `index` from 0. Raises IndexError."""
        if not 0 <= index < self.row_count:
            raise IndexError(index)
        values: dict[str, str] = self.arrow.slice(index, 1).to_pylist()[0]
        return values

    def rows(self) -> Iterator[dict[str, str]]:
        """All rows in order, without holding more than one batch of them as Python values."""
        for batch in self.arrow.to_batches(max_chunksize=4096):
            yield from batch.to_pylist()

    def column(self, name: str) -> list[str]:
        """The values of one column as Python strings. Raises InputError naming the nearest column."""
        values: list[str] = self.arrow.column(self.known(name)).to_pylist()
        return values

    def known(self, name: str) -> str:
        """The name itself when it is a column. Raises InputError naming the nearest and the available ones."""
        if name not in self.arrow.column_names:
            raise InputError(
                "column_missing", column=name, nearest=nearest(name, self.columns), columns=", ".join(self.columns)
            )
        return name

    def index_of(self, number: int) -> int | None:
        """Where the row with this number stands in the table; None for a ragged or missing row."""
        index = bisect_left(self.row_numbers, number)
        return index if index < len(self.row_numbers) and self.row_numbers[index] == number else None

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """Average length of each column's values, in characters; of a very large table the first rows'."""
        if not self.row_count:
            return dict.fromkeys(self.columns, 0.0)
        first = self.arrow.slice(0, COUNTED_ROWS)
        return {name: pc.mean(pc.utf8_length(first.column(name))).as_py() for name in self.columns}

    @cached_property
    def distinct(self) -> Mapping[str, int]:
        """Column -> how many different values it has; counted when first asked for, beyond COUNTED_ROWS estimated."""
        return _Distinct(self.arrow)

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Column -> value -> rows; counted when first asked for. For columns of few different values (`distinct`)."""
        return _Counts(self.arrow)

    def join_extra(self, numbers: Collection[int] | None = None) -> Table:
        """A table in which rows with too many fields (all, or these numbers) are whole again.

        The surplus fields go back, with the delimiter between them, into the column with the longest texts:
        there an unquoted delimiter is most likely. Rows with too few fields stay ragged.
        """
        mended = [row for row in self.ragged if row.is_long and (numbers is None or row.number in numbers)]
        if not mended:
            return self
        place = max(range(len(self.columns)), key=lambda i: self.mean_lengths[self.columns[i]])
        columns = zip(*(_join(row, place, self.delimiter) for row in mended), strict=True)
        added = pa.Table.from_arrays(
            [pa.array(values, pa.large_string()) for values in columns],
            names=list(self.columns),
        )
        # slices of what is there, so that nothing of a big table is copied
        pieces, parts, start = [], list[Sequence[int]](), 0
        for index, row in enumerate(mended):
            stop = bisect_left(self.row_numbers, row.number)
            pieces += [self.arrow.slice(start, stop - start), added.slice(index, 1)]
            parts += [self.row_numbers[start:stop], [row.number]]
            start = stop
        taken = {row.number for row in mended}
        return replace(
            self,
            arrow=pa.concat_tables([*pieces, self.arrow.slice(start)]),
            row_numbers=array("q", chain.from_iterable([*parts, self.row_numbers[start:]])),
            ragged=tuple(row for row in self.ragged if row.number not in taken),
            joined=tuple(sorted({*self.joined, *taken})),
        )


class _Distinct(dict[str, int]):
    def __init__(self, arrow: pa.Table) -> None:
        super().__init__()
        self._arrow = arrow

    def __missing__(self, name: str) -> int:
        column, rows = self._arrow.column(name), self._arrow.num_rows
        count = int(pc.count_distinct(column.slice(0, COUNTED_ROWS)).as_py())
        if rows > COUNTED_ROWS and count < COUNTED_ROWS // 100:  # a few different ones take no memory to count
            count = int(pc.count_distinct(column).as_py())
        elif rows > COUNTED_ROWS:
            count = count * rows // COUNTED_ROWS
        self[name] = count
        return count


class _Counts(dict[str, dict[str, int]]):
    def __init__(self, arrow: pa.Table) -> None:
        super().__init__()
        self._arrow = arrow

    def __missing__(self, name: str) -> dict[str, int]:
        found = pc.value_counts(self._arrow.column(name))
        values, counts = found.field("values").to_pylist(), found.field("counts").to_pylist()
        self[name] = dict(zip(values, counts, strict=True))
        return self[name]


def _join(row: RaggedRow, place: int, delimiter: str) -> list[str]:
    end = place + 1 + len(row.fields) - row.expected
    return [*row.fields[:place], delimiter.join(row.fields[place:end]), *row.fields[end:]]
