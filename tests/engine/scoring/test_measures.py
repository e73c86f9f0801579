"""engine/scoring/measures.py beside scikit-learn, and what holds for every measure."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, matthews_corrcoef

from engine.scoring import MEASURES, counts_of, mcc

LABELS = ["yes", "no", "may be"]
PAIRS = st.lists(st.tuples(st.sampled_from([*LABELS, "what"]), st.sampled_from(LABELS)), min_size=1, max_size=30)


@given(PAIRS)
def test_accuracy_and_correlation_are_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    pairs = [*pairs, ("yes", "no")]  # of a single label scikit-learn warns
    said, true = [list(side) for side in zip(*pairs, strict=True)]
    for measure, wanted in ((MEASURES["accuracy"], accuracy_score), (mcc(LABELS), matthews_corrcoef)):
        counts = counts_of(measure, said, [(text,) for text in true])
        assert measure.total(counts.sum(axis=0)) == pytest.approx(wanted(true, said), abs=1e-12)


def test_an_answer_is_right_when_it_is_one_of_the_references() -> None:
    for name in ("accuracy", "p_at_1"):
        count = MEASURES[name].count
        assert count(" Paris\n", ["Lyon", "Paris"]).tolist() == [1, 1]
        assert count("paris", ["Paris"]).tolist() == [0, 1]


@pytest.mark.parametrize("name", MEASURES)
def test_a_right_answer_scores_one_and_a_wrong_one_nothing(name: str) -> None:
    measure, reference = MEASURES[name], "B-PER I-PER B-LOC B-LOC I-LOC"
    right, wrong = measure.count(reference, [reference]), measure.count("v w x y z", [reference])
    assert (measure.total(right), measure.total(wrong)) == (pytest.approx(1, abs=1e-12), 0)
    assert measure.total(np.stack([right, wrong])).shape == (2,)
    assert measure.total(np.stack([[right, wrong]] * 3)).shape == (3, 2)


@pytest.mark.parametrize("name", [name for name, measure in MEASURES.items() if measure.is_rate])
def test_a_rate_counts_right_rows(name: str) -> None:
    assert MEASURES[name].count("x", ["x"]).tolist() == [1, 1]
    assert MEASURES[name].count("x", ["y"]).tolist() == [0, 1]


def test_the_package_alone_loads_little() -> None:
    late = {"torch", "scipy", "sacrebleu", "rouge_score", "nltk", "seqeval", "sklearn"}
    code = f"import sys, engine.scoring; assert not {late} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
