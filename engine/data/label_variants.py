"""Labels that are probably one: the same letters in another spelling, an abbreviation, a slip of the keyboard."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

MOST_COMPARED = 200  # labels that are compared with each other
LEAST_LETTERS = 3  # of an abbreviation
CLOSE = 0.85  # of difflib's ratio: one letter wrong in seven
RARE = 0.5  # of two labels that are only similar one must be the rarer by this


def label_variants(counts: Mapping[str, int]) -> Iterator[tuple[str, str, list[str]]]:
    """(code, the usual label, others that may be the same) for labels with their numbers of rows.

    "label_spelling": but for case, width, spaces, hyphens and dots the same; "label_similar": one abbreviates the
    other, or they differ in a letter, and one is rare.
    """
    spellings: dict[str, list[str]] = defaultdict(list)
    for label in counts:
        spellings[spelling(label)].append(label)
    usual_of: dict[str, str] = {}
    for plain, labels in spellings.items():
        labels.sort(key=lambda label: (label != label.strip(), -counts[label]))  # nobody means the space around one
        usual_of[plain] = labels[0]
        if len(labels) > 1:
            yield "label_spelling", labels[0], labels[1:]
    if len(spellings) > MOST_COMPARED:
        return
    totals = {plain: sum(counts[label] for label in labels) for plain, labels in spellings.items()}
    similar: dict[str, list[str]] = defaultdict(list)
    for plain in spellings:
        near = [other for other in spellings if other != plain and _is_variant(plain, other)]
        if len(near) == 1 and totals[plain] <= RARE * totals[near[0]]:
            similar[near[0]] += spellings[plain]
    for plain, labels in similar.items():
        yield "label_similar", usual_of[plain], labels


def spelling(label: str) -> str:
    """What stays of a label when case, full-width forms, spaces, hyphens and underscores do not count."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "".join(char for char in plain if not char.isspace() and char not in "-_.") or label


def _is_variant(label: str, other: str) -> bool:
    """Whether a label abbreviates another one or is one letter off; numbers make labels different, however similar."""
    if _digits(label) != _digits(other):
        return False
    if label.startswith(other) or other.startswith(label):  # "support" and "supports" may well be two
        return len(other) - len(label) > 1 and len(label) >= LEAST_LETTERS and label.isalpha()
    if abs(len(label) - len(other)) > 1 or min(len(label), len(other)) < 5:
        return False
    return difflib.SequenceMatcher(None, label, other).ratio() >= CLOSE


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
