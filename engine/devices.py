"""The machine: which device and number format to use, and how much memory is left."""

from __future__ import annotations

from typing import Any

import psutil
import torch

from engine.errors import InputError

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
SPLIT = "split"  # a model over all CUDA cards, where there are several


def choose_device(name: str) -> torch.device:
    """`auto` is the first CUDA card, then Apple's, then the CPU; `split` begins on the first card.

    Raises InputError for one that is not here.
    """
    if name == SPLIT and SPLIT in known_devices():
        return torch.device("cuda", 0)
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise InputError("device_unknown", device=name, devices=", ".join(known_devices())) from error
    if device.type == "cpu" or str(device) in known_devices():
        return device
    raise InputError("device_unknown", device=name, devices=", ".join(known_devices()))


def known_devices() -> list[str]:
    """Names that `choose_device` takes on this machine."""
    cards = [f"cuda:{index}" for index in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    split = [SPLIT] if len(cards) > 1 else []
    return [
        "cpu",
        *(["cuda", *cards] if cards else []),
        *split,
        *(["mps"] if torch.backends.mps.is_available() else []),
    ]


def choose_dtype(name: str, device: torch.device) -> torch.dtype:
    """`auto` is bfloat16 where the device multiplies it in hardware, else float32."""
    if name != "auto":
        return DTYPES[name]
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    return torch.bfloat16 if device.type == "cpu" and has_fast_bfloat16() else torch.float32


def has_fast_bfloat16() -> bool:
    """Whether this CPU has bfloat16 dot products (AVX512-BF16 or AMX); emulated ones are slower than float32."""
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, name, lambda: False)() for name in checks)


def free_memory(device: torch.device) -> int:
    """Bytes free on the device right now."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return int(psutil.virtual_memory().available)


def describe_devices() -> list[dict[str, Any]]:
    """Every device of this machine: kind, name, total and free memory in bytes."""
    memory = psutil.virtual_memory()
    cpu = {"kind": "cpu", "name": cpu_name(), "memory_total": memory.total, "memory_free": memory.available}
    found: list[dict[str, Any]] = []
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            free, total = torch.cuda.mem_get_info(index)
            name = torch.cuda.get_device_name(index)
            found.append({"kind": f"cuda:{index}", "name": name, "memory_total": total, "memory_free": free})
    elif torch.backends.mps.is_available():
        found.append({**cpu, "kind": "mps", "name": "Apple GPU"})
    return [*found, cpu]


def cpu_name() -> str:
    """Cores and kind in a way every language reads, as in "2 × CPU"."""
    return f"{psutil.cpu_count(logical=False) or psutil.cpu_count() or 1} × CPU"
