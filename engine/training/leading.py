"""A prompt at the very front is the same for every row, so it is read once for a batch instead of once a row.

In a causal model virtual tokens in front see only one another: what they leave as keys and values does not depend on
the row behind them. They are computed once for each prompt, under autograd, and every row then reads its own tokens
behind them. The result is that of reading them row by row, up to rounding; with 20 virtual tokens in front of 25 of
text it is nearly half the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.backbones import attention
from engine.training.batches import Batch
from engine.training.context_cache import behind

if TYPE_CHECKING:
    from engine.training.prompted_model import PromptedModel


def read_once(model: PromptedModel, batch: Batch) -> Tensor | None:
    """Last states (B, T, H) of a causal model's batch; None where its rows do not begin with their prompts, or where
    reading them apart would not be the same or not be faster."""
    backbone = model.backbone
    is_cpu = backbone.device.type == "cpu"  # a card would wait for twice as many launches
    if not is_cpu or not backbone.is_steady or backbone.is_checkpointing or model.has_deep_part:
        return None
    owners, firsts = model.owners(batch)  # (B,) which prompt, (K,) a row of each
    if len(firsts) >= batch.size:
        return None
    width = batch.soft_index.shape[1]
    places = torch.arange(width, device=owners.device)
    counts = (batch.soft_index == places).int().cumprod(dim=1).sum(dim=1)  # (B,), virtual tokens in front
    longest = int(counts.max())
    if not longest or not torch.equal(counts, counts[firsts][owners]):
        return None
    embedded, tail = model.embed(batch), behind(batch, counts)
    positions = batch.positions(backbone.first_position)
    mask = batch.attention_mask & (places < counts[:, None])
    seen: list[tuple[Tensor, Tensor]] = []
    with (
        attention.installed(dict.fromkeys(slot.module for slot in backbone.slots)),
        attention.observed(lambda module, query, keys, values: seen.append((keys, values))),
    ):
        leading: Tensor = backbone.body(
            inputs_embeds=embedded[firsts, :longest],
            attention_mask=mask[firsts, :longest].long(),
            position_ids=positions[firsts, :longest],
            use_cache=False,
        ).last_hidden_state
    real = None if bool(mask[:, :longest].all()) else mask[:, :longest]
    prefixes: dict[nn.Module, list[attention.Prefix | None]] = {}
    for slot, (keys, values) in zip(backbone.slots, seen, strict=True):
        prefixes.setdefault(slot.module, []).append(_of_rows(keys, values, owners, real))
    moved = (places[: tail.input_ids.shape[1]] + counts[:, None]).clamp(max=width - 1)  # (B, T'), their old places
    with attention.installed(prefixes):
        rest: Tensor = backbone.body(
            inputs_embeds=embedded.gather(1, moved[..., None].expand(-1, -1, embedded.shape[2])),
            attention_mask=tail.attention_mask.long(),
            position_ids=positions.gather(1, moved),
            use_cache=False,
        ).last_hidden_state
    front = leading[owners]  # (B, longest, H)
    if bool((counts == longest).all()):
        return torch.cat([front, rest], dim=1)
    back = (places - counts[:, None]).clamp(min=0, max=rest.shape[1] - 1)  # (B, T), where each place is in `rest`
    placed = rest.gather(1, back[..., None].expand(-1, -1, rest.shape[2]))
    return torch.where((places < counts[:, None])[..., None], F.pad(front, (0, 0, 0, width - longest)), placed)


def _of_rows(keys: Tensor, values: Tensor, owners: Tensor, real: Tensor | None) -> attention.Prefix:
    """What each row sees of keys and values (K, kv_heads, P, head_dim); one prompt's stay one, for all rows."""
    if len(keys) == 1:
        return attention.Prefix(keys, values, real=real)
    return attention.Prefix(keys[owners], values[owners], real=real)
