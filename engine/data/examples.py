"""Example: one mapped row, and how the rows of a Table become examples."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.data.mapping import ColumnMapping
from engine.data.table import Table


@dataclass(frozen=True)
class Example:
    """One row: its number in the file (1 = first data row), its values by column name, its answer."""

    row: int
    fields: dict[str, str]
    label: str | None = None


def examples(table: Table, mapping: ColumnMapping, skip: Collection[int] = ()) -> Iterator[Example]:
    """The rows as examples, in order, without those whose number is in `skip`.

    `fields` has every column but the answer's, so that no template can show the answer by accident.
    """
    for name in (*mapping.inputs, *([mapping.label] if mapping.label else [])):
        table.known(name)
    left_out = frozenset(skip)
    for number, values in zip(table.row_numbers, table.rows(), strict=True):
        if number in left_out:
            continue
        label = values.pop(mapping.label) if mapping.label else None
        yield Example(number, values, label)
