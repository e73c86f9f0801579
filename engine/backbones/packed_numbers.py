"""Frozen matrices in 8 or 4 bits, through bitsandbytes where it is installed.

Prompts stay in fp32, and what no matrix product reads (embeddings, norms) in the format that is computed in. The
fingerprint of a model is that of its stored files, so a pack fits it in whatever format it was trained.
"""

from __future__ import annotations

import importlib.util
from typing import Any

import torch
from torch import nn
from transformers import BitsAndBytesConfig

from engine.errors import InputError

BITS = {"int8": 8, "int4": 4}


def packing(dtype: str, device: torch.device, computed: torch.dtype) -> dict[str, Any]:
    """What transformers is to be told so that it packs a model while loading it to `device`; nothing for other formats.

    4 bits are NF4, whose scales are packed once more (Dettmers et al. 2023, section 3). Raises InputError without
    bitsandbytes, or on anything but an NVIDIA card.
    """
    if dtype not in BITS:
        return {}
    if device.type != "cuda":
        raise InputError("packed_no_card", dtype=dtype, device=str(device))
    if importlib.util.find_spec("bitsandbytes") is None:
        raise InputError("packed_no_library", dtype=dtype)
    if dtype == "int8":
        config = BitsAndBytesConfig(load_in_8bit=True)
    else:
        config = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=computed,
        )
    return {"quantization_config": config, "device_map": {"": device}}


def number_count(parameter: nn.Parameter) -> int:
    """How many numbers a parameter holds; bitsandbytes keeps two of 4 bits in a byte."""
    is_packed = getattr(parameter, "quant_state", None) is not None
    return parameter.numel() * parameter.element_size() * 2 if is_packed else parameter.numel()
