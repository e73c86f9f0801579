"""engine/training/prompted_model.py: where the prompt meets the backbone, and that nothing else changes."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.methods import Prompt
from engine.training.batches import Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

FAMILIES = ["bert", "llama", "gpt2"]
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

    rolled = [roll(tensor) for tensor in (batch.input_ids, batch.soft_index, batch.attention_mask, batch.labels)]
    return Batch(*rolled, batch.targets)


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
    assert torch.allclose(*found, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_row_does_not_depend_on_its_neighbours(name: str, backbones: dict[str, Backbone]) -> None:
    model = PromptedModel(backbones[name], prompt_for(backbones[name]))
    together = make_batch(ROWS)
    states = hidden(model, together)
    for index, row in enumerate(ROWS):
        alone = hidden(model, make_batch([row]))[0]
        assert torch.allclose(states[index][together.attention_mask[index]], alone, rtol=1e-5, atol=1e-6)


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
