"""What a column can be for, by kind of task. "label" is the answer in all of them.

A single text has the role "text"; where several are read, each has a role named like its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CLASSIFICATION, CHOICE, CLOZE = "classification", "choice", "cloze"
GENERATION, TAGGING, SPAN_QA = "generation", "tagging", "span_qa"
KINDS = (CLASSIFICATION, CHOICE, CLOZE, GENERATION, TAGGING, SPAN_QA)

LABEL, TEXT = "label", "text"
QUESTION, CONTEXT, START = "question", "context", "start"
PATTERN = "pattern"
CANDIDATE = "candidate"  # and a number from 1

ROLES: dict[str, tuple[str, ...]] = {
    CLASSIFICATION: (TEXT, LABEL),
    CHOICE: (TEXT, "candidate1", "candidate2", LABEL),
    CLOZE: (TEXT, LABEL, PATTERN),
    GENERATION: (TEXT, LABEL),
    TAGGING: (TEXT, LABEL),
    SPAN_QA: (QUESTION, CONTEXT, LABEL, START),
}
OPTIONAL = (PATTERN, START)


def roles_of(kind: str) -> tuple[str, ...]:
    """The fixed roles of a task, OPTIONAL ones too; a choice may have more candidates. Unknown kinds: text, label."""
    return ROLES.get(kind, ROLES[CLASSIFICATION])


def candidate_number(role: str) -> int | None:
    """3 for "candidate3"; None for any other role."""
    found = re.fullmatch(CANDIDATE + "([1-9][0-9]{0,3})", role)
    return int(found[1]) if found else None


def candidate_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """Those of the candidates, in the order of their numbers."""
    numbered = ((candidate_number(role), role) for role in roles)
    return tuple(role for _, role in sorted((number, role) for number, role in numbered if number is not None))


def is_input(role: str) -> bool:
    """Whether a column of this role is read as input."""
    return role not in (LABEL, PATTERN, START) and candidate_number(role) is None
