"""Taking turns: each side's measurement in a process of its own, one after the other, and the row of the result.

The ratio is taken within each turn, so what a machine does in a slow minute it does to all sides.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from engine.bench.machine import busy_percent
from engine.bench.settings import Row, Tell
from engine.errors import EngineError

Found = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Job:
    """One side: a module that is run with the paths of its request and of its result, both JSON.

    The request also gets `seed`, the number of the turn, and `folder`, where the process may write.
    """

    module: str
    request: Mapping[str, Any]
    threads: int


def measure_in_turns(jobs: Mapping[str, Job], repeats: int, folder: Path, tell: Tell) -> Found:
    """Every side's results, one a turn. Raises EngineError with the last words of a side that failed."""
    found: Found = {side: [] for side in jobs}
    for turn in range(repeats):
        for side, job in jobs.items():
            busy = busy_percent()
            place = folder / f"{turn}-{side}"
            result = {**_measure(job, turn, place), "busy_percent": busy}
            found[side].append(result)
            numbers = [f"{result[name]:.1f} {unit}" for name, unit in SHOWN.items() if name in result]
            said = f"{turn + 1} of {repeats}, {side}: {', '.join(numbers)}"
            tell(f"{said} ({busy:.0f} % busy with other things before)")
    return found


SHOWN = {"examples_per_second": "examples/s", "memory_megabytes": "MB", "seconds": "s"}


def row_of(
    work: str, against: str, ours: Sequence[dict[str, Any]], theirs: Sequence[dict[str, Any]], number: str, unit: str
) -> Row:
    """The row of two sides' turns: the ratio is ours / theirs of `number`, whether much or little of it is good."""
    mine, other = ([float(result[number]) for result in side] for side in (ours, theirs))
    ratios = [one / two for one, two in zip(mine, other, strict=True)]
    return {
        "type": "bench",
        "work": work,
        "against": against,
        "ratio": median(ratios),
        "ratio_min": min(ratios),
        "ratio_max": max(ratios),
        "repeats": len(ratios),
        "ours": median(mine),
        "theirs": median(other),
        "unit": unit,
        "ours_all": mine,
        "theirs_all": other,
        "busy_percent": round(max(result["busy_percent"] for result in (*ours, *theirs))),
    }


def median_of(results: Sequence[dict[str, Any]], name: str) -> float | None:
    """The median of a number over the turns; None where a turn has none."""
    values = [result.get(name) for result in results]
    return None if None in values else float(median(value for value in values if value is not None))


def _measure(job: Job, turn: int, folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True)
    request, answer = folder / "request.json", folder / "result.json"
    request.write_text(json.dumps({**job.request, "seed": turn, "folder": str(folder)}), encoding="utf-8")
    threads = str(job.threads)
    process = subprocess.run(
        [sys.executable, "-m", job.module, str(request), str(answer)],
        env={
            **os.environ,
            **{"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads},
            **{"TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"},
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if process.returncode:
        said = process.stderr.strip().splitlines()[-1:] or [f"exit code {process.returncode}"]
        raise EngineError("internal", reason=f"{job.module}: {said[0]}")
    result: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return result
