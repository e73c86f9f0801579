"""RowWriter: many rows that a model writes on at once, one token each a step. What was read stays in a key/value cache.

Prefixes enter at the same point as in training; a cache holds real tokens only. Which token comes next, and when a row
has ended, is the caller's business: `engine.tasks.decoding`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache

from engine.errors import InputError
from engine.training.batches import AnswerLayout, Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel


class RowWriter(ABC):
    """Rows on one model: `start` reads them, `step` reads one more token of each, `keep` leaves rows out or doubles
    them. Gradients are off and prompts installed only inside these calls, so others may use the model in between."""

    def __init__(self, model: PromptedModel, batch: Batch) -> None:
        self.model, self.backbone, self.batch = model, model.backbone, batch

    def start(self) -> Tensor:
        """Read the rows: logits (B, V) in fp32 of what follows each."""
        with torch.no_grad(), self.model.installed(self.batch):
            return self._logits(self._read_rows())

    def step(self, tokens: Sequence[int]) -> Tensor:
        """Read a token of each row (B of them): logits (B, V) of what follows it."""
        ids = torch.tensor([tokens], device=self.backbone.device).T
        with torch.no_grad(), self.model.installed():  # new tokens stand behind an infix too: all of them see it
            return self._logits(self._read(ids))

    @abstractmethod
    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows alone, in this order; one that is named twice is doubled."""

    @abstractmethod
    def _read_rows(self) -> Tensor:
        """Last states (B, T, H) of the rows as they are, the last column being each row's last token."""

    @abstractmethod
    def _read(self, ids: Tensor) -> Tensor:
        """States (B, 1, H) of new tokens, ids (B, 1)."""

    def _logits(self, states: Tensor) -> Tensor:
        return self.backbone.logits(states[:, -1]).float()


def open_writer(model: PromptedModel, layout: AnswerLayout, examples: Sequence[EncodedExample]) -> RowWriter:
    """A writer for rows without their answers. Raises InputError for an encoder."""
    if model.backbone.family == "masked":
        raise InputError("cannot_write", backbone=model.backbone.name)
    batch = make_batch([EncodedExample(example.row, example.ids) for example in examples], layout)
    kind = _DecoderWriter if model.backbone.family == "seq2seq" else _CausalWriter
    return kind(model, batch.to(model.backbone.device))


def room_of(model: PromptedModel, layout: AnswerLayout, example: EncodedExample) -> int | None:
    """How many tokens can be written to a row before the model has no position left; None: any number. The last of
    them needs no position of its own, since nobody reads on from it."""
    backbone = model.backbone
    read, shift = len(example.ids), int(model.shift)
    if backbone.family == "seq2seq":
        if not backbone.position_tables:
            return None
        read, shift = len(layout.tokens), int(model.decoder_shift)
    return None if backbone.max_positions is None else max(0, backbone.max_positions - shift - read + 1)


class _CausalWriter(RowWriter):
    """A causal model. Rows are padded on the left: positions are explicit either way, but a layer that looks back over
    a few tokens only counts columns, and padding between a row and its answer would take their place."""

    def __init__(self, model: PromptedModel, batch: Batch) -> None:
        super().__init__(model, _left_padded(batch))
        self.cache = DynamicCache(config=self.backbone.model.config)
        self.mask = self.batch.attention_mask.long()  # (B, all that is in the cache)
        self.places = model.positions(self.batch)[:, -1:]  # (B, 1), of the token read last

    def keep(self, rows: Sequence[int]) -> None:
        index = torch.tensor(rows, device=self.mask.device)
        self.cache.reorder_cache(index)
        self.mask, self.places = self.mask[index], self.places[index]

    def _read_rows(self) -> Tensor:
        return self._run(self.model.inputs(self.batch))

    def _read(self, ids: Tensor) -> Tensor:
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(ids), 1)], dim=1)
        self.places = self.places + 1
        inputs = {"inputs_embeds": self.backbone.embedding(ids), "attention_mask": self.mask}
        if self.backbone.takes_positions:
            inputs["position_ids"] = self.places
        return self._run(inputs)

    def _run(self, inputs: dict[str, Tensor]) -> Tensor:
        state: Tensor = self.backbone.body(**inputs, past_key_values=self.cache, use_cache=True).last_hidden_state
        return state


class _DecoderWriter(RowWriter):
    """The decoder of an encoder-decoder, whose encoder reads the rows once. All rows have as many decoder tokens, so
    nothing is padded there."""

    def __init__(self, model: PromptedModel, batch: Batch) -> None:
        super().__init__(model, batch)
        self.cache = EncoderDecoderCache(DynamicCache(), DynamicCache())  # a config would count the encoder's layers
        self.mask = batch.attention_mask.long()  # (B, T) of the encoder's tokens
        self.encoded: Tensor | None = None
        self.read = 0

    def keep(self, rows: Sequence[int]) -> None:
        assert self.encoded is not None
        index = torch.tensor(rows, device=self.mask.device)
        self.cache.reorder_cache(index)
        self.mask, self.encoded = self.mask[index], self.encoded[index]

    def _read_rows(self) -> Tensor:
        assert self.batch.decoder_ids is not None
        self.encoded = self.model.encode(self.batch)
        return self._read(self.batch.decoder_ids)

    def _read(self, ids: Tensor) -> Tensor:
        total = self.read + ids.shape[1]
        places = torch.arange(self.read, total, device=ids.device) + self.model.decoder_shift
        with self.backbone.placed("decoder", places.unsqueeze(0)):
            output = self.backbone.decoder(
                input_ids=ids,
                attention_mask=torch.ones(len(ids), total, dtype=torch.long, device=ids.device),
                encoder_hidden_states=self.encoded,
                encoder_attention_mask=self.mask,
                past_key_values=self.cache,
                use_cache=True,
            )
        self.read = total
        state: Tensor = output.last_hidden_state
        return state


def _left_padded(batch: Batch) -> Batch:
    """The same rows with their padding moved to the left."""
    width = batch.input_ids.shape[1]
    lengths = batch.attention_mask.sum(dim=1, keepdim=True)
    columns = (torch.arange(width, device=lengths.device) + lengths) % width  # (B, T): turned until the padding leads
    names = ("input_ids", "soft_index", "attention_mask")
    return replace(batch, **{name: getattr(batch, name).gather(1, columns) for name in names})
