"""The one place where a deep prompt enters a model: an attention function that sees the prefix first.

Registered with transformers as implementation "softprompt". For a module that carries a prefix it puts the
prefix's keys and values in front of the module's own, widens the mask by columns that every query may see,
and leaves the rest to scaled dot-product attention. A module without a prefix is the stock model.

Nothing here knows methods. Keys and values come from `Prompt.key_values`, already in the shape that the module's
attention uses (after rotary positions, before grouped heads are repeated).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

NAME = "softprompt"
_PREFIX = "_softprompt_prefix"
LARGEST_PLAIN_SCORES = 2**27  # numbers in one layer's attention scores; beyond that the fused form saves memory

# Told of every attention call while it is set: (module, query, key, value), before any prefix.
Observer = Callable[[nn.Module, Tensor, Tensor, Tensor], None]
_observer: Observer | None = None


@dataclass(frozen=True)
class Prefix:
    """Keys and values in front of one module's own: each (1 or B, kv_heads, P, head_dim)."""

    keys: Tensor
    values: Tensor
    visible: Tensor | None = None  # (B, Q), bool: which queries see it; None: all, and those beyond Q
    real: Tensor | None = None  # (B, P), bool: which of a row's columns are no padding; None: all of them
    bias: Callable[[int, int], Tensor] | None = None  # of so many queries and keys: (1, heads, Q, P); None: 0

    def columns(self, queries: int) -> Tensor | None:
        """Which of so many queries see which of its columns, (B, 1, queries, P) bool; None when all see all."""
        seen = None if self.real is None else self.real[:, None, None, :].expand(-1, 1, queries, -1)
        if self.visible is None or self.visible.shape[1] != queries:
            return seen  # while an answer is written token by token, every new query stands behind the prefix
        by_query = self.visible[:, None, :, None].expand(-1, 1, -1, self.keys.shape[2])
        return by_query if seen is None else by_query & seen


def beside(first: Prefix, second: Prefix) -> Prefix:
    """Two prefixes as one, which every query sees."""
    batch = max(len(first.keys), len(second.keys))

    def wide(part: Tensor) -> Tensor:
        return part.expand(batch, -1, -1, -1)

    masks = [
        part.keys.new_ones(batch, part.keys.shape[2], dtype=torch.bool) if part.real is None else part.real
        for part in (first, second)
    ]
    dtype = second.keys.dtype
    return Prefix(
        torch.cat([wide(first.keys).to(dtype), wide(second.keys)], dim=2),
        torch.cat([wide(first.values).to(dtype), wide(second.values)], dim=2),
        real=torch.cat(masks, dim=1),
    )


class _Carried:
    """What a module carries: a prefix for each of its calls in one forward pass. Layers that share a module take
    turns, so the calls are counted; a pass that is run again for its gradients sets the count back first."""

    def __init__(self, prefixes: Sequence[Prefix | None]) -> None:
        self.prefixes = tuple(prefixes)
        self.calls = 0

    def next(self) -> Prefix | None:
        self.calls += 1
        return self.prefixes[(self.calls - 1) % len(self.prefixes)]


def attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    **kwargs: Any,
) -> tuple[Tensor, Tensor | None]:
    """Attention of `module` with its prefix, if it carries one.

    query (B, heads, Q, head_dim); key and value (B, kv_heads, K, head_dim); mask (B or 1, 1 or heads, Q, K), bool
    (True = may see) or additive. Returns (B, Q, heads, head_dim) and None, as the stock function does.
    """
    if _observer is not None:
        _observer(module, query, key, value)
    carried: _Carried | None = getattr(module, _PREFIX, None)
    prefix = carried.next() if carried else None
    is_learned = query.requires_grad or (prefix is not None and prefix.keys.requires_grad)
    cap = kwargs.get("softcap")  # Gemma 2 bounds its scores, which the fused form cannot do
    is_plain = cap is not None or (is_learned and _is_plain_faster(query, key, kwargs))
    if prefix is None and not is_plain:
        return sdpa_attention_forward(module, query, key, value, attention_mask, **kwargs)
    batch, length = key.shape[0], 0 if prefix is None else prefix.keys.shape[2]
    rows, columns = query.shape[2], key.shape[2]
    seen = None if prefix is None else prefix.columns(query.shape[2])
    mask = _widened_mask(module, query, key, attention_mask, length, kwargs.pop("is_causal", None), seen)
    if prefix is not None:
        key = torch.cat([prefix.keys.to(key).expand(batch, -1, -1, -1), key], dim=2)
        value = torch.cat([prefix.values.to(value).expand(batch, -1, -1, -1), value], dim=2)
    if is_plain:
        return plain_attention(query, key, value, mask, kwargs.get("scaling"), cap), None
    bias = kwargs.get("position_bias")
    if bias is not None and prefix is not None and prefix.bias is not None:
        kwargs["position_bias"] = torch.cat([prefix.bias(rows, columns).to(bias), bias], dim=3)
    elif bias is not None:  # T5: relative positions reach only real tokens, the prefix stands at distance zero
        kwargs["position_bias"] = torch.nn.functional.pad(bias, (length, 0))
    return sdpa_attention_forward(module, query, key, value, mask, is_causal=False, **kwargs)


