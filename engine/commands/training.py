"""`train` and `resume`: follow a run from its recipe to its pack, and stop it when asked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.following import follow, follow_new, require_folder, tell
from engine.commands.launching import together
from engine.commands.pretraining import resume_pretraining
from engine.commands.recipe import recipe_of
from engine.commands.report import training_report
from engine.commands.subspace_study import resume_study
from engine.commands.subspaces import resume_search, resume_set
from engine.data import KINDS
from engine.errors import EXIT_DONE
from engine.files import home
from engine.runs import PretrainingRun, Run, RunConfig, new_run_folder
from engine.study.study import StudyRun
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.training.control import Control

TRAIN_EXAMPLE = (
    "softprompt train --data reviews.csv --backbone starter:minilm-l6 --method p_tuning_v2 --set training.steps=200"
)


def add(parsers: Subparsers) -> None:
    """The two commands."""
    train = add_command(parsers, "train", train_command, "teach a frozen model from a table", TRAIN_EXAMPLE)
    train.add_argument("config", nargs="?", metavar="CONFIG.json", help="a recipe; flags override what it says")
    train.add_argument("--data", metavar="F", help="the table to learn from (data.train)")
    train.add_argument("--validation", metavar="F", help="a table to test on, instead of keeping rows aside")
    train.add_argument("--task", metavar="T", help=f"{', '.join(KINDS)} (task.kind)")
    train.add_argument("--backbone", metavar="B", help="starter:NAME, a model folder or hub:owner/name")
    train.add_argument("--method", metavar="M", help="way to learn; `softprompt methods` lists them")
    train.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same result")
    train.add_argument("--name", metavar="TEXT", help="what the run and its pack are called")
    train.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="any setting of the recipe")
    train.add_argument("--out", metavar="FOLDER", help="the run folder, new or empty")
    resume = add_command(parsers, "resume", resume_command, "go on with a run", "softprompt resume my-run")
    resume.add_argument("run_folder", metavar="RUN_FOLDER")


def train_command(args: argparse.Namespace, console: Console) -> int:
    """Make a new run and follow it."""
    return together(lambda: start_run(recipe_of(args), console, out=Path(args.out) if args.out else None))


def resume_command(args: argparse.Namespace, console: Console) -> int:
    """Follow an existing run from its last save point; a finished one says again what it found."""
    return together(lambda: _resume(args, console))


def _resume(args: argparse.Namespace, console: Console) -> int:
    folder = Path(args.run_folder).expanduser().absolute()
    if PretrainingRun.is_at(folder):
        return resume_pretraining(folder, console)
    if StudyRun.is_at(folder):
        return resume_study(folder, console)
    if TaskSetRun.is_at(folder):
        return resume_set(folder, console)
    if SearchRun.is_at(folder):
        return resume_search(folder, console)
    run = Run.open(folder)
    events = run.events()
    done = next((event for event in reversed(events) if event["type"] == "done"), None)
    if run.status(events) == "finished" and done and run.pack_path:
        console.tell("This run is already finished.")
        moved = {"run": str(run.folder), "pack": str(run.pack_path)}  # it may have been moved since
        tell(done | moved, console, training_report)
        return EXIT_DONE
    if not run.has_checkpoint:
        console.tell("This run has no save point yet; it starts from the beginning.")
    return follow(run, console, _work, training_report)


def start_run(config: RunConfig, console: Console, out: Path | None = None) -> int:
    """Train by a recipe in a new folder; input that turns out to be wrong leaves no folder behind."""
    name = config.name or Path(str(config.data.train)).stem
    folder = require_folder(out) if out else new_run_folder(home() / "runs", name)
    return follow_new(lambda: Run.create(folder, config), folder, console, _work, training_report)


def _work(run: Run, control: Control) -> Iterator[dict[str, Any]]:
    from engine.training.trainer import train

    return train(run, control)
