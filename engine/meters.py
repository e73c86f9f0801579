"""How full and busy the machine is: memory in bytes, load in percent; the graphics card where there is one."""

from __future__ import annotations

from typing import Any

import psutil
import torch

_process = psutil.Process()


def meter() -> dict[str, Any]:
    """One `meter` event."""
    memory = psutil.virtual_memory()
    event: dict[str, Any] = {
        "type": "meter",
        "memory_used": memory.total - memory.available,
        "memory_total": memory.total,
        "engine_memory": _process.memory_info().rss,
        "cpu_percent": psutil.cpu_percent(),
        "gpu_memory_used": None,
        "gpu_memory_total": None,
        "gpu_percent": None,
    }
    if torch.cuda.is_available():
        free, total = torch.cuda.mem_get_info()
        event |= {"gpu_memory_used": total - free, "gpu_memory_total": total}
    return event
