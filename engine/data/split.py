"""Splitting: seeded, stratified by label, and identical inputs never on both sides.

Groups are ordered by a hash of seed and input, so the same seed gives the same split on every platform, and a
row added to the file moves few others.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.data.examples import Example

MOST_SINGLE = 20  # more answers than this that come once, being the majority, are free text


@dataclass(frozen=True)
class Split:
    """Rows to learn from and rows to test on, each in the order of the file."""

    train: tuple[Example, ...]
    kept_aside: tuple[Example, ...]


@dataclass
class _Group:
    rows: list[Example]
    order: bytes

    def label(self) -> str:
        """The label of most of its rows (the first in the alphabet when tied)."""
        counts = Counter(row.label or "" for row in self.rows)
        return min(counts, key=lambda label: (-counts[label], label))


def split(
    examples: Sequence[Example],
    keep_aside: float,
    seed: int,
    inputs: Sequence[str] | None = None,
    stratify: bool | None = None,
) -> Split:
    """Keep about this share of the rows aside, in every label's proportion.

    `inputs`: the columns whose values make two inputs identical (None: all). A label with two or more groups of
    identical inputs has at least one on each side; a label with one group is learnt from. `stratify` False: answers
    are free text, drawn from together; None: judged from how many answers never repeat.
    """
    if keep_aside <= 0:
        return Split(tuple(examples), ())
    strata = _strata(_groups(examples, seed, inputs), stratify)
    sizes = [sum(len(group.rows) for group in groups) for groups in strata]
    aside: set[int] = set()
    for groups, wanted in zip(strata, _shares(sizes, keep_aside), strict=True):
        aside.update(id(row) for group in _take(groups, wanted) for row in group.rows)
    return Split(
        tuple(row for row in examples if id(row) not in aside),
        tuple(row for row in examples if id(row) in aside),
    )


def input_key(example: Example, inputs: Sequence[str] | None = None) -> tuple[str, ...]:
    """What makes two inputs identical: the values, but for white space around them."""
    names = sorted(example.fields) if inputs is None else inputs
    return tuple(example.fields[name].strip() for name in names)


def _groups(examples: Sequence[Example], seed: int, inputs: Sequence[str] | None) -> list[_Group]:
    found: dict[tuple[str, ...], _Group] = {}
    for example in examples:
        key = input_key(example, inputs)
        if key not in found:
            written = "\x00".join([str(seed), *key]).encode("utf-8", "surrogatepass")
            found[key] = _Group([], hashlib.sha256(written).digest())
        found[key].rows.append(example)
    return sorted(found.values(), key=lambda group: group.order)


def _strata(groups: list[_Group], stratify: bool | None) -> list[list[_Group]]:
    if stratify is False:
        return [groups] if groups else []
    by_label: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        by_label[group.label()].append(group)
    single = [found[0] for found in by_label.values() if len(found) == 1]
    strata = [by_label[label] for label in sorted(by_label) if len(by_label[label]) > 1]
    if stratify is None and len(single) > MOST_SINGLE and len(single) * 2 > len(groups):
        strata.append(sorted(single, key=lambda group: group.order))
    return strata


def _shares(sizes: list[int], keep_aside: float) -> list[int]:
    """Rows to keep aside per stratum: proportional, the largest remainders rounded up until the total fits."""
    exact = [size * keep_aside for size in sizes]
    shares = [int(value) for value in exact]
    missing = round(sum(exact)) - sum(shares)
    for place in sorted(range(len(sizes)), key=lambda i: (shares[i] - exact[i], i))[:missing]:
        shares[place] += 1
    return shares


def _take(groups: list[_Group], wanted: int) -> list[_Group]:
    """Groups up to the wanted number of rows, at least one, never all."""
    taken: list[_Group] = []
    rows = 0
    for group in groups[:-1]:
        if taken and rows + len(group.rows) / 2 > wanted:
            break
        taken.append(group)
        rows += len(group.rows)
        if rows >= wanted:
            break
    return taken


def with_shuffled_answers(rows: Sequence[Example], seed: int) -> tuple[Example, ...]:
    """The same rows with answers dealt out at random, so that nothing is left to learn from them: each has the answer
    of another row, or, where it has candidates of its own, one of those. For answers that need no row to make sense.
    """
    draw = random.Random(seed)
    dealt = list(rows)
    draw.shuffle(dealt)
    return tuple(
        replace(row, label=draw.choice(row.candidates))
        if row.candidates
        else replace(row, label=other.label, references=other.references)
        for row, other in zip(rows, dealt, strict=True)
    )
