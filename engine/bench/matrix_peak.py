"""How much of what this machine's matrix products can do a training really does.

The peak is measured, not read from a data sheet: the best of a few products of large square matrices in the training's
number format, in the same process, with the same threads. What a step does is counted by torch: two operations for each
multiplication and addition of every matrix product, forward and backward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.bench.clock import now
from engine.training.batches import Batch
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel

SIZES, TRIES = (1024, 2048), 3
COUNTED_BATCHES = 4


def matrix_peak(dtype: torch.dtype, device: torch.device) -> float:
    """Operations a second of the best of a few products of square matrices."""
    best = 0.0
    with torch.no_grad():
        for size in SIZES:
            left, right = (torch.randn(size, size).to(device, dtype) for _ in range(2))
            for _ in range(TRIES):
                begun = now()
                left @ right
                best = max(best, 2 * size**3 / (now() - begun))
    return best


def operations(step: Callable[[], Any]) -> int:
    """How many operations the matrix products in one call do."""
    with FlopCounterMode(display=False) as counter:
        step()
    return int(counter.get_total_flops())


def shares(operations_a_step: float, seconds_a_step: float, peak: float) -> dict[str, float]:
    """What a side tells of its matrix products in whole steps: everything that a step does counts as its time."""
    rate = operations_a_step / seconds_a_step
    return {"operations_per_step": operations_a_step, "matrix_peak": peak, "peak_share": rate / peak}


def body_share(prepared: Prepared, indices: Sequence[Sequence[int]], peak: float) -> float:
    """Share of the peak in the transformer body, forward and backward: without the output layer and the optimiser."""
    batches = [prepared.task.make_batch([prepared.train[index] for index in batch]) for batch in indices]
    _through_body(prepared, batches[0])  # warms up
    begun = now()
    for batch in batches:
        _through_body(prepared, batch)
    seconds = now() - begun
    done = sum(operations(lambda batch=batch: _through_body(prepared, batch)) for batch in batches)  # type: ignore[misc]
    return done / seconds / peak


def _through_body(prepared: Prepared, batch: Batch) -> None:
    model = PromptedModel(prepared.backbone, prepared.method())
    with model.installed(batch):
        has_answers = prepared.config.task.output != "head"
        states = model.answer_states(batch)[0] if has_answers else model.hidden(batch)
        states.float().sum().backward()
