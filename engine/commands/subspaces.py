"""`subspace ...`: a prompt for each task of a set, the subspace that they share, and the shelf of subspaces.

What learns in a subspace is an ordinary run: `train --method intrinsic_prompt_tuning`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.commands import subspace_study
from engine.commands.arguments import Parser, Subparsers, add_command, add_group
from engine.commands.console import Console, columns
from engine.commands.following import follow, follow_new, require_folder, tell
from engine.commands.recipe import put, read_setting, recipe_of
from engine.commands.subspace_report import describe_subspace, find_report, prompts_report
from engine.errors import EXIT_DONE, InputError
from engine.files import size_text
from engine.runs import Run
from engine.subspaces import (
    SUFFIX,
    Subspace,
    find_subspace,
    list_subspaces,
    read_subspace,
    shelf_path,
    summary,
)
from engine.subspaces.recipes import SearchConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.training.control import Control

PROMPTS_EXAMPLE = (
    "softprompt subspace prompts TASKS --backbone starter:smollm2-135m --set training.steps=300 --out prompts"
)
FIND_EXAMPLE = "softprompt subspace find prompts --dim 5 --out five.promptsubspace"
FLAGS = {  # flag -> where it stands in a search's recipe
    "dim": "subspace.dimension",
    "alpha": "subspace.alpha",
    "without": "subspace.without",
    "steps": "training.steps",
    "backbone": "backbone.source",
    "seed": "seed",
    "name": "name",
}


def add(parsers: Subparsers) -> None:
    """The commands of `subspace`."""
    group = add_group(parsers, "subspace", "few numbers that stand for a whole prompt, found from many tasks")
    _add_prompts(group)
    _add_find(group)
    subspace_study.add(group)
    drawn = add_command(group, "random", random_command, "a decoder that learned nothing, to compare a subspace with")
    drawn.add_argument("--like", required=True, metavar="SUBSPACE", help="the one whose shape and size it has")
    drawn.add_argument("--seed", type=int, default=0, metavar="N")
    drawn.add_argument("--keep-mean", action="store_true", help="random directions around the same mean prompt")
    drawn.add_argument("--out", required=True, metavar="FILE")
    add_command(group, "list", list_command, "what is on the shelf")
    for name, run, what in (
        ("show", show_command, "what is in a subspace"),
        ("verify", verify_command, "check a subspace: 0 when it is sound, 2 when it is refused"),
    ):
        add_command(group, name, run, what).add_argument("subspace", metavar="SUBSPACE")


def _add_prompts(group: Subparsers) -> None:
    prompts = add_command(group, "prompts", prompts_command, "a prompt for each task of a set", PROMPTS_EXAMPLE)
    prompts.add_argument(
        "sources", nargs="+", metavar="TASKS", help="tables, folders with a train.csv, folders of such"
    )
    prompts.add_argument("--backbone", metavar="B", help="starter:NAME, a model folder or hub:owner/name")
    prompts.add_argument("--method", metavar="M", default="prompt_tuning", help="way to learn (default: prompt_tuning)")
    prompts.add_argument("--task", metavar="T", default="generation", help="of all tables (default: generation)")
    prompts.add_argument("--rows", type=int, metavar="N", help="at most so many rows of each task (default: 256)")
    prompts.add_argument(
        "--shots", type=int, metavar="K", help="few-shot: so many rows of each answer, drawn by the seed"
    )
    prompts.add_argument("--together", type=int, metavar="N", help="so many tasks in one pass of the model")
    _add_common(prompts)
    prompts.add_argument("--out", required=True, metavar="FOLDER", help="new or empty; the same again goes on")


def _add_find(group: Subparsers) -> None:
    find = add_command(
        group, "find", find_command, "find the subspace that the prompts of many tasks share", FIND_EXAMPLE
    )
    find.add_argument("sources", nargs="+", metavar="PROMPTS", help="a folder of `subspace prompts`, or packs")
    find.add_argument("--dim", type=int, metavar="D", help="how few numbers stand for a prompt (default: 5)")
    find.add_argument("--alpha", type=float, metavar="A", help="weight of the prompts' likeness (default: 200)")
    find.add_argument("--steps", type=int, metavar="N", help="steps of the network (default: 300)")
    find.add_argument("--without", choices=("task", "reconstruction"), help="leave one of both aims out")
    find.add_argument("--quick", action="store_true", help="principal components, in seconds: not the paper's way")
    find.add_argument("--tasks", metavar="A,B,C", help="only from these tasks")
    find.add_argument("--backbone", metavar="B", help="where the model is, if not where the prompts were made")
    find.add_argument("--name", metavar="TEXT", help="what it is called (default: as its file)")
    _add_common(find)
    find.add_argument(
        "--out", metavar="FILE", help=f"the {SUFFIX} file; without it, it goes on the shelf by its --name"
    )


def _add_common(parser: Parser) -> None:
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same result")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="any setting of the recipe")


def prompts_command(args: argparse.Namespace, console: Console) -> int:
    """Make the prompts of a set of tasks, or go on making them."""
    given = {"config": None, "data": None, "validation": None, "name": None}
    recipe = recipe_of(argparse.Namespace(**{**vars(args), **given}), has_table=False)
    sizes = {name: value for name in ("rows", "shots", "together") if (value := getattr(args, name)) is not None}
    sources = [str(Path(text).expanduser().absolute()) for text in args.sources]
    config = TaskSetConfig.from_json({"sources": sources, "recipe": recipe.to_json(), **sizes})
    folder = require_folder(Path(args.out))
    return follow_new(lambda: TaskSetRun.start(folder, config), folder, console, _make, prompts_report)


def find_command(args: argparse.Namespace, console: Console) -> int:
    """Find a subspace, or go on finding it."""
    config = search_config(args)
    out = Path(config.out)
    folder = out.with_name(f"{out.stem}-search")
    if out.exists() and not SearchRun.is_at(folder):
        raise InputError("subspace_exists", path=str(out))
    run = SearchRun(folder)
    if SearchRun.is_at(folder) and SearchRun.start(folder, config).status() == "finished" and run.pack_path:
        return _say_again(run, console, find_report)
    return follow_new(lambda: SearchRun.start(folder, config), folder, console, _search, find_report)


def search_config(args: argparse.Namespace) -> SearchConfig:
    """The recipe that the arguments describe, with absolute paths. Raises InputError for anything wrong in it."""
    values = SearchConfig().to_json()
    for flag, place in FLAGS.items():
        if getattr(args, flag) is not None:
            put(values, place, getattr(args, flag))
    for text in args.set:
        put(values, *read_setting(text))
    values["subspace"]["quick"] |= args.quick
    values["tasks"] = [name.strip() for name in args.tasks.split(",") if name.strip()] if args.tasks else None
    values["sources"] = [str(Path(text).expanduser().absolute()) for text in args.sources]
    values["out"] = str(_out(args))
    made = next((TaskSetRun(Path(text)) for text in values["sources"] if TaskSetRun.is_at(Path(text))), None)
    if made is not None:
        own = vars(made.config.backbone)
        usual = vars(SearchConfig().backbone)
        values["backbone"] = {
            name: own[name] if value == usual[name] else value for name, value in values["backbone"].items()
        }
    return SearchConfig.from_json(values)


def _out(args: argparse.Namespace) -> Path:
    if not args.out:
        return shelf_path(args.name or Path(args.sources[0]).stem)
    out = Path(args.out).expanduser().absolute()
    return out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)


def random_command(args: argparse.Namespace, console: Console) -> int:
    """Write a decoder of the same shape that learned nothing."""
    like, out = find_subspace(args.like), Path(args.out).expanduser().absolute()
    if out.exists():
        raise InputError("subspace_exists", path=str(out))
    from engine.training.random_subspace import write_random

    return _show(write_random(like, out, args.seed, keeps_mean=args.keep_mean), console)


def list_command(args: argparse.Namespace, console: Console) -> int:
    """The subspaces on the shelf."""
    found = list_subspaces()
    console.event({"type": "subspaces", "subspaces": found})
    if not found:
        console.say("There is no subspace yet. Find one: softprompt subspace find")
        return EXIT_DONE
    rows = [
        (entry["name"], entry["problem"]["message"], "", "")
        if entry["problem"]
        else (entry["name"], f"{entry['dimension']} numbers", entry["backbone"], f"{len(entry['tasks'])} tasks")
        for entry in found
    ]
    for line in columns(rows):
        console.say(line)
    return EXIT_DONE


def show_command(args: argparse.Namespace, console: Console) -> int:
    """Print the facts of a subspace, checked as always."""
    return _show(read_subspace(find_subspace(args.subspace)), console)


def verify_command(args: argparse.Namespace, console: Console) -> int:
    """Check everything in a subspace; PackError says what is wrong with it."""
    found = read_subspace(find_subspace(args.subspace))
    console.event({"type": "subspace", **summary(found.manifest, found.path, found.size), "sound": True})
    console.say(f"{found.path} is sound: {len(found.tensors())} tensors, {size_text(found.size)}")
    return EXIT_DONE


def _show(found: Subspace, console: Console) -> int:
    manifest = found.manifest
    console.event({"type": "subspace", **summary(manifest, found.path, found.size), "manifest": manifest.to_json()})
    for line in describe_subspace(found):
        console.say(line)
    return EXIT_DONE


def resume_set(folder: Path, console: Console) -> int:
    """Go on with the prompts of a set."""
    return follow(TaskSetRun(folder), console, _make, prompts_report)


def resume_search(folder: Path, console: Console) -> int:
    """Go on with a search; a finished one says again what it found."""
    run = SearchRun(folder)
    if run.status() == "finished" and run.pack_path:
        return _say_again(run, console, find_report)
    return follow(run, console, _search, find_report)


def _say_again(run: Run, console: Console, report: Any) -> int:
    done = next(event for event in reversed(run.events()) if event["type"] == "done")
    console.tell("This is already finished.")
    tell(done, console, report)
    return EXIT_DONE


def _make(run: TaskSetRun, control: Control) -> Iterator[dict[str, Any]]:
    from engine.training.task_prompts import make_prompts

    return make_prompts(run, control)


def _search(run: SearchRun, control: Control) -> Iterator[dict[str, Any]]:
    from engine.training.subspace_search import search

    return search(run, control)
