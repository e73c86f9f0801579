"""Which of a row's candidates is the right one, however the table says so: by its text, its column, a number, a letter.

The way is judged over all rows together, because a single "1" may count from 0 or from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Scheme = Literal["text", "column", "letter", "from_1", "from_0"]
SCHEMES: tuple[Scheme, ...] = ("text", "column", "letter", "from_1", "from_0")  # the first of those that fit best


def choice_scheme(labels: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str]) -> Scheme:
    """The way in which most labels name a candidate. `rows`: the candidates' texts; `columns`: their columns' names.

    Numbers count from 0 where a 0 is among them, else from 1.
    """

    def fitting(scheme: Scheme) -> int:
        pairs = zip(labels, rows, strict=True)
        return sum(right_candidate(scheme, label, texts, columns) is not None for label, texts in pairs)

    return max(SCHEMES, key=fitting)


def right_candidate(scheme: Scheme, label: str, texts: Sequence[str], columns: Sequence[str]) -> int | None:
    """The place of the right one, from 0; None when the label names no candidate. Its text may be empty."""
    label = label.strip()
    if scheme == "text":
        return _index([text.strip() for text in texts], label) if label else None
    if scheme == "column":
        return _index([name.strip().casefold() for name in columns], label.casefold())
    if scheme == "letter":
        place = ord(label.upper()) - ord("A") if len(label) == 1 and label.isascii() else -1
    else:
        place = int(label) - (scheme == "from_1") if label.isascii() and label.isdecimal() and len(label) < 5 else -1
    return place if 0 <= place < len(texts) else None


def _index(names: Sequence[str], name: str) -> int | None:
    return names.index(name) if name in names else None
