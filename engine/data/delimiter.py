"""Which character separates the fields, judged by how well the rows then agree with the header."""

from __future__ import annotations

import csv
from collections import Counter

from engine.errors import InputError

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
SAMPLE_ROWS = 200


def delimiter_of(given: str) -> str:
    """A delimiter as a person writes it: the character itself, its name, or \\t. Raises InputError."""
    names = {name: char for char, name in DELIMITERS.items()} | {"\\t": "\t"}
    found = names.get(given.strip().lower(), given)
    if len(found) != 1 or found.isalnum() or found in '"\r\n\x00':
        raise InputError("delimiter_unknown", delimiter=repr(given), choices=", ".join(DELIMITERS.values()))
    return found


def sniff_delimiter(sample: str, suffix: str = "") -> str:
    """The delimiter of the text at the start of a file (whole lines; its last row is left out of the judgement).

    The header decides: a separator must split it, and the one with which most rows have the header's width wins.
    """
    widths = {char: _widths(sample, char) for char in DELIMITERS}
    splitting = [char for char, found in widths.items() if found and found[0] > 1]
    if splitting:
        order = list(DELIMITERS)
        if suffix == ".tsv":
            order.sort(key=lambda char: char != "\t")
        return max(splitting, key=lambda char: (_agreement(widths[char]), widths[char][0], -order.index(char)))
    return _one_column(widths)


def _widths(sample: str, delimiter: str) -> list[int]:
    rows: list[int] = []
    try:
        for row in csv.reader(_lines(sample), delimiter=delimiter):
            if row:
                rows.append(len(row))
            if len(rows) > SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 2 else rows


def _lines(sample: str) -> list[str]:
    return [line + "\n" for line in sample.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _agreement(widths: list[int]) -> float:
    return round(sum(width == widths[0] for width in widths) / len(widths), 2)


def _one_column(widths: dict[str, list[int]]) -> str:
    """Nothing splits the header: rows that agree on several fields mean a short header, else there is one column."""
    for char, found in widths.items():
        rows = found[1:]
        if len(rows) < 3:
            continue
        width, count = Counter(rows).most_common(1)[0]
        if width > 1 and count >= 0.95 * len(rows):
            return char
    whole = [char for char, found in widths.items() if all(width == 1 for width in found)]
    return whole[0] if whole else ","
