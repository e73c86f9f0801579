"""`backbones adapt`: let a model go on as a language model on a table of texts, and save it as a new one."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path
from typing import Any

from engine.commands.arguments import Subparsers, add_command, add_table_options, reading_of
from engine.commands.console import Console
from engine.commands.libraries import fetch_from_hub, prepare_libraries
from engine.commands.progress import display_for
from engine.commands.stopping import stop_on_signals
from engine.data import Table, read_table, settle_mapping
from engine.errors import EXIT_DONE, EXIT_STOPPED, DiskFull, InputError
from engine.options import build
from engine.training.control import Control

EXAMPLE = "softprompt backbones adapt ./t5-v1_1-small --data texts.csv --steps 2000 --out t5-small-adapted"


def add(group: Subparsers) -> None:
    """The command, in the group of the backbones."""
    summary = "train a model itself on plain texts, so that it goes on as a language model; saved as a new model"
    adapt = add_command(group, "adapt", adapt_command, summary, EXAMPLE)
    adapt.add_argument("backbone", metavar="BACKBONE", help="starter:NAME, a model folder or hub:owner/name")
    adapt.add_argument("--data", required=True, metavar="F", help="a table with a column of texts")
    adapt.add_argument("--column", metavar="NAME", help="the column of texts; found out if not given")
    adapt.add_argument("--out", required=True, metavar="FOLDER", help="the new model's folder, new or empty")
    adapt.add_argument("--steps", type=int, metavar="N")
    adapt.add_argument("--batch-size", type=int, metavar="N", help="texts a step")
    adapt.add_argument("--learning-rate", type=float, metavar="X")
    adapt.add_argument("--max-tokens", type=int, metavar="N", help="longer texts are read in pieces")
    adapt.add_argument("--keep-aside", type=float, metavar="SHARE", help="of the texts, to test on")
    adapt.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same result")
    add_table_options(adapt)


def adapt_command(args: argparse.Namespace, console: Console) -> int:
    """Follow the adaptation from the texts to the new folder."""
    table = read_table(args.data, **reading_of(args))
    column = _column(table, args.column)
    texts = [row[column] for row in table.rows()]
    control, done = Control(), None
    with stop_on_signals(control):
        with display_for(console) as display:
            display.show({"type": "phase", "name": "starting"})
            prepare_libraries(args.backbone)
            fetch_from_hub(args.backbone, display)
            from engine.training.adaptation import AdaptationConfig, adapt

            names = ("steps", "batch_size", "learning_rate", "max_tokens", "keep_aside", "seed")
            given = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
            config = build(AdaptationConfig, given)
            out = Path(args.out).expanduser().absolute()
            for event in adapt(_source(args.backbone), texts, table.path.name, out, config, control):
                display.show(event)
                if event["type"] == "done":
                    done = event
                else:
                    with contextlib.suppress(DiskFull, InputError):  # a log on a full disk costs the log alone
                        console.event(event)
        assert done is not None
        console.event(done)
        for line in _report(done):
            console.say(line)
    return EXIT_STOPPED if done["stopped"] else EXIT_DONE


def _source(given: str) -> str:
    """A model folder as an absolute path; other sources as they are."""
    return given if given.startswith(("starter:", "hub:")) else str(Path(given).expanduser().absolute())


def _column(table: Table, named: str | None) -> str:
    return table.known(named) if named else settle_mapping(table, {}, needs_label=False).inputs[0]


def _report(done: dict[str, Any]) -> list[str]:
    if done["backbone"] is None:
        return ["", "Stopped before the first step; nothing was written."]
    before, after = done["baseline"], done["metrics"]
    return [
        "",
        f"Mistake score on {after['n']} kept-aside pieces of text (lower is better):",
        f"  before  {before['loss']:.3f}",
        f"  after   {after['loss']:.3f}   {done['steps']} steps, {done['seconds']:.0f} s",
        "",
        f"New model:  {done['backbone']}",
        "All its weights were trained: it is another model than before, and prompts are taught on it anew.",
    ]
