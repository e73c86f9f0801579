"""Rows to test on that are almost the same as rows to learn from: found with MinHash, then compared word by word.

Exactly equal texts are not told here: they stay on one side when rows are kept aside, and are told of two files.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from engine.data.examples import Example
from engine.data.problems import MOST_ROWS, Problem
from engine.data.progress import COMPARING, Tick, untold
from engine.data.split import input_key

MOST_COMPARED = 20_000  # rows of both sides together; of more a part is taken, and told so
SHOWN_PAIRS = 3
ALIKE = 0.7  # share of the pieces of two texts that are in both
LOOKED_AT = 0.5  # MinHash is a guess, so more is looked at than is told
LEAST_PIECES = 6  # of shorter texts nearly all are alike somehow
MOST_PIECES = 400
PERMUTATIONS = 64
WORD = re.compile(r"[^\W\d_]+|\d+")
SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # writings in which a character is nearly a word


def near_duplicates(
    train: Sequence[Example],
    kept_aside: Sequence[Example],
    inputs: Sequence[str],
    *,
    is_one_file: bool,
    tick: Tick = untold,
) -> list[Problem]:
    """One warning about kept-aside rows that are almost rows of `train`, or none.

    Its rows are those to leave out: of the training where both are of one file (`is_one_file`), else of the validation
    file.
    """
    from datasketch import MinHash, MinHashLSH  # brings scipy, which nothing else of this package needs

    total = len(train) + len(kept_aside)
    share = min(1.0, MOST_COMPARED / max(1, total))
    learned, tested = ([*_spread(rows, share)] for rows in (train, kept_aside))
    index = MinHashLSH(threshold=LOOKED_AT, num_perm=PERMUTATIONS)
    pieces_of: list[frozenset[int]] = []
    for place, row in enumerate(tested):
        pieces_of.append(_pieces(row, inputs))
        if len(pieces_of[-1]) >= LEAST_PIECES:
            index.insert(place, _sketch(MinHash, pieces_of[-1]))
        tick(COMPARING, place, len(learned) + len(tested))
    pairs: list[tuple[int, int]] = []  # row of train, row kept aside
    for place, row in enumerate(learned):
        tick(COMPARING, len(tested) + place, len(learned) + len(tested))
        pieces = _pieces(row, inputs)
        if len(pieces) < LEAST_PIECES:
            continue
        key = input_key(row, inputs)
        for found in index.query(_sketch(MinHash, pieces)):
            other = tested[found]
            if len(pieces & pieces_of[found]) >= ALIKE * len(pieces | pieces_of[found]):
                pairs += [(row.row, other.row)] if input_key(other, inputs) != key else []
    if not pairs:
        return []
    rows = sorted({pair[0 if is_one_file else 1] for pair in pairs})
    shown = ", ".join(f"{tested_row} ~ {learned_row}" for learned_row, tested_row in sorted(pairs)[:SHOWN_PAIRS])
    args = {"pairs": shown, "of": len(learned) + len(tested), "total": total}
    code = "near_duplicate" if share == 1 else "near_duplicate_sampled"
    file = "train" if is_one_file else "validation"
    count = len({other for _, other in pairs})
    return [Problem(code, "warn", rows[0], inputs[0], tuple(rows[:MOST_ROWS]), count, args, file)]


def _spread(rows: Sequence[Example], share: float) -> Iterator[Example]:
    """So large a part of the rows, spread over all of them."""
    count = max(1, int(len(rows) * share))
    return iter(rows) if count >= len(rows) else (rows[place * len(rows) // count] for place in range(count))


def _pieces(row: Example, inputs: Sequence[str]) -> frozenset[int]:
    """Hashes of what a text is made of: pairs of words, or of characters where words have no spaces between them."""
    text = " ".join(row.fields[name] for name in inputs).casefold()
    parts: Iterable[str] = WORD.findall(text)
    if SPACELESS.search(text):
        parts = [char for char in text if char.isalnum()]
    parts = list(parts)[: MOST_PIECES + 1]
    return frozenset(zlib.crc32(f"{one} {two}".encode()) for one, two in pairwise(parts))


def _sketch(kind: type, pieces: Iterable[int]) -> object:
    made = kind(num_perm=PERMUTATIONS, seed=1, hashfunc=_as_it_is)
    made.update_batch(list(pieces))
    return made


def _as_it_is(piece: int) -> int:
    return piece
