"""engine/scores.py: the score that counts, in events of today and of before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.scores import main_score, metric_name


def test_metrics_name_their_main_score() -> None:
    assert (metric_name({"metric": "bleu", "bleu": 0.25}), main_score({"metric": "bleu", "bleu": 0.25})) == (
        "bleu",
        0.25,
    )


def test_older_runs_told_accuracy() -> None:
    assert (metric_name({"accuracy": 1}), main_score({"accuracy": 1})) == ("accuracy", 1.0)


@pytest.mark.parametrize("metrics", [{}, {"metric": "f1"}, {"metric": "f1", "f1": "high"}, {"accuracy": None}])
def test_without_a_number_there_is_no_score(metrics: dict[str, object]) -> None:
    assert main_score(metrics) is None


def test_a_name_that_is_no_text_is_not_used() -> None:
    assert metric_name({"metric": 3}) == "accuracy"


def test_the_window_can_read_scores_without_numpy() -> None:
    code = "import sys, engine.scores; assert not {'numpy', 'torch'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
