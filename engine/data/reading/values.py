"""Values of other formats as the text a table holds: numbers as they are written, dates as ISO has them, lists of words
parted by spaces as tokens and tags are, anything deeper as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

MIDNIGHT = time()


def as_text(value: Any) -> str:
    """One value as text; "" for what is not there."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else "" if value != value else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, list | tuple):
        return _list_text(list(value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=as_text)
    return str(value)


def _list_text(values: list[Any]) -> str:
    if len(values) == 1:
        return as_text(values[0])
    if any(isinstance(value, list | tuple | dict) for value in values):
        return json.dumps(values, ensure_ascii=False, default=as_text)
    texts = [as_text(value) for value in values]
    are_words = all(text and not any(map(str.isspace, text)) for text in texts)
    return " ".join(texts) if are_words else json.dumps(texts, ensure_ascii=False) if texts else ""


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A record without records in it: {"answers": {"text": x}} becomes {"answers.text": x}."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        found |= flat(value, f"{name}.") if isinstance(value, dict) and value else {name: value}
    return found
