"""What can be wrong in the rows of one kind of task. `checks.py` makes problems of it.

A row whose answer or text is empty is told by `checks.py` and not looked at here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.data.candidates import Scheme, right_candidate
from engine.data.examples import Example, table_scheme
from engine.data.mapping import ColumnMapping
from engine.data.patterns import missing_places
from engine.data.roles import CHOICE, CLOZE, SPAN_QA, TAGGING
from engine.data.spans import span_fault
from engine.data.table import Table

SHOWN = 30  # characters of a text that a sentence shows
IOB = re.compile(r"O|[BI]-.+")


@dataclass(frozen=True)
class Fault:
    """One kind of trouble: its code, the column it is in, and (row number, values of the sentence) of each row."""

    code: str
    column: str | None
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


def row_faults(table: Table, mapping: ColumnMapping, task: str | None, scheme: Scheme | None = None) -> list[Fault]:
    """What makes rows of a task unusable, by code. `scheme`: how a choice's answers name their candidates."""
    find = FINDERS.get(task or "")
    if find is None or mapping.label is None:
        return []
    texts = [mapping.label, *mapping.inputs]
    faults: dict[str, Fault] = {}
    judge = find(table, mapping, scheme)
    for number, values in zip(table.row_numbers, table.rows(), strict=True):
        if all(values[name].strip() for name in texts):
            for code, column, args in judge(values):
                faults.setdefault(code, Fault(code, column)).rows.append((number, args))
    return list(faults.values())


def tag_faults(rows: Sequence[Example]) -> tuple[dict[str, list[int]], list[int]]:
    """({tag: rows that have it}, rows with an I- tag that continues nothing); the latter only where tags are IOB."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    orphans = []
    for example in rows:
        tags = (example.label or "").split()
        for tag in dict.fromkeys(tags):
            rows_of[tag].append(example.row)
        if any(_is_orphan(before, tag) for before, tag in zip(["O", *tags], tags, strict=False)):
            orphans.append(example.row)
    return dict(rows_of), orphans if are_iob(rows_of) else []


def are_iob(tags: Collection[str]) -> bool:
    """Whether tags say where entities begin and go on: O, B-x and I-x alone, and at least one of the latter two."""
    return all(IOB.fullmatch(tag) for tag in tags) and any(tag != "O" for tag in tags)


def repeated_spans(rows: Sequence[Example], context: str) -> list[int]:
    """Rows whose answer stands more than once in its context."""
    return [row.row for row in rows if row.label and row.fields[context].count(row.label) > 1]


Judge = Callable[[dict[str, str]], Iterator[tuple[str, str | None, dict[str, Any]]]]


def _tagging(table: Table, mapping: ColumnMapping, scheme: Scheme | None) -> Judge:
    words_in, tags_in = mapping.inputs[0] if mapping.inputs else None, str(mapping.label)

    def judge(values: dict[str, str]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        words, tags = len(values[words_in].split()) if words_in else 0, len(values[tags_in].split())
        if words_in and words != tags:
            yield "tags_misaligned", tags_in, {"words": words, "tags": tags}

    return judge


def _span_qa(table: Table, mapping: ColumnMapping, scheme: Scheme | None) -> Judge:
    context, answer = mapping.context, str(mapping.label)

    def judge(values: dict[str, str]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        if context is None:
            return
        place = values[mapping.start].strip() if mapping.start else ""
        code = span_fault(values[context], values[answer], place)
        if code == "answer_offset":
            found = values[context][int(float(place)) :][: min(SHOWN, len(values[answer].strip()))]
            yield code, mapping.start, {"start": place, "found": found, "answer": _short(values[answer])}
        elif code is not None:
            column = answer if code == "answer_not_in_context" else mapping.start
            yield code, column, {"start": _short(place), "answer": _short(values[answer])}

    return judge


def _cloze(table: Table, mapping: ColumnMapping, scheme: Scheme | None) -> Judge:
    def judge(values: dict[str, str]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        missing = missing_places(values[mapping.pattern]) if mapping.pattern else ()
        if missing:
            yield "pattern_places", mapping.pattern, {"missing": ", ".join(missing)}

    return judge


def _choice(table: Table, mapping: ColumnMapping, scheme: Scheme | None) -> Judge:
    columns, label = mapping.candidates, str(mapping.label)
    way = scheme or table_scheme(table, mapping)

    def judge(values: dict[str, str]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        texts = [values[name] for name in columns]
        different = {text.strip() for text in texts if text.strip()}
        place = right_candidate(way, values[label], texts, columns)
        if columns and len(different) < 2:
            yield "candidates_missing", columns[0], {"found": len(different)}
        elif columns and place is None:
            yield "choice_label", label, {"answer": _short(values[label]), "columns": ", ".join(columns)}
        elif place is not None and not texts[place].strip():
            yield "right_candidate_empty", columns[place], {"answer": _short(values[label])}

    return judge


FINDERS = {TAGGING: _tagging, SPAN_QA: _span_qa, CLOZE: _cloze, CHOICE: _choice}


def _is_orphan(before: str, tag: str) -> bool:
    return tag.startswith("I-") and before not in (f"B-{tag[2:]}", tag)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
