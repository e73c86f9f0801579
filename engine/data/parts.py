"""Guessing the parts of tasks that need more than a text and an answer: tags, spans, patterns, candidates.

Each finder fills the roles of a `Look` around those that were given; by values first, then by names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from engine.data.candidates import choice_scheme, right_candidate
from engine.data.column_names import (
    ANSWER_NAMES,
    ASKED_NAMES,
    CANDIDATE_STEMS,
    CONTEXT_NAMES,
    ID_NAMES,
    OBJECT_NAMES,
    PATTERN_NAMES,
    QUESTION_NAMES,
    RIGHT_NAMES,
    START_NAMES,
    SUBJECT_NAMES,
    TAG_NAMES,
    TOKEN_NAMES,
)
from engine.data.mapping import ColumnMapping, Reason
from engine.data.patterns import missing_places
from engine.data.roles import (
    CANDIDATE,
    CHOICE,
    CLOZE,
    CONTEXT,
    LABEL,
    PATTERN,
    QUESTION,
    SPAN_QA,
    START,
    TAGGING,
    TEXT,
    candidate_roles,
    is_input,
)
from engine.data.spans import PLACE, answer_start
from engine.data.table import Table
from engine.data.task_checks import are_iob
from engine.data.text_and_label import rank_of, rank_texts

SAMPLE = 200  # rows whose values are looked at
MOST = 0.5  # share of them that must fit; those that do not are told as problems afterwards
SUFFIX = re.compile(r"(.*?)[ _\-]?(\d{1,2}|[a-z])")


@dataclass
class Look:
    """A table on which roles are being found: `roles` begins with the given ones."""

    table: Table
    roles: dict[str, str]
    needs_label: bool = True
    reasons: dict[str, Reason] = field(default_factory=dict)
    open_roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reasons |= {name: Reason("chosen") for name in self.roles.values()}

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Column -> values of some rows spread over the table, the same ones for each column."""
        count = self.table.row_count
        places = range(count) if count <= SAMPLE else [i * count // SAMPLE for i in range(SAMPLE)]
        # slices, because taking from a large table would first copy it
        rows = [self.table.arrow.slice(0, 0), *(self.table.arrow.slice(place, 1) for place in places)]
        found: dict[str, list[str]] = pa.concat_tables(rows).to_pydict()
        return found

    @property
    def free(self) -> list[str]:
        """Columns without a role that are no row numbers."""
        taken = set(self.roles.values())
        return [name for name in self.table.columns if name not in taken and name.lower() not in ID_NAMES]

    def take(self, role: str, name: str, code: str, **args: object) -> None:
        """Give a column a role."""
        self.roles[role] = name
        self.reasons[name] = Reason(code, args)

    def take_best(self, role: str, ranked: Iterable[tuple[int, str]], code: str, **args: object) -> None:
        """Give the role to the column with the least rank; open when several have it, or none."""
        order = sorted(ranked, key=lambda pair: pair[0])
        best = [name for rank, name in order if rank == order[0][0]]
        if len(best) == 1:
            self.take(role, best[0], code, **args)
        else:
            self.open_roles[role] = tuple(best)
        self.alternatives[role] = tuple(name for _, name in order[1:])

    def named(self, tiers: Sequence[set[str]], names: Sequence[str] | None = None) -> list[tuple[int, str]]:
        """(rank, column) of the free columns with such a name."""
        ranks = [(rank_of(name, tiers), name) for name in (self.free if names is None else names)]
        return [(rank, name) for rank, name in ranks if rank is not None]

    def share(self, fits: Callable[..., bool], *columns: str) -> float:
        """In how many of the rows whose values are all filled in these values fit."""
        rows = zip(*(self.values[name] for name in columns), strict=True)
        filled = [row for row in rows if all(value.strip() for value in row)]
        return sum(fits(*row) for row in filled) / len(filled) if filled else 0.0

    def mapping(self) -> ColumnMapping:
        """What was found: inputs and other parts first, the answer last."""
        for name in self.table.columns:
            self.reasons.setdefault(name, Reason("left_over"))
        order = [role for role in self.roles if role != LABEL] + [LABEL] * (LABEL in self.roles)
        if not self.needs_label:
            self.open_roles.pop(LABEL, None)
        roles = {role: self.roles[role] for role in order}
        return ColumnMapping(roles, self.reasons, self.alternatives, self.open_roles)


def guess_parts(table: Table, task: str, given: dict[str, str], needs_label: bool = True) -> ColumnMapping:
    """Roles of one of the tasks in FINDERS, around the given ones."""
    look = Look(table, dict(given), needs_label)
    FINDERS[task](look)
    return look.mapping()


# ---- tagging ---------------------------------------------------------------------------------------------------------


def is_aligned(look: Look, words: str, tags: str) -> float:
    """Share of the rows in which two columns have equally many words."""
    return look.share(lambda a, b: len(a.split()) == len(b.split()), words, tags)


def looks_iob(look: Look, name: str) -> bool:
    """Whether a column holds O, B-x and I-x alone."""
    return are_iob({tag for value in look.values[name] for tag in value.split()})


def find_tagging(look: Look) -> None:
    """Two columns with equally many words; the one of few different ones, best IOB, holds the tags."""
    if LABEL not in look.roles:
        words = [look.roles[TEXT]] if TEXT in look.roles else look.free
        fitting = [tags for tags in look.free if any(is_aligned(look, a, tags) > MOST for a in words if a != tags)]
        iob = [(0, name) for name in fitting if looks_iob(look, name)]
        named = [(1 + rank, name) for rank, name in look.named(TAG_NAMES, fitting)]
        look.take_best(LABEL, iob or named or look.named(TAG_NAMES), "tags" if fitting else "named_label")
    tags = look.roles.get(LABEL)
    if TEXT not in look.roles and tags is not None:
        fitting = [name for name in look.free if is_aligned(look, name, tags) > MOST and not looks_iob(look, name)]
        ranked = look.named(TOKEN_NAMES, fitting) or [(2, name) for name in fitting]
        look.take_best(TEXT, ranked or look.named(TOKEN_NAMES), "tagged", column=tags)


# ---- a question about a text -----------------------------------------------------------------------------------------


def holds(look: Look, context: str, answer: str) -> float:
    """Share of the rows in which the answer stands in the context."""
    return look.share(lambda text, said: said.strip() in text, context, answer)


def find_span_qa(look: Look) -> None:
    """A long text, a question, and a column whose values stand in the text; maybe where."""
    if QUESTION not in look.roles:
        asking = [name for name in look.free if look.share(lambda text: text.rstrip()[-1:] in ("?", "？"), name) > MOST]
        look.take_best(QUESTION, look.named(QUESTION_NAMES) or [(2, name) for name in asking], "asks")
    if CONTEXT not in look.roles:
        lengths = look.table.mean_lengths
        longest = sorted((name for name in look.free), key=lambda name: -lengths[name])[:1]
        look.take_best(CONTEXT, look.named(CONTEXT_NAMES) or [(2, name) for name in longest], "holds_answers")
    context = look.roles.get(CONTEXT)
    if context is None:
        return
    if LABEL not in look.roles:
        inside = [name for name in look.free if holds(look, context, name) > MOST and not _is_number(look, name)]
        ranked = look.named(ANSWER_NAMES, inside) or [(2, name) for name in inside] or look.named(ANSWER_NAMES)
        look.take_best(LABEL, ranked, "inside", column=context)
    answer = look.roles.get(LABEL)
    if START not in look.roles and answer is not None:
        at = [name for name in look.free if _is_number(look, name)]
        fitting = [name for name in at if look.share(_stands, context, answer, name) > MOST]
        found = fitting or [name for _, name in look.named(START_NAMES, at)]
        if len(found) == 1:
            look.take(START, found[0], "place", column=context)


def _stands(context: str, answer: str, place: str) -> bool:
    return answer_start(context, answer, place) is not None


def _is_number(look: Look, name: str) -> bool:
    return look.share(lambda text: PLACE.fullmatch(text.strip()) is not None, name) > MOST


# ---- filling in a blank ----------------------------------------------------------------------------------------------


def has_places(look: Look, name: str) -> float:
    """Share of a column's values with [X] and [Y]."""
    return look.share(lambda text: not missing_places(text), name)


def find_cloze(look: Look) -> None:
    """A pattern with [X] and [Y] if there is one; subject and object by their names."""
    if PATTERN not in look.roles:
        found = [name for name in look.free if has_places(look, name) > MOST]
        ranked = look.named(PATTERN_NAMES, found) or [(2, name) for name in found]
        if ranked:
            look.take_best(PATTERN, ranked, "pattern")
    if LABEL not in look.roles:
        look.take_best(LABEL, look.named(OBJECT_NAMES), "named_label")
    if not any(map(is_input, look.roles)):
        named = look.named(SUBJECT_NAMES)
        if named:
            look.take_best(TEXT, named, "named_subject")
        else:
            look.take_best(TEXT, rank_texts(look.table, look.free, look.reasons), "named_text")


# ---- choosing among candidates ---------------------------------------------------------------------------------------


def candidate_columns(names: Sequence[str]) -> list[str]:
    """Columns called alike but for a number or a letter: choice1, choice2; A, B, C; the largest such group."""
    groups: dict[str, dict[str, str]] = {}
    for name in names:
        found = SUFFIX.fullmatch(name.strip().lower())
        if found and found[1] in CANDIDATE_STEMS:
            groups.setdefault(found[1], {})[found[2]] = name
    rows = [_in_a_row(group) for group in groups.values()]
    return max(rows, key=len, default=[])


def _in_a_row(group: dict[str, str]) -> list[str]:
    """Those that follow each other from 0, 1 or A; none when there are fewer than two."""
    for suffixes in ([str(n) for n in range(100)], [str(n) for n in range(1, 100)], "abcdefghijklmnopqrstuvwxyz"):
        found: list[str] = []
        for suffix in suffixes:
            if suffix not in group:
                break
            found.append(group[suffix])
        if len(found) > 1:
            return found
    return []


def named_candidates(look: Look, label: str, candidates: Sequence[str]) -> float:
    """Share of a column's values that name one of the candidates."""
    texts = list(zip(*(look.values[name] for name in candidates), strict=True))
    labels = look.values[label]
    scheme = choice_scheme(labels, texts, candidates)
    pairs = [(said, row) for said, row in zip(labels, texts, strict=True) if said.strip()]
    fitting = sum(right_candidate(scheme, said, row, candidates) is not None for said, row in pairs)
    return fitting / len(pairs) if pairs else 0.0


def find_choice(look: Look) -> None:
    """Columns called alike to choose from, a column that names one of them, and what is asked."""
    if not candidate_roles(look.roles):
        candidates = candidate_columns(look.free)
        for number, name in enumerate(candidates, start=1):
            look.take(f"{CANDIDATE}{number}", name, "candidate", count=len(candidates))
    candidates = [look.roles[role] for role in candidate_roles(look.roles)]
    if len(candidates) < 2:
        look.open_roles[f"{CANDIDATE}{len(candidates) + 1}"] = ()
    if LABEL not in look.roles:
        fitting = [name for name in look.free if candidates and named_candidates(look, name, candidates) > MOST]
        ranked = look.named(RIGHT_NAMES, fitting) or [(2, name) for name in fitting] or look.named(RIGHT_NAMES)
        look.take_best(LABEL, ranked, "names_candidate" if fitting else "named_label")
    if not any(map(is_input, look.roles)):
        asked = [name for name in look.free if name.lower() in ASKED_NAMES]
        if len(asked) > 1:
            roles = ColumnMapping.of(asked, None).columns
            for role, name in roles.items():
                look.take(role, name, "asked")
        elif asked:
            look.take(TEXT, asked[0], "asked")
        else:
            look.take_best(TEXT, rank_texts(look.table, look.free, look.reasons), "asked")


FINDERS: dict[str, Callable[[Look], None]] = {
    TAGGING: find_tagging,
    SPAN_QA: find_span_qa,
    CLOZE: find_cloze,
    CHOICE: find_choice,
}
