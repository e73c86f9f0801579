"""What a column may be for, by task: the chips of the table's head, in words, and the mapping that they make.

A chip is a role as a person chooses it: "input", "answer" and "ignore", and what a task has beside them: "candidate"
(as many as there are), "pattern", or "question", "context" and "start". The recipe's roles are the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from engine.data import ColumnMapping

INPUT, ANSWER, IGNORE, CANDIDATE = "input", "answer", "ignore", "candidate"
LEAST_CANDIDATES = 2
_CHIPS: dict[str, tuple[str, ...]] = {
    "choice": (INPUT, CANDIDATE, ANSWER, IGNORE),
    "cloze": (INPUT, "pattern", ANSWER, IGNORE),
    "span_qa": ("question", "context", ANSWER, "start", IGNORE),
}
_OF_TASK = {"pattern": "cloze", "question": "span_qa", "context": "span_qa", "start": "span_qa"}  # roles, not names
_SINGLE_INPUT = ("cloze", "tagging")  # the words of a row, the subject of a fact
OPTIONAL = ("pattern", "start")
TONES = {ANSWER: "success", IGNORE: "neutral", "start": "neutral"}  # all others are read: the accent


def _tr(text: str) -> str:
    return QCoreApplication.translate("ColumnRoles", text)


def chips_of(task: str) -> tuple[str, ...]:
    """The chips there are for a task, in the order of their menu."""
    return _CHIPS.get(task, (INPUT, ANSWER, IGNORE))


def chip_word(chip: str, task: str) -> str:
    """A chip in a word."""
    of_task = {
        (INPUT, "cloze"): _tr("Subject"),
        (INPUT, "tagging"): _tr("Words"),
        (ANSWER, "tagging"): _tr("Tags"),
    }
    words = {
        INPUT: _tr("Input"),
        ANSWER: _tr("Answer"),
        IGNORE: _tr("Ignore"),
        CANDIDATE: _tr("Candidate"),
        "pattern": _tr("Pattern"),
        "question": _tr("Question"),
        "context": _tr("Text"),
        "start": _tr("Start"),
        "": "",
    }
    return of_task.get((chip, task)) or words[chip]


def chip_help(chip: str, task: str) -> str:
    """What the model does with such a column."""
    of_task = {
        (INPUT, "cloze"): _tr("what the fact is about"),
        (INPUT, "tagging"): _tr("the words of a row, parted by spaces"),
        (ANSWER, "tagging"): _tr("a tag for each word, parted by spaces"),
        (ANSWER, "choice"): _tr("which candidate is right"),
        (ANSWER, "span_qa"): _tr("words that stand in the text"),
    }
    helps = {
        INPUT: _tr("the model reads it"),
        ANSWER: _tr("the model learns to give it"),
        IGNORE: _tr("left out"),
        CANDIDATE: _tr("one of the answers to choose from"),
        "pattern": _tr("a sentence with [X] for the subject and [Y] for the answer; may be missing"),
        "question": _tr("what is asked"),
        "context": _tr("the text that holds the answer"),
        "start": _tr("where the answer begins in the text; may be missing"),
    }
    return of_task.get((chip, task)) or helps[chip]


def chips(mapping: ColumnMapping, task: str) -> dict[str, str]:
    """Column -> chip, of the columns that are used."""
    found = {}
    for role, column in mapping.columns.items():
        if role == "label":
            found[column] = ANSWER
        elif task == "choice" and _is_candidate(role):
            found[column] = CANDIDATE
        else:
            found[column] = role if _OF_TASK.get(role) == task else INPUT
    return found


def with_chip(mapping: ColumnMapping, task: str, column: str, chip: str, columns: Sequence[str]) -> ColumnMapping:
    """The mapping after a person gave `column` another chip; `columns` are the table's, in order.

    A chip that only one column can have is taken from the one that had it.
    """
    now = {name: each for name, each in chips(mapping, task).items() if name != column}
    if chip != CANDIDATE and not (chip == INPUT and task not in _SINGLE_INPUT):
        now = {name: each for name, each in now.items() if each != chip}
    if chip != IGNORE:
        now[column] = chip
    return mapping_of({name: now[name] for name in columns if name in now}, task)


def mapping_of(chips: Mapping[str, str], task: str) -> ColumnMapping:
    """Column -> chip, in the table's order, as the roles of a recipe."""
    having = {chip: [name for name, each in chips.items() if each == chip] for chip in chips_of(task)}
    inputs = having.get(INPUT, [])
    roles = dict(ColumnMapping.of(inputs, None).columns) if inputs else {}
    for number, name in enumerate(having.get(CANDIDATE, []), 1):
        roles[f"candidate{number}"] = name
    for chip, names in having.items():
        if _OF_TASK.get(chip) == task and names:
            roles[chip] = names[0]
    if having[ANSWER]:
        roles["label"] = having[ANSWER][0]
    return ColumnMapping(roles)


def missing_chip(mapping: ColumnMapping, task: str) -> str | None:
    """The first chip that a task needs and no column has; None where nothing is missing."""
    having = list(chips(mapping, task).values())
    for chip in chips_of(task):
        least = LEAST_CANDIDATES if chip == CANDIDATE else 1
        if chip not in (*OPTIONAL, IGNORE) and having.count(chip) < least:
            return chip
    return None


def _is_candidate(role: str) -> bool:
    return role.startswith(CANDIDATE) and role.removeprefix(CANDIDATE).isdecimal()