def _is_plain_faster(query: Tensor, key: Tensor, options: dict[str, Any]) -> bool:
    """Whether to write the products out: torch 2.13's fused attention takes some eight times as long *backward* in
    16-bit formats on the CPU (8 to 32 rows of 30 to 60 tokens; `python -m engine.bench attention` measures it)."""
    if query.device.type != "cpu" or query.dtype.itemsize >= 4 or not torch.is_grad_enabled():
        return False
    has_extras = any(options.get(name) is not None for name in ("position_bias", "s_aux"))
    scores = query.shape[0] * query.shape[1] * query.shape[2] * key.shape[2]
    return not has_extras and not options.get("dropout") and scores <= LARGEST_PLAIN_SCORES


def plain_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    scaling: float | None,
    cap: float | None = None,
) -> Tensor:
    """softmax(q k' / sqrt(d)) v, the softmax in fp32: (B, Q, heads, head_dim). Grouped heads share keys unrepeated.

    Shapes as in `attention`; a query that may see nothing weighs all values alike, so padding never gives NaN.
    """
    batch, heads, rows, width = query.shape
    groups = key.shape[1]
    together = query.reshape(batch, groups, heads // groups * rows, width)
    scores = torch.matmul(together * (scaling or width**-0.5), key.transpose(2, 3))  # (B, groups, heads/groups * Q, K)
    if cap is not None:
        scores = torch.tanh(scores / cap) * cap
    if mask is not None:
        mask = mask.expand(-1, -1, rows, -1)
        own = mask.shape[1] == heads  # each head has its own mask: lay them out as the heads are
        mask = mask.reshape(len(mask), groups, -1, key.shape[2]) if own else mask.repeat(1, 1, heads // groups, 1)
        hidden = torch.finfo(scores.dtype).min
        scores = scores.masked_fill(~mask, hidden) if mask.dtype == torch.bool else scores + mask.to(scores.dtype)
    weights = scores.softmax(dim=-1, dtype=torch.float32).to(value.dtype)
    return torch.matmul(weights, value).reshape(batch, heads, rows, width).transpose(1, 2)


def _widened_mask(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    mask: Tensor | None,
    length: int,
    is_causal: bool | None,
    seen: Tensor | None,
) -> Tensor | None:
    """The mask with `length` columns in front, visible but where `seen` (B, 1, Q, P) says otherwise:
    (B or 1, 1 or heads, Q, P + K), or None when all is visible."""
    rows, columns = query.shape[2], key.shape[2]
    if mask is None:
        causal = is_causal if is_causal is not None else getattr(module, "is_causal", True)
        if (rows == 1 or not causal) and seen is None:
            return None
        mask = torch.ones(1, 1, rows, columns, dtype=torch.bool, device=query.device)
        mask = mask.tril(columns - rows) if causal else mask
    mask = mask[..., :columns].to(query.device)
    if seen is None:
        return torch.nn.functional.pad(mask, (length, 0), value=True if mask.dtype == torch.bool else 0.0)
    seen = seen.to(query.device)
    if mask.dtype != torch.bool:
        seen = torch.zeros_like(seen, dtype=mask.dtype).masked_fill(~seen, torch.finfo(mask.dtype).min)
    shape = (max(len(mask), len(seen)), mask.shape[1], rows)
    return torch.cat([seen.expand(*shape, -1), mask.expand(*shape, -1)], dim=3)


@contextmanager
def installed(prefixes: Mapping[nn.Module, Prefix | Sequence[Prefix | None] | None]) -> Iterator[None]:
    """Carry these prefixes (None: none at all; a list: one for each call of a pass) until the block ends.

    Keep forward *and* backward inside: with gradient checkpointing the backward pass runs the attention again. What
    another model had installed comes back after.
    """
    before: dict[nn.Module, _Carried | None] = {module: getattr(module, _PREFIX, None) for module in prefixes}
    for module, prefix in prefixes.items():
        calls = (prefix,) if isinstance(prefix, Prefix) or prefix is None else prefix
        setattr(module, _PREFIX, _Carried(calls) if any(calls) else None)
    try:
        yield
    finally:
        for module, earlier in before.items():
            setattr(module, _PREFIX, earlier)


def rerunnable(layer: nn.Module, forward: Callable[..., Any]) -> Callable[..., Any]:
    """`forward` of a layer under gradient checkpointing: run again in the backward pass with the same prefixes."""

    def run(*args: Any, **kwargs: Any) -> Any:
        if not torch.is_grad_enabled():
            return forward(*args, **kwargs)
        carried = [found for part in layer.modules() if (found := getattr(part, _PREFIX, None)) is not None]
        counts = [item.calls for item in carried]

        def again(*args: Any, **kwargs: Any) -> Any:
            for item, count in zip(carried, counts, strict=True):
                item.calls = count
            return forward(*args, **kwargs)

        return checkpoint(again, *args, use_reentrant=False, preserve_rng_state=False, **kwargs)

    return run


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """Tell `observer` about every attention call inside the block."""
    global _observer
    _observer = observer
    try:
        yield
    finally:
        _observer = None


AttentionInterface.register(NAME, attention)
AttentionMaskInterface.register(NAME, sdpa_mask)
