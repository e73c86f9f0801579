"""A backbone too large for one card: its layers lie on several, and states go from card to card.

transformers and accelerate place the layers and move what passes between them. Prompts, batches and heads stay on the
card of the embedding, to which the last states return.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from engine.devices import SPLIT, free_memory
from engine.errors import InputError
from engine.files import size_text

KEPT_FREE = 0.9  # of each card's free memory: steps need some as well


def free_on_cards() -> dict[int, int]:
    """Bytes that a model may take on each card."""
    return {
        index: int(KEPT_FREE * free_memory(torch.device("cuda", index))) for index in range(torch.cuda.device_count())
    }


def is_to_be_split(asked: str, device: torch.device, needed: float) -> bool:
    """Whether a model that takes so many bytes goes on several cards: where that was asked for, and by itself where the
    device was left open, there are several, and the first has no room."""
    if asked == SPLIT:
        return True
    is_open = asked == "auto" and device.type == "cuda" and torch.cuda.device_count() > 1
    return is_open and needed > free_memory(device)


def across_cards() -> dict[str, Any]:
    """What transformers is to be told so that it spreads the layers; nothing may end in main memory or on the disk."""
    return {"device_map": "balanced", "max_memory": free_on_cards()}


def require_on_cards(model: nn.Module, name: str, needed: float) -> None:
    """Raises InputError where some part of a split model found no room on any card."""
    places = getattr(model, "hf_device_map", {}).values()
    if any(place in ("cpu", "disk") for place in places):
        free = sum(free_on_cards().values())
        raise InputError("backbone_too_big", name=name, needed=size_text(needed), free=size_text(free))
