"""engine/inference/generator.py: streaming is the model's own continuation, whoever else is answering meanwhile."""

from __future__ import annotations

import itertools

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.inference import Sampling, TextGenerator
from engine.methods import Prompt
from engine.tasks import decoding
from engine.training.batches import EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

ROW = EncodedExample(0, [-1, -2, 300, 310, 320])
PLAIN = EncodedExample(0, [300, 310, 320])
GREEDY = Sampling(max_new_tokens=12)


def prompted(backbone: Backbone, seed: int = 0) -> PromptedModel:
    draw = torch.Generator().manual_seed(seed)
    deep = {slot.name: torch.randn(2, slot.kv_heads, 3, slot.head_dim, generator=draw) for slot in backbone.slots}
    return PromptedModel(backbone, Prompt(torch.randn(2, backbone.embedding_size, generator=draw), deep))


def tokens(model: PromptedModel, example: EncodedExample, sampling: Sampling = GREEDY) -> list[int]:
    return list(TextGenerator(model)._tokens(example, sampling))


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_streaming_gives_what_reading_everything_anew_gives(name: str, backbones: dict[str, Backbone]) -> None:
    model = prompted(backbones[name])
    written: list[int] = []
    for _ in range(GREEDY.max_new_tokens):
        with torch.no_grad(), model.installed():
            hidden = model.hidden(make_batch([EncodedExample(0, ROW.ids + written)]))
            token = int(model.backbone.logits(hidden[0, -1]).argmax())
        if token in (0, 1):
            break
        written.append(token)
    assert tokens(model, ROW) == written


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_two_models_that_answer_in_turn_answer_as_they_do_alone(name: str, backbones: dict[str, Backbone]) -> None:
    models = [PromptedModel(backbones[name]), prompted(backbones[name], 1), prompted(backbones[name], 2)]
    rows = [PLAIN, ROW, ROW]
    alone = [tokens(model, row) for model, row in zip(models, rows, strict=True)]
    streams = [TextGenerator(model)._tokens(row, GREEDY) for model, row in zip(models, rows, strict=True)]
    in_turn = list(itertools.zip_longest(*streams))
    assert [[turn[side] for turn in in_turn if turn[side] is not None] for side in range(3)] == alone
    assert alone[0] != alone[1] != alone[2]


def test_between_two_tokens_gradients_are_on(llama: Backbone) -> None:
    for _ in TextGenerator(prompted(llama))._tokens(ROW, GREEDY):
        assert torch.is_grad_enabled()


def test_a_prompt_that_is_still_trained_can_be_asked(llama: Backbone) -> None:
    model = prompted(llama)
    for tensor in model.prompt.tensors().values():
        tensor.requires_grad_()
    assert tokens(model, ROW)


def test_the_same_seed_draws_the_same_words(llama: Backbone) -> None:
    model = prompted(llama)
    drawn = [tokens(model, ROW, Sampling(temperature=1.0, seed=seed, max_new_tokens=12)) for seed in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_an_answer_may_reach_the_last_position_of_the_model(gpt2: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "end_tokens", lambda *_: set())
    row = EncodedExample(0, [-1, -2, *[300] * 153])
    assert gpt2.max_positions == 160  # 3 are taken by the deep prefix, 155 by the row: 2 more can be read
    assert len(tokens(prompted(gpt2), row)) == 3


def test_an_encoder_cannot_write(bert: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        TextGenerator(PromptedModel(bert))
    assert caught.value.code == "cannot_write"
