"""Settings declared once: a dataclass field with label, range and help, drawn as a form and saved as JSON.

`option()` makes the field, `schema()` describes a dataclass of them as plain JSON, `build()` makes one from
values of a person and refuses what does not fit. Nothing here knows a form or a file.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from engine.errors import InputError

T = TypeVar("T")
FILE_TYPES = ("pack", "subspace")  # kinds of texts that are the path of a file, or ""
NAMES = {int: "int", float: "float", bool: "bool", str: "str"}


def option(
    default: Any,
    *,
    label: str,
    help: str = "",
    low: float | None = None,
    high: float | None = None,
    choices: Sequence[tuple[str, str]] = (),
    unit: str = "",
    advanced: bool = False,
    kind: str = "",
    empty: str = "",
    when: Mapping[str, Sequence[Any]] | None = None,
    families: Sequence[str] = (),
) -> Any:
    """A dataclass field that a person can change. `choices` are (stored value, label) pairs.

    For forms: `kind` says more of a text than that it is one (one of FILE_TYPES); `empty` what
    None stands for, where that is not simply "automatic"; `when` names the values that other options must have for
    this one to matter, `families` the families of model.
    """
    metadata = {
        "label": label,
        "help": help,
        "low": low,
        "high": high,
        "choices": [{"value": value, "label": text} for value, text in choices],
        "unit": unit,
        "advanced": advanced,
        "kind": kind,
        "empty": empty,
        "when": {name: list(values) for name, values in (when or {}).items()},
        "families": list(families),
    }
    return dataclasses.field(default=default, metadata=metadata)


def _type_of(annotation: Any) -> tuple[type, bool]:
    """(int | None) -> (int, True); int -> (int, False)."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        inner = [part for part in typing.get_args(annotation) if part is not type(None)]
        return inner[0], True
    return annotation, False


def schema(config: type) -> list[dict[str, Any]]:
    """The options of a dataclass as JSON, in order; fields made without `option()` are not shown."""
    hints = typing.get_type_hints(config)
    rows = []
    for field in dataclasses.fields(config):
        if not field.metadata:
            continue
        kind, optional = _type_of(hints[field.name])
        told = dict(field.metadata)
        name = told.pop("kind") or ("choice" if told["choices"] else NAMES[kind])
        rows.append({"name": field.name, "type": name, "default": field.default, "optional": optional, **told})
    return rows


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name closest to a mistyped one, or all of them."""
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    return found[0] if found else ", ".join(known)


def build(config: type[T], values: dict[str, Any]) -> T:
    """A config from a person's values. Raises InputError with the name, the value and what would be right."""
    hints = typing.get_type_hints(config)
    fields = {field.name: field for field in dataclasses.fields(config)}  # type: ignore[arg-type]
    checked = {}
    for name, value in values.items():
        if name not in fields:
            raise InputError("unknown_option", name=name, nearest=nearest(name, list(fields)))
        checked[name] = _check(name, value, hints[name], fields[name].metadata)
    return config(**checked)


def _check(name: str, value: Any, annotation: Any, metadata: Any) -> Any:
    kind, optional = _type_of(annotation)
    if value is None and optional:
        return None
    if kind not in NAMES:
        return value
    is_number = kind in (int, float)
    if kind is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**1023:
        value = float(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        value = int(value)
    is_odd = (is_number and isinstance(value, bool)) or (isinstance(value, float) and not math.isfinite(value))
    if not isinstance(value, kind) or is_odd:
        expected = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}[kind]
        raise InputError("option_type", name=name, value=repr(value), expected=expected)
    if not metadata:
        return value
    choices = [choice["value"] for choice in metadata["choices"]]
    if choices and value not in choices:
        raise InputError("option_choice", name=name, value=repr(value), choices=", ".join(map(str, choices)))
    low, high = metadata["low"], metadata["high"]
    if is_number and ((low is not None and value < low) or (high is not None and value > high)):
        ends = {"low": "any" if low is None else low, "high": "any" if high is None else high}
        raise InputError("option_range", name=name, value=value, **ends)
    return value
