"""engine/methods/slot_rows.py: the papers' order of keys and values, and networks set to give what they should."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch
from torch import nn

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import Prompt
from engine.methods.slot_rows import SlotRows, fit


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("name", ["llama", "t5", "albert"])
def test_rows_and_keys_are_each_others_inverse(name: str, backbones: Mapping[str, Backbone]) -> None:
    layout = SlotRows(backbones[name].slots)
    rows = torch.randn(5, layout.width, generator=seeded())
    key_values = layout.key_values(rows)
    assert {part: tuple(tensor.shape) for part, tensor in key_values.items()} == {
        slot.name: (2, slot.kv_heads, 5, slot.head_dim) for slot in backbones[name].slots
    }
    assert torch.equal(layout.rows(key_values), rows)


def test_the_order_is_that_of_the_authors_code(llama: Backbone) -> None:
    layers, heads, width, length = len(llama.slots), 2, 8, 3
    layout = SlotRows(llama.slots)
    rows = torch.randn(length, layout.width, generator=seeded())
    # their get_prompt: view(n, 2 L, heads, width), permute to (2 L, heads, n, width), split in twos
    past = rows.view(length, 2 * layers, heads, width).permute(1, 2, 0, 3).split(2)
    for slot, (key, value) in zip(llama.slots, past, strict=True):
        assert torch.equal(layout.key_values(rows)[slot.name], torch.stack([key, value]))


@pytest.mark.parametrize(("length", "middle"), [(6, 16), (16, 16), (1, 8)])
def test_a_fitted_network_gives_the_rows(length: int, middle: int) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = nn.Sequential(nn.Linear(12, middle), nn.Tanh(), nn.Linear(middle, 40))
        embeddings = nn.Parameter(torch.randn(length, 12))
        rows = 20 * torch.randn(length, 40)
    fit(embeddings, network, rows)
    torch.testing.assert_close(network(embeddings).detach(), rows, rtol=1e-4, atol=1e-3)


def test_the_fit_is_the_smallest_squared_error_where_the_network_is_too_narrow() -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = nn.Sequential(nn.Linear(12, 4), nn.Tanh(), nn.Linear(4, 40)).double()
        embeddings = nn.Parameter(torch.randn(10, 12).double())
        rows = torch.randn(10, 40).double()
    fit(embeddings, network, rows)
    error = (network(embeddings) - rows).square().sum()
    error.backward()  # type: ignore[no-untyped-call]
    last = network[2].weight
    assert last.grad is not None and float(last.grad.abs().max()) < 1e-10  # a minimum over the last layer


def test_the_fit_moves_the_last_layer_alone() -> None:
    network = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 10))
    embeddings = nn.Parameter(torch.randn(3, 6, generator=seeded()))
    before = {name: tensor.clone() for name, tensor in [*network.named_parameters(), ("embeddings", embeddings)]}
    fit(embeddings, network, torch.ones(3, 10))
    after = dict([*network.named_parameters(), ("embeddings", embeddings)])
    assert [name for name in before if not torch.equal(before[name], after[name])] == ["2.weight"]


def test_without_a_network_the_rows_are_copied() -> None:
    embeddings = nn.Parameter(torch.zeros(3, 10))
    rows = torch.randn(3, 10, generator=seeded())
    fit(embeddings, nn.Identity(), rows)
    assert torch.equal(embeddings, rows)


def test_a_pack_that_does_not_enter_these_slots_is_refused(llama: Backbone) -> None:
    layout = SlotRows(llama.slots)
    fitting = layout.key_values(torch.randn(3, layout.width, generator=seeded()))
    assert torch.equal(layout.rows_of(Prompt(key_values=fitting), 3), layout.rows(fitting))
    cases = (
        (Prompt(key_values=fitting), 4, "init_pack_length"),
        (Prompt(key_values={"decoder.0": fitting["decoder.0"]}), 3, "init_pack_slot"),
        (Prompt(embeddings=torch.ones(3, 32)), 3, "init_pack_slot"),
        (Prompt(key_values={name: part[..., :-1] for name, part in fitting.items()}), 3, "init_pack_shape"),
    )
    for prompt, length, code in cases:
        with pytest.raises(InputError) as caught:
            layout.rows_of(prompt, length)
        assert caught.value.code == code
