"""Splitting rows into those to learn from and those kept aside to test honestly.

Seeded and the same on every machine. Rows with identical inputs stay together, and each label keeps its share.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.data.example_rows import ExampleRows, texts_and_labels
from engine.data.examples import Example
from engine.data.progress import Tick, untold

MOST_SINGLE = 20  # more answers than this that come once, being the majority, are free text

Ints = npt.NDArray[np.signedinteger[Any]]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Split:
    """Rows to learn from and rows to test on, each in the order of the file."""

    train: Sequence[Example]
    kept_aside: Sequence[Example]


def split(
    examples: Sequence[Example],
    keep_aside: float,
    seed: int,
    inputs: Sequence[str] | None = None,
    stratify: bool | None = None,
    tick: Tick = untold,
) -> Split:
    """Keep about this share of the rows aside, in every label's proportion.

    `inputs`: the columns whose values make two inputs identical (None: all). A label with two or more groups of
    identical inputs has at least one on each side; a label with one group is learnt from. `stratify` False: answers
    are free text, drawn from together; None: judged from how many answers never repeat.
    """
    if keep_aside <= 0 or not len(examples):
        return Split(examples if isinstance(examples, ExampleRows) else tuple(examples), ())
    names = sorted(examples[0].fields) if inputs is None else inputs
    aside = _kept_aside(*_groups_and_ranks(examples, names, seed, tick), keep_aside, stratify)
    if isinstance(examples, ExampleRows):
        return Split(examples.at(examples.places[~aside]), examples.at(examples.places[aside]))
    return Split(_where(examples, ~aside), _where(examples, aside))


def input_key(example: Example, inputs: Sequence[str] | None = None) -> tuple[str, ...]:
    """What makes two inputs identical: the values, but for white space around them."""
    names = sorted(example.fields) if inputs is None else inputs
    return tuple([example.fields[name].strip() for name in names])


def _where(examples: Sequence[Example], mask: Mask) -> tuple[Example, ...]:
    return tuple(row for row, is_in in zip(examples, mask.tolist(), strict=True) if is_in)


def _groups_and_ranks(
    examples: Sequence[Example], names: Sequence[str], seed: int, tick: Tick
) -> tuple[Ints, Ints, Ints]:
    """Of each row its group, of each group its number of rows, and of each row its label's place in the alphabet.

    Groups, which ask the same, are in the order in which they are drawn: that of 8 bytes of a hash of what they ask and
    the seed.
    """
    count, start, first = len(examples), 0, str(seed)
    order, codes = np.empty(count, np.uint64), np.empty(count, np.int32)
    places: dict[str, int] = {}
    for numbers, texts, labels in texts_and_labels(examples, names, tick):
        stop = start + len(numbers)
        digests = b"".join(_digest((first, *text)) for text in texts) if names else _digest((first,)) * len(numbers)
        order[start:stop] = np.frombuffer(digests, ">u8")
        codes[start:stop] = [places.setdefault(label or "", len(places)) for label in labels]
        start = stop
    ranks = np.empty(len(places), np.int32)
    ranks[[places[label] for label in sorted(places)]] = np.arange(len(places))
    _, group_of, sizes = np.unique(order, return_inverse=True, return_counts=True)
    return group_of, sizes, ranks[codes]


def _digest(parts: Sequence[str]) -> bytes:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).digest()[:8]


def _kept_aside(group_of: Ints, sizes: Ints, ranks: Ints, keep_aside: float, stratify: bool | None) -> Mask:
    """Which rows are kept aside."""
    if stratify is False:
        strata = [np.arange(len(sizes))]
    else:
        strata = list(_strata(_labels(group_of, sizes, ranks), stratify))
    taken = np.zeros(len(sizes), dtype=bool)
    rows = [int(sizes[groups].sum()) for groups in strata]
    for groups, wanted in zip(strata, _shares(rows, keep_aside), strict=True):
        taken[groups[: _take(sizes[groups], wanted)]] = True
    return taken[group_of]


def _labels(group_of: Ints, sizes: Ints, ranks: Ints) -> Ints:
    """The label of most of a group's rows (the first in the alphabet when tied), by group."""
    labels = np.empty(len(sizes), np.int64)
    labels[group_of] = ranks  # of a group of one row that is all
    several = np.flatnonzero(sizes[group_of] > 1)
    if len(several):
        count = int(ranks.max()) + 1
        pairs, votes = np.unique(group_of[several] * count + ranks[several], return_counts=True)
        groups, found = np.divmod(pairs, count)
        best = np.lexsort((found, -votes, groups))
        groups, first = np.unique(groups[best], return_index=True)
        labels[groups] = found[best][first]
    return labels


def _strata(labels: Ints, stratify: bool | None) -> Iterator[Ints]:
    """Groups of one label, which are drawn from together; each stratum in the groups' order."""
    by_label = np.argsort(labels, kind="stable")
    parts = np.split(by_label, np.flatnonzero(np.diff(labels[by_label])) + 1)
    yield from (part for part in parts if len(part) > 1)
    single = [int(part[0]) for part in parts if len(part) == 1]
    if stratify is None and len(single) > MOST_SINGLE and len(single) * 2 > len(labels):
        yield np.sort(np.asarray(single))


def _shares(sizes: list[int], keep_aside: float) -> list[int]:
    """Rows to keep aside per stratum: proportional, the largest remainders rounded up until the total fits."""
    exact = [size * keep_aside for size in sizes]
    shares = [int(value) for value in exact]
    missing = round(sum(exact)) - sum(shares)
    for place in sorted(range(len(sizes)), key=lambda i: (shares[i] - exact[i], i))[:missing]:
        shares[place] += 1
    return shares


def _take(sizes: Ints, wanted: int) -> int:
    """How many of the groups of these sizes make up the wanted number of rows: at least one, never all."""
    taken = rows = 0
    for size in sizes[: max(1, min(wanted, len(sizes) - 1))].tolist() if len(sizes) > 1 else []:
        if taken and rows + size / 2 > wanted:
            break
        taken, rows = taken + 1, rows + size
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
