"""Guessing a table's task and its roles, and settling what a recipe leaves open.

What is not clear is left open, for the person to settle.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.data.column_names import LABEL_NAMES, OBJECT_NAMES, SUBJECT_NAMES, TAG_NAMES, WRITTEN
from engine.data.mapping import ColumnMapping, Reason
from engine.data.parts import (
    FINDERS,
    Look,
    candidate_columns,
    guess_parts,
    has_places,
    holds,
    is_aligned,
    looks_iob,
    named_candidates,
)
from engine.data.roles import (
    CHOICE,
    CLASSIFICATION,
    CLOZE,
    CONTEXT,
    GENERATION,
    LABEL,
    PATTERN,
    QUESTION,
    SPAN_QA,
    TAGGING,
    candidate_roles,
    is_input,
)
from engine.data.table import Table
from engine.data.text_and_label import MOST_CLASSES, distinct, looks_like_classes, rank_of, text_and_label
from engine.errors import InputError

FEW_CLASSES = 20  # of columns that are called input and output
SURE = 0.8  # share of the rows that must fit before a task is said to be seen
WORDS = {LABEL: "answer", QUESTION: "question", CONTEXT: "context", PATTERN: "pattern"}  # roles as people call them


def guess_mapping(table: Table, task: str | None = None) -> ColumnMapping:
    """The most likely roles for a task (None: a text and an answer), with reasons.

    Never raises: what is not clear stands in `open_roles`.
    """
    return _guess(table, {}, True, task)


def settle_mapping(
    table: Table, columns: Mapping[str, str] | None, needs_label: bool = True, task: str = CLASSIFICATION
) -> ColumnMapping:
    """The mapping of a recipe, missing roles guessed; optional ones only together with others.

    Raises InputError: a named column does not exist, one column has two roles, or the guess is not unique.
    """
    given = dict(columns or {})
    for column in given.values():
        table.known(column)
    twice = [column for column in given.values() if list(given.values()).count(column) > 1]
    if twice:
        raise InputError("column_twice", column=twice[0])
    if _is_whole(given, task) and (LABEL in given or not needs_label):
        return ColumnMapping(given)
    mapping = _guess(table, given, needs_label, task)
    for role, found in mapping.open_roles.items():
        name = WORDS.get(role) or ("input" if is_input(role) else "candidate")
        if not found:
            raise InputError("columns_not_found", role=name, flag=role, columns=", ".join(table.columns))
        raise InputError("columns_ambiguous", role=name, flag=role, candidates=", ".join(found))
    return mapping


def guess_task(table: Table) -> tuple[str, Reason]:
    """What a table seems to be for, and what speaks for it."""
    look = Look(table, {})
    for see in (_see_span_qa, _see_cloze, _see_tagging, _see_choice):
        found = see(look)
        if found is not None:
            return found
    mapping = _guess(table, {}, True, None)
    label = mapping.label
    if label is None:
        return CLASSIFICATION, Reason("task_open")
    count = distinct(table, label)
    args = {"column": label, "count": count, "rows": table.row_count}
    is_written = any((source, label.lower()) in WRITTEN for source in map(str.lower, mapping.inputs))
    is_named = rank_of(label, LABEL_NAMES[:1]) is not None and count <= MOST_CLASSES and table.mean_lengths[label] <= 40
    if looks_like_classes(table, label, count) and not (is_written and count > FEW_CLASSES):
        return CLASSIFICATION, Reason("task_classification", args)
    if is_named and not is_written:  # a few rows, which say little
        return CLASSIFICATION, Reason("task_classification", args)
    return GENERATION, Reason("task_generation", args)


def _guess(table: Table, given: dict[str, str], needs_label: bool, task: str | None) -> ColumnMapping:
    if task is not None and task in FINDERS:
        return guess_parts(table, task, given, needs_label)
    return text_and_label(table, given, needs_label, is_written=task == GENERATION)


def _is_whole(given: Mapping[str, str], task: str) -> bool:
    """Whether the roles say all that a task reads, the answer aside."""
    if task == SPAN_QA:
        return QUESTION in given and CONTEXT in given
    return any(map(is_input, given)) and (task != CHOICE or len(candidate_roles(given)) > 1)


Seen = tuple[str, Reason] | None


def _see_span_qa(look: Look) -> Seen:
    mapping = guess_parts(look.table, SPAN_QA, {})
    answer, context = mapping.label, mapping.context
    if mapping.question is None or answer is None or context is None or holds(look, context, answer) < SURE:
        return None
    if looks_like_classes(look.table, answer, distinct(look.table, answer)) and not mapping.start:
        return None  # "yes" and "no" stand in many a passage
    return SPAN_QA, Reason("task_span_qa", {"column": answer, "other": context})


def _see_cloze(look: Look) -> Seen:
    pattern = next((name for name in look.free if has_places(look, name) >= SURE), None)
    if pattern is not None:
        return CLOZE, Reason("task_cloze", {"column": pattern})
    subject, thing = look.named(SUBJECT_NAMES[:1]), look.named(OBJECT_NAMES[:1])
    if subject and thing:
        return CLOZE, Reason("task_fact", {"column": subject[0][1], "other": thing[0][1]})
    return None


def _see_tagging(look: Look) -> Seen:
    for tags in look.free:
        is_tags = looks_iob(look, tags) or rank_of(tags, TAG_NAMES[:1]) is not None
        if not is_tags or not any(len(value.split()) > 1 for value in look.values[tags]):
            continue
        for words in look.free:
            if words != tags and not looks_iob(look, words) and is_aligned(look, words, tags) >= SURE:
                return TAGGING, Reason("task_tagging", {"column": tags, "other": words})
    return None


def _see_choice(look: Look) -> Seen:
    candidates = candidate_columns(look.free)
    rest = [name for name in look.free if name not in candidates]
    label = next((name for name in rest if candidates and named_candidates(look, name, candidates) >= SURE), None)
    if label is None or len(rest) < 2:
        return None
    return CHOICE, Reason("task_choice", {"column": label, "other": ", ".join(candidates)})
