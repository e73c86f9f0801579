"""engine/methods/prompt_tuning.py: the options choose the start, and the rows are all there is."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import MethodContext, Prompt, initializers, make_method


def start(backbone: Backbone, **options: Any) -> Tensor:
    context = MethodContext(backbone, torch.Generator().manual_seed(0), ("good", "bad"), "read the review")
    method = make_method({"kind": "prompt_tuning", "length": 4, **options}, context)
    assert [name for name, _ in method.named_parameters()] == ["embeddings"]
    embeddings = method().embeddings
    assert embeddings is not None
    return embeddings.detach()


def test_each_choice_of_start_is_that_initializer(bert: Backbone) -> None:
    def draw() -> torch.Generator:
        return torch.Generator().manual_seed(0)

    assert torch.equal(start(bert), initializers.text(4, bert, "read the review"))
    assert torch.equal(start(bert, init_text="good book"), initializers.text(4, bert, "good book"))
    assert torch.equal(start(bert, initializer="uniform"), initializers.uniform(4, bert.embedding_size, draw()))
    assert torch.equal(start(bert, initializer="vocabulary"), initializers.sampled_vocabulary(4, bert, draw()))
    assert torch.equal(start(bert, initializer="labels"), initializers.label_words(4, bert, ("good", "bad"), draw()))


def test_an_unknown_start_is_refused(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        start(bert, initializer="normal")
    assert caught.value.code == "option_choice"


def test_another_pack_goes_before_the_other_starts_and_what_was_done_is_told(bert: Backbone) -> None:
    rows = torch.arange(6 * 32.0).reshape(6, 32)
    for length, codes in ((6, []), (4, ["init_pack_cut"]), (9, ["init_pack_filled"])):
        context = MethodContext(bert, torch.Generator().manual_seed(0), start=Prompt(embeddings=rows))
        method = make_method({"kind": "prompt_tuning", "length": length, "init_text": "good"}, context)
        embeddings = method().embeddings
        assert embeddings is not None and torch.equal(embeddings[:6], rows[:length])
        assert [event["code"] for event in context.notes] == codes


def test_only_a_text_that_the_person_chose_is_spoken_of(bert: Backbone) -> None:
    for options, codes in (({"init_text": "good"}, ["init_repeated"]), ({}, [])):
        context = MethodContext(bert, torch.Generator().manual_seed(0), task_text="read the review")
        make_method({"kind": "prompt_tuning", **options}, context)
        assert [event["code"] for event in context.notes] == codes


@pytest.mark.parametrize("length", [1, 200])
@pytest.mark.parametrize("way", ["text", "labels", "vocabulary", "uniform"])
def test_one_to_two_hundred_tokens_can_start_anyhow(length: int, way: str, bert: Backbone) -> None:
    assert start(bert, length=length, initializer=way).shape == (length, bert.embedding_size)
