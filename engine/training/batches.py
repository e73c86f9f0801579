"""Batch: the tensors of one step. An encoded example is plain numbers; here they meet padding and positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

IGNORED = -100  # torch's word for a position that no loss looks at


@dataclass(frozen=True)
class EncodedExample:
    """One row as tokens. In `ids` a virtual token i stands as -(i + 1); `answer` (ids) follows behind `ids`."""

    row: int
    ids: list[int]
    answer: list[int] = field(default_factory=list)
    target: int = -1

    def __len__(self) -> int:
        return len(self.ids) + len(self.answer)


@dataclass(frozen=True)
class Batch:
    """B rows padded to T tokens. Padding is on the right; positions are explicit, so the side does not matter."""

    input_ids: Tensor  # (B, T), 0 where a virtual token or padding stands
    soft_index: Tensor  # (B, T), row of the prompt, or -1
    attention_mask: Tensor  # (B, T), bool
    labels: Tensor  # (B, T), the token to predict *at* its own place, IGNORED elsewhere
    targets: Tensor  # (B,), class index or -1

    @property
    def size(self) -> int:
        return int(self.input_ids.shape[0])

    def positions(self, first: int) -> Tensor:
        """(B, T): `first` at the first token of each row, padding counted as nothing."""
        return (self.attention_mask.long().cumsum(dim=1) - 1).clamp(min=0) + first

    def to(self, device: torch.device) -> Batch:
        if self.input_ids.device == device:
            return self
        return Batch(*(getattr(self, name).to(device, non_blocking=True) for name in self.__dataclass_fields__))


def make_batch(examples: Sequence[EncodedExample]) -> Batch:
    """Pad examples to one length: (B, T) tensors on the CPU."""
    length = max(len(example) for example in examples)
    tokens: list[list[int | None]] = []
    labels: list[list[int]] = []
    for example in examples:
        missing = length - len(example)
        tokens.append([*example.ids, *example.answer, *[None] * missing])
        labels.append([IGNORED] * len(example.ids) + example.answer + [IGNORED] * missing)
    return Batch(
        input_ids=torch.tensor([[max(token or 0, 0) for token in row] for row in tokens]),
        soft_index=torch.tensor(
            [[-token - 1 if token is not None and token < 0 else -1 for token in row] for row in tokens]
        ),
        attention_mask=torch.tensor([[token is not None for token in row] for row in tokens]),
        labels=torch.tensor(labels),
        targets=torch.tensor([example.target for example in examples]),
    )


def bucketed(
    lengths: Sequence[int], order: Sequence[int], batch_size: int, generator: torch.Generator
) -> list[list[int]]:
    """Cut a shuffled order into batches of similar length: (number of batches) lists of indices.

    Windows of 16 batches are sorted by length and cut, then all batches are shuffled: little padding, and
    still another company for each row in each pass. The last batch may be smaller.
    """
    window = 16 * batch_size
    batches = []
    for start in range(0, len(order), window):
        by_length = sorted(order[start : start + window], key=lambda index: lengths[index])
        batches += [by_length[i : i + batch_size] for i in range(0, len(by_length), batch_size)]
    return [batches[index] for index in torch.randperm(len(batches), generator=generator).tolist()]


class DataOrder:
    """Which rows each step sees, pass after pass. Its state is the two generators and the rest of this pass."""

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        self.lengths, self.batch_size = lengths, batch_size
        self.shuffle = torch.Generator().manual_seed(seed)
        self.bucket = torch.Generator().manual_seed(seed + 1)
        self.waiting: list[list[int]] = []

    def next(self) -> list[int]:
        """Indices of the next step's rows."""
        if not self.waiting:
            order = torch.randperm(len(self.lengths), generator=self.shuffle).tolist()
            self.waiting = bucketed(self.lengths, order, self.batch_size, self.bucket)
        return self.waiting.pop(0)

    def state(self) -> dict[str, Tensor]:
        """Tensors from which `load` goes on exactly here."""
        rest = [index for batch in self.waiting for index in batch]
        return {
            "shuffle": self.shuffle.get_state(),
            "bucket": self.bucket.get_state(),
            "rest": torch.tensor(rest, dtype=torch.long),
            "sizes": torch.tensor([len(batch) for batch in self.waiting], dtype=torch.long),
        }

    def load(self, state: dict[str, Tensor]) -> None:
        self.shuffle.set_state(state["shuffle"])
        self.bucket.set_state(state["bucket"])
        self.waiting = [part.tolist() for part in state["rest"].split(state["sizes"].tolist())]
