"""engine/scoring/text_overlap.py beside sacreBLEU's and rouge-score's own functions."""

from __future__ import annotations

import numpy as np
import pytest
import sacrebleu
from rouge_score.rouge_scorer import RougeScorer

from engine.scoring import MEASURES, counts_of

ENGLISH = [
    ("The cat sat on the mat.", ("The cat is sitting on the mat.", "A cat sat on a mat.")),
    ("He reads 1,200 books a year", ("He reads 1,200 books every year.", "Each year he reads 1,200 books")),
    ("", ("Nothing was said here.", "Nobody spoke.")),
    ("no match whatever", ("Tom &amp; Ann's café-bar", "quite other words")),
    ("Rain fell all night long, and it's still raining.", ("Rain fell all night, and it still rains.", "It rained.")),
]
CHINESE = [
    ("今天天气很好,我们去公园。", ("今天天气不错,我们去公园吧。",)),
    ("他在北京工作了3年", ("他在北京工作了三年。",)),
    ("iPhone 15 很贵", ("iPhone 15 太贵了",)),
]


def score(name: str, rows: list[tuple[str, tuple[str, ...]]]) -> float:
    measure = MEASURES[name]
    return float(measure.total(counts_of(measure, [a for a, _ in rows], [r for _, r in rows]).sum(axis=0)))


@pytest.mark.parametrize(("rows", "tokenize"), [(ENGLISH, "13a"), (CHINESE, "zh"), (ENGLISH[:1], "13a")])
def test_bleu_is_sacrebleus(rows: list[tuple[str, tuple[str, ...]]], tokenize: str) -> None:
    streams = list(zip(*(references for _, references in rows), strict=True))
    found = sacrebleu.corpus_bleu([answer for answer, _ in rows], streams, tokenize=tokenize, force=True)
    assert found.score > 1
    assert score("bleu", rows) == pytest.approx(found.score / 100, abs=1e-12)


def test_bleu_takes_rows_with_different_numbers_of_references() -> None:
    rows = [ENGLISH[0], ("Rain fell all night", ("Rain fell all day",))]
    streams = [[rows[0][1][0], rows[1][1][0]], [rows[0][1][1], None]]
    found = sacrebleu.corpus_bleu([answer for answer, _ in rows], streams)  # type: ignore[arg-type]
    assert score("bleu", rows) == pytest.approx(found.score / 100, abs=1e-12)


def test_a_right_answer_of_two_words_has_full_bleu() -> None:
    assert score("bleu", [("New York", ("New York",))]) == pytest.approx(1, abs=1e-12)
    assert score("bleu", [("New York", ("Los Angeles",))]) == 0


def test_a_row_of_bleu_is_a_corpus_of_one() -> None:
    measure = MEASURES["bleu"]
    counts = counts_of(measure, [a for a, _ in ENGLISH], [r for _, r in ENGLISH])
    for (answer, references), own in zip(ENGLISH, measure.total(counts), strict=True):
        found = sacrebleu.sentence_bleu(answer, list(references), use_effective_order=True)
        assert own == pytest.approx(found.score / 100, abs=1e-12)


def test_japanese_is_divided_into_characters() -> None:
    answer, reference = "これはペンです。", "それはペンです。"
    found = sacrebleu.corpus_bleu([answer], [[reference]], tokenize="char")
    assert score("bleu", [(answer, (reference,))]) == pytest.approx(found.score / 100, abs=1e-12)


@pytest.mark.parametrize(("name", "kind"), [("rouge_1", "rouge1"), ("rouge_2", "rouge2"), ("rouge_l", "rougeL")])
def test_rouge_is_rouge_scores(name: str, kind: str) -> None:
    scorer = RougeScorer([kind])
    own = [scorer.score_multi(references, answer)[kind].fmeasure for answer, references in ENGLISH]
    assert max(own) > 0
    assert score(name, ENGLISH) == pytest.approx(float(np.mean(own)), abs=1e-12)


def test_rouge_reads_chinese_by_characters_and_other_scripts_by_words() -> None:
    assert score("rouge_1", [("天气好", ("天气坏",))]) == pytest.approx(2 / 3)
    assert score("rouge_2", [("我有iPhone", ("他有iPhone",))]) == pytest.approx(1 / 2)
    assert score("rouge_1", [("добрый день", ("добрый вечер",))]) == pytest.approx(1 / 2)
    assert score("rouge_l", [("좋은 아침", ("좋은 아침",))]) == 1
