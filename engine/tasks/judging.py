"""Judge: answers to some rows held against the accepted ones: scores with their ranges, and what differs between two
models on the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.data import Example
from engine.scoring import Comparison, Measure, compare, counts_of, metrics_of
from engine.tasks.task import Predictions, Task, references_of

WHOLLY_RIGHT = 1 - 1e-9  # a row's score from which on nothing is missing


class Judge:
    """Knows the accepted answers of N rows. `said` is always a model's answers in words, one for each row asked about;
    `indices` picks rows, None means all."""

    def __init__(self, task: Task, rows: Sequence[Example]) -> None:
        self.task = task
        self.references = [references_of(row) for row in rows]

    @property
    def measure(self) -> Measure:
        """The task's main one."""
        return self.task.measures[0]

    def metrics(self, found: Predictions, said: Sequence[str], indices: Sequence[int] | None = None) -> dict[str, Any]:
        """The `metrics` of an event; with "illegal_rate", the share of illegal rows, where answers are words to choose
        from."""
        metrics = metrics_of(self.task.measures, said, self._references(indices), found.losses.tolist())
        rate = found.illegal_rate
        return metrics if rate is None else {**metrics, "illegal_rate": rate}

    def counts(self, said: Sequence[str], indices: Sequence[int] | None = None) -> np.ndarray:
        """Of each row what the main measure counts: (N, K)."""
        return counts_of(self.measure, said, self._references(indices))

    def merit(self, found: Predictions) -> float:
        """The main score of answers to all rows."""
        return float(self.measure.total(self.counts(self.task.said(found)).sum(axis=0)))

    def change(self, before: Sequence[str], now: Sequence[str], indices: Sequence[int] | None = None) -> Comparison:
        """What differs between two models' answers to the same rows."""
        return compare(self.measure, self.counts(before, indices), self.counts(now, indices))

    def confusion(self, said: Sequence[str]) -> list[list[int]]:
        """How often a row of each label (first index) was given each label (second); empty without labels."""
        if not self.task.has_labels:
            return []
        place = {label: index for index, label in enumerate(self.task.labels)}
        table = [[0] * len(place) for _ in place]
        for right, answer in zip(self.references, said, strict=True):
            table[place[right[0]]][place[answer]] += 1
        return table

    def wrong(self, said: Sequence[str]) -> list[int]:
        """The rows whose answer is not entirely right."""
        below = np.flatnonzero(self.measure.total(self.counts(said)) < WHOLLY_RIGHT).tolist()
        # some measures give a short text less than it deserves
        return [index for index in below if said[index] not in self.references[index]]

    def mistake(self, index: int, found: Predictions, said: Sequence[str]) -> dict[str, Any]:
        """A wrong row's "expected" and "answer", how sure the model was and which label comes next: "p", "second" and
        "p_second", None where there is no such thing."""
        facts: dict[str, Any] = {"expected": self.references[index][0], "answer": said[index]}
        facts |= {"p": None, "second": None, "p_second": None}
        if found.probabilities is None:
            return facts
        chances = found.probabilities[index]
        answer = found.answers[index] if self.task.has_labels else int(chances.argmax())
        facts["p"] = float(chances[answer])
        if self.task.has_labels:
            second = next(int(place) for place in chances.argsort(descending=True) if int(place) != answer)
            facts |= {"second": self.task.labels[second], "p_second": float(chances[second])}
        return facts

    @staticmethod
    def gain(found: Comparison) -> dict[str, float]:
        """A difference as an event tells it: {"value", "low", "high"}."""
        return {"value": found.value, "low": found.low, "high": found.high}

    def _references(self, indices: Sequence[int] | None) -> list[tuple[str, ...]]:
        return self.references if indices is None else [self.references[index] for index in indices]
