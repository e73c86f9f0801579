"""`data check` with a model: what is too long for it, and one row as it will see it, token by token."""

from __future__ import annotations

import argparse
from typing import Any

from engine.commands.arguments import reading_of
from engine.commands.libraries import prepare_libraries
from engine.data import Problem
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
    parser.add_argument("--backbone", metavar="B", help="the model that reads it; tells what is too long, too")
    parser.add_argument("--method", metavar="M", default="prompt_tuning", help="the way to learn")
    parser.add_argument("--template", metavar="TEXT", help="another template than the preset")


class Seen:
    """A table as a model reads it: the settled recipe, its rows, the model and the plan of the task."""

    def __init__(self, args: argparse.Namespace, task: str) -> None:
        """Raises InputError for what cannot work together."""
        source = args.backbone or USUAL["head" if task in HEADS else "text"]
        prepare_libraries(source)
        from engine.training.preparation import Warm, load_backbone, plan_of, read_rows

        data = {"train": args.file, "template": args.template, "skip_problem_rows": True, **reading_of(args)}
        values = {"backbone": {"source": source}, "task": {"kind": task}, "data": data, "method": {"kind": args.method}}
        self.config, loaded = read_rows(RunConfig.from_json(values))
        self.rows = sorted((*loaded.train, *loaded.kept_aside), key=lambda row: row.row)
        self.backbone, _ = load_backbone(self.config.backbone, Warm())
        self.plan = plan_of(self.config, loaded.labels)

    def problems(self) -> list[Problem]:
        """What only the model's tokenizer can tell of the rows."""
        from engine.training.token_checks import token_problems

        return token_problems(self.rows, self.plan, self.backbone, int(self.config.method.get("length") or 0))

    def example(self, number: int | None) -> dict[str, Any]:
        """The `example` event of a row (None: the first), with "row", "template" and "task". Raises InputError for a
        row that is not there."""
        from engine.training.shown_example import show_example

        row = self.rows[0] if number is None else next((row for row in self.rows if row.row == number), None)
        if row is None:
            raise InputError("row_missing", row=number, file=str(self.config.data.train))
        shown = show_example(self.config, self.backbone, self.plan, row)
        facts = {"template": self.config.data.template, "task": self.plan.kind, "backbone": self.backbone.name}
        return {**shown, "row": row.row, **facts}


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
