"""One measurement of our side: a whole run as the window and the commands do it, read at its events."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.bench.clock import StepClock
from engine.bench.comparison import Comparison
from engine.bench.matrix_peak import COUNTED_BATCHES, body_share, matrix_peak, operations, shares
from engine.runs import Run
from engine.training.batches import DataOrder
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.stepping import Group, Stepper
from engine.training.trainer import train


def measure(comparison: Comparison) -> dict[str, Any]:
    """Train and return what was measured. Raises EngineError; RuntimeError when the backbone did not stay as it was."""
    clock, warm = StepClock(comparison), Warm()
    done: dict[str, Any] = {}
    loss = 0.0
    run = Run.create(Path(comparison.folder) / "run", comparison.recipe())
    for event in train(run, warm=warm):
        if event["type"] == "phase" and event["name"] == "encoding" and clock.memory is None:
            clock.model_loaded()
        elif event["type"] == "step":
            clock.step_ended(event["step"])
            loss = event["loss"]
        elif event["type"] == "done":
            done = event
    if not done.get("backbone_unchanged") or warm.backbone is None:
        raise RuntimeError("the backbone changed")
    prepared = prepared_again(comparison, warm)
    return clock.result(
        tokens_a_row(prepared),
        dtype=str(warm.backbone.dtype).removeprefix("torch."),
        device=str(warm.backbone.device),
        trainable_parameters=done["trainable_parameters"],
        loss=loss,
        **({} if comparison.context_cache else _matrix_facts(comparison, prepared, clock.seconds_a_step)),
    )


def prepared_again(comparison: Comparison, warm: Warm) -> Prepared:
    """What a run of this comparison works with, outside a run."""
    parts = list(prepare(comparison.recipe(), Control(), warm))
    assert isinstance(parts[-1], Prepared)
    return parts[-1]


def tokens_a_row(prepared: Prepared) -> float:
    """The mean number of real tokens of a row and its answer."""
    rows = prepared.train
    return sum(sum(token >= 0 for token in row.ids) + len(row.answer) for row in rows) / len(rows)


def our_order(lengths: list[int], comparison: Comparison) -> DataOrder:
    """Which rows our run takes in which step."""
    return DataOrder(lengths, comparison.batch_size, comparison.seed)


def _matrix_facts(comparison: Comparison, prepared: Prepared, seconds: float) -> dict[str, float]:
    stepper = Stepper(prepared.config.training, [Group([*prepared.method.parameters(), *prepared.task.parameters()])])
    order = our_order([len(row) for row in prepared.train], comparison)
    batches = [order.next() for _ in range(COUNTED_BATCHES)]
    peak = matrix_peak(prepared.backbone.dtype, prepared.backbone.device)
    in_body = body_share(prepared, batches, peak)
    total = comparison.total_steps
    done = [operations(lambda batch=batch: stepper.take(0, total, prepared, [batch])) for batch in batches]  # type: ignore[misc]
    return {**shares(sum(done) / len(done), seconds, peak), "body_share": in_body}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(Comparison.read(Path(sys.argv[1])))), encoding="utf-8")
