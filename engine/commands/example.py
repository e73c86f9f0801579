"""`data check --show-example`: one row of a table as a model will see it, token by token."""

from __future__ import annotations

import argparse
from typing import Any

from engine.commands.arguments import reading_of
from engine.commands.console import Console
from engine.commands.libraries import prepare_libraries
from engine.errors import InputError
from engine.runs import RunConfig

USUAL = {"head": "starter:minilm-l6", "text": "starter:smollm2-135m"}
HEADS = ("classification", "tagging", "span_qa")
MARKS = {"soft": "({})", "template": "{}", "text": "{}", "answer": "[{}]", "cut": "~{}~"}
LEGEND = "(1) learned token   [word] answer   ~word~ cut off"


def add_options(parser: Any) -> None:
    """The options of it."""
    parser.add_argument("--show-example", action="store_true", help="one row as the model will see it, token by token")
    parser.add_argument("--row", type=int, metavar="N", help="which row (default: the first that can be used)")
    parser.add_argument("--backbone", metavar="B", help="the model that reads it")
    parser.add_argument("--method", metavar="M", default="prompt_tuning", help="the way to learn")
    parser.add_argument("--template", metavar="TEXT", help="another template than the preset")


def example_of(args: argparse.Namespace, task: str) -> dict[str, Any]:
    """The `example` event of the row, with "row", "template" and "task". Raises InputError for a row that is not there
    or what cannot work together."""
    source = args.backbone or USUAL["head" if task in HEADS else "text"]
    prepare_libraries(source)
    from engine.training.preparation import Warm, load_backbone, plan_of, read_rows
    from engine.training.shown_example import show_example

    data = {
        "train": args.file,
        "template": args.template,
        "skip_problem_rows": True,
        **reading_of(args),
    }
    values = {"backbone": {"source": source}, "task": {"kind": task}, "data": data, "method": {"kind": args.method}}
    config, loaded = read_rows(RunConfig.from_json(values))
    rows = sorted((*loaded.train, *loaded.kept_aside), key=lambda row: row.row)
    row = rows[0] if args.row is None else next((row for row in rows if row.row == args.row), None)
    if row is None:
        raise InputError("row_missing", row=args.row, file=args.file)
    backbone, _ = load_backbone(config.backbone, Warm())
    shown = show_example(config, backbone, plan_of(config, loaded.labels), row)
    return {**shown, "row": row.row, "template": config.data.template, "task": task, "backbone": backbone.name}


def example_lines(shown: dict[str, Any]) -> list[str]:
    """The same for a person: the tokens in one line, marked, and how many there are of each kind."""
    tokens = " ".join(MARKS[token["kind"]].format(token["text"]) for token in shown["tokens"])
    counts = ", ".join(f"{count} {kind}" for kind, count in shown["counts"].items() if count)
    lines = [f"Row {shown['row']} as {shown['backbone']} reads it, by {shown['template']}", "", f"  {tokens}", ""]
    lines.append(f"  {LEGEND}")
    lines.append(f"  Tokens: {counts}")
    if shown["windows"] > 1:
        lines.append(f"  Too long to be read at once: it is read in {shown['windows']} parts that overlap.")
    return lines


def show(args: argparse.Namespace, task: str, console: Console) -> None:
    """Print it, as an event too."""
    shown = example_of(args, task)
    console.event(shown)
    for line in ["", *example_lines(shown)]:
        console.say(line)
