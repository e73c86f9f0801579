"""Answers that can be read off the question: a label that stands in its own texts, or an input that says the same.

What is learned from such rows is looking up, not judging; the score says nothing about other texts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from engine.data.examples import Example
from engine.data.mapping import ColumnMapping
from engine.data.problems import Problem, grouped
from engine.data.progress import COMPARING, Tick, untold

MOST_ROWS = 20_000  # that are looked at, spread over the table
MOST_LABELS = 50
LEAST_ROWS = 5  # of a label
OFTEN = 0.5  # share of a label's texts with the label in it that makes it a leak
ELSEWHERE = 0.2  # of that share may be in the texts of other labels
SURE = 0.95
TICK = 2000  # rows between two signs of progress


def label_leaks(rows: Sequence[Example], mapping: ColumnMapping, tick: Tick = untold) -> list[Problem]:
    """Leaks of a classification's labels into its inputs. Of a large table a part is looked at, and told so."""
    step = max(1, len(rows) // MOST_ROWS)
    looked = []
    for row in rows[::step][:MOST_ROWS]:
        looked.append(row)
        if len(looked) % TICK == 0:
            tick(COMPARING, len(looked), MOST_ROWS)
    counts = Counter(row.label or "" for row in looked)
    if not 1 < len(counts) <= MOST_LABELS:
        return []
    found = [column for column in mapping.inputs if len(mapping.inputs) > 1 and _tells(looked, column, counts)]
    problems = [Problem("column_tells", "warn", None, name, (), len(rows), {"label": mapping.label}) for name in found]
    texts = [" ".join(row.fields[name] for name in mapping.inputs if name not in found).casefold() for row in looked]
    leaking: list[int] = []
    names = []
    for label, count in counts.items():
        tick(COMPARING, 0, len(rows))
        pattern = _pattern(label)
        if pattern is None or count < LEAST_ROWS:
            continue
        within = [
            row.row for row, text in zip(looked, texts, strict=True) if row.label == label and pattern.search(text)
        ]
        if len(within) < OFTEN * count:
            continue
        others = sum(1 for row, text in zip(looked, texts, strict=True) if row.label != label and pattern.search(text))
        if others * count <= ELSEWHERE * len(within) * (len(looked) - count):
            leaking += within
            names.append(label)
    if leaking:
        shown = ", ".join(map(repr, names[:5]))
        problems.append(grouped("label_in_text", sorted(leaking), mapping.inputs[0], labels=shown, of=len(looked)))
    return problems


def _pattern(label: str) -> re.Pattern[str] | None:
    """A label as a word in a text; None for one that says too little, such as a number or a letter."""
    plain = label.strip().casefold()
    if len(plain) < 2 or not any(map(str.isalpha, plain)):
        return None
    edge = r"\b" if plain.isascii() else ""
    return re.compile(edge + re.escape(plain) + edge)


def _tells(rows: Sequence[Example], column: str, counts: Counter[str]) -> bool:
    """Whether a column with hardly more values than there are labels has one label for each of them."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        labels[row.fields[column].strip()][row.label or ""] += 1
        if len(labels) > 3 * len(counts):
            return False
    right = sum(max(of.values()) for of in labels.values())
    return len(labels) > 1 and right >= SURE * len(rows) and max(counts.values()) < SURE * len(rows)
