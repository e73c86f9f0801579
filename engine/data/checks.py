"""What is wrong or worth a look in a table: its shape and single rows here, what shows across rows in `comparing.py`.

Lengths and unknown tokens need a tokenizer: the engine adds those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.data.candidates import Scheme
from engine.data.comparing import check_examples
from engine.data.delimiter import DELIMITERS
from engine.data.example_rows import ExampleRows
from engine.data.examples import Example
from engine.data.mapping import ColumnMapping
from engine.data.problems import LISTED, Problem, each, grouped, in_order, problem_rows
from engine.data.progress import COMPARING, Tick, untold
from engine.data.roles import CLASSIFICATION, PATTERN, START, candidate_number
from engine.data.table import Table
from engine.data.task_checks import row_faults

FEW_KEPT_ASIDE = 20


def check_table(
    table: Table,
    mapping: ColumnMapping | None,
    *,
    keep_aside: float | None = None,
    task: str | None = None,
    max_listed: int = LISTED,
    file: str = "train",
    merged: Mapping[str, str] | None = None,
    tick: Tick = untold,
) -> list[Problem]:
    """Everything worth a look in one file, in the order stop, skip, warn.

    Without a mapping, or with one that names no input, only the file's own shape is checked. `keep_aside`: also say
    when too few rows would be kept aside. `task` None: a classification or free text, judged from how often answers
    repeat. At most `max_listed` rows of a kind get their own entry, further ones share one. `merged`: labels that were
    merged, see `ExampleRows`. `tick` is told of the progress.
    """
    found = check_shape(table, mapping, max_listed, task, tick=tick)
    if mapping is not None and mapping.inputs:
        rows = ExampleRows(table, mapping, problem_rows(found), task or CLASSIFICATION, merged=merged)
        found += check_examples(rows, mapping, task, tick)
        if keep_aside is not None and 0 < round(len(rows) * keep_aside) < FEW_KEPT_ASIDE:
            found.append(few_kept_aside(round(len(rows) * keep_aside)))
    return in_order(found, file)


def check_shape(
    table: Table,
    mapping: ColumnMapping | None,
    max_listed: int = LISTED,
    task: str | None = None,
    scheme: Scheme | None = None,
    tick: Tick = untold,
) -> list[Problem]:
    """What shows in single rows and in the header; what `check_table` says before it compares rows.

    `scheme`: how a choice's answers name their candidates, where another file decides that.
    """
    found = [*_header(table, max_listed, tick), *_ragged(table, max_listed), *_quotes(table, max_listed)]
    if mapping is None:
        return found
    found += _empty(table, mapping, max_listed, tick)
    for fault in row_faults(table, mapping, task, scheme):
        found += each(fault.code, fault.rows, fault.column, max_listed)
    return found


def few_kept_aside(count: int) -> Problem:
    """The score will be a rough guess."""
    return Problem("few_kept_aside", "warn", count=count, args={"least": FEW_KEPT_ASIDE})


def label_counts(rows: Iterable[Example]) -> dict[str, int]:
    """Label -> rows, labels sorted."""
    counts = Counter(example.label for example in rows if example.label is not None)
    return {label: counts[label] for label in sorted(counts)}


def delimiter_name(delimiter: str) -> str:
    """A delimiter as people call it."""
    return DELIMITERS.get(delimiter, delimiter)


def _header(table: Table, most: int, tick: Tick) -> list[Problem]:
    found = [
        Problem(trouble.code, "warn", None, trouble.name, (), 1, {"position": trouble.position, "was": trouble.was})
        for trouble in table.header_troubles
    ]
    return found + (each("header_again", _repeated_headers(table, tick), None, most) if table.has_header else [])


def _repeated_headers(table: Table, tick: Tick) -> list[tuple[int, dict[str, Any]]]:
    """Rows that say what the header says, as files that were put together have them."""
    if not table.row_count:
        return []
    name = table.columns[0]
    places = _places_of(name, table.arrow.column(name), tick)
    rows = [place for place in places if all(key == value.strip() for key, value in table.row(place).items())]
    return [(table.row_numbers[place], {}) for place in rows]


def _ragged(table: Table, most: int) -> list[Problem]:
    found = [(row, {"found": len(row.fields), "expected": row.expected, "line": row.line}) for row in table.ragged]
    name = delimiter_name(table.delimiter)
    many = [(row.number, args | {"delimiter": name}) for row, args in found if row.is_long]
    few = [(row.number, args) for row, args in found if not row.is_long and not row.reason]
    broken = [(row.number, {"line": row.line, "reason": row.reason}) for row in table.ragged if row.reason]
    found_of = (("too_many_fields", many), ("too_few_fields", few), ("json_broken", broken))
    return [problem for code, rows in found_of for problem in each(code, rows, None, most)]


def _quotes(table: Table, most: int) -> list[Problem]:
    ragged = {row.number for row in table.ragged}
    troubles = [trouble for trouble in table.quote_troubles if trouble.number not in ragged]
    swallowing = [
        (trouble.number, {"line": trouble.line, "last_line": trouble.last_line})
        for trouble in troubles
        if trouble.swallows_lines
    ]
    inside = [trouble.number for trouble in troubles if not trouble.swallows_lines]
    found = each("quotes_swallow", swallowing, None, most)
    return found + ([grouped("quotes_inside", inside, None)] if inside else [])


def _empty(table: Table, mapping: ColumnMapping, most: int, tick: Tick) -> list[Problem]:
    found: list[Problem] = []
    for role, column in mapping.columns.items():
        if role in (PATTERN, START) or candidate_number(role) is not None:
            continue  # what these must hold depends on the task
        code = "empty_answer" if column == mapping.label else "empty_text"
        places = _places_of("", table.arrow.column(table.known(column)), tick)
        found += each(code, [(table.row_numbers[place], {}) for place in places], column, most)
    return found


def _places_of(text: str, column: pa.ChunkedArray, tick: Tick) -> list[int]:
    """Where a column has this text, but for white space around it; a chunk at a time, since trimming copies."""
    places: list[int] = []
    done = 0
    for chunk in column.chunks:
        places += (np.flatnonzero(pc.equal(pc.utf8_trim_whitespace(chunk), text)) + done).tolist()
        done += len(chunk)
        tick(COMPARING, done, len(column))
    return places
