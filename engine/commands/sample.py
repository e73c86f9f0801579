"""`sample`: the whole line once without a window, on the sample reviews: train, before and after, where the pack is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.table import Table

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console, shown
from engine.commands.progress import display_for
from engine.commands.training import start_run
from engine.errors import EXIT_DONE, InputError
from engine.files import home
from engine.runs import Run, RunConfig, new_run_folder

TRAIN, KEPT_ASIDE = "product_reviews_en.csv", "product_reviews_en_kept_aside.csv"
BACKBONE = "starter:minilm-l6"
METHOD = "p_tuning_v2"


def add(parsers: Subparsers) -> None:
    """The command."""
    sample = add_command(
        parsers, "sample", sample_command, "teach the sample reviews to a starter model, without a window"
    )
    sample.add_argument("--data", metavar="F", help="other rows to learn from")
    sample.add_argument("--validation", metavar="F", help="other rows to test on")


def sample_command(args: argparse.Namespace, console: Console) -> int:
    """Run the sample that the program brings along, or other tables."""
    folder = args.samples
    data = args.data or (folder and folder / TRAIN)
    validation = args.validation or (None if args.data else folder and folder / KEPT_ASIDE)
    if not data:
        raise InputError("not_enough_choices", name="data.train", flag="--data")
    return run_sample(Path(data), Path(validation) if validation else None, console)


def run_sample(data: Path, validation: Path | None, console: Console | None = None) -> int:
    """Train MiniLM on a table and print what changed on rows of `validation` (None: kept aside). Returns the exit code.

    Raises EngineError; fetches the starter model first where it is missing.
    """
    console = console or Console()
    _fetch_starter(console)
    values: dict[str, Any] = {
        "name": "Sample reviews",
        "backbone": {"source": BACKBONE},
        "task": {"kind": "classification"},
        "data": {"train": str(data.absolute()), "validation": str(validation.absolute()) if validation else None},
        "method": {"kind": METHOD},
    }
    folder = new_run_folder(home() / "runs", "sample")
    console.tell(f"Teaching {BACKBONE} to tell the reviews of {data.name} apart ...")
    code = start_run(RunConfig.from_json(values), console, out=folder)
    if code == EXIT_DONE and not console.is_json:
        _print_rows(Run.open(folder), console)
    return code


def _fetch_starter(console: Console) -> None:
    from engine.backbones.starters import get_starter

    with display_for(console) as display:
        for event in get_starter(BACKBONE):
            console.event(event)
            display.show(event)


def _print_rows(run: Run, console: Console) -> None:
    """Rows that were not trained on, as they were answered before and are now."""
    checks = [event for event in run.events() if event["type"] == "evaluation" and event["best"]]
    if not checks:
        return
    table = Table(
        "Row", "Review", "Expected", "Before", "Now", title="Rows that were not trained on", title_justify="left"
    )
    for row in checks[-1]["preview"]:
        is_right = row["now"] == row["expected"]
        now = f"{row['now']} {'✓' if is_right else '✗'} {100 * row['p']:.0f} %"
        texts = [str(row["row"]), row["input"], row["expected"], row["before"], now]
        table.add_row(*(shown(text).replace("[", r"\[") for text in texts))
    console.say()
    RichConsole().print(table)
    console.say(f"\nThe pack: {run.pack_path}")
