"""Label leaks: answers that stand in their texts are told, words that texts have anyway are not."""

from __future__ import annotations

import pytest

from engine.data import ColumnMapping, Example
from engine.data.label_leaks import label_leaks

ONE, TWO = (
    ColumnMapping({"text": "text", "label": "label"}),
    ColumnMapping({"text": "text", "kind": "kind", "label": "label"}),
)


def rows(texts: list[str], labels: list[str], kinds: list[str] | None = None) -> list[Example]:
    kinds = kinds or [""] * len(texts)
    values = zip(texts, kinds, labels, strict=True)
    return [Example(i, {"text": text, "kind": kind}, label) for i, (text, kind, label) in enumerate(values, start=1)]


LABELS = ["positive", "negative"] * 10


@pytest.mark.parametrize(
    ("texts", "labels", "leaking"),
    [
        ([f"{label}: text {i}" for i, label in enumerate(LABELS)], LABELS, 20),
        ([f"text {i}" for i in range(20)], LABELS, 0),
        (["positive or negative?"] * 20, LABELS, 0),  # in all of them, so it tells nothing
        ([f"positively {i}" for i in range(20)], LABELS, 0),  # another word
        ([f"{'positive' if i % 4 == 0 else ''} {i}" for i in range(20)], LABELS, 5),
        ([f"{'positive' if i % 10 == 0 else ''} {i}" for i in range(20)], LABELS, 0),  # now and then is no leak
        ([f"{i % 2} is {i}" for i in range(20)], ["0", "1"] * 10, 0),  # a number says too little
        ([f"这是{label}，{i}" for i, label in enumerate(["好评", "差评"] * 10)], ["好评", "差评"] * 10, 20),
    ],
)
def test_a_label_in_its_own_texts(texts: list[str], labels: list[str], leaking: int) -> None:
    found = label_leaks(rows(texts, labels), ONE)
    assert sum(problem.count for problem in found) == leaking
    assert all(problem.code == "label_in_text" and problem.message for problem in found)


def test_an_input_that_says_the_same_as_the_answer() -> None:
    texts, kinds = [f"text {i}" for i in range(20)], ["good", "bad"] * 10
    (problem,) = label_leaks(rows(texts, LABELS, kinds), TWO)
    assert (problem.code, problem.column) == ("column_tells", "kind")
    assert label_leaks(rows(texts, LABELS, ["good", "good", "bad", "bad"] * 5), TWO) == []
    assert label_leaks(rows(texts, LABELS, texts), TWO) == []
