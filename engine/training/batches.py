"""Batch: the tensors of one step. An encoded example is plain numbers; here they meet padding and positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional as F

IGNORED = -100  # torch's word for a position that no loss looks at


@dataclass(frozen=True)
class EncodedExample:
    """One row as tokens. In `ids` a virtual token i stands as -(i + 1).

    `answer` (ids) is read where the model's family reads answers: see AnswerLayout. `answer_at` is its place among
    `ids` where that is inside them.
    """

    row: int
    ids: list[int]
    answer: list[int] = field(default_factory=list)
    target: int = -1
    answer_at: int | None = None

    def __len__(self) -> int:
        return len(self.ids) + len(self.answer)

    @property
    def facts(self) -> str:
        """All that training reads of the row, as one line: what a run that goes on must find again."""
        return f"{self.row} {self.ids} {self.answer} {self.target}"


@dataclass(frozen=True)
class AnswerLayout:
    """Where a family reads an answer: "behind" the row (causal), as blanks "inside" it (masked, `tokens` is the blank's
    id), or by a "decoder" of its own (seq2seq, `tokens` are what the decoder reads first)."""

    place: Literal["behind", "inside", "decoder"] = "behind"
    tokens: tuple[int, ...] = ()


BEHIND = AnswerLayout()


@dataclass(frozen=True)
class Batch:
    """B rows padded to T tokens. Padding is on the right; positions are explicit, so the side does not matter.

    `labels` (B, T), or (B, D) where a decoder answers: the token to predict *at* its own place, IGNORED elsewhere.
    """

    input_ids: Tensor  # (B, T), 0 where a virtual token or padding stands
    soft_index: Tensor  # (B, T), row of the prompt, or -1
    attention_mask: Tensor  # (B, T), bool
    labels: Tensor
    targets: Tensor  # (B,), class index or -1; a task whose rows have other targets says so itself
    answer_starts: Tensor  # (B,), how many of a row's tokens stand before its answer
    decoder_ids: Tensor | None = None  # (B, D)
    decoder_mask: Tensor | None = None  # (B, D), bool
    groups: Tensor | None = None  # (B,), where several rows are candidates of one example: which example

    @property
    def size(self) -> int:
        return int(self.input_ids.shape[0])

    def positions(self, first: int) -> Tensor:
        """(B, T): `first` at the first token of each row, padding counted as nothing."""
        return self.order + first

    @property
    def order(self) -> Tensor:
        """(B, T): how many of its row's tokens stand before each; padding counts as nothing, on either side."""
        return (self.attention_mask.long().cumsum(dim=1) - 1).clamp(min=0)

    @staticmethod
    def joined(batches: Sequence[Batch]) -> Batch:
        """Batches as one, row after row, padded on the right to the longest. `targets` and `groups` stay with the
        tasks that know them."""

        def padded(name: str, filler: int) -> Tensor:
            parts = [getattr(batch, name) for batch in batches]
            longest = max(part.shape[1] for part in parts)
            return torch.cat([F.pad(part, (0, longest - part.shape[1]), value=filler) for part in parts])

        is_decoded = batches[0].decoder_ids is not None
        return Batch(
            input_ids=padded("input_ids", 0),
            soft_index=padded("soft_index", -1),
            attention_mask=padded("attention_mask", 0),
            labels=padded("labels", IGNORED),
            targets=torch.cat([batch.targets.new_full((batch.size,), -1) for batch in batches]),
            answer_starts=torch.cat([batch.answer_starts for batch in batches]),
            decoder_ids=padded("decoder_ids", 0) if is_decoded else None,
            decoder_mask=padded("decoder_mask", 0) if is_decoded else None,
        )

    def to(self, device: torch.device) -> Batch:
        if self.input_ids.device == device:
            return self
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        there = {name: part for name, part in parts.items() if part is not None}
        if device.type == "cuda":  # only from pinned memory does a card read while it works
            there = {name: part.pin_memory() if part.device.type == "cpu" else part for name, part in there.items()}
        return Batch(**{name: part.to(device, non_blocking=True) for name, part in there.items()})


def make_batch(examples: Sequence[EncodedExample], layout: AnswerLayout = BEHIND) -> Batch:
    """Pad examples to one length: (B, T) tensors on the CPU. A row without an answer has no labels."""
    rows: list[list[int]] = []
    labels: list[list[int]] = []
    read: list[list[int]] = []  # by the decoder
    starts: list[int] = []
    for example in examples:
        ids, answer, at = example.ids, example.answer, len(example.ids)
        if layout.place == "decoder":
            rows.append(ids)
            read.append([*layout.tokens, *answer[:-1]])
            labels.append([IGNORED] * (len(layout.tokens) - 1) + (answer or [IGNORED]))
        elif layout.place == "inside":
            at = at if example.answer_at is None else example.answer_at
            rows.append([*ids[:at], *layout.tokens * len(answer), *ids[at:]])
            labels.append([IGNORED] * at + answer + [IGNORED] * (len(ids) - at))
        else:
            rows.append([*ids, *answer])
            labels.append([IGNORED] * at + answer)
        starts.append(at)
    tokens, mask = _padded(rows, 0)
    batch = Batch(
        input_ids=tokens.clamp(min=0),
        soft_index=(-tokens - 1).clamp(min=-1),
        attention_mask=mask,
        labels=_padded(labels, IGNORED)[0],
        targets=torch.tensor([example.target for example in examples]),
        answer_starts=torch.tensor(starts),
    )
    if layout.place != "decoder":
        return batch
    ids_read, mask_read = _padded(read, 0)
    return replace(batch, decoder_ids=ids_read, decoder_mask=mask_read)


def _padded(rows: Sequence[Sequence[int]], filler: int) -> tuple[Tensor, Tensor]:
    """Rows of numbers as one tensor (B, longest), and where they are (bool)."""
    longest = max(map(len, rows))
    values = torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])
    lengths = torch.tensor([len(row) for row in rows])
    return values, torch.arange(longest) < lengths[:, None]


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
