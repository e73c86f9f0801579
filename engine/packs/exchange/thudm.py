"""P-tuning v2's own files: `prefix_encoder.embedding.weight`, alone or with the network `trans.0`, `trans.2` behind it.

THUDM/P-tuning-v2 (model/prefix_encoder.py) saves them inside the whole model, ChatGLM's tuning code alone, both under
some prefix of names. The network is Linear, tanh, Linear and is folded away here. BERT code moves the text behind the
prefix; ChatGLM's leaves it at its usual positions (modeling_chatglm.py: position_ids count the text alone).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.errors import InputError
from engine.packs.exchange.foreign import Foreign, Prefix
from engine.packs.exchange.peft import check_head
from engine.packs.exchange.reading import Array, as_float32, read_tensors

PART = re.compile(r"(?:[\w]+\.)*prefix_encoder\.(embedding\.weight|trans\.[02]\.(?:weight|bias))")
HEAD = re.compile(r"classifier\.(weight|bias)")
NETWORK = ("trans.0.weight", "trans.0.bias", "trans.2.weight", "trans.2.bias")
SUFFIX = ".safetensors"


def read_thudm(path: Path) -> Foreign:
    """The prefix in a safetensors file. Raises InputError saying what is missing or of the wrong shape."""
    tensors = read_tensors(path, lambda name: bool(PART.fullmatch(name) or HEAD.fullmatch(name)))
    parts = {found[1]: array for name, array in tensors.items() if (found := PART.fullmatch(name))}
    if "embedding.weight" not in parts:
        raise InputError("exchange_tensor_missing", path=str(path), tensor="prefix_encoder.embedding.weight")
    head = {found[1]: array for name, array in tensors.items() if (found := HEAD.fullmatch(name))}
    return Foreign(
        format="thudm",
        kind="prefix_encoder",
        method="p_tuning_v2",
        rows=fold(parts, path),
        prefix=Prefix(),
        head=check_head(head),
        name=path.stem,
    )


def fold(parts: Mapping[str, Array], path: Path) -> Array:
    """Flat keys and values (P, 2 * layers * width): the embedding, through the network where there is one."""
    rows = parts["embedding.weight"]
    if rows.ndim != 2 or not rows.size:
        raise _wrong("embedding.weight", rows, "tokens x width")
    if not any(name in parts for name in NETWORK):
        return rows
    for name in NETWORK:
        if name not in parts:
            raise InputError("exchange_tensor_missing", path=str(path), tensor=f"prefix_encoder.{name}")
    first, first_bias, second, second_bias = (parts[name] for name in NETWORK)
    if first.ndim != 2 or first.shape[1] != rows.shape[1]:
        raise _wrong("trans.0.weight", first, f"width x {rows.shape[1]}")
    if second.ndim != 2 or second.shape[1] != first.shape[0]:
        raise _wrong("trans.2.weight", second, f"width x {first.shape[0]}")
    for name, bias, size in ((NETWORK[1], first_bias, len(first)), (NETWORK[3], second_bias, len(second))):
        if bias.shape != (size,):
            raise _wrong(name, bias, str(size))
    hidden = np.tanh(rows.astype(np.float64) @ first.T.astype(np.float64) + first_bias)
    return as_float32(hidden @ second.T.astype(np.float64) + second_bias, "prefix_encoder")


def _wrong(name: str, array: Array, expected: str) -> InputError:
    found = " x ".join(map(str, array.shape)) or "0"
    return InputError("exchange_shape", tensor=f"prefix_encoder.{name}", found=found, expected=expected)
