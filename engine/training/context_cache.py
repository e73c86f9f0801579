"""Context cache: keys and values of texts that no prompt can change, computed once and kept.

In a causal model a prompt that stands behind the text never changes the text's keys and values; in an encoder-decoder
whose encoder has no prompt the encoder's states stay the same. Each text is read once, alone and without padding, so
that a run that goes on reads the same bits again. What is read in each step is then the prompt and the answer.

Rows come round in turns, pass after pass, so the first texts that fit are kept for good (the least recently used one
would always be the next one wanted): in memory first, then in a file. Whether it may and should be used is
`context_choice`'s business.
"""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.backbones import attention
from engine.backbones.backbone import Backbone
from engine.training.batches import IGNORED, Batch

if TYPE_CHECKING:
    from engine.training.prompted_model import PromptedModel

Key = tuple[int, ...]


class Store:
    """Tensors by token ids, each of any shape (..., T, D): the first ones in memory, then in a file, then none."""

    def __init__(self, memory_bytes: int, disk_bytes: int = 0, folder: Path | None = None) -> None:
        self.memory_room, self.disk_room, self.folder = memory_bytes, disk_bytes if folder else 0, folder
        self.memory_bytes = self.disk_bytes = 0
        self.kept: dict[Key, Tensor] = {}
        self.places: dict[Key, tuple[int, torch.Size, torch.dtype, torch.device]] = {}
        self.file: Any = None

    def __len__(self) -> int:
        return len(self.kept) + len(self.places)

    def get(self, key: Key) -> Tensor | None:
        """What is kept under these ids."""
        if key in self.kept:
            return self.kept[key]
        if key not in self.places:
            return None
        offset, shape, dtype, device = self.places[key]
        self.file.seek(offset)
        raw = bytearray(self.file.read(shape.numel() * dtype.itemsize))
        return torch.frombuffer(raw, dtype=dtype).reshape(shape).to(device)

    def put(self, key: Key, value: Tensor) -> None:
        """Keep it where there is room; else it is computed again next time."""
        size = value.numel() * value.element_size()
        if self.memory_bytes + size <= self.memory_room:
            self.kept[key] = value
            self.memory_bytes += size
        elif self.disk_bytes + size <= self.disk_room:
            if self.file is None:
                self.file = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 - open as long as this store is
                weakref.finalize(self, self.file.close)
            self.file.seek(self.disk_bytes)
            try:
                self.file.write(value.cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
            except OSError:  # the disk filled up meanwhile: what is there stays
                self.disk_room = self.disk_bytes
                return
            self.places[key] = (self.disk_bytes, value.shape, value.dtype, value.device)
            self.disk_bytes += size


class ContextCache:
    """What a frozen backbone makes of texts that stand before any prompt, kept for the time of one run."""

    def __init__(self, backbone: Backbone, store: Store) -> None:
        self.backbone, self.store = backbone, store

    def facts(self) -> dict[str, int]:
        """How many texts are kept, and the bytes that they take in memory and in the file."""
        return {
            "texts": len(self.store),
            "memory_bytes": self.store.memory_bytes,
            "disk_bytes": self.store.disk_bytes,
        }

    def read_behind(self, model: PromptedModel, batch: Batch) -> tuple[Tensor, Tensor] | None:
        """Last states (B, T', H) of the tokens that a prompt can change, and their labels (B, T'), on what is kept of
        the tokens before them; None where nothing can be kept. For causal models."""
        leads = model.untouched(batch)  # (B,)
        tail = behind(batch, leads)
        visible = model.visible(tail)
        if not bool(leads.any()) or (visible is not None and not bool((visible | ~tail.attention_mask).all())):
            return None
        counts = leads.tolist()
        contexts = [
            self._keys_and_values(tuple(row[:count]))
            for row, count in zip(batch.input_ids.tolist(), counts, strict=True)
        ]
        longest = max(counts)
        padded = [F.pad(part, (0, 0, 0, longest - part.shape[3])) for part in contexts]
        kept = torch.stack(padded, dim=2)  # (slots, 2, B, kv_heads, longest, head_dim)
        real = torch.arange(longest, device=leads.device) < leads[:, None]
        prefixes: dict[nn.Module, list[attention.Prefix | None]] = {}
        for number, slot in enumerate(self.backbone.slots):
            own = model.prefix(slot, None)
            prefix = attention.Prefix(kept[number, 0], kept[number, 1], real=real)
            prefixes.setdefault(slot.module, []).append(prefix if own is None else attention.beside(own, prefix))
        inputs = model.inputs(tail)
        inputs["position_ids"] = inputs["position_ids"] + leads[:, None]
        with attention.installed(prefixes):
            state: Tensor = self.backbone.body(**inputs, use_cache=False).last_hidden_state
        return state, tail.labels

    def encode(self, batch: Batch) -> Tensor:
        """States (B, T, H) that an encoder without a prompt gives, zeros at padding. For encoder-decoders."""
        counts = batch.attention_mask.sum(dim=1).tolist()
        rows = batch.input_ids.tolist()
        states = [self._encoded(tuple(row[:count])) for row, count in zip(rows, counts, strict=True)]
        width = batch.input_ids.shape[1]
        return torch.stack([F.pad(state, (0, 0, 0, width - len(state))) for state in states])

    def _keys_and_values(self, key: Key) -> Tensor:
        """(slots, 2, kv_heads, T, head_dim) of some tokens from the first position on, read alone."""
        found = self.store.get(key)
        if found is not None:
            return found
        first = self.backbone.slots[0]
        if not key:
            return torch.zeros(
                *(len(self.backbone.slots), 2, first.kv_heads, 0, first.head_dim),
                dtype=self.backbone.dtype,
                device=self.backbone.device,
            )
        seen: list[Tensor] = []
        with (
            torch.no_grad(),
            attention.installed(dict.fromkeys(slot.module for slot in self.backbone.slots)),
            attention.observed(lambda module, query, keys, values: seen.append(torch.cat([keys, values]))),
        ):
            self.backbone.body(**self._alone(key), use_cache=False)
        found = torch.stack(seen)
        self.store.put(key, found)
        return found

    def _encoded(self, key: Key) -> Tensor:
        """(T, H) of some tokens, read alone."""
        found = self.store.get(key)
        if found is not None:
            return found
        inputs = self._alone(key)
        places = torch.arange(len(key), device=self.backbone.device)[None]
        with (
            torch.no_grad(),
            attention.installed(dict.fromkeys(slot.module for slot in self.backbone.slots)),
            self.backbone.placed("encoder", places),
        ):
            found = self.backbone.encoder(**inputs).last_hidden_state[0].clone()
        self.store.put(key, found)
        return found

    def _alone(self, key: Key) -> dict[str, Tensor]:
        ids = torch.tensor([key], device=self.backbone.device)
        inputs = {"inputs_embeds": self.backbone.embedding(ids), "attention_mask": torch.ones_like(ids)}
        if self.backbone.takes_positions:
            places = torch.arange(len(key), device=ids.device) + self.backbone.first_position
            inputs["position_ids"] = places[None]
        return inputs


def behind(batch: Batch, leads: Tensor) -> Batch:
    """Each row without its first `leads` (B,) tokens, padded on the right again."""
    lengths = batch.attention_mask.sum(dim=1) - leads
    columns = torch.arange(int(lengths.max()), device=leads.device)
    mask = columns < lengths[:, None]  # (B, T')
    places = (leads[:, None] + columns).clamp(max=batch.input_ids.shape[1] - 1)

    def cut(values: Tensor, filler: int) -> Tensor:
        return values.gather(1, places).masked_fill(~mask, filler)

    return replace(
        batch,
        input_ids=cut(batch.input_ids, 0),
        soft_index=cut(batch.soft_index, -1),
        attention_mask=mask,
        labels=cut(batch.labels, IGNORED),
        answer_starts=batch.answer_starts - leads,
    )
