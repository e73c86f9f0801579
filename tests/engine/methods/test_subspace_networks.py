"""engine/methods/subspace_networks.py: the auto-encoder beside a plainly written one, its start, and its measure."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.methods import Prompt
from engine.methods.subspace_networks import (
    PromptAutoEncoder,
    PromptDecoder,
    PromptLayout,
    autoencoder_from,
    drawn_autoencoder,
    frozen,
    likeness,
    principal_components,
    random_decoder,
)
from tests.tiny_subspace import tiny_prompts

LAYOUT = PromptLayout({"embeddings": [3, 8], "key_values.decoder.0": [2, 2, 3, 4]})


def prompts(count: int = 6) -> Tensor:
    return tiny_prompts(LAYOUT, count)


def generator(seed: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_a_prompt_survives_being_laid_out_as_a_row() -> None:
    embeddings, deep = torch.randn(3, 8), torch.randn(2, 2, 3, 4)
    prompt = Prompt(embeddings, {"decoder.0": deep}, is_infix=True)
    layout = PromptLayout.of(prompt)
    row = layout.row(prompt)
    assert row.shape == (72,) and layout.size == 72
    back = layout.prompt(row)
    assert torch.equal(back.embeddings, embeddings) and torch.equal(back.key_values["decoder.0"], deep)  # type: ignore[arg-type]
    assert back.is_infix


def test_the_auto_encoder_is_the_papers() -> None:
    """Type 1 of the authors' code, written plainly in numpy with the same weights."""
    network, rows = drawn_autoencoder(72, 5, 16, generator()), prompts()
    weights = {name: part.detach().double().numpy() for name, part in network.state_dict().items()}
    numbers = rows.double().numpy() @ weights["encoder.weight"].T + weights["encoder.bias"]
    hidden = np.tanh(numbers @ weights["decoder.inner.weight"].T + weights["decoder.inner.bias"])
    expected = hidden @ weights["decoder.outer.weight"].T + weights["decoder.outer.bias"]
    assert np.allclose(network(rows).detach().numpy(), expected, atol=1e-6)


@pytest.mark.parametrize("dimension", [1, 3, 5])
def test_it_starts_as_the_principal_components(dimension: int) -> None:
    rows = prompts()
    straight = principal_components(rows, dimension)
    network = autoencoder_from(rows, dimension, 32, generator())
    centred = (rows - rows.mean(dim=0)).double().numpy()
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    best = left[:, :dimension] * sizes[:dimension] @ right[:dimension] + rows.mean(dim=0).double().numpy()
    assert np.allclose(straight(rows).detach().numpy(), best, atol=1e-5)
    assert np.allclose(network(rows).detach().numpy(), best, atol=1e-4)


def test_as_many_numbers_as_prompts_give_them_back() -> None:
    rows = prompts()
    for network in (principal_components(rows, 6), autoencoder_from(rows, 6, 32, generator())):
        error = (network(rows) - rows).norm(dim=1) / (rows - rows.mean(dim=0)).norm(dim=1)
        assert error.max() < 0.05
        assert likeness(network(rows), rows)["explained"] > 0.99


def test_measuring_anew_changes_the_numbers_and_no_prompt() -> None:
    rows, network = prompts(), drawn_autoencoder(72, 4, 16, generator())
    before, old = network(rows).detach(), network.encoder(rows).detach()
    network.standardize(rows)
    numbers = network.encoder(rows).detach()
    assert torch.allclose(network(rows), before, atol=1e-5) and not torch.allclose(numbers, old, atol=0.1)
    assert torch.allclose(numbers.mean(dim=0), torch.zeros(4), atol=1e-5)
    assert torch.allclose(numbers.std(dim=0, correction=0), torch.ones(4), atol=1e-4)


def test_a_number_that_tells_nothing_keeps_its_measure() -> None:
    rows, network = prompts(), principal_components(prompts(), 6)
    network.standardize(rows)
    assert all(part.isfinite().all() for part in network.state_dict().values())


def test_a_frozen_decoder_has_no_parameters_and_no_state_and_gives_the_same() -> None:
    network, numbers = drawn_autoencoder(72, 4, 16, generator()), torch.randn(4)
    expected = network.decoder(numbers).detach()
    decoder = frozen(PromptDecoder.of({f"decoder.{name}": part for name, part in network.decoder.state_dict().items()}))
    assert list(decoder.parameters()) == [] and decoder.state_dict() == {}
    assert torch.equal(decoder(numbers), expected)


@pytest.mark.parametrize("keeps_mean", [False, True])
@pytest.mark.parametrize("width", [16, None])
def test_a_random_decoder_gives_prompts_of_the_same_size(width: int | None, keeps_mean: bool) -> None:
    rows = prompts()
    made: PromptAutoEncoder = (
        principal_components(rows, 3) if width is None else autoencoder_from(rows, 3, width, generator())
    )
    numbers = torch.randn(200, 3, generator=generator(2))
    drawn = random_decoder(made.decoder, numbers, generator(3), keeps_mean=keeps_mean)
    shapes = {name: part.shape for name, part in drawn.state_dict().items()}
    assert shapes == {name: part.shape for name, part in made.decoder.state_dict().items()}
    own, found = made.decoder(numbers).detach(), drawn(numbers).detach()
    if keeps_mean:
        assert torch.allclose(own.mean(dim=0), found.mean(dim=0), atol=1e-5)
        own, found = own - own.mean(dim=0), found - found.mean(dim=0)
    assert found.norm(dim=1).mean() == pytest.approx(float(own.norm(dim=1).mean()), rel=1e-4)
