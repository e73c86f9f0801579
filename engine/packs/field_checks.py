"""Small checks for a table from a stranger: each takes a value and gives "" when it is fine, else the reason.

They are put together to a schema in `manifest`; nothing here knows what a pack is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from engine.packs.json_text import has_half_letters, is_clean

Check = Callable[[Any], str]  # "" when it is fine, else the reason


def text(limit: int, *, lines: bool = False, empty: bool = True, exact: bool = False) -> Check:
    """A text of at most `limit` characters. `exact` is for what came out of a table and must stay as it is."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "it is no text"
        if len(value) > limit:
            return f"it has {len(value)} characters, more than {limit}"
        if has_half_letters(value):
            return "it has letters that cannot be written"
        if not exact and (not is_clean(value) or (not lines and "\n" in value)):
            return "it has hidden characters"
        return "" if empty or value.strip() else "it is empty"

    return check


def matching(pattern: re.Pattern[str], kind: str) -> Check:
    """A text of that pattern; `kind` names it."""
    return lambda value: "" if isinstance(value, str) and pattern.fullmatch(value) else f"it is no {kind}"


def one_of(values: tuple[str, ...]) -> Check:
    """One of these texts."""
    return lambda value: "" if value in values else f"it is none of {', '.join(values)}"


def texts(limit: int, each: Check, *, different: bool = True) -> Check:
    """A list of texts, each of them checked, none twice unless that is allowed."""

    def check(value: Any) -> str:
        if not isinstance(value, list) or len(value) > limit:
            return f"it is no list of at most {limit}"
        if reason := next(filter(None, map(each, value)), ""):
            return reason
        return "an entry stands twice" if different and len(set(value)) != len(value) else ""

    return check


def number(value: Any) -> str:
    """A finite number."""
    return "" if type(value) in (int, float) and math.isfinite(value) else "it is no number"


def list_of(most: int, check: Check) -> Check:
    """A list, each entry checked."""

    def checked(value: Any) -> str:
        if not isinstance(value, list) or len(value) > most:
            return f"it is no list of at most {most}"
        return next(filter(None, map(check, value)), "")

    return checked


def numbers(most: int) -> Check:
    """A list of finite numbers."""
    return list_of(most, number)


def table(needed: dict[str, Check], *, may: dict[str, Check] | None = None, others: bool = False) -> Check:
    """A table with these fields, perhaps those of `may`, and others only where that is said."""
    known = {**needed, **(may or {})}

    def check(value: Any) -> str:
        if not isinstance(value, dict):
            return "it is no table"
        for name in needed:
            if name not in value:
                return f"{name} is missing"
        for name in value:
            if name in known and (reason := known[name](value[name])):
                return f"{name}: {reason}"
        extra = [name for name in value if name not in known]
        return f"{extra[0][:40]!a} is unknown" if extra and not others else ""

    return check


def each(limit: int, key: Check, value_check: Check) -> Check:
    """A table of any names: every name and every value checked."""

    def check(value: Any) -> str:
        if not isinstance(value, dict) or len(value) > limit:
            return f"it is no table of at most {limit}"
        return next(filter(None, (key(name) or value_check(value[name]) for name in value)), "")

    return check


def optional(check: Check) -> Check:
    """Nothing, or what `check` accepts."""
    return lambda value: "" if value is None else check(value)


def count(value: Any) -> str:
    """A whole number from 0."""
    return "" if type(value) is int and 0 <= value < 2**63 else "it is no whole number"
