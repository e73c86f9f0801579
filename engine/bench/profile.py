"""Where the time of our own steps goes, by torch's profiler: the table below the share of the peak."""

from __future__ import annotations

import dataclasses
from typing import Any

import torch
from torch.profiler import ProfilerActivity
from torch.profiler import profile as torch_profile

from engine.bench.clock import now
from engine.bench.comparison import WARM_UP_STEPS
from engine.bench.our_side import our_order, prepared_again
from engine.bench.peft_training import prepare, source_rows
from engine.bench.settings import Row, Settings
from engine.training.preparation import Warm
from engine.training.stepping import Group, Stepper

MATRIX_PRODUCTS = ("aten::mm", "aten::addmm", "aten::bmm", "aten::baddbmm")
ATTENTION = "scaled_dot_product"
SHOWN_ROWS = 25


def profile(method: str, settings: Settings) -> tuple[Row, str]:
    """Shares of the steps' time, and torch's table of operations by their own time. Raises InputError."""
    torch.set_num_threads(settings.threads)
    folder = settings.folder / f"profile-{method}"
    folder.mkdir()
    comparison = prepare(settings, method, source_rows(settings), folder)
    comparison = dataclasses.replace(comparison, folder=str(folder))
    prepared = prepared_again(comparison, Warm())
    stepper = Stepper(prepared.config.training, [Group([*prepared.method.parameters(), *prepared.task.parameters()])])
    order = our_order([len(row) for row in prepared.train], comparison)

    def take(steps: int) -> float:
        begun = now()
        for _ in range(steps):
            stepper.take(0, comparison.total_steps, prepared, [order.next()])
        return now() - begun

    take(WARM_UP_STEPS)
    activities = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if torch.cuda.is_available() else [])]
    with torch_profile(activities=activities) as found:
        seconds = take(settings.steps)
    averages = found.key_averages()
    shares = _shares(averages, seconds)
    row: Row = {
        **{"type": "bench_profile", "work": method, "steps": settings.steps, "threads": settings.threads},
        **{"seconds_per_step": seconds / settings.steps, **shares},
    }
    parts = ", ".join(f"{name.replace('_', ' ')} {100 * share:.0f} %" for name, share in shares.items())
    by = "self_cuda_time_total" if torch.cuda.is_available() else "self_cpu_time_total"
    said = f"{method}: {1000 * seconds / settings.steps:.0f} ms a step under the profiler: {parts}"
    return row, f"{said}\n{averages.table(sort_by=by, row_limit=SHOWN_ROWS, max_name_column_width=60)}"


def _shares(averages: Any, seconds: float) -> dict[str, float]:
    """Of the wall time on the processor: matrix products, attention, other operations, Python between them."""
    own = {event.key: event.self_cpu_time_total / 1e6 for event in averages}
    products = sum(time for name, time in own.items() if name in MATRIX_PRODUCTS)
    attention = sum(time for name, time in own.items() if ATTENTION in name)
    operations = sum(time for name, time in own.items() if name.startswith("aten::") and ATTENTION not in name)
    inside = {"matrix_products": products, "attention": attention, "other_operations": operations - products}
    shares = {name: time / seconds for name, time in inside.items()}
    return {**shares, "python_and_autograd": 1 - sum(shares.values())}
