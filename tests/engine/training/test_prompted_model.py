"""engine/training/prompted_model.py: where the prompt meets the backbone, and that nothing else changes."""

from __future__ import annotations

import dataclasses

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.training.batches import AnswerLayout, Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

FAMILIES = ["bert", "roberta", "electra", "distilbert", "albert", "llama", "qwen3", "gpt2", "opt"]
ROWS = [
    EncodedExample(1, [-1, -2, 9, 14, 20, 31]),
    EncodedExample(2, [-1, -2, 8]),
    EncodedExample(3, [7, -1, 8, 40, -2]),
]


def prompt_for(backbone: Backbone, *, is_deep: bool = True, seed: int = 0) -> Prompt:
    draw = torch.Generator().manual_seed(seed)
    deep = {slot.name: torch.randn(2, slot.kv_heads, 3, slot.head_dim, generator=draw) for slot in backbone.slots}
    return Prompt(torch.randn(2, backbone.embedding_size, generator=draw), deep if is_deep else {})


def hidden(model: PromptedModel, batch: Batch) -> Tensor:
    with torch.no_grad(), model.installed():
        return model.hidden(batch)


def to_the_left(batch: Batch) -> Batch:
    """The same rows with their padding in front."""
    shifts = (~batch.attention_mask).sum(dim=1).tolist()

    def roll(values: Tensor) -> Tensor:
        return torch.stack([row.roll(shift) for row, shift in zip(values, shifts, strict=True)])

    names = ("input_ids", "soft_index", "attention_mask", "labels")
    return dataclasses.replace(batch, **{name: roll(getattr(batch, name)) for name in names})


@pytest.mark.parametrize("is_deep", [True, False])
@pytest.mark.parametrize("name", FAMILIES)
def test_padding_on_the_left_and_on_the_right_give_the_same(
    name: str, is_deep: bool, backbones: dict[str, Backbone]
) -> None:
    model = PromptedModel(backbones[name], prompt_for(backbones[name], is_deep=is_deep))
    right = make_batch(ROWS)
    left = to_the_left(right)
    assert not torch.equal(right.attention_mask, left.attention_mask)
    found = hidden(model, right)[right.attention_mask], hidden(model, left)[left.attention_mask]
    assert torch.allclose(*found, rtol=1e-5, atol=5e-6)  # states of size 2, fp32; other processors round otherwise


@pytest.mark.parametrize("name", FAMILIES)
def test_a_row_does_not_depend_on_its_neighbours(name: str, backbones: dict[str, Backbone]) -> None:
    model = PromptedModel(backbones[name], prompt_for(backbones[name]))
    together = make_batch(ROWS)
    states = hidden(model, together)
    for index, row in enumerate(ROWS):
        alone = hidden(model, make_batch([row]))[0]
        assert torch.allclose(states[index][together.attention_mask[index]], alone, rtol=1e-5, atol=5e-6)


def test_two_prompted_models_over_one_backbone_do_not_disturb_each_other(llama: Backbone) -> None:
    batch = make_batch(ROWS)
    models = [PromptedModel(llama, prompt_for(llama, seed=seed)) for seed in (1, 2)]
    alone = [hidden(model, batch) for model in models]
    with torch.no_grad(), models[0].installed():
        with models[1].installed():
            inner = models[1].hidden(batch)
        outer = models[0].hidden(batch)
    assert torch.equal(outer, alone[0]) and torch.equal(inner, alone[1]) and not torch.equal(*alone)


def test_the_untouched_model_stays_untouched_inside_another_ones_block(llama: Backbone) -> None:
    batch = make_batch([EncodedExample(1, [9, 14, 20])])
    base = PromptedModel(llama)
    alone = hidden(base, batch)
    with PromptedModel(llama, prompt_for(llama)).installed():
        assert torch.equal(hidden(base, batch), alone)


def test_the_prompt_stays_during_backward_and_is_gone_after(llama: Backbone) -> None:
    batch = make_batch(ROWS)
    before = hidden(PromptedModel(llama), batch)
    prompt = prompt_for(llama)
    leaves = [tensor.requires_grad_() for tensor in prompt.tensors().values()]
    model = PromptedModel(llama, prompt)
    with model.installed():
        model.hidden(batch).pow(2).sum().backward()
        assert all(slot.module._softprompt_prefix is not None for slot in llama.slots)
    assert all(leaf.grad is not None for leaf in leaves)
    assert torch.equal(hidden(PromptedModel(llama), batch), before)


def test_virtual_tokens_are_the_prompts_rows_and_the_others_the_models_own(bert: Backbone) -> None:
    prompt = prompt_for(bert, is_deep=False)
    assert prompt.embeddings is not None
    embedded = PromptedModel(bert, prompt).embed(make_batch(ROWS))
    assert torch.equal(embedded[0, :2], prompt.embeddings)
    assert torch.equal(embedded[2, [1, 4]], prompt.embeddings)
    assert torch.equal(embedded[0, 2:], bert.embedding(torch.tensor([9, 14, 20, 31])))


def test_positions_count_the_prefix_and_only_when_they_are_shifted(bert: Backbone) -> None:
    batch = make_batch(ROWS)
    shifted = PromptedModel(bert, prompt_for(bert)).inputs(batch)["position_ids"]
    kept = PromptedModel(bert, prompt_for(bert), shifts_positions=False).inputs(batch)["position_ids"]
    assert shifted[0].tolist() == [3, 4, 5, 6, 7, 8] and kept[0].tolist() == [0, 1, 2, 3, 4, 5]
    assert shifted[1, :3].tolist() == [3, 4, 5]


