"""Sentences of the engine in the language of the window.

The engine gives English templates with arguments; a template is translated as a whole before it is filled in. Numbers,
sizes and names are `wording.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.data import Problem, Reason
from engine.messages import ERRORS, GUESSES, PROBLEMS
from widgets import wording


def engine_text(template: str, /, **args: Any) -> str:
    """An English template of the engine in the language of the window, filled in.

    Words that the engine puts in ("a whole number") are translated too; a person's own words are found nowhere
    and stay.
    """
    if not template:
        return ""
    said = QCoreApplication.translate("engine", template)
    args = {name: QCoreApplication.translate("engine", v) if isinstance(v, str) else v for name, v in args.items()}
    return said.format(**args) if args else said.replace("{{", "{").replace("}}", "}")


def problem_text(problem: Problem) -> tuple[str, str]:
    """What is wrong and why, and what to do, in the language of the window."""
    what, todo = PROBLEMS[problem.code]
    return engine_text(what, **problem.values), engine_text(todo, **problem.values)


def reason_text(reason: Reason) -> str:
    """Why something was guessed, in the language of the window, without the stop. What is filled in are names of a
    person's own columns, so these are not translated, be they called "tokens" or "answer"."""
    return QCoreApplication.translate("engine", GUESSES[reason.code]).format(**reason.args).rstrip(".。")


def error_texts(event: Mapping[str, Any]) -> tuple[str, str]:
    """What happened and why, and what to do, of an error event, in the language of the window."""
    entry = ERRORS.get(str(event.get("code")))
    if entry is None or (not event.get("args") and "{" in "".join(entry)):
        return str(event.get("message") or ""), str(event.get("action") or "")
    args = event.get("args") or {}
    try:
        return engine_text(entry[0], **args), engine_text(entry[1], **args)
    except (KeyError, IndexError, ValueError):  # another version's arguments: its own English sentence is still right
        return str(event.get("message") or ""), str(event.get("action") or "")


def is_han(text: str) -> bool:
    """Whether words of this text stand without spaces, as in Chinese and Japanese."""
    return bool(re.search("[\u3040-\u30ff\u3400-\u9fff]", text))


def listed(*parts: str) -> str:
    """Parts of one line in a row, with the comma of the language."""
    return QCoreApplication.translate("sentences", ", ").join(parts)


def row_list(rows: Sequence[int], shown: int = 4) -> str:
    """Row numbers in a sentence: "77, 406 and 512", or "77, 406, 512, 600 and 8 more"."""
    names = [wording.number(row) for row in rows]
    translate = QCoreApplication.translate
    if len(names) > shown:
        template = translate("sentences", "{rows} and {n} more")
        return template.format(rows=listed(*names[:shown]), n=wording.number(len(names) - shown))
    if len(names) < 2:
        return "".join(names)
    return translate("sentences", "{rows} and {last}").format(rows=listed(*names[:-1]), last=names[-1])
