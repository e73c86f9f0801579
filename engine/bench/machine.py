"""The machine a measurement was made on, in one line, and how busy it was with other things."""

from __future__ import annotations

import platform
from pathlib import Path

import psutil

from engine.files import size_text


def machine_text() -> str:
    """Processor, cores, memory, system and Python."""
    physical = psutil.cpu_count(logical=False) or psutil.cpu_count()
    memory = size_text(psutil.virtual_memory().total)
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {physical} cores, {memory} memory, {system}"


def busy_percent() -> float:
    """Share of the processor that is used right now by anything at all, over one second."""
    return float(psutil.cpu_percent(interval=1.0))


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
