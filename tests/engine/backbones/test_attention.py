"""engine/backbones/attention.py: the prefix stands in front of the keys and values, and only while it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, AutoModel, DynamicCache
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from engine.backbones import attention
from engine.backbones.attention import Prefix
from engine.backbones.backbone import Backbone

LENGTH = 3


def carry(module: SimpleNamespace, *prefixes: Prefix) -> None:
    """As `installed` does, for a stand-in that cannot be the key of a mapping."""
    setattr(module, attention._PREFIX, attention._Carried(prefixes))


def prefixes_for(backbone: Backbone, seed: int = 0, scale: float = 1.0) -> dict[nn.Module, Prefix]:
    draw = torch.Generator().manual_seed(seed)
    return {
        slot.module: Prefix(
            *(scale * torch.randn(1, slot.kv_heads, LENGTH, slot.head_dim, generator=draw) for _ in range(2))
        )
        for slot in backbone.slots
    }


def inputs() -> dict[str, Tensor]:
    ids = torch.tensor([[5, 9, 14, 20, 31], [7, 8, 40, 0, 0]])
    return {"input_ids": ids, "attention_mask": torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])}


def hidden(model: Any, **more: Any) -> Tensor:
    result: Tensor = model(**inputs(), **more).last_hidden_state
    return result


@pytest.mark.parametrize("name", ["bert", "llama", "gpt2"])
def test_a_model_without_a_prefix_is_the_stock_model_bit_for_bit(
    name: str, backbones: dict[str, Backbone], model_folders: dict[str, Path]
) -> None:
    # GPT-2's activation is the one that loading puts in its place: test_model_loading compares the two
    fused = {"activation_function": "gelu_pytorch_tanh"} if name == "gpt2" else {}
    options = {"attn_implementation": "sdpa", "dtype": torch.float32, **fused}
    stock = AutoModel.from_pretrained(model_folders[name], **options).eval()
    with torch.no_grad():
        assert torch.equal(hidden(backbones[name].body), hidden(stock))


def plain_attention(prefixes: list[Prefix]) -> Any:
    """Attention as a person would write it down: concatenate, scale, mask, softmax, weigh."""
    order: dict[nn.Module, Prefix] = {}

    def attend(
        module: nn.Module, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, scaling: float, **_: Any
    ) -> tuple[Tensor, None]:
        prefix = order.setdefault(module, prefixes[len(order) % len(prefixes)])
        rows, columns = query.shape[2], key.shape[2]
        if mask is None:
            full = torch.ones(rows, columns, dtype=torch.bool)
            mask = full.tril() if getattr(module, "is_causal", False) else full
        keys = torch.cat([prefix.keys.expand(len(key), -1, -1, -1), key], dim=2)
        values = torch.cat([prefix.values.expand(len(key), -1, -1, -1), value], dim=2)
        group = query.shape[1] // key.shape[1]
        keys, values = keys.repeat_interleave(group, dim=1), values.repeat_interleave(group, dim=1)
        scores = query @ keys.transpose(2, 3) * scaling
        visible = torch.cat([torch.ones(*mask.shape[:-1], prefix.keys.shape[2], dtype=torch.bool), mask], dim=-1)
        weights = scores.masked_fill(~visible, float("-inf")).softmax(dim=-1)
        return (weights @ values).transpose(1, 2), None

    return attend


@pytest.mark.parametrize("name", ["bert", "llama", "gpt2"])
def test_a_prefix_gives_what_plainly_written_attention_gives(
    name: str, backbones: dict[str, Backbone], model_folders: dict[str, Path]
) -> None:
    prefixes = prefixes_for(backbones[name])
    AttentionInterface.register("plain", plain_attention(list(prefixes.values())))
    AttentionMaskInterface.register("plain", sdpa_mask)
    plain = AutoModel.from_pretrained(model_folders[name], attn_implementation="plain", dtype=torch.float32).eval()
    with torch.no_grad(), attention.installed(prefixes):
        ours = hidden(backbones[name].body)
    with torch.no_grad():
        theirs = hidden(plain)
        untouched = hidden(backbones[name].body)
    real = inputs()["attention_mask"].bool()
    assert torch.allclose(ours[real], theirs[real], rtol=1e-5, atol=1e-6)
    assert not torch.allclose(ours[real], untouched[real], atol=1e-3)


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_a_prefix_gives_what_the_same_keys_in_a_cache_give(name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    prefixes = prefixes_for(backbone)
    given = {"inputs_embeds": backbone.embedding(inputs()["input_ids"]), "position_ids": torch.arange(5).expand(2, -1)}
    real = inputs()["attention_mask"]
    cache = DynamicCache(config=backbone.model.config)
    for layer, prefix in enumerate(prefixes.values()):
        cache.update(prefix.keys.expand(2, -1, -1, -1), prefix.values.expand(2, -1, -1, -1), layer)
    with torch.no_grad():
        mask = torch.cat([torch.ones(2, LENGTH, dtype=torch.long), real], dim=1)
        cached = backbone.body(**given, attention_mask=mask, past_key_values=cache).last_hidden_state
        with attention.installed(prefixes):
            ours = backbone.body(**given, attention_mask=real, use_cache=False).last_hidden_state
    assert torch.allclose(ours[real.bool()], cached[real.bool()], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("own_masks", [False, True], ids=["one mask", "a mask a head"])
@pytest.mark.parametrize("is_additive", [False, True], ids=["bool", "additive"])
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_written_out_attention_is_the_fused_one(groups: int, is_additive: bool, own_masks: bool) -> None:
    draw = torch.Generator().manual_seed(0)
    query = torch.randn(3, 4, 5, 8, generator=draw)
    key, value = (torch.randn(3, groups, 6, 8, generator=draw) for _ in range(2))
    mask = torch.rand(3, 4 if own_masks else 1, 5, 6, generator=draw) > 0.3
    mask[..., 0] = True
    given = torch.zeros(mask.shape).masked_fill(~mask, float("-inf")) if is_additive else mask
    ours = attention.plain_attention(query, key, value, given, 0.4)
    theirs = nn.functional.scaled_dot_product_attention(
        query, key, value, attn_mask=mask, scale=0.4, enable_gqa=True
    ).transpose(1, 2)
    assert torch.allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("is_causal", [False, True])
@pytest.mark.parametrize("length", [0, LENGTH])
def test_training_in_16_bits_on_the_cpu_goes_the_written_out_way(
    length: int, is_causal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = SimpleNamespace(is_causal=is_causal, num_key_value_groups=2)
    draw = torch.Generator().manual_seed(0)
    query, key = torch.randn(2, 4, 5, 8, generator=draw), torch.randn(2, 2, 5, 8, generator=draw)
    if length:
        carry(module, Prefix(*torch.randn(2, 1, 2, length, 8, generator=draw)))
    expected, _ = attention.attention(module, query, key, key, None)  # type: ignore[arg-type]
    calls: list[int] = []
    plain = attention.plain_attention
    monkeypatch.setattr(attention, "plain_attention", lambda *given: (calls.append(1), plain(*given))[1])
    halves = query.bfloat16().requires_grad_(), key.bfloat16()
    found, _ = attention.attention(module, halves[0], halves[1], halves[1], None)  # type: ignore[arg-type]
    assert calls == [1] and torch.allclose(found.float(), expected, atol=0.03)


def test_a_query_that_sees_nothing_gives_numbers() -> None:
    query, key = torch.randn(1, 2, 3, 8), torch.randn(1, 2, 4, 8)
    mask = torch.ones(1, 1, 3, 4, dtype=torch.bool)
    mask[:, :, 1] = False
    out = attention.plain_attention(query, key, key, mask, None)
    assert torch.allclose(out[:, 1], key.mean(dim=2), atol=1e-6)


def test_an_additive_mask_is_widened_by_zeros() -> None:
    module = SimpleNamespace(is_causal=False)
    mask = torch.zeros(1, 1, 2, 4)
    mask[..., 3] = float("-inf")
    query, key = torch.randn(1, 2, 2, 8), torch.randn(1, 2, 4, 8)
    prefix = Prefix(torch.randn(1, 2, LENGTH, 8), torch.randn(1, 2, LENGTH, 8))
    carry(module, prefix)
    out, _ = attention.attention(module, query, key, key, mask)  # type: ignore[arg-type]
    bare = SimpleNamespace(is_causal=False)
    wide = torch.cat([prefix.keys, key[:, :, :3]], dim=2), torch.cat([prefix.values, key[:, :, :3]], dim=2)
    expected, _ = sdpa_attention_forward(bare, query, *wide, None)  # type: ignore[arg-type]
    assert torch.allclose(out, expected, atol=1e-6)


def test_without_a_mask_a_causal_module_still_sees_no_future() -> None:
    module = SimpleNamespace(is_causal=True)
    query, key = torch.randn(1, 2, 4, 8), torch.randn(1, 2, 4, 8)
    prefix = Prefix(torch.randn(1, 2, LENGTH, 8), torch.randn(1, 2, LENGTH, 8))
    carry(module, prefix)
    out, _ = attention.attention(module, query, key, key, None)  # type: ignore[arg-type]
    changed = key.clone()
    changed[:, :, 3] += 1
    later, _ = attention.attention(module, query, changed, changed, None)  # type: ignore[arg-type]
    assert torch.equal(out[:, :3], later[:, :3]) and not torch.equal(out[:, 3], later[:, 3])


def test_a_relative_position_bias_reaches_only_real_tokens() -> None:
    module = SimpleNamespace(is_causal=False)
    query, key, bias = torch.randn(1, 2, 4, 8), torch.randn(1, 2, 4, 8), torch.randn(1, 2, 4, 4)
    prefix = Prefix(torch.randn(1, 2, LENGTH, 8), torch.randn(1, 2, LENGTH, 8))
    carry(module, prefix)
    out, _ = attention.attention(module, query, key, key, None, position_bias=bias, scaling=1.0)  # type: ignore[arg-type]
    keys, values = torch.cat([prefix.keys, key], dim=2), torch.cat([prefix.values, key], dim=2)
    scores = query @ keys.transpose(2, 3) + torch.cat([torch.zeros(1, 2, 4, LENGTH), bias], dim=-1)
    assert torch.allclose(out, (scores.softmax(dim=-1) @ values).transpose(1, 2), atol=1e-5)


def test_after_the_block_the_model_is_the_stock_model_again(llama: Backbone) -> None:
    with torch.no_grad():
        before = hidden(llama.body)
        with pytest.raises(KeyError), attention.installed(prefixes_for(llama)):
            raise KeyError
        assert torch.equal(hidden(llama.body), before)


def test_an_inner_prefix_gives_way_to_the_outer_one(llama: Backbone) -> None:
    outer, inner = prefixes_for(llama, seed=1), prefixes_for(llama, seed=2)
    with torch.no_grad(), attention.installed(outer):
        first = hidden(llama.body)
        with attention.installed(inner):
            second = hidden(llama.body)
        assert torch.equal(hidden(llama.body), first) and not torch.equal(second, first)


@pytest.mark.parametrize("name", ["bert", "llama", "gpt2"])
def test_gradients_reach_every_row_of_every_slot(name: str, backbones: dict[str, Backbone]) -> None:
    prefixes = prefixes_for(backbones[name])
    for prefix in prefixes.values():
        prefix.keys.requires_grad_()
        prefix.values.requires_grad_()
    weights = torch.randn(2, 5, backbones[name].hidden_size, generator=torch.Generator().manual_seed(4))
    with attention.installed(prefixes):
        (hidden(backbones[name].body) * weights).sum().backward()
    for prefix in prefixes.values():
        for tensor in (prefix.keys, prefix.values):
            assert tensor.grad is not None
            assert (tensor.grad.abs().amax(dim=(0, 3)) > 0).all()  # (kv_heads, P)
    assert all(parameter.grad is None for parameter in backbones[name].model.parameters())


@pytest.fixture
def checkpointed(llama: Backbone) -> Iterator[Any]:
    """The body with gradient checkpointing, which runs the forward pass again during backward."""
    body: Any = llama.body
    body.activation_checkpointing_enable()
    body.train()
    yield body
    body.activation_checkpointing_disable()
    body.eval()


def test_the_prefix_is_there_when_backward_runs_the_attention_again(llama: Backbone, checkpointed: Any) -> None:
    grads = []
    for is_checkpointed in (True, False):
        checkpointed.train(is_checkpointed)
        prefixes = prefixes_for(llama)
        keys = next(iter(prefixes.values())).keys.requires_grad_()
        with attention.installed(prefixes):
            embeds = llama.embedding(inputs()["input_ids"])
            out = checkpointed(inputs_embeds=embeds, attention_mask=inputs()["attention_mask"], use_cache=False)
            out.last_hidden_state.pow(2).sum().backward()
        assert keys.grad is not None
        grads.append(keys.grad)
    assert torch.allclose(*grads, rtol=1e-5, atol=1e-7)


def test_without_the_prefix_that_backward_would_not_be_the_same(llama: Backbone, checkpointed: Any) -> None:
    embeds = llama.embedding(inputs()["input_ids"]).requires_grad_()
    with attention.installed(prefixes_for(llama)):
        out = checkpointed(inputs_embeds=embeds, attention_mask=inputs()["attention_mask"], use_cache=False)
    with pytest.raises(torch.utils.checkpoint.CheckpointError):
        out.last_hidden_state.pow(2).sum().backward()


def test_an_observer_hears_of_calls_only_inside_its_block(bert: Backbone) -> None:
    heard: list[int] = []
    with torch.no_grad():
        with attention.observed(lambda module, query, key, value: heard.append(query.shape[2])):
            hidden(bert.body)
        hidden(bert.body)
    assert heard == [5, 5]
