"""A cloze's pattern: a text such as "[X] was born in [Y]." in a column, with places for the subject and the object.

A template shows it as two fields of its own, {before} and {after}: what stands around [Y], the subject in place of [X].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from engine.data.roles import PATTERN, TEXT, candidate_roles, is_input

SUBJECT_PLACE, OBJECT_PLACE = "[X]", "[Y]"
BEFORE, AFTER = "before", "after"
DERIVED = (BEFORE, AFTER)
STRAY_SPACE = re.compile(r"\s+(?=[^\w\s]|$)")  # "in [Y] ." is written "in [Y]."


def around(pattern: str, subject: str) -> tuple[str, str]:
    """What stands before and behind [Y], the space in front of it left to the template.

    What follows keeps its own space, but for one before a stop: "[Y] ." gives ".", "[Y] is" gives " is".
    """
    before, _, after = pattern.partition(OBJECT_PLACE)
    # cut apart first, so that a subject that holds [Y] changes nothing
    before, after = (part.replace(SUBJECT_PLACE, subject.strip()) for part in (before, after))
    return before.rstrip(), STRAY_SPACE.sub("", after, count=1) if STRAY_SPACE.match(after) else after


def derived_fields(columns: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """{"before", "after"} of one row where `columns` (role -> column) names a pattern; else {}.

    Also for rows of a new table, as a pack reads them. KeyError: the row lacks the pattern's or the subject's column.
    """
    if PATTERN not in columns:
        return {}
    before, after = around(fields[columns[PATTERN]], fields[_subject(columns)])
    return {BEFORE: before, AFTER: after}


def needed_columns(template_fields: Iterable[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a table that a template's fields need, each once, and the candidates that are chosen among.

    `columns`: role -> column; before and after need the subject's and the pattern's.
    """
    needed: list[str] = []
    for field in template_fields:
        is_derived = field in DERIVED and PATTERN in columns
        needed += [_subject(columns), columns[PATTERN]] if is_derived else [field]
    needed += [columns[role] for role in candidate_roles(columns)]
    return tuple(dict.fromkeys(needed))


def missing_places(pattern: str) -> tuple[str, ...]:
    """Those of [X] and [Y] that a pattern lacks."""
    return tuple(place for place in (SUBJECT_PLACE, OBJECT_PLACE) if place not in pattern)


def _subject(columns: Mapping[str, str]) -> str:
    """The subject's column: the text, or the first of several inputs."""
    return columns.get(TEXT) or next(column for role, column in columns.items() if is_input(role))
