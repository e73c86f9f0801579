"""engine/tasks/tagging.py: one tag a word, whatever pieces the tokenizer makes of it."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.tasks.encoding import Token
from engine.tasks.factory import TaskPlan, make_task
from engine.tasks.tagging import Tagging, has_entities, word_places
from engine.training.batches import IGNORED
from engine.training.prompted_model import PromptedModel

LABELS = ["O", "B-PER", "I-PER"]


def tagging(backbone: Backbone, max_tokens: int = 32, template: str = "{soft}{tokens}", length: int = 0) -> Tagging:
    plan = TaskPlan("tagging", "head", template, LABELS, None, max_tokens, "mean", {"text": "tokens", "label": "tags"})
    task = make_task(backbone, plan, input_length=length, prefix_length=0, generator=torch.Generator().manual_seed(0))
    assert isinstance(task, Tagging)
    return task


def test_an_encoder_reads_the_first_piece_and_a_causal_model_the_last(bert: Backbone, gpt2: Backbone) -> None:
    row = Example(1, {"tokens": "the bookish film"}, "O B-PER O")
    for backbone, is_last in ((bert, False), (gpt2, True)):
        task = tagging(backbone)
        encoded, tokens = task.encode(row), task.encoder.kept(row)
        shown = [tokens[place].text for place in encoded.places]
        assert shown[0] == "the" and shown[2] == "film"
        assert shown[1].startswith("b") != is_last and encoded.tags == (0, 1, 0)


def test_virtual_tokens_in_front_move_the_places(bert: Backbone) -> None:
    row = Example(1, {"tokens": "the film"}, "O O")
    plain, prompted = tagging(bert).encode(row), tagging(bert, length=3).encode(row)
    assert prompted.places == tuple(place + 3 for place in plain.places)


def test_a_word_that_was_cut_is_outside_and_trains_nothing(bert: Backbone) -> None:
    task = tagging(bert, max_tokens=10)
    row = Example(1, {"tokens": " ".join(["film"] * 20)}, " ".join(["B-PER"] * 20))
    encoded = task.encode(row)
    assert encoded.places[-1] == -1 and encoded.places[0] == 1
    batch = task.make_batch([encoded])
    assert int((batch.labels != IGNORED).sum()) == sum(place >= 0 for place in encoded.places) < 20
    said = task.said(task.predict(PromptedModel(bert), [encoded]))[0].split()
    assert len(said) == 20 and said[-1] == "O"


def test_the_commonest_tag_stands_for_the_model_without_a_head(bert: Backbone) -> None:
    task = tagging(bert)
    rows = [task.encode(Example(1, {"tokens": "the film is good"}, "O B-PER O O"))]
    assert task.said(task.majority(rows, rows)) == ["O O O O"]


def test_a_tag_that_was_never_learned_is_wrong_and_no_failure(bert: Backbone) -> None:
    task = tagging(bert)
    row = task.encode(Example(1, {"tokens": "the film is good"}, "O B-LOC O O"))
    assert row.tags == (0, IGNORED, 0, 0)
    with torch.no_grad():
        found = task.predict(PromptedModel(bert), [row])
    assert bool(found.losses.isfinite().all()) and len(task.said(found)[0].split()) == 4
    assert task.said(task.majority([row], [row])) == ["O O O O"]


def test_a_causal_model_says_that_it_sees_only_what_stands_before(bert: Backbone, gpt2: Backbone) -> None:
    assert [event["code"] for event in tagging(gpt2).notes()] == ["tags_from_the_left"]
    assert tagging(bert).notes() == []


@pytest.mark.parametrize(
    ("labels", "marks"),
    [(["O", "B-X"], True), (["NOUN", "VERB"], False), (["O", "B-X", "verb"], False), (["O"], False)],
)
def test_entities_are_told_by_their_tags(labels: list[str], marks: bool) -> None:
    assert has_entities(labels) == marks


@given(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=8), st.integers(1, 3))
def test_every_word_finds_its_own_pieces(words: list[str], size: int) -> None:
    """Pieces of `size` letters; white space belongs to the piece behind it, as byte-level tokenizers have it."""
    text, tokens, owner = " ".join(words), [], []
    start = 0
    for number, word in enumerate(words):
        for first in range(0, len(word), size):
            begin = start + first - (1 if number and not first else 0)
            tokens.append(Token(0, "text", "", "c", begin, start + min(first + size, len(word))))
            owner.append(number)
        start += len(word) + 1
    firsts, lasts = word_places(text, tokens, "c"), word_places(text, tokens, "c", is_last=True)
    assert [owner[place] for place in firsts] == [owner[place] for place in lasts] == list(range(len(words)))
    assert all(not place or owner[place - 1] != owner[place] for place in firsts)
    assert all(place + 1 == len(owner) or owner[place + 1] != owner[place] for place in lasts)
