"""Exact match and F1 of short answers, as SQuAD 1.1 scores them (Rajpurkar et al. 2016, section 6.1).

Packages that have it (torchmetrics, evaluate) need torch or a download for these few lines; the tests ask torchmetrics.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

from engine.scoring.measure import one_row
from engine.scoring.scripts import UNSPACED

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_ALONE = re.compile(f"([{UNSPACED}])")


def tokens_of(text: str) -> list[str]:
    """The text's tokens: lower case, without punctuation, articles and white space.

    Chinese and Japanese characters are tokens of their own, and in a text that has them Unicode's punctuation goes too,
    as in the evaluation of MLQA (Lewis et al. 2020).
    """
    text = text.lower()
    has_characters = _ALONE.search(text) is not None
    text = "".join(
        char
        for char in text
        if char not in string.punctuation and not (has_characters and unicodedata.category(char)[0] == "P")
    )
    return _ARTICLES.sub(" ", _ALONE.sub(r" \1 ", text)).split()


def count_exact_match(answer: str, references: Sequence[str]) -> np.ndarray:
    """(right, 1): whether the answer has the tokens of one of the references."""
    said = tokens_of(answer)
    return one_row(any(said == tokens_of(reference) for reference in references))


def count_f1(answer: str, references: Sequence[str]) -> np.ndarray:
    """(F1, 1) against the reference that suits best."""
    said = tokens_of(answer)
    return one_row(max(_f1(said, tokens_of(reference)) for reference in references))


def _f1(said: list[str], wanted: list[str]) -> float:
    if not said or not wanted:
        return float(said == wanted)
    shared = sum((Counter(said) & Counter(wanted)).values())
    return 2 * shared / (len(said) + len(wanted))
