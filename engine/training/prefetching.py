"""Batches made ahead in a thread, while the device is busy with the step before. On a CPU they would only fight for its
cores.

Nothing is decided ahead: the rows are those that the order holds already, and a batch is used only for just these rows.
What a save point says of the order is therefore the state behind the step, whatever was made beyond it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import torch

from engine.training.batches import Batch
from engine.training.preparation import Prepared


class BatchesAhead:
    """The batches of the next step. One thread makes them, one after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches ahead")
        self._made: dict[tuple[int, ...], Future[Batch]] = {}

    @staticmethod
    def for_device(device: torch.device) -> BatchesAhead | None:
        """None on a CPU."""
        return None if device.type == "cpu" else BatchesAhead()

    def make(self, prepared: Prepared, now: Sequence[Sequence[int]], coming: Sequence[Sequence[int]]) -> None:
        """Begin with the coming rows of `prepared.train`, while those of `now` are worked on; what was made for others
        is dropped."""
        kept = {tuple(rows) for rows in (*now, *coming)}
        for old in [rows for rows in self._made if rows not in kept]:
            self._made.pop(old).cancel()
        for rows in coming:
            if tuple(rows) not in self._made:
                self._made[tuple(rows)] = self._thread.submit(make_batch_of, prepared, rows)

    def take(self, prepared: Prepared, rows: Sequence[int]) -> Batch:
        """The batch of these rows, made ahead or now."""
        made = self._made.pop(tuple(rows), None)
        return make_batch_of(prepared, rows) if made is None else made.result()


def make_batch_of(prepared: Prepared, rows: Sequence[int]) -> Batch:
    """Rows of `prepared.train` as tensors on the backbone's device."""
    return prepared.task.make_batch([prepared.train[index] for index in rows])
