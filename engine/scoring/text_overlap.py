"""Written text beside references: BLEU as sacreBLEU computes it, ROUGE as rouge-score does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.scoring.measure import one_row
from engine.scoring.scripts import UNSPACED, has_han, has_kana

if TYPE_CHECKING:
    from rouge_score.rouge_scorer import RougeScorer
    from sacrebleu.metrics.bleu import BLEU

ORDERS = 4  # BLEU counts runs of one to four words


def count_bleu(answer: str, references: Sequence[str]) -> np.ndarray:
    """(10,): words said, words of the nearest reference, then four matches and four totals of n-grams.

    The row's references choose how words are found: `zh` with Chinese characters; `char` with Japanese syllables, since
    `ja-mecab` would need a dictionary; else `13a`.
    """
    text = " ".join(references)
    words = _bleu("char" if has_kana(text) else "zh" if has_han(text) else "13a")
    found = words.corpus_score([answer], [[reference] for reference in references])
    return np.array([found.sys_len, found.ref_len, *found.counts, *found.totals], dtype=float)


def bleu(sums: np.ndarray) -> np.ndarray:
    """Corpus BLEU (...) between 0 and 1 from sums (..., 10), smoothed as sacreBLEU does (`exp`).

    With `effective_order`, which sacreBLEU advises for single rows: where no answer has four words, only the runs that
    exist count. Where one has, that is sacreBLEU's default.
    """
    flat = np.rint(sums).astype(np.int64).reshape(-1, 2 + 2 * ORDERS).tolist()
    return np.array([_bleu_of(row) for row in flat]).reshape(sums.shape[:-1])


def _bleu_of(row: list[int]) -> float:
    said, wanted, *grams = row
    matches, totals = grams[:ORDERS], grams[ORDERS:]
    found = _bleu("13a").compute_bleu(matches, totals, said, wanted, smooth_method="exp", effective_order=True)
    return float(found.score) / 100


@lru_cache
def _bleu(tokenize: str) -> BLEU:
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize=tokenize, effective_order=True)


def count_rouge(kind: str) -> Callable[[str, Sequence[str]], np.ndarray]:
    """A row's (F measure, 1) against the reference that suits best; `kind` as rouge-score names it. No stemming."""

    def count(answer: str, references: Sequence[str]) -> np.ndarray:
        return one_row(_rouge(kind).score_multi(references, answer)[kind].fmeasure)

    return count


class RougeWords:
    """rouge-score's words, runs of a-z and 0-9, and what it would leave out: other scripts.

    A Chinese or Japanese character is a word; of other scripts (Cyrillic, Arabic, Hangul ...) a run of letters is one.
    Accented Latin letters divide words here too, as they do in rouge-score.
    """

    _WORD = re.compile(rf"[a-z0-9]+|[{UNSPACED}]|[^\W\x00-\u036f\u1e00-\u1eff\u2000-\u2bff{UNSPACED}]+")

    def tokenize(self, text: str) -> list[str]:
        return self._WORD.findall(text.lower())


@lru_cache
def _rouge(kind: str) -> RougeScorer:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer([kind], tokenizer=RougeWords())
