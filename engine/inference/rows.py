"""From the values of one row to an Example as a pack or recipe reads it, where there is no table around it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.data import Example
from engine.data.patterns import PATTERN, derived_fields
from engine.data.roles import LABEL, candidate_roles


def make_example(
    row: int, given: Mapping[str, str], columns: Mapping[str, str], *, label: str | None = None
) -> Example:
    """`given`: column -> value; `columns`: role -> column. What is missing is empty text; a pattern's fields and the
    candidates are added. `label`: the answer, where it is known."""
    values = {name: str(value) for name, value in given.items() if name != columns.get(LABEL)}
    read = {**dict.fromkeys(columns.values(), ""), **values}
    added = derived_fields(columns, read) if PATTERN in columns else {}
    candidates = (read[columns[role]].strip() for role in candidate_roles(columns))
    return Example(row, values | added, label, tuple(text for text in candidates if text))


def known_label(example: Example, answer: str | None, kind: str, labels: Collection[str]) -> str | None:
    """An answer where it can be shown with the row as it stands: one of the labels or of the candidates, or a text."""
    if not answer or kind in ("tagging", "span_qa"):
        return None
    allowed = {"classification": labels, "choice": example.candidates}.get(kind)
    return answer if allowed is None or answer in allowed else None
