"""engine/methods/networks.py: only the seed decides how networks start, and dropout goes on where it was saved."""

from __future__ import annotations

import torch
from torch import nn

from engine.methods.networks import SeededDropout, seeded


def test_modules_start_as_torch_starts_them_from_the_generator_alone() -> None:
    starts = []
    for state in (1, 2):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(state)
            with seeded(torch.Generator().manual_seed(5)):
                starts.append(nn.Linear(400, 300).weight.detach())
    assert torch.equal(*starts)
    assert 0.0499 < float(starts[0].max()) <= 0.05  # even between +-1/sqrt(400), torch's own start


def test_torchs_own_random_numbers_stay_as_they_were() -> None:
    before = torch.random.get_rng_state()
    with seeded(torch.Generator().manual_seed(0)):
        nn.Linear(3, 3)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_two_blocks_of_one_generator_differ() -> None:
    generator = torch.Generator().manual_seed(0)
    found = []
    for _ in range(2):
        with seeded(generator):
            found.append(torch.randn(3))
    assert not torch.equal(*found)


def test_dropout_leaves_out_its_share_and_keeps_the_mean() -> None:
    dropped = SeededDropout(0.4, 0)(torch.ones(200, 100))
    assert 0.58 < float((dropped != 0).float().mean()) < 0.62
    assert torch.allclose(dropped[dropped != 0], torch.tensor(1 / 0.6))


def test_dropout_goes_on_where_its_state_was_saved_and_rests_outside_of_training() -> None:
    first, second = SeededDropout(0.5, 0), SeededDropout(0.5, 9)
    rows = torch.ones(9, 9)
    first(rows)
    second.load_state_dict(first.state_dict())
    first.eval()
    assert torch.equal(first(rows), rows)  # and draws nothing
    first.train()
    assert torch.equal(first(rows), second(rows))
