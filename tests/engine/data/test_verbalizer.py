"""Verbalizer: every label has a word of its own, and spaces are where tokenizers want them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.data import Template, Verbalizer, move_answer_space, take_answer_space
from engine.errors import InputError

LABELS = ("negative", "positive")


def test_without_words_each_label_speaks_for_itself() -> None:
    words = Verbalizer.from_config(None, LABELS)
    assert words.words == {"negative": (" negative",), "positive": (" positive",)}
    assert words.labels == LABELS


def test_given_words_come_in_the_order_of_the_labels() -> None:
    given = {"positive": ["great", "good"], "negative": "terrible"}
    words = Verbalizer.from_config(given, LABELS)
    assert words.to_config() == {"negative": ["terrible"], "positive": ["great", "good"]}


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"positive": ["great"]}, "verbalizer_missing"),
        ({"positive": ["great"], "negative": []}, "verbalizer_missing"),
        ({"positive": ["great"], "negative": ["  "]}, "verbalizer_missing"),
        ({"positive": ["great"], "negative": 3}, "verbalizer_missing"),
        ({"positive": ["great"], "negative": ["bad"], "neutral": ["so"]}, "verbalizer_unknown"),
        ({"positive": ["great"], "negative": [" great"]}, "verbalizer_same_word"),
        ({"positive": ["great", "fine"], "negative": ["bad", "fine"]}, "verbalizer_same_word"),
    ],
)
def test_words_that_cannot_tell_labels_apart_are_refused(config: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        Verbalizer.from_config(config, LABELS)
    assert caught.value.code == code


def test_labels_that_differ_only_in_spaces_cannot_be_words() -> None:
    with pytest.raises(InputError) as caught:
        Verbalizer.from_config(None, ("good", "good "))
    assert caught.value.code == "verbalizer_same_word"


@pytest.mark.parametrize(
    ("template", "word", "bare", "spaced"),
    [
        ("{text} Sentiment: {answer}", "good", "{text} Sentiment:{answer}", " good"),
        ("{text} Sentiment: {answer}", " good", "{text} Sentiment:{answer}", " good"),
        ("{text} Sentiment:{answer}", "good", "{text} Sentiment:{answer}", "good"),
        ("{text}\n{answer}", "good", "{text}\n{answer}", "good"),
        ("{text} {answer}", "good", "{text}{answer}", " good"),
        ("{text} {soft}{answer}", "good", "{text} {soft}{answer}", "good"),
        ("情感：{text} {answer}。", "好", "情感：{text}{answer}。", " 好"),
    ],
)
def test_the_space_before_the_answer_moves_into_its_word(template: str, word: str, bare: str, spaced: str) -> None:
    words = Verbalizer.from_config({"a": [word]}, ("a",))
    moved, spaced_words = move_answer_space(Template.parse(template), words)
    assert (str(moved), spaced_words.words["a"]) == (bare, (spaced,))
    assert take_answer_space(moved) == (moved, False)
