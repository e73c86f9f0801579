"""JSON and text from strangers: bounded depth, no number that is none, no name twice, nothing that cannot be shown."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from engine.errors import PackError

MAX_DEPTH = 12
MAX_DIGITS = 40
# Possessive, and the closing quote may be missing: one pass whatever the text, never a second try from a later quote.
STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
BRACKETS = re.compile(rb"[\[\]{}]")
# Control characters, and those that turn the direction of writing: a name must not dress up as another.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
HALF = re.compile("[\ud800-\udfff]")


def load_json(content: bytes, member: str) -> Any:
    """The value of a JSON member. Raises PackError naming the member and the reason."""
    depth = 0
    for bracket in BRACKETS.findall(STRINGS.sub(b"", content)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise PackError("pack_json_deep", member=member, depth=MAX_DEPTH)
    try:
        return json.loads(
            decode(content, member),
            object_pairs_hook=_no_twins,
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise PackError("pack_json", member=member, reason=reason) from error


def decode(content: bytes, member: str) -> str:
    """UTF-8 text of a member. Raises PackError."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackError("pack_text", member=member, position=error.start) from error


def is_clean(text: str) -> bool:
    """Whether a text shows all that it is: no control characters, none that turn the direction of writing."""
    return not HIDDEN.search(text)


def clean(text: str, limit: int, *, lines: bool = False) -> str:
    """A text of a person made fit for `is_clean`: hidden characters become spaces, and it is cut at `limit`."""
    text = HIDDEN.sub(" ", text.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"))
    return (text if lines else text.replace("\n", " "))[:limit].strip()


def has_half_letters(text: str) -> bool:
    """Whether a text holds half surrogates, which no file can hold."""
    return bool(HALF.search(text))


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands twice in one table")
    return table


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits) if len(digits) <= MAX_DIGITS else math.inf
    if not math.isfinite(value):
        raise ValueError("a number is too large or too long")
    return value
