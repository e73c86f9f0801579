"""Memory that runs out: how torch and Python say it, and what can be given back before another try."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from engine.events import RunEvent, note

SAYS_SO = (torch.OutOfMemoryError, MemoryError, RuntimeError)  # what to catch; `ran_out` tells which of them it is


def ran_out(error: BaseException) -> bool:
    """Whether an error means that there is no memory left; the CPU's allocator has no class of its own for it."""
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or "allocate memory" in str(error)


def give_back(device: torch.device) -> None:
    """Hand what the device's allocator keeps for later back to it: in smaller pieces it may be enough."""
    if device.type == "cuda":
        torch.cuda.empty_cache()


def step_notes(before: int, parts: int, step: int) -> Iterator[RunEvent]:
    """What to tell when a step needed more parts than the one before it."""
    if parts > before:
        yield note("memory_parts" if parts == 2 else "memory_parts_again", step=step, parts=parts)


def score_notes(before: int | None, rows: int | None, step: int) -> Iterator[RunEvent]:
    """What to tell when scoring needed smaller batches than before."""
    if rows is not None and rows != before:
        yield note("memory_scored", step=step, rows=rows)
