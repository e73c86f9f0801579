"""Where an answer stands in the text that holds it: at the place the table names, else where it first occurs."""

from __future__ import annotations

import re

PLACE = re.compile(r"([0-9]{1,9})(\.0+)?")  # some programs write whole numbers as 515.0


def answer_start(context: str, answer: str, place: str = "") -> int | None:
    """Character of the context, from 0, at which the answer (without white space around it) begins.

    `place`: what the table's own column says; empty: the first place where it occurs. None: it is not there.
    """
    said = place.strip()
    bare = answer.strip()
    if not bare:
        return None
    if not said:
        found = context.find(bare)
        return found if found >= 0 else None
    number = PLACE.fullmatch(said)
    if number is None:
        return None
    start = int(number[1])
    for first in (start, start + len(answer) - len(answer.lstrip())):  # the place may be that of the space before it
        if context.startswith(bare, first):
            return first
    return None


def span_fault(context: str, answer: str, place: str = "") -> str | None:
    """Code of what is wrong with an answer's place; None when the answer stands there."""
    if answer_start(context, answer, place) is not None:
        return None
    if not place.strip() or answer.strip() not in context:
        return "answer_not_in_context"
    return "answer_offset" if PLACE.fullmatch(place.strip()) else "start_no_number"
