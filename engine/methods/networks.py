"""What the methods' networks share: a start that only the seed decides, and a dropout that a resumed run goes on with.

The networks help a prompt to learn; the pack keeps only what they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

START_DEVIATION = 0.02  # what transformers' models give new weights; not the N(0, 1) of an nn.Embedding


@contextmanager
def seeded(generator: torch.Generator) -> Iterator[None]:
    """Modules made inside start as torch starts them, drawn from `generator`; torch's own random state stays."""
    seed = int(torch.randint(2**62, (1,), generator=generator))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


class SeededDropout(nn.Module):
    """Dropout with a generator of its own in its state, so that a resumed run drops the same numbers."""

    def __init__(self, share: float, seed: int) -> None:
        super().__init__()
        self.share = share
        self.generator = torch.Generator().manual_seed(seed)

    def forward(self, rows: Tensor) -> Tensor:
        if not self.training or not self.share:
            return rows
        kept = torch.rand(rows.shape, generator=self.generator) >= self.share
        return rows * kept.to(rows.device) / (1 - self.share)

    def get_extra_state(self) -> Tensor:
        return self.generator.get_state()

    def set_extra_state(self, state: Tensor) -> None:
        self.generator.set_state(state)
