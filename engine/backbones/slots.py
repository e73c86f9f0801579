"""Slots: where in a model deep prompts can enter, found by running a few tokens through it and watching.

Shapes are read from real calls, never from config names, which differ from family to family and lie at times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from engine.backbones import attention

Family = Literal["causal", "masked", "seq2seq"]
Site = Literal["encoder", "decoder", "cross"]
ENCODER_TOKENS, DECODER_TOKENS = 3, 2  # unlike, so that a call's query and key lengths tell its place


@dataclass(frozen=True)
class Slot:
    """One attention call that a deep prompt can enter. Layers that share a module (ALBERT) have a slot for each call,
    in the order of the calls."""

    name: str
    site: Site
    module: nn.Module
    kv_heads: int
    head_dim: int


def find_slots(model: nn.Module, family: Family) -> tuple[Slot, ...]:
    """Run three tokens through the model and note each attention call: its module, place and key/value shape.

    Empty when the model does not route through the attention interface; deep methods refuse there.
    """
    calls: list[tuple[nn.Module, int, Tensor]] = []
    embedding: nn.Module = model.get_input_embeddings()  # type: ignore[operator]
    ids = torch.zeros(1, ENCODER_TOKENS, dtype=torch.long, device=embedding.weight.device)  # type: ignore[arg-type]
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if family == "seq2seq":
        inputs["decoder_input_ids"] = ids[:, :DECODER_TOKENS]
    options = {} if family == "masked" else {"use_cache": False}
    with (
        torch.no_grad(),
        attention.observed(lambda module, query, key, _: calls.append((module, query.shape[2], key))),
    ):
        model(**inputs, **options)
    counts: dict[str, int] = {}
    slots = []
    for module, queries, key in calls:
        site: Site = "decoder" if family == "causal" else "encoder"
        if family == "seq2seq":
            is_own = key.shape[2] == DECODER_TOKENS
            site = "encoder" if queries == ENCODER_TOKENS else ("decoder" if is_own else "cross")
        index = counts[site] = counts.get(site, -1) + 1
        slots.append(Slot(f"{site}.{index}", site, module, key.shape[1], key.shape[3]))
    return tuple(slots)
