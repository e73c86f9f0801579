"""What is worth knowing about rows, named in a few words, and the groups of rows that one may keep to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from engine.data import Problem
from widgets import wording
from widgets.in_a_row import in_a_row
from widgets.row_query import RowGroup
from widgets.sentences import problem_text


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)


@dataclass(frozen=True)
class Finding:
    """One thing to know. `key` names its rows among the groups; `holds_up`: the training waits for a decision."""

    key: str
    problem: Problem
    holds_up: bool = False
    sample: tuple[Problem, ...] = ()  # where it stands for several problems: the first of them

    @property
    def title(self) -> str:
        """In a few words."""
        if self.holds_up:
            many = _tr("{n} rows of the file kept aside cannot be used")
            one = _tr("1 row of the file kept aside cannot be used")
            count = len(self.problem.rows)
            return one if count == 1 else many.format(n=wording.number(count))
        return finding_title(self.problem)

    @property
    def about(self) -> str:
        """What it is, what follows from it and what to do."""
        return in_a_row(*(problem_text(each)[0] for each in self.sample)) or in_a_row(*problem_text(self.problem))

    @property
    def fixes(self) -> tuple[str, ...]:
        """What can be done about it: what the engine knows for a problem, or "ignore" a column."""
        fixes = tuple(fix for fix in self.problem.fixes if fix != "join")  # which is chosen row by row
        return (*fixes, "ignore") if self.problem.code == "column_tells" else fixes

    @property
    def has_rows_here(self) -> bool:
        """Whether its rows are in the table that is shown."""
        return bool(self.problem.rows) and self.problem.file == "train"


def finding_title(problem: Problem) -> str:
    """A warning in a few words; its whole sentence where nobody named it."""
    titles = {
        "duplicate": _tr("Repeated texts"),
        "contradiction": _tr("One text, different answers"),
        "label_spelling": _tr("Answers spelled differently"),
        "label_similar": _tr("Answers that are nearly the same"),
        "label_in_text": _tr("Texts that say their answer"),
        "column_tells": _tr("A column that says the answer"),
        "label_once": _tr("Answers in one row only"),
        "near_duplicate": _tr("Texts to test on that are nearly learned"),
        "near_duplicate_sampled": _tr("Texts to test on that are nearly learned"),
        "quotes_inside": _tr("Quote marks inside texts"),
        "header_empty": _tr("A column without a name"),
        "header_twice": _tr("Two columns of one name"),
        "column_of_bytes": _tr("A column that is no text"),
        "few_kept_aside": _tr("Few rows kept aside"),
        "in_both_files": _tr("Texts that are in both files"),
        "label_only_in_validation": _tr("An answer that is not learned"),
        "tag_orphan": _tr("Tags that continue nothing"),
        "tag_once": _tr("Tags in one row only"),
        "tag_only_in_validation": _tr("A tag that is not learned"),
        "answer_repeats": _tr("Answers that stand in their text twice"),
    }
    return titles.get(problem.code) or problem_text(problem)[0]


def findings_of(
    problems: Sequence[Problem], skipped: Collection[int], skipped_aside: Collection[int] = ()
) -> list[Finding]:
    """What is still worth knowing: warnings of which some row is used, or that are about no row; before them the rows
    of a file kept aside that cannot be used, all together."""
    left = {"train": set(skipped), "validation": set(skipped_aside)}
    found = []
    unusable = [p for p in problems if p.severity == "skip" and p.file == "validation"]
    rows = sorted({row for problem in unusable for row in problem.rows} - left["validation"])
    if rows:
        whole = replace(unusable[0], code="more_rows", rows=tuple(rows), row=rows[0], count=len(rows))
        found.append(Finding("", whole, True, tuple(unusable[:3])))
    for problem in problems:
        if problem.severity == "warn" and not (problem.rows and left[problem.file].issuperset(problem.rows)):
            found.append(Finding(f"{problem.file}:{problem.code}:{problem.row}:{problem.column}", problem))
    return found


def row_groups(problems: Sequence[Problem], findings: Sequence[Finding], skipped: Collection[int]) -> list[RowGroup]:
    """Rows to keep to: those that need a look, those that each warning is about, those that are left out."""
    left = frozenset(skipped)
    skip = (problem for problem in problems if problem.severity == "skip" and problem.file == "train")
    groups = [RowGroup("open", _tr("Rows that need a look"), frozenset(r for p in skip for r in p.rows) - left)]
    for finding in findings:
        if finding.has_rows_here:
            groups.append(RowGroup(finding.key, finding.title, frozenset(finding.problem.rows)))
    return [*groups, RowGroup("skipped", _tr("Rows left out"), left)]
