"""Guessing which column is the text and which the answer: by names first, then by values; each with its reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from engine.data.column_names import ID_NAMES, LABEL_NAMES, PAIRS, TEXT_NAMES, WRITTEN
from engine.data.mapping import ColumnMapping, Reason
from engine.data.roles import LABEL, TEXT
from engine.data.table import Table

MOST_CLASSES = 100


def text_and_label(table: Table, given: dict[str, str], needs_label: bool, is_written: bool = False) -> ColumnMapping:
    """Roles around those that are `given`; what is not clear stands in `open_roles`. `is_written`: the answer is free
    text, so few different values say nothing for it."""
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
        rest = [name for name in table.columns if name not in inputs]
        ranked = rank_labels(table, rest, reasons, by_values=not is_written)
        if is_written and not ranked:
            ranked = _last_of_two([name for name in rest if name.lower() not in ID_NAMES], inputs, reasons)
        label, open_roles[LABEL] = first_of(ranked)
        alternatives[LABEL] = tuple(name for _, name in ranked if name != label)
    if not inputs:
        inputs = pair_of(lower, label, reasons)
    if not inputs:
        rest = [name for name in table.columns if name not in {label, *open_roles.get(LABEL, ())}]
        ranked = rank_texts(table, rest, reasons)
        text, open_roles[TEXT] = first_of(ranked)
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


def first_of(ranked: list[tuple[int, str]]) -> tuple[str | None, tuple[str, ...]]:
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


def pair_of(lower: dict[str, str], label: str | None, reasons: dict[str, Reason]) -> list[str]:
    """Two columns that are known to be read together."""
    for pair in PAIRS:
        names = [lower[name] for name in pair if name in lower]
        if len(names) == 2 and label not in names:
            for name in names:
                reasons[name] = Reason("pair", {"first": names[0], "second": names[1]})
            return names
    return []


def _last_of_two(names: Sequence[str], inputs: Sequence[str], reasons: dict[str, Reason]) -> list[tuple[int, str]]:
    """Of two columns that say nothing, the second is taken to be written from the first."""
    both = [*inputs, *names]
    if len(both) != 2 or not names:
        return []
    reasons[names[-1]] = Reason("written", {"first": both[0], "second": names[-1]})
    return [(4, names[-1])]


def rank_labels(
    table: Table, names: Sequence[str], reasons: dict[str, Reason], by_values: bool = True
) -> list[tuple[int, str]]:
    """(rank, column): named like an answer, a name with "label" in it, few different values (`by_values`)."""
    ranked = []
    for name in names:
        rank = rank_of(name, LABEL_NAMES)
        if rank is None and any(part in name.lower() for part in ("label", "标签", "类别")):
            rank = 2
        code = "named_label"
        count = distinct(table, name)
        if rank is None and by_values and looks_like_classes(table, name, count):
            rank, code = 3, "few_values"
        if rank is not None:
            ranked.append((rank, name))
            reasons.setdefault(name, Reason(code, {"column": name, "count": count}))
    ranked.sort(key=lambda pair: pair[0])
    return _break_tie(ranked, lambda name: looks_like_classes(table, name, distinct(table, name)))


def rank_texts(table: Table, names: Sequence[str], reasons: dict[str, Reason]) -> list[tuple[int, str]]:
    """(rank, column): named like a text, by far the longest, any other."""
    ranked = []
    lengths = table.mean_lengths
    longest = sorted((n for n in names if n.lower() not in ID_NAMES), key=lambda n: -lengths[n])
    for name in names:
        rank = rank_of(name, TEXT_NAMES)
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


def rank_of(name: str, tiers: Sequence[Collection[str]]) -> int | None:
    """The first group of names with this one."""
    return next((rank for rank, names in enumerate(tiers) if name.lower() in names), None)


def distinct(table: Table, name: str) -> int:
    """How many different values a column has; of a very large table what its first rows let expect."""
    return table.distinct[name]


def looks_like_classes(table: Table, name: str, count: int) -> bool:
    """A few short values that come again and again."""
    return 1 < count <= min(MOST_CLASSES, table.row_count / 3) and table.mean_lengths[name] <= 40
