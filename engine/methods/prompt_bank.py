"""PromptBank: several prompts over one batch, each row with its own. Training many at once, answering with many at once
and ensembles are this.

Prompts may differ in length, place and kind: shorter ones are padded, and the padding is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.methods.method import Prompt


@dataclass(frozen=True)
class PromptBank:
    """K prompts and which of them each of B rows uses: `index` (B,), numbers from 0 to K - 1."""

    prompts: tuple[Prompt, ...]
    index: Tensor

    @staticmethod
    def of(prompts: Sequence[Prompt], sizes: Sequence[int]) -> PromptBank:
        """A bank over neighbouring rows: the first `sizes[0]` of them use the first prompt, and so on."""
        device = next((tensor.device for prompt in prompts for tensor in prompt.tensors().values()), None)
        counts = torch.tensor(list(sizes), device=device)
        return PromptBank(tuple(prompts), torch.arange(len(counts), device=device).repeat_interleave(counts))

    def lengths(self, site: str) -> Tensor:
        """(B,): virtual tokens that stand in front of each row's keys and values at a site."""
        return torch.tensor([prompt.length_at(site) for prompt in self.prompts], device=self.index.device)[self.index]

    @property
    def are_infix(self) -> Tensor:
        """(B,), bool: whose prompt is seen only from the token before the answer on."""
        return torch.tensor([prompt.is_infix for prompt in self.prompts], device=self.index.device)[self.index]

    def embeddings(self, soft_index: Tensor) -> Tensor | None:
        """(B, T, H): the virtual token at each place of `soft_index` (B, T), anything where that is negative; None when
        no prompt has any."""
        parts = [prompt.embeddings for prompt in self.prompts if prompt.embeddings is not None]
        if not parts:
            return None
        counts = [prompt.input_length for prompt in self.prompts]
        firsts = torch.tensor([0, *counts[:-1]], device=self.index.device).cumsum(0)[self.index]  # (B,)
        every = torch.cat(parts)  # (all virtual tokens, H)
        return every[(soft_index.clamp(min=0) + firsts[:, None]).clamp(max=len(every) - 1)]

    def key_values(self, slot: str) -> tuple[Tensor, Tensor, Tensor | None] | None:
        """Keys and values (B, kv_heads, P, head_dim) of a slot, P being the longest prompt's length there, and which
        columns are no padding, (B, P) bool or None for all; None when no prompt enters there."""
        parts = [prompt.key_values.get(slot) for prompt in self.prompts]
        known = [part for part in parts if part is not None]
        if not known:
            return None
        lengths = [0 if part is None else int(part.shape[2]) for part in parts]
        longest = max(lengths)
        empty = known[0].new_zeros(2, known[0].shape[1], 0, known[0].shape[3])
        padded = [
            F.pad(empty if part is None else part, (0, 0, 0, longest - n))
            for part, n in zip(parts, lengths, strict=True)
        ]
        keys, values = torch.stack(padded, dim=1)[:, self.index]  # each (B, kv_heads, P, head_dim)
        if min(lengths) == longest:
            return keys, values, None
        columns = torch.arange(longest, device=self.index.device)
        return keys, values, columns < torch.tensor(lengths, device=self.index.device)[self.index, None]
