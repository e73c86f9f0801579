"""engine/methods/p_tuning_v2.py: a small start in every layer, and a network that is folded away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import MethodContext, Prompt, PromptMethod, make_method


def made(backbone: Backbone, seed: int = 0, **options: Any) -> PromptMethod:
    context = MethodContext(backbone, torch.Generator().manual_seed(seed))
    return make_method({"kind": "p_tuning_v2", **options}, context)


@pytest.mark.parametrize("way", ["none", "mlp"])
def test_it_starts_small_as_the_authors_models_do_and_not_as_an_embedding(way: str, bert: Backbone) -> None:
    method = made(bert, length=100, reparameterization=way)
    for name, parameter in method.named_parameters():
        if not name.endswith("bias"):
            assert 0.018 < float(parameter.detach().std()) < 0.022, name
        else:
            assert not parameter.any()


def test_the_start_does_not_depend_on_torchs_own_random_state(bert: Backbone) -> None:
    found = []
    for seed in (1, 2):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            found.append(made(bert, reparameterization="mlp").state_dict())
    assert all(torch.equal(found[0][name], found[1][name]) for name in found[0])


def test_every_self_attention_slot_is_filled_in_its_own_shape(llama: Backbone) -> None:
    prompt = made(llama, length=5)()
    assert prompt.embeddings is None
    shapes = {slot.name: (2, slot.kv_heads, 5, slot.head_dim) for slot in llama.slots}
    assert {name: tuple(tensor.shape) for name, tensor in prompt.key_values.items()} == shapes
    assert shapes["decoder.0"] == (2, 2, 5, 8)  # grouped: 2 of 4 heads


def test_slots_keep_their_numbers_apart(llama: Backbone) -> None:
    method = made(llama, length=2, dropout=0.0)
    with torch.no_grad():
        method.embeddings.copy_(torch.arange(method.embeddings.numel()).reshape(method.embeddings.shape))
    prompt = method()
    flat = torch.cat([tensor.permute(2, 0, 1, 3).reshape(2, -1) for tensor in prompt.key_values.values()], dim=1)
    assert torch.equal(flat, method.embeddings)


@pytest.mark.parametrize("way", ["none", "mlp"])
def test_the_export_is_the_forward_pass_without_dropout_and_without_a_network(way: str, bert: Backbone) -> None:
    method = made(bert, reparameterization=way, dropout=0.5)
    export = method.export().tensors()
    method.eval()
    plain = method().tensors()
    assert all(torch.equal(export[name], plain[name]) for name in plain)
    assert not any(tensor.requires_grad for tensor in export.values())
    assert set(export) == {f"key_values.{slot.name}" for slot in bert.slots}


def test_the_network_is_the_papers(bert: Backbone) -> None:
    method = made(bert, reparameterization="mlp", width=24, dropout=0.0)
    state = method.state_dict()
    rows = torch.tanh(state["embeddings"] @ state["network.0.weight"].T + state["network.0.bias"])
    rows = rows @ state["network.2.weight"].T + state["network.2.bias"]
    first = bert.slots[0]
    part = rows[:, : 2 * first.kv_heads * first.head_dim].reshape(-1, 2, first.kv_heads, first.head_dim)
    assert torch.allclose(method().key_values[first.name], part.permute(1, 2, 0, 3))


def test_dropout_leaves_out_its_share_and_keeps_the_mean(bert: Backbone) -> None:
    method = made(bert, length=200, dropout=0.4)
    whole = method.export().key_values["encoder.0"]
    dropped = method().key_values["encoder.0"]
    kept = dropped != 0
    assert 0.58 < float(kept.float().mean()) < 0.62
    assert torch.allclose(dropped[kept], whole[kept] / 0.6)


def test_exporting_draws_no_random_numbers_and_stays_in_training(bert: Backbone) -> None:
    method = made(bert, dropout=0.5)
    before = method.dropout.get_extra_state().clone()
    method.export()
    assert torch.equal(method.dropout.get_extra_state(), before) and method.training


def test_the_dropout_goes_on_where_its_state_was_saved(bert: Backbone) -> None:
    method, other = made(bert, dropout=0.5), made(bert, seed=1, dropout=0.5)
    method()
    other.load_state_dict(method.state_dict())
    assert torch.equal(method().key_values["encoder.0"], other().key_values["encoder.0"])


def test_the_network_is_as_wide_as_the_hidden_states_where_the_embedding_is_not(
    backbones: Mapping[str, Backbone],
) -> None:
    for name in ("electra", "albert"):
        backbone = backbones[name]
        assert backbone.embedding_size != backbone.hidden_size
        network = made(backbone, reparameterization="mlp").state_dict()
        assert network["network.0.weight"].shape == (512, backbone.hidden_size)


def test_cross_attention_gets_none(backbones: Mapping[str, Backbone]) -> None:
    found = made(backbones["t5"]).export().key_values
    assert found.keys() == {slot.name for slot in backbones["t5"].slots if slot.site != "cross"}


@pytest.mark.parametrize("way", ["none", "mlp"])
def test_it_starts_from_another_pack(way: str, llama: Backbone) -> None:
    start = made(llama, seed=3, length=4).export()
    context = MethodContext(llama, torch.Generator().manual_seed(0), start=start)
    prompt = make_method({"kind": "p_tuning_v2", "length": 4, "reparameterization": way}, context).export()
    for slot, tensor in start.key_values.items():
        torch.testing.assert_close(prompt.key_values[slot], tensor, rtol=1e-4, atol=1e-6)


def test_a_pack_of_another_length_is_refused(llama: Backbone) -> None:
    start = Prompt(key_values=made(llama, length=5).export().key_values)
    context = MethodContext(llama, torch.Generator().manual_seed(0), start=start)
    with pytest.raises(InputError) as caught:
        make_method({"kind": "p_tuning_v2", "length": 4}, context)
    assert caught.value.code == "init_pack_length"
