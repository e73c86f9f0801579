"""What is worth knowing about rows, named in a few words, and the groups of rows that one may keep to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from engine.data import Problem
from widgets.row_query import RowGroup
from widgets.sentences import problem_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)


def finding_title(problem: Problem) -> str:
    """A warning in a few words; its whole sentence where nobody named it."""
    titles = {
        "duplicate": _tr("Repeated texts"),
        "contradiction": _tr("One text, different answers"),
        "label_spelling": _tr("Answers spelled differently"),
        "label_once": _tr("Answers in one row only"),
        "quotes_inside": _tr("Quote marks inside texts"),
        "header_empty": _tr("A column without a name"),
        "header_twice": _tr("Two columns of one name"),
        "few_kept_aside": _tr("Few rows kept aside"),
        "in_both_files": _tr("Texts that are in both files"),
        "label_only_in_validation": _tr("Answers that are not learned"),
        "tag_orphan": _tr("Tags that continue nothing"),
        "tag_once": _tr("Tags in one row only"),
        "tag_only_in_validation": _tr("Tags that are not learned"),
        "answer_repeats": _tr("Answers that stand in their text twice"),
    }
    return titles.get(problem.code) or problem_text(problem)[0]


def finding_key(problem: Problem) -> str:
    """By which the rows of a problem are kept to."""
    return f"{problem.file}:{problem.code}:{problem.row}"


def findings_of(problems: Sequence[Problem], skipped: Collection[int]) -> list[Problem]:
    """The warnings that still mean something: some row of theirs is used, or they are about no row."""
    left = set(skipped)
    return [
        problem
        for problem in problems
        if problem.severity == "warn" and not (problem.rows and left.issuperset(problem.rows))
    ]


def row_groups(problems: Sequence[Problem], skipped: Collection[int]) -> list[RowGroup]:
    """Rows to keep to: those that need a look, those that each warning is about, those that are left out."""
    left = frozenset(skipped)
    bad = frozenset(row for problem in problems if problem.severity == "skip" for row in problem.rows)
    groups = [RowGroup("open", _tr("Rows that need a look"), bad - left)]
    for problem in findings_of(problems, skipped):
        if problem.file == "train":
            groups.append(RowGroup(finding_key(problem), finding_title(problem), frozenset(problem.rows)))
    return [*groups, RowGroup("skipped", _tr("Rows left out"), left)]
