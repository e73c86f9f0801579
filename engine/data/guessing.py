"""Guessing roles: by the names of the columns first, then by their values; each guess with its reason.

What is not clear is left open, for the person to settle.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from engine.data.column_names import ID_NAMES, LABEL_NAMES, PAIRS, TEXT_NAMES, WRITTEN
from engine.data.mapping import ColumnMapping, Reason
from engine.data.roles import CLASSIFICATION, LABEL, TEXT
from engine.data.table import Table
from engine.errors import InputError

MOST_CLASSES = 100


def guess_mapping(table: Table, task: str | None = None) -> ColumnMapping:
    """The most likely roles, with reasons. Never raises: what is not clear stands in `open_roles`."""
    return _guess(table, {}, needs_label=True)


def settle_mapping(
    table: Table, columns: Mapping[str, str] | None, needs_label: bool = True, task: str = CLASSIFICATION
) -> ColumnMapping:
    """The mapping of a recipe, missing roles guessed.

    Raises InputError: a named column does not exist, one column has two roles, or the guess is not unique.
    """
    given = dict(columns or {})
    for column in given.values():
        table.known(column)
    twice = [column for column in given.values() if list(given.values()).count(column) > 1]
    if twice:
        raise InputError("column_twice", column=twice[0])
    if (LABEL in given or not needs_label) and any(role != LABEL for role in given):
        return ColumnMapping(given)
    mapping = _guess(table, given, needs_label)
    for role, candidates in mapping.open_roles.items():
        name = "answer" if role == LABEL else "input"
        if not candidates:
            raise InputError("columns_not_found", role=name, flag=role, columns=", ".join(table.columns))
        raise InputError("columns_ambiguous", role=name, flag=role, candidates=", ".join(candidates))
    return mapping


def _guess(table: Table, given: dict[str, str], needs_label: bool) -> ColumnMapping:
    lower = {name.lower(): name for name in table.columns}
    taken = set(given.values())
    reasons: dict[str, Reason] = {name: Reason("chosen") for name in taken}
    open_roles: dict[str, tuple[str, ...]] = {}
    alternatives: dict[str, tuple[str, ...]] = {}
    label = given.get(LABEL)
    inputs = [column for role, column in given.items() if role != LABEL]
    if not label and not inputs:
        inputs, label = _written(lower, reasons)
    if not label and needs_label:
        ranked = _rank_labels(table, [n for n in table.columns if n not in inputs], reasons)
        label, open_roles[LABEL] = _first(ranked)
        alternatives[LABEL] = tuple(name for _, name in ranked if name != label)
    if not inputs:
        inputs = _pair(lower, label, reasons)
    if not inputs:
        rest = [name for name in table.columns if name not in {label, *open_roles.get(LABEL, ())}]
        ranked = _rank_texts(table, rest, reasons)
        text, open_roles[TEXT] = _first(ranked)
        inputs = [text] if text else []
        alternatives[TEXT] = tuple(name for _, name in ranked if name != text)
    for name in table.columns:
        reasons.setdefault(name, Reason("left_over"))
    if any(role != LABEL for role in given):
        roles = {role: column for role, column in given.items() if role != LABEL}
    else:
        roles = dict(ColumnMapping.of(inputs, None).columns) if inputs else {}
    unsettled = {
        role: found for role, found in open_roles.items() if found or (not label if role == LABEL else not inputs)
    }
    return ColumnMapping(roles | ({LABEL: label} if label else {}), reasons, alternatives, unsettled)


def _first(ranked: list[tuple[int, str]]) -> tuple[str | None, tuple[str, ...]]:
    """The best of (rank, name), and all that are tied for the best place when there are several."""
    if not ranked:
        return None, ()
    best = [name for rank, name in ranked if rank == ranked[0][0]]
    return best[0], tuple(best) if len(best) > 1 else ()


def _written(lower: dict[str, str], reasons: dict[str, Reason]) -> tuple[list[str], str | None]:
    """A pair of names that says by itself what is read and what is written, when nothing is called label."""
    if not lower.keys() & LABEL_NAMES[0]:
        for source, target in WRITTEN:
            if (
                source in lower
                and target in lower
                and not (target == "answer" and {"context", "passage"} & lower.keys())
            ):
                pair = {"first": lower[source], "second": lower[target]}
                reasons[lower[source]] = Reason("written_from", pair)
                reasons[lower[target]] = Reason("written", pair)
                return [lower[source]], lower[target]
    return [], None


def _pair(lower: dict[str, str], label: str | None, reasons: dict[str, Reason]) -> list[str]:
    for pair in PAIRS:
        names = [lower[name] for name in pair if name in lower]
        if len(names) == 2 and label not in names:
            for name in names:
                reasons[name] = Reason("pair", {"first": names[0], "second": names[1]})
            return names
    return []


def _rank_labels(table: Table, names: Sequence[str], reasons: dict[str, Reason]) -> list[tuple[int, str]]:
    """(rank, column): named like an answer, a name with "label" in it, few different values."""
    ranked = []
    for name in names:
        rank = _rank_of(name, LABEL_NAMES)
        if rank is None and any(part in name.lower() for part in ("label", "标签", "类别")):
            rank = 2
        code = "named_label"
        count = _distinct(table, name)
        if rank is None and _looks_like_classes(table, name, count):
            rank, code = 3, "few_values"
        if rank is not None:
            ranked.append((rank, name))
            reasons.setdefault(name, Reason(code, {"column": name, "count": count}))
    ranked.sort(key=lambda pair: pair[0])
    return _break_tie(ranked, lambda name: _looks_like_classes(table, name, _distinct(table, name)))


def _rank_texts(table: Table, names: Sequence[str], reasons: dict[str, Reason]) -> list[tuple[int, str]]:
    ranked = []
    lengths = table.mean_lengths
    longest = sorted((n for n in names if n.lower() not in ID_NAMES), key=lambda n: -lengths[n])
    for name in names:
        rank = _rank_of(name, TEXT_NAMES)
        if rank is None and any(part in name.lower().split("_") for part in ("text", "review", "sentence", "content")):
            rank = 2
        args = {"column": name, "length": round(lengths[name])}
        if rank is not None:
            ranked.append((rank, name))
            reasons[name] = Reason("named_text", args)
        elif longest and name == longest[0] and (len(longest) == 1 or lengths[name] > 2 * lengths[longest[1]]):
            ranked.append((3, name))
            reasons[name] = Reason("longest_text", args)
    if not ranked and longest:
        return [(4, name) for name in longest]
    return sorted(ranked, key=lambda pair: pair[0])


def _break_tie(ranked: list[tuple[int, str]], fits: Any) -> list[tuple[int, str]]:
    """Among those tied at the front, one alone that fits by its values goes first."""
    tied = [name for rank, name in ranked if rank == ranked[0][0]] if ranked else []
    fitting = [name for name in tied if fits(name)]
    if len(tied) < 2 or len(fitting) != 1:
        return ranked
    return [(ranked[0][0] - 1, fitting[0]), *(pair for pair in ranked if pair[1] != fitting[0])]


def _rank_of(name: str, tiers: Sequence[Collection[str]]) -> int | None:
    return next((rank for rank, names in enumerate(tiers) if name.lower() in names), None)


def _distinct(table: Table, name: str) -> int:
    return int(pc.count_distinct(table.arrow.column(name)).as_py()) if table.row_count else 0


def _looks_like_classes(table: Table, name: str, count: int) -> bool:
    """A few short values that come again and again."""
    return 1 < count <= min(MOST_CLASSES, table.row_count / 3) and table.mean_lengths[name] <= 40
