"""The first row of a table: whether it names the columns, and the names that they get."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.data.column_names import LABEL_NAMES, TEXT_NAMES
from engine.data.table import HeaderTrouble

NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
LONG = 40  # characters; a name is shorter
SENTENCE = 20
FEW = 20  # rows in which a value that comes again once says enough, if others do too
KNOWN = set().union(*LABEL_NAMES, *TEXT_NAMES)


def name_columns(header: Sequence[str]) -> tuple[list[str], list[HeaderTrouble]]:
    """Trimmed header names; an empty one becomes "column 3", a second "text" becomes "text 2"."""
    given = [name.strip() for name in header]
    names: list[str] = []
    taken = set(given)
    troubles = []
    for position, was in enumerate(given, start=1):
        name = was or f"column {position}"
        wanted, count = name, 1
        while name in names or (name != was and name in taken):
            count += 1
            name = f"{wanted} {count}"
        if name != was:
            troubles.append(HeaderTrouble("header_twice" if was else "header_empty", position, name, was))
        names.append(name)
    return names, troubles


def numbered_columns(width: int) -> list[str]:
    """Names for the columns of a table without a header: "column 1", "column 2" ..."""
    return [f"column {position}" for position in range(1, width + 1)]


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of these rows names the columns: yes, unless something speaks against it.

    Against it speak a value that comes again in its column ("positive" among the names), names as long as sentences,
    and a number above numbers beside a long text. Rows that repeat the whole header say nothing.
    """
    first = [cell.strip() for cell in rows[0]] if rows else []
    rest = [[cell.strip() for cell in row] for row in rows[1:] if len(row) == len(first)]
    rest = [row for row in rest if row != first]
    if len(rest) < 3 or first == [str(place) for place in range(len(first))]:  # the names that pandas gives
        return True
    if len(first) > 1 and all(len(cell) > LONG for cell in first):
        return False
    has_sentence = any(len(cell) > SENTENCE for cell in first)
    for name, values in zip(first, zip(*rest, strict=True), strict=True):
        enough = 2 if len(rest) > FEW or len(set(values)) == len(rest) else 1
        if name and name.lower() not in KNOWN and values.count(name) >= enough:
            return False
        if has_sentence and NUMBER.fullmatch(name) and sum(map(_is_number, values)) >= 0.9 * len(values):
            return False
    return True


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None
