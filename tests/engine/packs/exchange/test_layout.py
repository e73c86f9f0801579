"""engine/packs/exchange/layout.py: rows and layers, against PEFT's own splitting, for any sizes."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.packs.exchange.layout import (
    by_layer,
    is_shared,
    join_rows,
    layers_to_write,
    parts_of_layers,
    split_rows,
)

COUNTS, SMALL = st.integers(1, 40), st.integers(1, 4)


def peft_split(rows: np.ndarray, layers: int, heads: int, width: int, *, is_seq2seq: bool) -> list[np.ndarray]:
    """The lines of PEFT's `get_prompt` for one text: keys and values (2, heads, P, head_dim) of each layer."""
    past = torch.from_numpy(rows).view(1, len(rows), layers * 2, heads, width)
    sides = 2 if is_seq2seq else 1
    if is_seq2seq:
        past = torch.cat([past, past], dim=2)
    parts = past.permute([2, 0, 3, 1, 4]).split(sides * 2)
    return [torch.stack([part[0][0], part[1][0]]).numpy() for part in parts]


@given(st.integers(1, 12), SMALL, SMALL, SMALL, st.booleans())
def test_rows_are_split_as_peft_splits_them(layers: int, heads: int, tokens: int, width: int, is_seq2seq: bool) -> None:
    rows = np.random.default_rng(layers).normal(size=(tokens, 2 * layers * heads * width)).astype(np.float32)
    slots = [f"decoder.{i}" for i in range(layers)]
    ours = split_rows(rows, slots, (heads, width), layers, is_seq2seq=is_seq2seq)
    for part, theirs in zip(ours.values(), peft_split(rows, layers, heads, width, is_seq2seq=is_seq2seq), strict=True):
        assert part.shape == (2, heads, tokens, width) and (part == theirs).all()


@given(st.integers(1, 12), SMALL, SMALL, SMALL, st.booleans())
def test_what_is_joined_comes_apart_the_same(
    layers: int, heads: int, tokens: int, width: int, is_seq2seq: bool
) -> None:
    rng = np.random.default_rng(layers)
    parts = [rng.normal(size=(2, heads, tokens, width)).astype(np.float32) for _ in range(layers)]
    written = layers_to_write(layers, is_seq2seq=is_seq2seq)
    rows = join_rows(parts, written, is_seq2seq=is_seq2seq)
    slots = [f"decoder.{i}" for i in range(layers)]
    again = split_rows(rows, slots, (heads, width), written, is_seq2seq=is_seq2seq)
    assert all((again[slot] == part).all() for slot, part in zip(slots, parts, strict=True))


@given(COUNTS)
def test_no_two_layers_of_a_decoder_share_what_is_written(count: int) -> None:
    assert not is_shared(count, layers_to_write(count, is_seq2seq=True), is_seq2seq=True)
    assert layers_to_write(count, is_seq2seq=True) - count in (0, 1)


def test_an_even_number_of_layers_shares_them_in_peft() -> None:
    assert parts_of_layers(4, 4, is_seq2seq=True) == [(0, 1), (4, 5), (0, 1), (4, 5)]
    assert is_shared(2, 2, is_seq2seq=True) and not is_shared(2, 2, is_seq2seq=False)


def test_layers_are_in_the_order_of_their_numbers() -> None:
    assert by_layer(["decoder.10", "decoder.2", "decoder.0"]) == ["decoder.0", "decoder.2", "decoder.10"]
