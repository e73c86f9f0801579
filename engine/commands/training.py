"""`train` and `resume`: follow a run from its recipe to its pack, and stop it when asked."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console, drop_output
from engine.commands.libraries import fetch_from_hub, prepare_libraries
from engine.commands.progress import Display, display_for
from engine.commands.recipe import recipe_of
from engine.commands.report import training_report
from engine.commands.stopping import stop_on_signals
from engine.errors import EXIT_DONE, EXIT_FAILED, EXIT_STOPPED, DiskFull, InputError
from engine.files import home
from engine.runs import Run, RunConfig, new_run_folder
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
    train.add_argument("--task", metavar="T", help="classification (task.kind)")
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
    return start_run(recipe_of(args), console, out=Path(args.out) if args.out else None)


def resume_command(args: argparse.Namespace, console: Console) -> int:
    """Follow an existing run from its last save point; a finished one says again what it found."""
    run = Run.open(Path(args.run_folder).expanduser().absolute())
    events = run.events()
    done = next((event for event in reversed(events) if event["type"] == "done"), None)
    if run.status(events) == "finished" and done and run.pack_path:
        console.tell("This run is already finished.")
        report(done | {"run": str(run.folder), "pack": str(run.pack_path)}, console)  # it may have been moved since
        return EXIT_DONE
    if not run.has_checkpoint:
        console.tell("This run has no save point yet; it starts from the beginning.")
    return follow(run, console)


def start_run(config: RunConfig, console: Console, out: Path | None = None) -> int:
    """Train by a recipe in a new folder; input that turns out to be wrong leaves no folder behind."""
    folder = out.expanduser().absolute() if out else None
    if folder and folder.is_file():
        raise InputError("not_writable", path=str(folder), reason="it is a file")
    folder = folder or new_run_folder(home() / "runs", config.name or Path(str(config.data.train)).stem)
    was_there = folder.exists()
    run = Run.create(folder, config)
    try:
        return follow(run, console)
    except InputError:
        if not any(event["type"] == "step" for event in run.events()):
            _discard(run, keep_folder=was_there)
        raise


def follow(run: Run, console: Console) -> int:
    """Train or go on with a run: show what happens, stop on signals, report. Returns the exit code."""
    control = Control()
    with stop_on_signals(control):
        with display_for(console) as display:
            done = _train(run, control, console, display)
        if done is None:
            return EXIT_FAILED
        with contextlib.suppress(BrokenPipeError):
            report(done, console)
    if done["metrics"] is not None and done["pack"] is None:
        return EXIT_FAILED  # a note has told why it could not be written
    return EXIT_STOPPED if done["stopped"] else EXIT_DONE


def report(done: dict[str, Any], console: Console) -> None:
    """The result, for a program as the last JSON line, for a person in words."""
    console.event(done)
    for line in training_report(done):
        console.say(line)


def _train(run: Run, control: Control, console: Console, display: Display) -> dict[str, Any] | None:
    """Pull the events of a run through; a reader who has gone away stops it as Ctrl+C does. Returns `done`."""
    source = str(run.config.backbone.source)
    display.show({"type": "phase", "name": "starting"})
    prepare_libraries(source)
    fetch_from_hub(source, display)
    from engine.training.trainer import train

    done = None
    for event in train(run, control):
        display.show(event)
        if event["type"] == "done":
            done = event
            continue
        try:
            console.event(event)
        except BrokenPipeError:
            control.stop = True
            drop_output()
        except (DiskFull, InputError) as error:  # a log on a full disk costs the log, not the run
            console.tell(error.message)
    if done is not None and done["metrics"] is not None:
        _remember_folder(source)
    return done


def _remember_folder(source: str) -> None:
    """Put a model folder on the list of known models, so that the pack finds its model by itself."""
    if not source.startswith(("starter:", "hub:")):
        from engine.backbones.catalog import add_folder

        with contextlib.suppress(InputError):  # the list is a convenience: the pack works with --backbone
            add_folder(Path(source))


def _discard(run: Run, keep_folder: bool) -> None:
    """Remove the files of a run that never began."""
    for name in ("config.json", "events.jsonl", "lock"):
        (run.folder / name).unlink(missing_ok=True)
    if not keep_folder:
        with contextlib.suppress(OSError):  # something else lies in it by now
            run.folder.rmdir()
