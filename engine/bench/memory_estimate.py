"""What a run's steps were said to need beside what they took: the peak of resident memory, or of the card's allocator.

The estimate is `engine.training.memory_need`'s; the steps are real ones, the longest rows among them. It is made after
them here, so that trying does not warm up what is measured.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import torch
from torch import nn

from engine.runs import RunConfig
from engine.tasks.task import by_length
from engine.training.batches import DataOrder
from engine.training.control import Control
from engine.training.memory_need import try_longest
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.stepping import Group, Stepper

SECONDS_BETWEEN_LOOKS = 0.002


def measure(table: Path, backbone: str, method: str, *, steps: int, batch_size: int, max_tokens: int) -> dict[str, Any]:
    """Train for some steps and hold the estimate beside: one row, its `ratio` estimated over real growth."""
    config = RunConfig.from_json(
        {
            "backbone": {"source": backbone},
            "data": {"train": str(table), "max_tokens": max_tokens},
            "method": {"kind": method},
            "training": {"steps": steps, "batch_size": batch_size},
        }
    )
    prepared = next(item for item in prepare(config, Control(), Warm()) if isinstance(item, Prepared))
    modules, training = nn.ModuleDict({"method": prepared.method, "task": prepared.task}), prepared.config.training
    stepper = Stepper(training, [Group(list(modules.parameters()))])
    order = DataOrder([len(row) for row in prepared.train], batch_size, config.seed)
    longest = by_length(prepared.train, batch_size)[0]
    with _growth(prepared.backbone.device) as grown:
        for step in range(steps):
            stepper.take(step, steps, prepared, [longest if step == steps // 2 else order.next()])
        best = {**prepared.method.export().tensors(), **prepared.task.head_tensors()}
    stepper.optimizer.zero_grad()
    need = try_longest(prepared, modules, training)
    assert need is not None and best
    return {
        "type": "bench",
        "work": "memory_estimate",
        "backbone": prepared.backbone.name,
        "method": method,
        "rows": batch_size,
        "tokens": max(len(prepared.train[index]) for index in longest),
        "estimated_bytes": need.growth_bytes,
        "real_bytes": grown[0],
        "ratio": need.growth_bytes / max(1, grown[0]),
        "device": str(prepared.backbone.device),
        "dtype": str(prepared.backbone.dtype).removeprefix("torch."),
    }


@contextmanager
def _growth(device: torch.device) -> Iterator[list[int]]:
    """One number, there at the end of the block: by how many bytes memory grew inside at its peak."""
    grown = [0]
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        before = torch.cuda.memory_allocated(device)
        yield grown
        grown[0] = torch.cuda.max_memory_allocated(device) - before
        return
    process, done = psutil.Process(), threading.Event()
    before = process.memory_info().rss

    def look() -> None:
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            grown[0] = max(grown[0], process.memory_info().rss - before)

    watcher = threading.Thread(target=look, name="memory watch", daemon=True)
    watcher.start()
    try:
        yield grown
    finally:
        done.set()
        watcher.join()
