"""A training of very many tiny steps does not grow in memory.

    python -m tests.endurance [--steps 200000]

Resident memory is read at every hundredth part of the run. Behind the first tenth, in which allocators and caches warm
up, it may grow by one percent. Ends with 1 where it grows by more.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil

from engine.commands.libraries import prepare_libraries
from engine.runs import Run, history, read_config
from engine.training.trainer import train
from tests.tiny_run import make_recipe

WARM_UP = 0.1
MOST_GROWTH = 0.01


def endure(folder: Path, steps: int, measure: Callable[[], int], parts: int = 100) -> Iterator[tuple[int, int]]:
    """Train so many steps: (step, what `measure` says) at each of so many parts of the run."""
    checks = max(1, steps // 20)
    run = Run.create(folder / "run", read_config(make_recipe(folder, steps=steps, evaluate_every=checks)))
    for event in train(run):
        if event["type"] == "step" and event["step"] % max(1, steps // parts) == 0:
            yield event["step"], measure()


def main(words: Sequence[str] | None = None) -> int:
    """Run it and say by how much memory grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200_000)
    steps = parser.parse_args(words).steps
    prepare_libraries()
    with tempfile.TemporaryDirectory(prefix="softprompt-endurance-") as folder:
        warm = most = 0
        for step, resident in endure(Path(folder), steps, lambda: psutil.Process().memory_info().rss):
            warm = max(warm, resident) if step <= WARM_UP * steps else warm
            most = max(most, resident)
            print(f"step {step}: {resident / 1e6:.1f} MB", flush=True)
        lines = (Path(folder) / "run" / "events.jsonl").read_bytes()
        growth = most / warm - 1
        print(f"{100 * growth:.2f} % more than {warm / 1e6:.1f} MB after {WARM_UP:.0%} of {steps} steps")
        print(f"{history.count_steps(lines)} of the steps are listed in {len(lines) / 1e6:.1f} MB")
    return int(growth > MOST_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
