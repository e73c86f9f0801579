"""Train the run in a folder and print its events; once a given step is printed, wait to be killed.

Started by test_resume.py as a process of its own: `python -m tests.engine.training.follow_run FOLDER STEP`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.runs import Run
from engine.training.trainer import train


def main(folder: str, last_step: str) -> None:
    """Print one JSON line an event; behind the last step stand still until the pipe closes."""
    for event in train(Run.open(Path(folder))):
        print(json.dumps({key: event.get(key) for key in ("type", "step", "code")}), flush=True)
        if event["type"] == "step" and event["step"] == int(last_step):
            sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
