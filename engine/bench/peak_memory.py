"""How much memory a measurement needs at its worst moment, beyond what the loaded model had already.

On a CUDA card it is the allocator's peak; elsewhere the process's resident memory. Linux lets a process forget its
peak, so that the moment of loading, when the weights may lie there twice, does not hide the training's.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import psutil
import torch

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class PeakMemory:
    """Begin it when the model is loaded."""

    def __init__(self) -> None:
        self.is_card = torch.cuda.is_available()
        if self.is_card:
            torch.cuda.reset_peak_memory_stats()
            self.before = int(torch.cuda.memory_allocated())
            return
        if sys.platform == "linux":
            FORGET.write_text("5", encoding="ascii")  # proc(5): sets the peak back to what is resident now
        self.before = int(psutil.Process().memory_info().rss)

    def result(self) -> dict[str, Any]:
        """In bytes and megabytes: the growth since the beginning, and the peak itself."""
        peak = int(torch.cuda.max_memory_allocated()) if self.is_card else _resident_peak()
        growth = max(0, peak - self.before)
        return {"memory_bytes": growth, "memory_megabytes": growth / 1e6, "memory_peak_bytes": peak}


def _resident_peak() -> int:
    """The largest resident memory of this process so far, or since it was made to forget."""
    if sys.platform == "linux":
        for line in STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak) * (1 if sys.platform == "darwin" else 1024)
