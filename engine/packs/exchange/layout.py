"""Flat keys and values and their layers: how PEFT and the P-tuning v2 code lay a prefix out in one row a token.

A row of width 2 * layers * heads * head_dim is (2 * layers, heads, head_dim); parts 2l and 2l + 1 are the keys and
values of layer l (peft/peft_model.py `get_prompt`, THUDM/P-tuning-v2 model/prefix_encoder.py). On encoder-decoders
PEFT joins the row with itself and splits it by fours, so decoder layer i reads parts (4i, 4i + 1) mod 2 * layers: with
an even number of layers two of them share a prefix and half of the parts are never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.packs.exchange.reading import Array

Sizes = tuple[int, int]  # key and value heads, width of a head


def parts_of_layers(count: int, layers: int, *, is_seq2seq: bool) -> list[tuple[int, int]]:
    """Where keys and values of each of `count` layers lie among the 2 * `layers` parts of a row."""
    if not is_seq2seq:
        return [(2 * layer, 2 * layer + 1) for layer in range(count)]
    return [(4 * layer % (2 * layers), (4 * layer + 1) % (2 * layers)) for layer in range(count)]


def layers_to_write(count: int, *, is_seq2seq: bool) -> int:
    """The number of layers to name so that each layer gets a prefix of its own. On encoder-decoders the next odd one:
    then (4i mod 2L) are all different, so every prefix of a decoder can be told to PEFT."""
    return count + 1 if is_seq2seq and count % 2 == 0 else count


def split_rows(
    rows: Array, slots: Sequence[str], sizes: Sizes, layers: int, *, is_seq2seq: bool = False
) -> dict[str, Array]:
    """Keys and values by slot, each (2, heads, P, head_dim), from flat rows (P, 2 * layers * heads * head_dim)."""
    heads, width = sizes
    parts = rows.reshape(len(rows), 2 * layers, heads, width)
    places = parts_of_layers(len(slots), layers, is_seq2seq=is_seq2seq)
    return {
        slot: np.ascontiguousarray(parts[:, list(place)].transpose(1, 2, 0, 3))
        for slot, place in zip(slots, places, strict=True)
    }


def join_rows(slots: Sequence[Array], layers: int, *, is_seq2seq: bool = False) -> Array:
    """Flat rows (P, 2 * layers * heads * head_dim) of keys and values (2, heads, P, head_dim); parts that no layer
    reads are 0."""
    _, heads, tokens, width = slots[0].shape
    parts = np.zeros((tokens, 2 * layers, heads, width), dtype=np.float32)
    for slot, place in zip(slots, parts_of_layers(len(slots), layers, is_seq2seq=is_seq2seq), strict=True):
        parts[:, list(place)] = slot.transpose(2, 0, 1, 3)
    return parts.reshape(tokens, -1)


def is_shared(count: int, layers: int, *, is_seq2seq: bool) -> bool:
    """Whether several layers read the same parts."""
    return len(set(parts_of_layers(count, layers, is_seq2seq=is_seq2seq))) < count


def by_layer(names: Mapping[str, object] | Sequence[str]) -> list[str]:
    """Slot names of one site ("decoder.2" before "decoder.10") in the order of the layers."""
    return sorted(names, key=lambda name: int(name.rpartition(".")[2]))
