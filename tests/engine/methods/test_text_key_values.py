"""engine/methods/text_key_values.py: a prefix may start as what the model itself would keep of a text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import MethodContext, Prompt, make_method
from engine.methods.initializers import text_ids
from engine.methods.text_key_values import key_values_of, text_key_values
from engine.training.batches import EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel

WORDS = "read the review and decide which of these it is"


def heads_of(states: Tensor, slot: Any) -> Tensor:
    """(1, T, heads * head_dim) -> (heads, T, head_dim)."""
    return states[0].reshape(states.shape[1], slot.kv_heads, slot.head_dim).transpose(0, 1)


def keep_output(kept: dict[str, Tensor], name: str) -> Any:
    def hook(_: Any, __: Any, output: Tensor) -> None:
        kept[name] = output

    return hook


@pytest.mark.parametrize("name", ["gpt2", "llama", "qwen3", "opt", "glm"])
def test_a_causal_models_are_its_own_cache(
    name: str, backbones: Mapping[str, Backbone], model_folders: Mapping[str, Path]
) -> None:
    backbone = backbones[name]
    ids = text_ids(backbone, WORDS, 9)
    stock = AutoModelForCausalLM.from_pretrained(model_folders[name], dtype=torch.float32).eval()
    with torch.no_grad():
        cache = stock(torch.tensor([ids]), use_cache=True).past_key_values
    found = key_values_of(backbone, ids)
    assert len(found) == len(cache.layers) == len(backbone.slots)
    for index, layer in enumerate(cache.layers):
        expected = torch.stack([layer.keys[0], layer.values[0]])
        torch.testing.assert_close(found[f"decoder.{index}"], expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["t5", "bart"])
def test_an_encoder_decoders_are_its_own_caches_and_its_encoders_keys(
    name: str, backbones: Mapping[str, Backbone], model_folders: Mapping[str, Path]
) -> None:
    backbone = backbones[name]
    ids = text_ids(backbone, WORDS, 7)
    stock = AutoModelForSeq2SeqLM.from_pretrained(model_folders[name], dtype=torch.float32).eval()
    encoder: dict[str, Tensor] = {}
    parts = {"k": 0, "v": 1, "k_proj": 0, "v_proj": 1}
    for path, module in stock.get_encoder().named_modules():
        last = path.rpartition(".")[2]
        if last in parts:
            module.register_forward_hook(keep_output(encoder, f"{path.split('.')[1]}.{parts[last]}"))
    tokens = torch.tensor([ids])
    with torch.no_grad():
        cache = stock(tokens, decoder_input_ids=tokens, use_cache=True).past_key_values
    found = text_key_values(backbone, WORDS, {"encoder": 7, "decoder": 7, "cross": 7})
    assert found.keys() == {slot.name for slot in backbone.slots}
    for slot in backbone.slots:
        index = int(slot.name.partition(".")[2])
        if slot.site == "encoder":
            expected = torch.stack([heads_of(encoder[f"{index}.{part}"], slot) for part in (0, 1)])
        else:
            kept = cache.cross_attention_cache if slot.site == "cross" else cache.self_attention_cache
            expected = torch.stack([kept.layers[index].keys[0], kept.layers[index].values[0]])
        torch.testing.assert_close(found[slot.name], expected, rtol=1e-5, atol=1e-5)


def test_each_site_reads_the_text_for_its_own_length(backbones: Mapping[str, Backbone]) -> None:
    t5 = backbones["t5"]
    lengths = {"encoder": 3, "decoder": 5, "cross": 2}
    found = text_key_values(t5, WORDS, lengths)
    for slot in t5.slots:
        alone = key_values_of(t5, text_ids(t5, WORDS, lengths[slot.site]))[slot.name]
        assert torch.equal(found[slot.name], alone) and alone.shape[2] == lengths[slot.site]


def test_a_shared_layer_has_keys_for_each_of_its_calls(backbones: Mapping[str, Backbone]) -> None:
    albert = backbones["albert"]
    found = key_values_of(albert, text_ids(albert, WORDS, 4))
    assert len({slot.module for slot in albert.slots}) < len(albert.slots) == len(found)
    first, second = (found[slot.name] for slot in albert.slots[:2])
    assert not torch.allclose(first, second)


def test_a_site_that_is_not_asked_for_is_not_filled(backbones: Mapping[str, Backbone]) -> None:
    assert text_key_values(backbones["bart"], WORDS, {"cross": 4}).keys() == {"cross.0", "cross.1"}


def test_what_was_done_to_the_text_is_told_once_for_each_length(backbones: Mapping[str, Backbone]) -> None:
    t5 = backbones["t5"]
    count = len(t5.tokenizer(WORDS, add_special_tokens=False).input_ids)
    notes: list[RunEvent] = []
    text_key_values(t5, WORDS, {"encoder": count, "decoder": count + 3, "cross": count + 3}, notes)
    assert [(event["code"], event["args"]) for event in notes] == [
        ("init_repeated", {"tokens": count, "length": count + 3})
    ]


def test_more_tokens_than_the_model_has_positions_are_refused(gpt2: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        text_key_values(gpt2, WORDS, {"decoder": 161})
    assert caught.value.code == "prompt_too_long"


def answer_losses(model: PromptedModel, ids: list[int], answer: list[int]) -> Tensor:
    batch = make_batch([EncodedExample(0, ids, answer), EncodedExample(1, ids[2:], answer)])
    with torch.no_grad(), model.installed(batch):
        states, labels, _ = model.answer_states(batch)
        return F.cross_entropy(model.backbone.logits(states).float(), labels, reduction="none")


@pytest.mark.parametrize("name", ["gpt2", "llama", "qwen3", "opt", "glm"])
@pytest.mark.parametrize(("way", "tolerance"), [("none", 1e-5), ("mlp", 1e-4), ("mlp_deep", 1e-4)])
def test_a_prefix_made_of_a_text_scores_as_the_model_that_reads_the_text(
    name: str, way: str, tolerance: float, backbones: Mapping[str, Backbone]
) -> None:
    backbone = backbones[name]
    context = MethodContext(backbone, torch.Generator().manual_seed(0), task_text=WORDS)
    options = {"kind": "prefix_tuning", "length": 8, "reparameterization": way}
    prefixed = PromptedModel(backbone, make_method(options, context).export())
    ids = backbone.tokenizer("i love this film . sentiment :", add_special_tokens=False).input_ids
    answer = backbone.tokenizer(" good book", add_special_tokens=False).input_ids
    in_front = text_ids(backbone, WORDS, 8)
    batch = make_batch([EncodedExample(0, in_front + ids, answer), EncodedExample(1, in_front + ids[2:], answer)])
    plain = PromptedModel(backbone, Prompt())
    with torch.no_grad(), plain.installed(batch):
        states, labels, _ = plain.answer_states(batch)
        expected = F.cross_entropy(backbone.logits(states).float(), labels, reduction="none")
    torch.testing.assert_close(answer_losses(prefixed, ids, answer), expected, rtol=tolerance, atol=tolerance)
    assert not torch.allclose(answer_losses(plain, ids, answer), expected, rtol=0.01)
