"""`pretrain`: one prompt learns several tables, each with its own head or label words, and becomes a pack for each."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.following import follow, follow_new, require_folder, tell
from engine.commands.progress import percent
from engine.commands.recipe import read_pair, recipe_of
from engine.commands.report import BEFORE, VERDICTS, command, frozen_line
from engine.errors import EXIT_DONE, InputError
from engine.files import home
from engine.runs import PretrainingRun, RunConfig, new_run_folder, task_names
from engine.scores import main_score
from engine.training.control import Control

OWN_SECTIONS = ("data", "task")  # of a recipe: what one task may have other than the rest
EXAMPLE = (
    "softprompt pretrain rte.csv boolq.csv --backbone starter:minilm-l6 --method p_tuning_v2 --out both\n"
    "  softprompt train --data rte.csv --backbone starter:minilm-l6 --method p_tuning_v2 "
    "--set method.init_pack=both/packs/rte.promptpack"
)


def add(parsers: Subparsers) -> None:
    """The command."""
    pretrain = add_command(
        parsers, "pretrain", pretrain_command, "teach one prompt several tables, to go on from it with one", EXAMPLE
    )
    pretrain.add_argument("tables", nargs="+", metavar="TABLE", help="two or more; a task is called after its table")
    pretrain.add_argument("--task", metavar="T", help="classification (task.kind)")
    pretrain.add_argument("--backbone", metavar="B", help="starter:NAME, a model folder or hub:owner/name")
    pretrain.add_argument("--method", metavar="M", help="way to learn, such as p_tuning_v2")
    pretrain.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same result")
    pretrain.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="any setting of the recipes; NAME.data... and NAME.task... for the table NAME alone",
    )
    pretrain.add_argument("--out", metavar="FOLDER", help="where it is kept, new or empty")


def pretrain_command(args: argparse.Namespace, console: Console) -> int:
    """Make a new pre-training and follow it."""
    configs = configs_of(args)
    name = "+".join(configs)
    folder = require_folder(Path(args.out)) if args.out else new_run_folder(home() / "pretraining", name)
    return follow_new(lambda: PretrainingRun.start(folder, configs), folder, console, _work, report)


def resume_pretraining(folder: Path, console: Console) -> int:
    """Follow an existing one from its last save point; a finished one says again what it found."""
    run = PretrainingRun(folder)
    events = run.events()
    done = next((event for event in reversed(events) if event["type"] == "done"), None)
    if run.status(events) == "finished" and done and run.pack_path:
        console.tell("This pre-training is already finished.")
        tasks = [{**task, "pack": str(run.pack_path / Path(task["pack"]).name)} for task in done["tasks"]]
        moved = {"run": str(run.folder), "pack": str(run.pack_path), "tasks": tasks}  # it may have been moved since
        tell(done | moved, console, report)
        return EXIT_DONE
    return follow(run, console, _work, report)


def configs_of(args: argparse.Namespace) -> dict[str, RunConfig]:
    """The recipe of each table, by the task's name. Raises InputError for anything wrong in the arguments."""
    paths = [Path(text).expanduser() for text in args.tables]
    if len(paths) < 2:
        raise InputError("pretrain_few", found=len(paths))
    names = task_names(paths)
    recipes = {}
    for name, path in zip(names, paths, strict=True):
        settings = [text for text in (_setting_for(name, names, text) for text in args.set) if text]
        given = {"config": None, "data": str(path), "validation": None, "name": name, "set": settings}
        recipes[name] = recipe_of(argparse.Namespace(**{**vars(args), **given}))
    return recipes


def report(done: dict[str, Any]) -> list[str]:
    """The lines at the end: what each task reached, and how to go on with one."""
    going_on = ["", "Go on with:  " + command("resume", done["run"])]
    if done["metrics"] is None:
        return ["", "Stopped before anything new was learned.", *going_on]
    width = max(len(task["task"]) for task in done["tasks"])
    lines = ["", "Right answers on rows that were not trained on:"]
    for task in done["tasks"]:
        before, now = task["baseline"], task["metrics"]
        said = f"{percent(main_score(now)):>7} of {now['n']} rows, {VERDICTS[task['verdict']]}"
        lines.append(f"  {task['task']:<{width}}  {said} ({BEFORE[before['kind']]}: {percent(main_score(before))})")
    lines += ["", f"Trained:  {done['trainable_parameters']:,} numbers, best at step {done['best_step']}"]
    lines.append(f"Model:    {frozen_line(done)}")
    if done["pack"]:
        lines.append(f"Packs:    {done['pack']}")
    lines.append(f"Folder:   {done['run']} ({done['seconds']:.0f} s)")
    if done["stopped"]:
        return [*lines, *going_on]
    if done["pack"]:
        pack = done["tasks"][0]["pack"]
        lines += ["", "Go on with one of the tasks by   --set " + f"method.init_pack={pack}"]
    return lines


def _work(run: PretrainingRun, control: Control) -> Iterator[dict[str, Any]]:
    from engine.training.pretraining import pretrain

    return pretrain(run, control)


def _setting_for(name: str, names: list[str], text: str) -> str | None:
    """A setting as this task's recipe takes it; None for one of another task. Raises InputError for one that is shared
    and given to a single task."""
    place, value = read_pair(text, "training.steps=200")
    owner = max((other for other in names if place.startswith(f"{other}.")), key=len, default=None)
    if owner is None or place.partition(".")[0] in vars(RunConfig()):
        return text
    own = place.removeprefix(f"{owner}.")
    if own.partition(".")[0] not in OWN_SECTIONS:
        raise InputError("pretrain_setting", place=own, name=owner)
    return f"{own}={value}" if owner == name else None
