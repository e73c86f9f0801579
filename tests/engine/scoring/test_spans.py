"""engine/scoring/spans.py beside torchmetrics' SQuAD."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchmetrics.functional.text import squad

from engine.scoring import MEASURES, counts_of
from engine.scoring.spans import tokens_of

ROWS = [
    ("The Eiffel Tower!", ("Eiffel tower", "the tower")),
    ("in 1998", ("1998",)),
    ("a", ("the",)),  # nothing is left of either
    ("", ("something",)),
    ("Dr. No's  hat", ("dr no hat", "hat of Dr. No")),
    ("$5.00 a day", ("$5 per day",)),
    ("naïve – really", ("naïve really", "naïve")),
    ("red red blue", ("red blue blue",)),
]
WORD = st.sampled_from(["the", "a", "an", "cat", "Cat,", "dog", "dog's", "1,000", "-", ".", "x"])
WORDS = st.lists(WORD, max_size=6).map(" ".join)


@pytest.fixture(scope="module", autouse=True)
def _double_precision() -> Iterator[None]:
    """torchmetrics counts in torch's default type."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def ours(name: str, rows: list[tuple[str, tuple[str, ...]]]) -> float:
    measure = MEASURES[name]
    return float(measure.total(counts_of(measure, [a for a, _ in rows], [r for _, r in rows]).sum(axis=0)))


def theirs(rows: list[tuple[str, tuple[str, ...]]]) -> dict[str, float]:
    said = [{"prediction_text": answer, "id": str(number)} for number, (answer, _) in enumerate(rows)]
    wanted = [
        {"answers": {"answer_start": [0] * len(references), "text": list(references)}, "id": str(number)}
        for number, (_, references) in enumerate(rows)
    ]
    return {name: float(value) / 100 for name, value in squad(said, wanted).items()}


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=5))
def test_both_scores_are_torchmetrics(rows: list[tuple[str, tuple[str, ...]]]) -> None:
    for some in (ROWS, rows):
        found = theirs(some)
        assert ours("exact_match", some) == pytest.approx(found["exact_match"], abs=1e-12)
        assert ours("f1", some) == pytest.approx(found["f1"], abs=1e-12)


def test_chinese_characters_are_tokens_and_chinese_punctuation_is_none() -> None:
    assert tokens_of("《三国演义》,the 2nd 部。") == ["三", "国", "演", "义", "2nd", "部"]
    assert ours("exact_match", [("北京。", ("北京",))]) == 1
    assert ours("f1", [("北京市", ("北京",))]) == pytest.approx(4 / 5)
    assert ours("f1", [("東京タワー", ("タワー",))]) == pytest.approx(6 / 8)
