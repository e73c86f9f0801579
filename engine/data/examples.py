"""Example: one mapped row, and how the rows of a Table become examples."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.data.candidates import Scheme, choice_scheme, right_candidate
from engine.data.mapping import ColumnMapping
from engine.data.patterns import derived_fields
from engine.data.roles import CHOICE, CLASSIFICATION, CLOZE, SPAN_QA
from engine.data.spans import answer_start
from engine.data.table import Table


@dataclass(frozen=True)
class Example:
    """One row: its number in the file (1 = first data row), its values by column name, its answer.

    `candidates`: what a choice is made among; `label` is then the right one's text. `start`: where in its context a
    span's answer begins, in characters from 0. `references`: every answer that counts as right; empty: `label` alone.
    """

    row: int
    fields: dict[str, str]
    label: str | None = None
    candidates: tuple[str, ...] = ()
    start: int | None = None
    references: tuple[str, ...] = ()


class Maker:
    """Makes the example of a row: `Maker(...)(number, values)`, where values are the row's own and are taken apart.

    `fields` has every column but the answer's and its place's, so that no template can show the answer by accident, and
    what a cloze's pattern adds (`derived_fields`). A label that names no candidate becomes None, so does the start of
    one that its context lacks. `merged`: label -> the one that it is another spelling of.
    """

    def __init__(
        self, mapping: ColumnMapping, task: str, scheme: Scheme | None = None, merged: Mapping[str, str] | None = None
    ) -> None:
        self._mapping, self._task, self._scheme = mapping, task, scheme
        self._merged = merged or {}

    def __call__(self, number: int, values: dict[str, str]) -> Example:
        mapping = self._mapping
        label = values.pop(mapping.label) if mapping.label else None
        if self._task == CHOICE:
            return _choice(number, values, label, mapping, self._scheme)
        if self._task == SPAN_QA:
            return _span(number, values, label, mapping)
        if self._task == CLOZE:
            values |= derived_fields(mapping.columns, values)
        return Example(number, values, self._merged.get(label, label) if label is not None else None)


def examples(
    table: Table,
    mapping: ColumnMapping,
    skip: Collection[int] = (),
    task: str = CLASSIFICATION,
    scheme: Scheme | None = None,
) -> Iterator[Example]:
    """The rows as examples, in order, without those whose number is in `skip`. `scheme`: how a choice's answers name
    their candidates (None: judged from this table)."""
    for name in mapping.columns.values():
        table.known(name)
    left_out = frozenset(skip)
    if task == CHOICE and mapping.label and scheme is None:
        scheme = table_scheme(table, mapping)
    make = Maker(mapping, task, scheme)
    for number, values in zip(table.row_numbers, table.rows(), strict=True):
        if number not in left_out:
            yield make(number, values)


def table_scheme(table: Table, mapping: ColumnMapping) -> Scheme:
    """How the answers of a choice's table name their candidates."""
    labels = table.column(mapping.label) if mapping.label else []
    texts = list(zip(*(table.column(name) for name in mapping.candidates), strict=True))
    return choice_scheme(labels, texts or [()] * len(labels), mapping.candidates)


def _choice(
    number: int, values: dict[str, str], label: str | None, mapping: ColumnMapping, scheme: Scheme | None
) -> Example:
    texts = [values[name] for name in mapping.candidates]
    place = right_candidate(scheme, label, texts, mapping.candidates) if label is not None and scheme else None
    right = None if place is None else texts[place].strip()
    return Example(number, values, right or None, tuple(text.strip() for text in texts if text.strip()))


def _span(number: int, values: dict[str, str], label: str | None, mapping: ColumnMapping) -> Example:
    place = values.pop(mapping.start) if mapping.start else ""
    if label is None or mapping.context is None:
        return Example(number, values, label)
    start = answer_start(values[mapping.context], label, place)
    return Example(number, values, label.strip(), start=start)