def test_an_input_prompt_takes_positions_as_any_token_does(bert: Backbone) -> None:
    model = PromptedModel(bert, prompt_for(bert, is_deep=False))
    assert model.inputs(make_batch(ROWS))["position_ids"][0].tolist() == [0, 1, 2, 3, 4, 5]


def test_a_model_without_a_prompt_is_the_stock_model(bert: Backbone) -> None:
    batch = make_batch([EncodedExample(1, [9, 14, 20]), EncodedExample(2, [7])])
    with torch.no_grad():
        stock = bert.model(input_ids=batch.input_ids, attention_mask=batch.attention_mask.long()).last_hidden_state
    assert torch.equal(hidden(PromptedModel(bert), batch)[batch.attention_mask], stock[batch.attention_mask])


def test_an_infix_is_seen_from_the_token_before_the_answer_on(gpt2: Backbone) -> None:
    deep = prompt_for(gpt2, is_deep=True).key_values
    infix = PromptedModel(gpt2, Prompt(key_values=deep, is_infix=True))
    batch = make_batch([EncodedExample(1, [9, 14, 20, 7], [5, 6]), EncodedExample(2, [8, 7], [5])])

    def states(model: PromptedModel) -> Tensor:
        with torch.no_grad(), model.installed(batch):
            return model.hidden(batch)

    bare, found, front = states(PromptedModel(gpt2)), states(infix), states(PromptedModel(gpt2, Prompt(None, deep)))
    assert torch.allclose(found[0, :3], bare[0, :3], atol=1e-6), "the text must not see the infix"
    assert torch.allclose(found[1, :1], bare[1, :1], atol=1e-6)
    assert not torch.allclose(found[0, 3:], bare[0, 3:], atol=1e-2) and not torch.allclose(found, front, atol=1e-2)
    shift = infix.prompt.length_at("decoder")
    assert infix.positions(batch)[0].tolist() == [0, 1, 2, 3 + shift, 4 + shift, 5 + shift]


@pytest.mark.parametrize("name", ["t5", "bart"])
def test_an_encoder_decoder_answers_as_the_stock_model_does(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    layout = AnswerLayout("decoder", (int(backbone.model.config.decoder_start_token_id),))
    batch = make_batch([EncodedExample(1, [9, 14, 20], [7, 8]), EncodedExample(2, [8, 7], [5])], layout)
    model = PromptedModel(backbone)
    with torch.no_grad(), model.installed(batch):
        states, ids, rows = model.answer_states(batch)
        stock = backbone.model(
            input_ids=batch.input_ids, attention_mask=batch.attention_mask.long(), decoder_input_ids=batch.decoder_ids
        ).logits
    assert ids.tolist() == [7, 8, 5] and rows.tolist() == [0, 0, 1]
    expected = torch.stack([stock[0, 0], stock[0, 1], stock[1, 0]])
    assert torch.allclose(backbone.logits(states), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("site", ["encoder", "decoder", "cross"])
@pytest.mark.parametrize("name", ["t5", "bart"])
def test_a_prefix_reaches_every_site_of_an_encoder_decoder(
    name: str, site: str, backbones: dict[str, Backbone]
) -> None:
    backbone = backbones[name]
    layout = AnswerLayout("decoder", (int(backbone.model.config.decoder_start_token_id),))
    batch = make_batch([EncodedExample(1, [9, 14, 20], [7, 8])], layout)
    slots = [slot for slot in backbone.slots if slot.site == site]
    assert len(slots) == {"t5": (2, 3), "bart": (3, 2)}[name][0 if site == "encoder" else 1]
    deep = {slot.name: torch.randn(2, slot.kv_heads, 3, slot.head_dim, requires_grad=True) for slot in slots}
    model = PromptedModel(backbone, Prompt(None, deep))
    with model.installed(batch):
        states, _, _ = model.answer_states(batch)
        states.square().sum().backward()
    for tensor in deep.values():
        assert tensor.grad is not None and (tensor.grad.abs().amax(dim=(0, 1, 3)) > 0).all()


def test_blanks_of_a_masked_model_stand_where_the_template_put_the_answer(backbones: dict[str, Backbone]) -> None:
    backbone = backbones["bert_mlm"]
    blank = backbone.tokenizer.mask_token_id
    layout = AnswerLayout("inside", (blank,))
    batch = make_batch([EncodedExample(1, [2, 9, 14, 3], [7, 8], answer_at=2), EncodedExample(2, [2, 3], [5])], layout)
    assert batch.input_ids.tolist() == [[2, 9, blank, blank, 14, 3], [2, 3, blank, 0, 0, 0]]
    model = PromptedModel(backbone)
    with torch.no_grad(), model.installed(batch):
        states, ids, _ = model.answer_states(batch)
        stock = backbone.model(input_ids=batch.input_ids, attention_mask=batch.attention_mask.long()).logits
    assert ids.tolist() == [7, 8, 5]
    assert torch.allclose(backbone.logits(states)[:2], stock[0, 2:4], rtol=1e-5, atol=1e-5)
