"""PromptedModel: a frozen backbone seen through a prompt. The only place where prompt and backbone meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from engine.backbones import attention
from engine.backbones.backbone import Backbone, Slot
from engine.methods import Prompt
from engine.training.batches import IGNORED, Batch
from engine.training.context_cache import ContextCache
from engine.training.leading import read_once

INPUT_SITE = {"causal": "decoder", "masked": "encoder", "seq2seq": ""}


class PromptedModel:
    """Backbone + prompt. Several may be alive at once over one backbone; none changes it.

    `shifts_positions` moves real tokens behind a deep prefix by its length, as the authors' code and PEFT do;
    without it real tokens keep the positions they had in pre-training. `places_prefix`: where a decoder knows
    distances instead of positions (T5), those to the prefix count too, as PEFT has it; without it they count nothing.
    `contexts`: what is kept of texts that the prompt cannot change, where that is done.
    """

    def __init__(
        self,
        backbone: Backbone,
        prompt: Prompt | None = None,
        *,
        shifts_positions: bool = True,
        places_prefix: bool = False,
        contexts: ContextCache | None = None,
    ) -> None:
        self.backbone = backbone
        self.prompt = prompt or Prompt()
        self.shifts_positions = shifts_positions
        self.places_prefix = places_prefix
        self.contexts = contexts

    @property
    def shift(self) -> int | Tensor:
        """By how much a deep prefix moves the tokens that stand behind it; (B, 1) where rows have prompts of their
        own."""
        return self._length_at(INPUT_SITE[self.backbone.family]) if self.shifts_positions else 0

    @contextmanager
    def installed(self, batch: Batch | None = None) -> Iterator[None]:
        """Put the deep part of the prompt in its slots; slots it does not fill are empty, whoever filled them before.

        `batch` tells an infix where the answers start; without it every token sees the prompt. Keep the backward pass
        inside the block as well, and yield nothing from inside it: another model may run then.
        """
        with attention.installed(self.prefixes(self.visible(batch))):
            yield

    def prefixes(self, visible: Tensor | None = None) -> dict[nn.Module, list[attention.Prefix | None]]:
        """What each attention module carries: a prefix, or None, for each of its slots. `visible` (B, T), bool: which
        tokens see them; None: all."""
        filled: dict[nn.Module, list[attention.Prefix | None]] = {}
        for slot in self.backbone.slots:
            filled.setdefault(slot.module, []).append(self.prefix(slot, visible))
        return filled

    def embed(self, batch: Batch) -> Tensor:
        """Input embeddings (B, T, H) with the prompt's rows where the template put them."""
        embedded: Tensor = self.backbone.embedding(batch.input_ids)
        rows = self._soft_rows(batch)
        if rows is None:
            return embedded
        return torch.where((batch.soft_index >= 0).unsqueeze(-1), rows.to(embedded.dtype), embedded)

    def positions(self, batch: Batch) -> Tensor:
        """(B, T): the position of each token; those behind a deep prefix are moved by its length."""
        positions = batch.positions(self.backbone.first_position)
        visible = self.visible(batch)
        return positions + (self.shift if visible is None else self.shift * visible)

    def inputs(self, batch: Batch) -> dict[str, Tensor]:
        """Keyword arguments of the body, or of the encoder, for this batch."""
        arguments = {"inputs_embeds": self.embed(batch), "attention_mask": batch.attention_mask.long()}
        if self.backbone.takes_positions:
            arguments["position_ids"] = self.positions(batch)
        return arguments

    def hidden(self, batch: Batch) -> Tensor:
        """Last hidden states (B, T, H); the decoder's (B, D, H) where a decoder answers. Call inside `installed()`."""
        if self.backbone.family == "seq2seq":
            return self.decode(batch, self.encode(batch))
        causal = {"use_cache": False} if self.backbone.family == "causal" else {}
        if causal and (found := read_once(self, batch)) is not None:
            return found
        state: Tensor = self.backbone.body(**self.inputs(batch), **causal).last_hidden_state
        return state.to(self.backbone.device)  # from the last card of a split model

    def encode(self, batch: Batch) -> Tensor:
        """What an encoder-decoder's encoder makes of the rows: (B, T, H). Its positions are never moved, since
        pre-training knows none beyond them (Li and Liang's BART code does the same)."""
        if self.contexts is not None and not self._is_encoder_prompted(batch):
            return self.contexts.encode(batch)
        with self.backbone.placed("encoder", batch.positions(0)):
            state: Tensor = self.backbone.encoder(**self.inputs(batch)).last_hidden_state
        return state.to(self.backbone.device)

    def decode(self, batch: Batch, encoded: Tensor) -> Tensor:
        """The decoder's states (B, D, H) on what the encoder made of the rows."""
        assert batch.decoder_ids is not None and batch.decoder_mask is not None
        order = (batch.decoder_mask.long().cumsum(dim=1) - 1).clamp(min=0)
        with self.backbone.placed("decoder", order + self.decoder_shift):
            output = self.backbone.decoder(
                input_ids=batch.decoder_ids,
                attention_mask=batch.decoder_mask.long(),
                encoder_hidden_states=encoded,
                encoder_attention_mask=batch.attention_mask.long(),
                use_cache=False,
            )
        state: Tensor = output.last_hidden_state
        return state.to(self.backbone.device)

    @property
    def decoder_shift(self) -> int | Tensor:
        """By how much a prefix in an encoder-decoder's decoder moves the answer; as `shift`."""
        is_moved = self.shifts_positions and self.backbone.family == "seq2seq"
        return self._length_at("decoder") if is_moved else 0

    def answer_states(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Of every answer token: the state (N, H) that is to predict it, its id (N,) and its row (N,).

        Only these go through the vocabulary matrix. Call inside `installed()`.
        """
        return self.states_at(*self.answer_hidden(batch))

    def states_at(self, hidden: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The same of states (B, T', H) and the labels (B, T') of their places."""
        rows, columns = (labels != IGNORED).nonzero(as_tuple=True)
        before = 1 if self.backbone.family == "causal" else 0  # a causal model predicts from the place before
        return hidden[rows, columns - before], labels[rows, columns], rows

    def answer_hidden(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """States (B, T', H) of at least the places that predict answers, and the labels (B, T') of these places."""
        if self.contexts is not None and self.backbone.family == "causal":
            found = self.contexts.read_behind(self, batch)
            if found is not None:
                return found
        return self.hidden(batch), batch.labels

    @property
    def has_deep_part(self) -> bool:
        """Whether any of the prompt enters as keys and values."""
        return bool(self.prompt.key_values)

    def owners(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """(B,): which of K prompts each row reads, and (K,): a row of each."""
        zeros = torch.zeros(batch.size, dtype=torch.long, device=batch.input_ids.device)
        return zeros, zeros[:1]

    def untouched(self, batch: Batch) -> Tensor:
        """(B,): how many of a row's first tokens stand before all of the prompt, so that nothing of it can change what
        a causal model makes of them; what predicts the answer is never among them."""
        soft = batch.soft_index >= 0
        width = soft.shape[1]
        first = torch.where(soft.any(dim=1), soft.int().argmax(dim=1), width)
        return torch.minimum(first, batch.answer_starts - 1).clamp(min=0) * ~self._is_in_front(batch)

    def _is_in_front(self, batch: Batch) -> Tensor:
        """(1,) or (B,), bool: whether keys and values of the prompt stand in front of the text."""
        is_deep = self.prompt.length_at(INPUT_SITE[self.backbone.family]) > 0
        return torch.tensor([is_deep and not self.prompt.is_infix], device=batch.input_ids.device)

    def answer_logits(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Of every answer token, row after row: logits (N, V) in fp32, id (N,), row (N,). Inside `installed()`."""
        states, ids, rows = self.answer_states(batch)
        return at_least_fp32(self.backbone.logits(states)), ids, rows

    def _is_encoder_prompted(self, batch: Batch) -> bool:
        return bool((batch.soft_index >= 0).any()) or bool(torch.as_tensor(self._length_at("encoder")).any())

    def _length_at(self, site: str) -> int | Tensor:
        return self.prompt.length_at(site)

    def _soft_rows(self, batch: Batch) -> Tensor | None:
        """(B, T, H): the prompt's row for each place, anything where no virtual token stands; None: it has none."""
        return None if self.prompt.embeddings is None else self.prompt.embeddings[batch.soft_index.clamp(min=0)]

    def prefix(self, slot: Slot, visible: Tensor | None) -> attention.Prefix | None:
        tensor = self.prompt.key_values.get(slot.name)
        if tensor is None:
            return None
        bias = self._distances(slot, tensor.shape[2]) if self.places_prefix else None
        return attention.Prefix(tensor[0].unsqueeze(0), tensor[1].unsqueeze(0), visible, bias=bias)

    def visible(self, batch: Batch | None) -> Tensor | None:
        """(B, T), bool: which tokens see the deep part of the prompt; None: all of them."""
        return self._behind_infix(batch) if batch is not None and self.prompt.is_infix else None

    def _distances(self, slot: Slot, length: int) -> Callable[[int, int], Tensor] | None:
        """What a decoder's attention adds for the distance from each query to a prefix of that length in front."""
        if slot.site != "decoder":
            return None
        first = next(other.module for other in self.backbone.slots if other.site == slot.site)
        owner: Any = next((m for m in (slot.module, first) if hasattr(m, "relative_attention_bias")), None)
        if owner is None:
            return None
        return lambda queries, keys: owner.compute_bias(queries, length, past_seen_tokens=length + keys - queries)

    @staticmethod
    def _behind_infix(batch: Batch) -> Tensor:
        """(B, T), bool: the token before the answer, and all behind it, stand behind an infix."""
        return (batch.order >= batch.answer_starts[:, None] - 1) & batch.attention_mask


def at_least_fp32(values: Tensor) -> Tensor:
    """The values in fp32, or in fp64 where they are that."""
    return values.to(torch.promote_types(values.dtype, torch.float32))
