"""Follow a training from its folder to its last event: show what happens, stop on signals, report, clean up."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from engine.commands.console import Console, drop_output
from engine.commands.libraries import fetch_from_hub, prepare_libraries
from engine.commands.progress import Display, display_for
from engine.commands.stopping import stop_on_signals
from engine.errors import EXIT_DONE, EXIT_FAILED, EXIT_STOPPED, DiskFull, InputError
from engine.runs import Run
from engine.training.control import Control

R = TypeVar("R", bound=Run)
Work = Callable[[R, Control], Iterator[dict[str, Any]]]  # called once the libraries are quiet: it may import torch
Report = Callable[[dict[str, Any]], list[str]]


def require_folder(folder: Path) -> Path:
    """An absolute folder to write to. Raises InputError where a file has its name."""
    folder = folder.expanduser().absolute()
    if folder.is_file():
        raise InputError("not_writable", path=str(folder), reason="it is a file")
    return folder


def follow_new(make: Callable[[], R], folder: Path, console: Console, work: Work[R], report: Report) -> int:
    """The same in a folder that `make` fills first; input that turns out to be wrong leaves nothing behind."""
    was_there = folder.exists()
    run = make()
    try:
        return follow(run, console, work, report)
    except InputError:
        if not run.is_begun:
            _discard(run, keep_folder=was_there)
        raise


def follow(run: R, console: Console, work: Work[R], report: Report) -> int:
    """Do the work of a run, or go on with it: show what happens, stop on signals, report. Returns the exit code."""
    control = Control()
    with stop_on_signals(control):
        with display_for(console) as display:
            done = _pull(run, control, console, display, work)
        if done is None:
            return EXIT_FAILED
        with contextlib.suppress(BrokenPipeError):
            tell(done, console, report)
    if done["metrics"] is not None and done["pack"] is None:
        return EXIT_FAILED  # a note has told why it could not be written
    return EXIT_STOPPED if done["stopped"] else EXIT_DONE


def tell(done: dict[str, Any], console: Console, report: Report) -> None:
    """The result, for a program as the last JSON line, for a person in words."""
    console.event(done)
    for line in report(done):
        console.say(line)


def _pull(run: R, control: Control, console: Console, display: Display, work: Work[R]) -> dict[str, Any] | None:
    """Pull the events of a run through; a reader who has gone away stops it as Ctrl+C does. Returns `done`."""
    source = str(run.config.backbone.source)
    display.show({"type": "phase", "name": "starting"})
    prepare_libraries(source)
    fetch_from_hub(source, display)
    done = None
    for event in work(run, control):
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
    for name in (
        "config.json",
        "pretraining.json",
        "tasks.json",
        "subspace.json",
        "study.json",
        "events.jsonl",
        "lock",
    ):
        (run.folder / name).unlink(missing_ok=True)
    for name in (
        "members",
        "data",
        "runs",
        "subspace",
        "pilot",
        "prompts",
    ):  # of a farm or a set, none of which took a step; own copies
        shutil.rmtree(run.folder / name, ignore_errors=True)
    if not keep_folder:
        with contextlib.suppress(OSError):  # something else lies in it by now
            run.folder.rmdir()
