"""Is everything there to start? The list of the Ready bar, from what the steps say. Nothing here is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.data import ColumnMapping, Problem, Table
from widgets import wording
from widgets.column_roles import chip_word, missing_chip
from widgets.durations import roughly
from widgets.ready_bar import Check
from widgets.sentences import problem_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Readiness", text)


def examples_check(
    table: Table | None,
    mapping: ColumnMapping,
    problems: Sequence[Problem],
    open_rows: int,
    usable: int,
    aside: int,
    task: str = "classification",
    waiting: Sequence[str] = (),
) -> Check:
    """The first line: examples. Its actions are "file", "roles", "problems" and "warnings". `waiting`: what has to be
    decided about a file of rows kept aside, in words."""
    if table is None:
        return Check("file", "bad", _tr("No examples yet"), _tr("Choose a file in step 1"), _tr("Choose"))
    missing = missing_chip(mapping, task)
    if missing is not None:
        return Check("roles", "bad", *_missing_words(missing, task), _tr("Show"))
    if len(mapping.open_roles) > 0:
        return Check("roles", "bad", _tr("The columns are not clear"), _tr("Choose what each is for"), _tr("Show"))
    if open_rows:
        title = _tr("1 row needs a look") if open_rows == 1 else _tr("{n} rows need a look")
        return Check(
            "problems", "bad", title.format(n=wording.number(open_rows)), _tr("settle or skip them"), _tr("Look")
        )
    if waiting:
        return Check("warnings", "bad", waiting[0], _tr("leave them out"), _tr("Look"))
    stop = next((problem for problem in problems if problem.severity == "stop"), None)
    if stop is not None:
        return Check("roles", "bad", _tr("Nothing to learn"), problem_text(stop)[0], _tr("Show"))
    if usable < 2:
        return Check("file", "bad", _tr("Too few rows"), _tr("Choose a file with more rows"), _tr("Choose"))
    title = _tr("{n} rows usable").format(n=wording.number(usable))
    detail = _tr("{n} to learn, {aside} kept aside")
    return Check("examples", "ok", title, detail.format(n=wording.number(usable - aside), aside=wording.number(aside)))


def _missing_words(chip: str, task: str) -> tuple[str, str]:
    """What a task lacks, and what to do."""
    words = {
        "input": (_tr("No input column"), _tr("Say which column the model reads")),
        "answer": (_tr("No answer column"), _tr("Say which column is the answer")),
        "candidate": (_tr("Fewer than two candidates"), _tr("Say which columns hold them")),
    }
    if chip not in words or task in ("tagging", "cloze"):
        title = _tr("No column for “{role}”").format(role=chip_word(chip, task))
        return title, _tr("Say which one it is")
    return words[chip]


def backbone_check(
    backbone: Mapping[str, Any] | None, memory: int | None, total: int | None, reason: str = ""
) -> Check:
    """The second line: base model. `memory` of the estimate and `total` of the device in bytes. `reason`: why this
    base model cannot do what is to be learned.

    Its actions are "backbone" and "get".
    """
    if backbone is None:
        return Check("backbone", "bad", _tr("No base model yet"), _tr("Choose one in step 2"), _tr("Choose"))
    name = str(backbone["name"])
    if reason:
        return Check("backbone", "bad", _tr("{name} cannot do this").format(name=name), reason, _tr("Choose"))
    if not backbone["present"]:
        title = _tr("{name} is not here yet").format(name=name)
        return Check("get", "bad", title, _tr("Get it, or choose another"), _tr("Get it"))
    needs = memory or backbone.get("needs_bytes") or 0
    facts = {"size": wording.file_size(needs), "total": wording.file_size(total or 0)}
    detail = _tr("needs about {size} of {total}") if total else _tr("needs about {size}")
    detail = detail.format(**facts) if needs else name
    if backbone.get("fit") == "too_big":
        return Check("backbone", "bad", _tr("Too big for this computer"), detail, _tr("Choose"))
    if backbone.get("fit") == "tight":
        return Check("backbone", "warn", _tr("Just fits this computer"), detail, _tr("Look"))
    return Check("backbone", "ok", _tr("Fits this computer"), detail)


def method_check(
    kind: str | None,
    title: str,
    tokens: int,
    reason: str,
    warnings: Sequence[Problem],
    *,
    refusal: str = "",
    is_frozen: bool = True,
) -> Check:
    """The third line: the method, or what is worth knowing about it or the data. Actions "method" and "warnings".

    `refusal`: what the engine says cannot work together in the settings; `is_frozen`: whether the base model stays.
    """
    if kind is None:
        return Check("method", "bad", _tr("No method yet"), _tr("Choose one in step 3"), _tr("Choose"))
    name = wording.method_name(kind, title)
    if reason:
        return Check("method", "bad", _tr("{name} does not work here").format(name=name), reason, _tr("Choose"))
    if refusal:
        return Check("method", "bad", _tr("Does not go together"), refusal, _tr("Look"))
    if not is_frozen:
        return Check("method", "warn", _tr("Not frozen"), _tr("the base model is trained too"), _tr("Look"))
    if warnings:
        what, _ = problem_text(warnings[0])
        many = _tr("{n} things to know").format(n=len(warnings))
        return Check("warnings", "warn", _tr("1 thing to know") if len(warnings) == 1 else many, what, _tr("Look"))
    return Check("method", "ok", name, _tr("{n} learned tokens").format(n=tokens) if tokens else title)


def start_reason(checks: Sequence[Check], is_engine_there: bool, seconds: float | None, device: str, busy: str) -> str:
    """What stands under Start: what it waits for, or how long it will take."""
    waits = {
        "file": _tr("Waiting for examples"),
        "roles": _tr("Waiting for the columns"),
        "problems": _tr("Waiting for the rows"),
        "warnings": _tr("Waiting for the rows"),
        "backbone": _tr("Waiting for a base model"),
        "get": _tr("Waiting for the base model"),
        "method": _tr("Waiting for step 3"),
    }
    missing = next((check for check in checks if check.state == "bad"), None)
    if missing is not None:
        return waits[missing.id]
    if busy:
        return busy
    if not is_engine_there:
        return _tr("Waiting for the engine")
    if seconds is None:
        return ""
    facts = {"time": roughly(seconds), "device": device}
    return (_tr("about {time} on {device}") if device else _tr("about {time}")).format(**facts)
