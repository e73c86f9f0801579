"""Kill trainings at random moments and go on with them until they are finished: nothing may be lost, to the bit.

    python -m tests.torture --kills 100 [--seed 0]

Each kill is a SIGKILL (on Windows TerminateProcess) of a real `python -m engine` behind a random line of its output,
with --delay some milliseconds later. After each the folder must be readable and free. A finished run must have the save
point of one that was never killed, tensor by tensor; then the next one begins.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.commands.libraries import prepare_libraries
from engine.runs import Run, read_config
from engine.training.checkpoint import CheckpointFolder
from engine.training.trainer import train
from tests.tiny_run import make_recipe

ROOT = Path(__file__).resolve().parent.parent
STEPS = 48
TRAINING = {"steps": STEPS, "evaluate_every": 8, "checkpoint_every": 5}
MOST_LINES = 80  # behind which a process is killed: nearly as many as a whole run prints


class Tortured:
    """Runs of one recipe, and the tensors that they have to end with."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.recipe = folder, make_recipe(folder, **TRAINING)
        self.environment = {"OMP_NUM_THREADS": "1", "SOFTPROMPT_HOME": str(folder / "home")}
        straight = Run.create(folder / "straight", read_config(self.recipe))
        list(train(straight))
        self.wanted = last_tensors(straight)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A command in a process of its own."""
        command = [sys.executable, "-m", "engine", *words]
        environment = {**os.environ, **self.environment}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)  # type: ignore[call-overload,no-any-return]

    def kill(self, run_folder: Path, lines: int, delay_s: float = 0.0) -> bool:
        """Train or go on in a process of its own and kill it behind so many lines: whether it was finished before."""
        is_new = not (run_folder / "config.json").is_file()
        words = ["train", str(self.recipe), "--out", str(run_folder)] if is_new else ["resume", str(run_folder)]
        with self.start(*words, "--json") as process:
            assert process.stdout is not None
            for _ in range(lines):
                if not process.stdout.readline():
                    break
            else:
                time.sleep(delay_s)
                process.kill()
        self.require_readable(run_folder)
        return Run.open(run_folder).status() == "finished"

    def require_readable(self, run_folder: Path) -> None:
        """What a killed process leaves can be read, and is held by nobody. Raises AssertionError."""
        run = Run.open(run_folder)
        assert run.config.training.steps == STEPS
        assert run.lock.holder() is None
        found, damaged = CheckpointFolder(run_folder).newest()
        assert not damaged, "a save point is whole or not there"
        steps = [event["step"] for event in run.events() if event["type"] == "step"]
        assert steps == list(range(1, len(steps) + 1)), "the curve has no gap and tells nothing twice"
        assert found is None or found.facts["step"] <= STEPS

    def require_same(self, run_folder: Path) -> None:
        """The finished run is the one that was never killed. Raises AssertionError."""
        run = Run.open(run_folder)
        found = last_tensors(run)
        assert found.keys() == self.wanted.keys()
        different = [name for name in found if not torch.equal(found[name], self.wanted[name])]
        assert not different, f"other numbers in {', '.join(different)}"
        assert run.pack_path is not None and not list(run_folder.rglob("*.tmp"))


def last_tensors(run: Run) -> dict[str, Tensor]:
    """The tensors of a finished run's last save point."""
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None and found.facts["step"] == STEPS
    return found.tensors


def main(words: Sequence[str] | None = None) -> None:
    """Torture, and say how it went; a failed assertion ends it, and the folder stays."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--delay", type=float, default=40.0, help="at most so many milliseconds behind a line")
    asked = parser.parse_args(words)
    prepare_libraries()
    chance = random.Random(asked.seed)
    folder = Path(tempfile.mkdtemp(prefix="softprompt-torture-"))
    print(f"seed {asked.seed}, in {folder}", flush=True)
    tortured, finished, killed, killed_in_run = Tortured(folder), 0, 0, False
    while killed < asked.kills or killed_in_run:
        run_folder = folder / f"run{finished}"
        lines = chance.randint(1, MOST_LINES) if killed < asked.kills else 10**9
        is_done = tortured.kill(run_folder, lines, chance.random() * asked.delay / 1000)
        killed_in_run = not is_done
        killed += killed_in_run
        if is_done:
            tortured.require_same(run_folder)
            finished += 1
        print(f"{killed} kills, {finished} runs finished and the same to the bit", flush=True)


if __name__ == "__main__":
    main()
