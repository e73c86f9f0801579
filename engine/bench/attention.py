"""Fused against written-out attention, forward and backward, at the shapes of the starters.

Why `engine.backbones.attention` writes the products out in 16-bit formats on the CPU.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention

from engine.backbones.attention import plain_attention

# name -> rows, heads, key and value heads, tokens, tokens with the prefix, head width
SHAPES = {
    "MiniLM, 32 rows of 30 tokens": (32, 12, 12, 30, 46, 32),
    "SmolLM2, 8 rows of 60 tokens": (8, 9, 3, 60, 60, 64),
    "GPT-2 small, 8 rows of 128 tokens": (8, 12, 12, 128, 148, 64),
}


def measure(repeats: int) -> list[dict[str, Any]]:
    """One row a shape and number format: milliseconds of both (medians, taken in turns) and their ratio."""
    return [_row(name, dtype, repeats) for name in SHAPES for dtype in (torch.float32, torch.bfloat16)]


def _row(name: str, dtype: torch.dtype, repeats: int) -> dict[str, Any]:
    rows, heads, groups, tokens, keys, width = SHAPES[name]
    query = torch.randn(rows, heads, tokens, width, dtype=dtype, requires_grad=True)
    key, value = (torch.randn(rows, groups, keys, width, dtype=dtype, requires_grad=True) for _ in range(2))
    mask = torch.ones(rows, 1, tokens, keys, dtype=torch.bool)
    mask[::2, :, :, -5:] = False
    times: dict[str, list[float]] = {"fused": [], "plain": []}
    for _ in range(repeats + 2):
        begun = time.perf_counter()
        wide_key, wide_value = (part.repeat_interleave(heads // groups, dim=1) for part in (key, value))
        scaled_dot_product_attention(query, wide_key, wide_value, attn_mask=mask).sum().backward()
        times["fused"].append(time.perf_counter() - begun)
        begun = time.perf_counter()
        plain_attention(query, key, value, mask, None).sum().backward()
        times["plain"].append(time.perf_counter() - begun)
    fused, plain = (1000 * statistics.median(times[kind][2:]) for kind in ("fused", "plain"))
    what = {"type": "bench", "work": "attention", "shape": name, "dtype": str(dtype).removeprefix("torch.")}
    return {**what, "fused_ms": fused, "plain_ms": plain, "ratio": fused / plain, "repeats": repeats}
