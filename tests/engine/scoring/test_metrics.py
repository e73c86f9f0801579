"""engine/scoring/metrics.py: what an event tells."""

from __future__ import annotations

import json

import pytest

from engine.scores import main_score, metric_name
from engine.scoring import MEASURES, counts_of, interval, mcc, metrics_of


def test_the_first_measure_is_the_main_one_and_has_the_interval() -> None:
    answers, references = ["a", "b", "a", "a"], [("a",), ("b",), ("b",), ("a",)]
    found = metrics_of([MEASURES["accuracy"], mcc(["a", "b"])], answers, references, [0.5, 0.5, 2.0, 1.0])
    low, high = interval(MEASURES["accuracy"], counts_of(MEASURES["accuracy"], answers, references))
    numbers = {"accuracy": 0.75, "mcc": pytest.approx(0.57735, abs=1e-5), "loss": 1.0, "n": 4, "low": low, "high": high}
    assert found == {"metric": "accuracy", **numbers}
    assert (metric_name(found), main_score(found)) == ("accuracy", 0.75)


def test_no_rows_have_no_score_and_the_whole_range() -> None:
    found = metrics_of([MEASURES["entity_f1"], MEASURES["token_accuracy"]], [], [], [])
    assert found == {"metric": "entity_f1", "entity_f1": 0, "token_accuracy": 0, "loss": 0, "n": 0, "low": 0, "high": 1}


def test_the_numbers_can_be_written_as_json() -> None:
    found = metrics_of(list(MEASURES.values()), ["O O", "B-PER O"], [["O O"], ["B-PER O", "O"]], [0.5, 1.5])
    assert json.loads(json.dumps(found)) == found
