"""The sample reviews are balanced, varied, and not to be solved by counting words."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from resources import sample_path

Row = tuple[str, str]


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def character_pairs(text: str) -> list[str]:
    signs = re.sub(r"[\W_]+", "", text.lower())
    return [signs[i : i + 2] for i in range(len(signs) - 1)]


@dataclass(frozen=True)
class Sample:
    """One language: its labels, how a text is cut, how long a shared run may not be, and the parts' least sizes."""

    name: str
    labels: set[str]
    cut: Callable[[str], list[str]]
    run: int
    least_rows: int
    least_kept_aside: int

    def part(self, suffix: str) -> list[Row]:
        with sample_path(f"{self.name}{suffix}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            assert next(reader) == ["text", "label"]
            return [(text, label) for text, label in reader]

    @property
    def training(self) -> list[Row]:
        return self.part("")

    @property
    def kept_aside(self) -> list[Row]:
        return self.part("_kept_aside")


ENGLISH = Sample("product_reviews_en", {"positive", "negative"}, words, run=6, least_rows=640, least_kept_aside=140)
# Nine character pairs in a row are ten characters, about six words.
CHINESE = Sample("product_reviews_zh", {"正面", "负面"}, character_pairs, run=9, least_rows=300, least_kept_aside=60)

each_sample = pytest.mark.parametrize("sample", [pytest.param(ENGLISH, id="en"), pytest.param(CHINESE, id="zh")])


def jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


@each_sample
def test_both_parts_hold_their_rows(sample: Sample) -> None:
    assert len(sample.training) + len(sample.kept_aside) >= sample.least_rows
    assert len(sample.kept_aside) >= sample.least_kept_aside


@each_sample
def test_both_parts_have_balanced_labels(sample: Sample) -> None:
    for rows in (sample.training, sample.kept_aside):
        counts = Counter(label for _, label in rows)
        assert set(counts) == sample.labels
        assert all(abs(count / len(rows) - 0.5) <= 0.02 for count in counts.values())


@each_sample
def test_no_text_is_blank_or_padded(sample: Sample) -> None:
    for text, _ in sample.training + sample.kept_aside:
        assert text and text == text.strip()


@each_sample
def test_no_two_rows_share_a_long_run(sample: Sample) -> None:
    first_seen: dict[tuple[str, ...], str] = {}
    shared = []
    for text, _ in sample.training + sample.kept_aside:
        units = sample.cut(text)
        for run in {tuple(units[i : i + sample.run]) for i in range(len(units) - sample.run + 1)}:
            if run in first_seen:
                shared.append((first_seen[run], text))
            first_seen.setdefault(run, text)
    assert shared == []


@each_sample
def test_no_kept_aside_row_nearly_repeats_a_training_row(sample: Sample) -> None:
    training = [(text, set(sample.cut(text))) for text, _ in sample.training]
    kept_aside = [(text, set(sample.cut(text))) for text, _ in sample.kept_aside]
    near = [(a, b) for a, left in training for b, right in kept_aside if jaccard(left, right) >= 0.7]
    assert near == []


@pytest.mark.parametrize(
    ("sample", "vectorizer"),
    [
        pytest.param(ENGLISH, CountVectorizer(), id="en-words"),
        pytest.param(ENGLISH, TfidfVectorizer(ngram_range=(1, 2)), id="en-weighted-word-pairs"),
        pytest.param(CHINESE, CountVectorizer(analyzer=character_pairs), id="zh-character-pairs"),
    ],
)
@pytest.mark.parametrize("strength", [1.0, 10.0])
def test_a_bag_of_words_stays_at_or_below_four_in_five(
    sample: Sample, vectorizer: CountVectorizer, strength: float
) -> None:
    texts, labels = zip(*sample.training, strict=True)
    kept_texts, kept_labels = zip(*sample.kept_aside, strict=True)
    model = make_pipeline(vectorizer, LogisticRegression(max_iter=1000, C=strength)).fit(texts, labels)
    assert model.score(kept_texts, kept_labels) <= 0.80


def test_an_unknown_sample_is_refused_by_name() -> None:
    with pytest.raises(FileNotFoundError, match="reviews_of_nothing"):
        sample_path("reviews_of_nothing.csv")
