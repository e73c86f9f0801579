"""engine/methods/p_tuning.py: the paper's recurrent encoder, folded away in the pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.methods import MethodContext, PromptMethod, make_method
from engine.methods.p_tuning import LSTMEncoder, PTuning, mlp_encoder


def made(backbone: Backbone, seed: int = 0, **options: Any) -> PromptMethod:
    return make_method({"kind": "p_tuning", **options}, MethodContext(backbone, torch.Generator().manual_seed(seed)))


def plain_lstm(rows: list[Tensor], state: Mapping[str, Tensor], layer: int, mark: str) -> list[Tensor]:
    """One layer in one direction, written out: gates in, forget, cell, out."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    from_input, from_before, first_bias, second_bias = (state[f"{name}_l{layer}{mark}"] for name in names)
    hidden = cell = torch.zeros(from_before.shape[1], dtype=rows[0].dtype)
    found = []
    for row in rows:
        gates = from_input @ row + first_bias + from_before @ hidden + second_bias
        into, forget, new, out = gates.chunk(4)
        cell = torch.sigmoid(forget) * cell + torch.sigmoid(into) * torch.tanh(new)
        hidden = torch.sigmoid(out) * torch.tanh(cell)
        found.append(hidden)
    return found


def plain_encoder(embeddings: Tensor, state: Mapping[str, Tensor]) -> Tensor:
    """Two layers both ways, then Linear -> ReLU -> Linear."""
    lstm = {name.removeprefix("lstm."): tensor for name, tensor in state.items()}
    rows = list(embeddings)
    for layer in (0, 1):
        there = plain_lstm(rows, lstm, layer, "")
        back = plain_lstm(rows[::-1], lstm, layer, "_reverse")[::-1]
        rows = [torch.cat(pair) for pair in zip(there, back, strict=True)]
    hidden = torch.relu(torch.stack(rows) @ state["head.0.weight"].T + state["head.0.bias"])
    return hidden @ state["head.2.weight"].T + state["head.2.bias"]


@pytest.mark.parametrize("width", [8, 7, 2])
@pytest.mark.parametrize("length", [1, 5])
def test_the_encoder_is_the_papers(width: int, length: int) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        encoder, rows = LSTMEncoder(width).double(), torch.randn(length, width).double()
    expected = plain_encoder(rows, encoder.state_dict())
    assert encoder(rows).shape == (length, width)
    torch.testing.assert_close(encoder(rows), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("way", ["lstm", "mlp"])
@pytest.mark.parametrize("name", ["gpt2", "electra"])
def test_the_export_is_what_the_encoder_gives_and_nothing_else(
    way: str, name: str, backbones: Mapping[str, Backbone]
) -> None:
    backbone = backbones[name]
    method = made(backbone, encoder=way, length=5)
    state = {key.removeprefix("encoder."): tensor.double() for key, tensor in method.state_dict().items()}
    if way == "lstm":
        expected = plain_encoder(state["embeddings"], state)
    else:
        hidden = torch.relu(state["embeddings"] @ state["0.weight"].T + state["0.bias"])
        expected = hidden @ state["2.weight"].T + state["2.bias"]
    folded = method.export()
    assert list(folded.tensors()) == ["embeddings"] and folded.embeddings is not None
    assert folded.embeddings.shape == (5, backbone.embedding_size)
    torch.testing.assert_close(folded.embeddings.double(), expected, rtol=1e-5, atol=1e-6)


def test_it_is_as_large_as_the_authors_encoder(gpt2: Backbone) -> None:
    h, half, k = 32, 16, 9
    lstm = sum(2 * 4 * half * (into + half + 2) for into in (h, h))  # two layers, both ways, four gates, two biases
    mlp = 2 * (h * h + h)
    assert sum(p.numel() for p in made(gpt2).parameters()) == k * h + lstm + mlp
    assert sum(p.numel() for p in made(gpt2, encoder="mlp").parameters()) == k * h + mlp


def test_the_encoder_ties_the_tokens_and_the_plain_network_does_not() -> None:
    for encoder, is_tied in ((LSTMEncoder(8), True), (mlp_encoder(8), False)):
        rows = nn.Parameter(torch.randn(4, 8, generator=torch.Generator().manual_seed(0)))
        encoder(rows)[0].sum().backward()
        assert rows.grad is not None
        assert (rows.grad[1:].abs().sum(dim=1) > 0).all().item() is is_tied


def test_the_backbone_stays_frozen_unless_the_person_says_otherwise(gpt2: Backbone) -> None:
    assert PTuning.backbone_rate is None and made(gpt2).backbone_rate is None
    assert made(gpt2, backbone_rate=5e-6).backbone_rate is None
    assert made(gpt2, tune_backbone=True).backbone_rate == 1e-5
    assert made(gpt2, tune_backbone=True, backbone_rate=5e-6).backbone_rate == 5e-6


def test_the_start_does_not_depend_on_torchs_own_random_state(gpt2: Backbone) -> None:
    found = []
    for seed in (1, 2):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            found.append(made(gpt2).state_dict())
    assert all(torch.equal(found[0][name], found[1][name]) for name in found[0])
