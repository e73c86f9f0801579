"""Train the run in a folder and print its events; once a given step is printed, wait to be killed.

Started by tests as a process of its own: `python -m tests.engine.training.follow_run FOLDER STEP`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.runs import PretrainingRun, Run
from engine.training.pretraining import pretrain
from engine.training.trainer import train


def main(folder: str, last_step: str) -> None:
    """Print one JSON line an event; behind the last step stand still until the pipe closes."""
    path = Path(folder)
    is_several = PretrainingRun.is_at(path)
    for event in pretrain(PretrainingRun(path)) if is_several else train(Run.open(path)):
        print(json.dumps({key: event.get(key) for key in ("type", "step", "code")}), flush=True)
        if event["type"] == "step" and event["step"] == int(last_step):
            sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
