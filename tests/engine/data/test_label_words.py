"""Words for common labels: offered where all labels are known, never the same for two."""

from __future__ import annotations

import pytest

from engine.data import Verbalizer, label_words
from engine.data.label_words import WORDS


@pytest.mark.parametrize(
    ("labels", "language", "words"),
    [
        (["negative", "positive"], "en", {"negative": "terrible", "positive": "great"}),
        (["Negative", "Positive"], "zh_CN", {"Negative": "差", "Positive": "好"}),
        (["差评", "好评"], "zh", {"差评": "差", "好评": "好"}),
        (["no", "yes"], "en", {"no": "No", "yes": "Yes"}),
        (["entailment", "not_entailment"], "en", {"entailment": "Yes", "not_entailment": "No"}),
        (["news_car", "news_tech"], "zh", {"news_car": "汽车", "news_tech": "科技"}),
    ],
)
def test_common_labels_have_words(labels: list[str], language: str, words: dict[str, str]) -> None:
    found = label_words(labels, language)
    assert found == {label: [word] for label, word in words.items()}
    assert Verbalizer.from_config(found, labels).to_config() == found


def test_topics_keep_their_names() -> None:
    found = label_words(["Business", "Sci/Tech", "Sports", "World"], "en")
    assert found == {"Business": ["Business"], "Sci/Tech": ["Tech"], "Sports": ["Sports"], "World": ["World"]}


@pytest.mark.parametrize(
    "labels", [["spam", "positive"], ["a", "b"], [], ["positive"], ["pos", "positive", "negative"], ["World", "Sports"]]
)
def test_other_labels_keep_themselves(labels: list[str]) -> None:
    assert label_words(labels, "en") is None


def test_every_language_has_words_that_are_not_empty() -> None:
    assert all(
        word.strip() and label == label.lower()
        for sets in WORDS.values()
        for known in sets
        for label, word in known.items()
    )
