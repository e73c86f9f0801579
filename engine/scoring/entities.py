"""Tagged words: F1 of the entities and accuracy of the tags. Answers and references are tags joined by spaces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.scoring.measure import ratio


def count_entities(answer: str, references: Sequence[str]) -> np.ndarray:
    """(found, said, wanted) entities of a row against its first reference; found ones agree in type, start and end.

    Entities are read as seqeval and conlleval read them: an `I-` behind `O` or behind another type opens one too.
    A tag that no such scheme knows marks none.
    """
    wanted = references[0].split()
    ours, theirs = _entities(_fitted(answer, wanted)), _entities(wanted)
    return np.array([len(ours & theirs), len(ours), len(theirs)], dtype=float)


def entity_f1(sums: np.ndarray) -> np.ndarray:
    """Micro F1 (...) from sums (..., 3); 1 where there was nothing to find and nothing was said (zero_division=1)."""
    return ratio(2 * sums[..., 0], sums[..., 1] + sums[..., 2], empty=1.0)


def count_tags(answer: str, references: Sequence[str]) -> np.ndarray:
    """(right tags, tags) of a row against its first reference."""
    wanted = references[0].split()
    pairs = zip(_fitted(answer, wanted), wanted, strict=True)
    return np.array([sum(ours == theirs for ours, theirs in pairs), len(wanted)], dtype=float)


def _fitted(answer: str, wanted: list[str]) -> list[str]:
    """The answer's tags, one for each wanted one: words that the model did not reach have `O`."""
    tags = answer.split()[: len(wanted)]
    return tags + ["O"] * (len(wanted) - len(tags))


def _entities(tags: list[str]) -> set[tuple[str, int, int]]:
    from seqeval.metrics.sequence_labeling import get_entities

    known = [tag if tag.startswith(("B-", "I-", "E-", "S-")) or tag in {"B", "I", "E", "S"} else "O" for tag in tags]
    return set(get_entities(known))
