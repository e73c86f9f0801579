"""SlotRows: keys and values of some slots side by side in rows, one row a virtual token; and networks fitted to them.

The order is the papers' code's and PEFT's: keys of the first slot, its values, keys of the second, its values, ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Slot
from engine.errors import InputError
from engine.methods.method import Prompt


@dataclass(frozen=True)
class SlotRows:
    """The layout of rows (P, width) that hold the keys and values of `slots`."""

    slots: Sequence[Slot]

    @property
    def width(self) -> int:
        """Numbers in a row: the sum of 2 * kv_heads * head_dim."""
        return sum(self._widths)

    @property
    def _widths(self) -> list[int]:
        return [2 * slot.kv_heads * slot.head_dim for slot in self.slots]

    def key_values(self, rows: Tensor) -> dict[str, Tensor]:
        """(P, width) -> by slot (2, kv_heads, P, head_dim)."""
        return {
            slot.name: part.reshape(len(rows), 2, slot.kv_heads, slot.head_dim).permute(1, 2, 0, 3)
            for slot, part in zip(self.slots, rows.split(self._widths, dim=1), strict=True)
        }

    def rows(self, key_values: Mapping[str, Tensor]) -> Tensor:
        """By slot (2, kv_heads, P, head_dim) -> (P, width)."""
        parts = [key_values[slot.name].permute(2, 0, 1, 3) for slot in self.slots]  # (P, 2, kv_heads, head_dim)
        return torch.cat([part.reshape(len(part), -1) for part in parts], dim=1)

    def rows_of(self, prompt: Prompt, length: int) -> Tensor:
        """(length, width) from another pack's prompt. Raises InputError when it does not enter these slots as it is."""
        for slot in self.slots:
            found = prompt.key_values.get(slot.name)
            if found is None:
                raise InputError("init_pack_slot", slot=slot.name)
            if found.shape[2] != length:
                raise InputError("init_pack_length", found=int(found.shape[2]), expected=length, slot=slot.name)
            expected = (2, slot.kv_heads, length, slot.head_dim)
            if found.shape != expected:
                sizes = (" x ".join(map(str, shape)) for shape in (found.shape, expected))
                raise InputError("init_pack_shape", slot=slot.name, found=next(sizes), expected=next(sizes))
        return self.rows(prompt.key_values)


def fit(embeddings: nn.Parameter, network: nn.Module, rows: Tensor) -> None:
    """Let `network(embeddings)` be `rows` (P, width), in place; without a network the rows are the parameters.

    Li and Liang 2021, section 7.4, start the network near the keys and values of real text. Their code takes 500 steps
    of Adam on the squared error; here the last layer is set to that error's minimum at once, with the smallest change
    of its weights: exact while the layer before is at least P wide, the same on every run, and no wait.
    """
    with torch.no_grad():
        if isinstance(network, nn.Identity):
            embeddings.copy_(rows)
            return
        *before, last = network.children()
        assert isinstance(last, nn.Linear)
        hidden = nn.Sequential(*before)(embeddings)  # (P, mid)
        missing = rows.to(hidden) - last(hidden)
        last.weight += (torch.linalg.pinv(hidden.double()) @ missing.double()).T.to(last.weight)
