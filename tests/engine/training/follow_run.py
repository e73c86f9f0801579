"""Train the run in a folder and print its events; once a given step is printed, wait to be killed.

Started by tests as a process of its own: `python -m tests.engine.training.follow_run FOLDER STEP`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.runs import PretrainingRun, Run
from engine.subspaces.runs import SearchRun
from engine.training.pretraining import pretrain
from engine.training.subspace_search import search
from engine.training.trainer import train


def main(folder: str, last_step: str) -> None:
    """Print one JSON line an event; behind the last step stand still until the pipe closes."""
    for event in _events(Path(folder)):
        print(json.dumps({key: event.get(key) for key in ("type", "step", "code")}), flush=True)
        if event["type"] == "step" and event["step"] == int(last_step):
            sys.stdin.read()


def _events(path: Path) -> Iterator[dict[str, Any]]:
    if PretrainingRun.is_at(path):
        return pretrain(PretrainingRun(path))
    return search(SearchRun(path)) if SearchRun.is_at(path) else train(Run.open(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
