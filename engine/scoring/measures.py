"""All measures by name, and those that compare whole answers: accuracy, precision at one, Matthews' correlation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.scoring.entities import count_entities, count_tags, entity_f1
from engine.scoring.measure import Measure, mean, one_row, ratio
from engine.scoring.spans import count_exact_match, count_f1
from engine.scoring.text_overlap import bleu, count_bleu, count_rouge


def count_equal(answer: str, references: Sequence[str]) -> np.ndarray:
    """(right, 1): whether the answer is one of the references, letter by letter but for white space around it."""
    said = answer.strip()
    return one_row(any(said == reference.strip() for reference in references))


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("accuracy", True, count_equal, mean),
        Measure("p_at_1", True, count_equal, mean),
        Measure("exact_match", True, count_exact_match, mean),
        Measure("f1", False, count_f1, mean),
        Measure("entity_f1", False, count_entities, entity_f1),
        Measure("token_accuracy", False, count_tags, mean),
        Measure("bleu", False, count_bleu, bleu),
        Measure("rouge_1", False, count_rouge("rouge1"), mean),
        Measure("rouge_2", False, count_rouge("rouge2"), mean),
        Measure("rouge_l", False, count_rouge("rougeL"), mean),
    )
}


def mcc(labels: Sequence[str]) -> Measure:
    """Matthews' correlation of said and true labels, -1 to 1 (Gorodkin 2004, for any number of labels).

    Of the confusion matrix the formula needs the diagonal's sum and the margins, so a row counts only those:
    1 + 2 (C + 1) numbers for C labels. The last of each margin is for answers outside the labels. A single row has no
    correlation: its score is 0.
    """
    place = {label.strip(): number for number, label in reversed(list(enumerate(labels)))}
    kinds = len(labels) + 1

    def count(answer: str, references: Sequence[str]) -> np.ndarray:
        said, true = (place.get(text.strip(), kinds - 1) for text in (answer, references[0]))
        row = np.zeros(1 + 2 * kinds)
        row[0] = answer.strip() == references[0].strip()
        row[1 + said] = row[1 + kinds + true] = 1.0
        return row

    def total(sums: np.ndarray) -> np.ndarray:
        right, said, true = sums[..., 0], sums[..., 1 : 1 + kinds], sums[..., 1 + kinds :]
        rows = true.sum(axis=-1)
        spread = (rows**2 - (said**2).sum(axis=-1)) * (rows**2 - (true**2).sum(axis=-1))
        return ratio(right * rows - (said * true).sum(axis=-1), np.sqrt(spread))

    return Measure("mcc", False, count, total, lowest=-1.0)
