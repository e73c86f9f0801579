"""Sentences and numbers as the window writes them: engine sentences in the person's language, counts, sizes, lists.

The engine sends English templates with arguments; they are translated here, as a whole, before they are filled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.data import Problem
from engine.messages import PROBLEMS

NO_BREAK = "\u00a0"


def engine_text(template: str, **args: Any) -> str:
    """An English template of the engine in the language of the window, filled in."""
    if not template:
        return ""
    said = QCoreApplication.translate("engine", template)
    return said.format(**args) if args else said


def problem_text(problem: Problem) -> tuple[str, str]:
    """What is wrong and why, and what to do, in the language of the window."""
    what, todo = PROBLEMS[problem.code]
    return engine_text(what, **problem.values), engine_text(todo, **problem.values)


def count(number: int) -> str:
    """A whole number with its thousands parted: 1,204."""
    return f"{number:,}"


def percent(share: float, digits: int = 0) -> str:
    """A share as percent: 0.34 is "34 %"."""
    return f"{100 * share:.{digits}f}{NO_BREAK}%"


def size(amount: float) -> str:
    """Bytes in decimal units: 82 KB, 4.6 MB."""
    value, unit = float(amount), "B"
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < 999.5 or unit == "TB":
            break
        value /= 1000
    digits = 1 if value < 9.95 and unit not in ("B", "KB") else 0
    return f"{value:.{digits}f}{NO_BREAK}{unit}"


def is_han(text: str) -> bool:
    """Whether words of this text stand without spaces, as in Chinese and Japanese."""
    return bool(re.search("[\u3040-\u30ff\u3400-\u9fff]", text))


def row_list(rows: Sequence[int], shown: int = 4) -> str:
    """Row numbers in a sentence: "77, 406 and 512", or "77, 406, 512, 600 and 8 more"."""
    names = [count(row) for row in rows]
    translate = QCoreApplication.translate
    if len(names) > shown:
        template = translate("sentences", "{rows} and {n} more")
        return template.format(rows=", ".join(names[:shown]), n=count(len(names) - shown))
    if len(names) < 2:
        return "".join(names)
    return translate("sentences", "{rows} and {last}").format(rows=", ".join(names[:-1]), last=names[-1])
