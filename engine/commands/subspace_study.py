"""`subspace study` and `subspace report`: the whole line of Intrinsic Prompt Tuning over a set of tasks, and what it
proves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.commands.arguments import Parser, Subparsers, add_command
from engine.commands.console import Console
from engine.commands.following import follow, follow_new, require_folder, tell
from engine.commands.recipe import recipe_of
from engine.commands.report import command
from engine.errors import EXIT_DONE, InputError
from engine.study.page import sentences
from engine.study.recipe import SPLITS, StudyConfig
from engine.study.report import write_report
from engine.study.study import StudyRun
from engine.subspaces.recipes import TaskSetConfig
from engine.training.control import Control

EXAMPLE = "softprompt subspace study TASKS --backbone starter:smollm2-135m --dims 1,5,25 --seen 6,12,18 --out study"
WHOLE_LISTS = {"dims": "dimensions", "seen": "seen", "steps": "steps"}
SINGLE = ("split", "seeds", "drawn", "around", "measured", "rate_tasks", "alpha")
ROWS = 128  # of most tasks as many are left as new rows


def add(group: Subparsers) -> None:
    """Both commands."""
    study = add_command(group, "study", study_command, "the whole line over a set of tasks, and its report", EXAMPLE)
    study.add_argument("sources", nargs="+", metavar="TASKS", help="tables, folders with a train.csv, folders of such")
    study.add_argument("--backbone", metavar="B", help="starter:NAME, a model folder or hub:owner/name")
    study.add_argument("--method", metavar="M", default="prompt_tuning", help="of the prompts (default: prompt_tuning)")
    study.add_argument("--task", metavar="T", default="generation", help="of all tables (default: generation)")
    study.add_argument("--rows", type=int, metavar="N", default=ROWS, help=f"to learn from (default: {ROWS})")
    study.add_argument("--shots", type=int, metavar="K", help="few-shot: so many rows of each answer")
    _add_grid(study)
    study.add_argument(
        "--steps", metavar="N", help="at most (default: 300), or A,B,C: of a prompt, a search, few numbers"
    )
    study.add_argument("--minutes", type=float, metavar="M", help="a stage, at most; 0: no limit (default: 60)")
    study.add_argument("--seed", type=int, metavar="N", help="of the split and the prompts")
    study.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="any setting of the prompts")
    study.add_argument("--out", required=True, metavar="FOLDER", help="new or empty; the same again goes on")
    report = add_command(group, "report", report_command, "what a study found, as far as it has come")
    report.add_argument("study", metavar="FOLDER", help="of `subspace study`")


def _add_grid(study: Parser) -> None:
    study.add_argument(
        "--split", choices=SPLITS, help="a quarter unseen: of all (default), of those with classes, of the others"
    )
    study.add_argument("--dims", metavar="A,B,C", help="numbers that stand for a prompt (default: 1,5,25)")
    study.add_argument("--seen", metavar="A,B,C", help="tasks that a subspace is found from (default: 6,12,18)")
    study.add_argument("--seeds", type=int, metavar="N", help="subspaces of each kind (default: 2)")
    study.add_argument("--drawn", type=int, metavar="N", help="random decoders to compare with (default: 3)")
    study.add_argument("--around", type=int, metavar="N", help="the same around the subspace's mean (default: 0)")
    study.add_argument("--measured", type=int, metavar="N", help="seen tasks that are learned again (default: 6)")
    study.add_argument("--rates", metavar="A,B,C", help="learning rates tried for each decoder (default: 0.03,0.1,0.3)")
    study.add_argument("--rate-tasks", type=int, metavar="N", help="unseen tasks they are tried on (default: 2)")
    study.add_argument("--alpha", type=float, metavar="A", help="weight of the prompts' likeness (default: 200)")


def study_command(args: argparse.Namespace, console: Console) -> int:
    """Do a study, or go on with it."""
    config = study_config(args)
    folder = require_folder(Path(args.out))
    return follow_new(lambda: StudyRun.start(folder, config), folder, console, _work, study_report)


def study_config(args: argparse.Namespace) -> StudyConfig:
    """The recipe that the arguments describe. Raises InputError for anything wrong in it."""
    given = {"config": None, "data": None, "validation": None, "name": None}
    recipe = recipe_of(argparse.Namespace(**{**vars(args), **given}), has_table=False)
    if recipe.training.steps is not None:
        raise InputError("study_steps", flag="--set training.steps")
    sources = [str(Path(text).expanduser().absolute()) for text in args.sources]
    sizes = {"rows": args.rows, **({"shots": args.shots} if args.shots is not None else {})}
    tasks = TaskSetConfig.from_json({"sources": sources, "recipe": recipe.to_json(), **sizes})
    values: dict[str, Any] = {name: getattr(args, name) for name in SINGLE if getattr(args, name) is not None}
    for flag, name in WHOLE_LISTS.items():
        if (text := getattr(args, flag)) is not None:
            values[name] = _numbers(flag, text, int)
    if args.rates is not None:
        values["rates"] = _numbers("rates", args.rates, float)
    if args.minutes is not None:
        values["minutes"] = args.minutes or None
    return StudyConfig.from_json({"tasks": tasks.to_json(), **values})


def _numbers(flag: str, text: str, kind: type) -> list[Any]:
    try:
        return [kind(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise InputError("argument_form", text=f"--{flag} {text}", example=f"--{flag} 1,5,25") from None


def report_command(args: argparse.Namespace, console: Console) -> int:
    """Write the report of a study anew from what is there, and say it."""
    run = StudyRun.open(Path(args.study).expanduser().absolute())
    report = write_report(run)
    console.event({"type": "study", "run": str(run.folder), "report": report})
    for line in _lines(report, run.folder):
        console.say(line)
    return EXIT_DONE


def resume_study(folder: Path, console: Console) -> int:
    """Go on with a study; one in which nothing is missing says again what it found."""
    run = StudyRun(folder)
    events = run.events()
    done = next((event for event in reversed(events) if event["type"] == "done"), {})
    if run.status(events) == "finished" and not done["report"]["missing"]:
        console.tell("This is already finished.")
        tell(done, console, study_report)
        return EXIT_DONE
    return follow(run, console, _work, study_report)


def study_report(done: dict[str, Any]) -> list[str]:
    """The lines at the end of `subspace study`."""
    if "report" not in done:
        return ["", "Stopped before anything was found.", "", "Go on with:  " + command("resume", done["run"])]
    lines = _lines(done["report"], Path(done["run"]))
    lines.append(f"Folder:  {done['run']} ({done['seconds']:.0f} s)")
    return [*lines, "", "Go on with:  " + command("resume", done["run"])] if done["stopped"] else lines


def _lines(report: dict[str, Any], folder: Path) -> list[str]:
    said = [f"- {text}".replace("**", "") for text in sentences(report)]
    missing = [f"  {each['decoder']}, {each['task']}: {each['why']}" for each in report["missing"][:10]]
    more = len(report["missing"]) - len(missing)
    return ["", *said, *missing, *([f"  and {more} more"] if more > 0 else []), "", f"Report:  {folder / 'report.md'}"]


def _work(run: StudyRun, control: Control) -> Iterator[dict[str, Any]]:
    from engine.study.line import study

    return study(run, control)
