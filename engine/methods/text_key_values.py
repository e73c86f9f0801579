"""The keys and values that a frozen model makes of real words: where a deep prompt may start.

Li and Liang 2021, section 7.4: starting from real words is what makes prefixes learn from few examples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from engine.backbones import attention
from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent
from engine.methods.initializers import text_ids


def text_key_values(
    backbone: Backbone, words: str, lengths: Mapping[str, int], notes: list[RunEvent] | None = None
) -> dict[str, Tensor]:
    """By slot (2, kv_heads, P, head_dim) for the sites in `lengths`, as if the model had read the text in front.

    The encoder and the decoder each read the text from its beginning, and cross-attention looks at what the encoder
    made of it. Sites of different lengths are read apart, each with its own cut. Raises InputError.
    """
    found: dict[str, Tensor] = {}
    for length in sorted(set(lengths.values())):
        read = key_values_of(backbone, text_ids(backbone, words, length, notes))
        found |= {slot.name: read[slot.name] for slot in backbone.slots if lengths.get(slot.site) == length}
    return found


def key_values_of(backbone: Backbone, ids: Sequence[int]) -> dict[str, Tensor]:
    """By slot (2, kv_heads, n, head_dim) in fp32 on the CPU, of n tokens; rotary positions are already in the keys.

    Raises InputError where the model does not read that many tokens.
    """
    limit = backbone.max_positions
    if limit is not None and len(ids) > limit:
        raise InputError("prompt_too_long", length=len(ids), limit=limit, most=limit)
    calls: list[Tensor] = []

    def note_call(_: nn.Module, __: Tensor, key: Tensor, value: Tensor) -> None:
        calls.append(torch.stack([key[0], value[0]]).float().cpu())

    tokens = torch.tensor([list(ids)], device=backbone.device)
    inputs = {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}
    if backbone.family == "seq2seq":
        inputs["decoder_input_ids"] = tokens
    options = {} if backbone.family == "masked" else {"use_cache": False}
    with torch.no_grad(), attention.observed(note_call):
        backbone.model(**inputs, **options)
    return {slot.name: tensor for slot, tensor in zip(backbone.slots, calls, strict=True)}
