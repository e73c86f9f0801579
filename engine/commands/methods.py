"""`methods`: the ways to learn with their settings, and what works with which model."""

from __future__ import annotations

import argparse
from typing import Any

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console, columns
from engine.commands.libraries import prepare_libraries
from engine.errors import EXIT_DONE
from engine.messages import ERRORS

SITES = {"input": "enters at the input", "deep": "enters every attention layer"}
FAMILIES = {"causal": "causal (writes text)", "masked": "masked (an encoder)", "seq2seq": "encoder and decoder"}


def add(parsers: Subparsers) -> None:
    """The command."""
    add_command(parsers, "methods", methods_command, "the ways to learn and what works with what")


def methods_command(args: argparse.Namespace, console: Console) -> int:
    """Print every registered method and the table of what works."""
    prepare_libraries()
    from engine.methods import METHODS, describe_methods
    from engine.tasks.support import support_table

    methods, support = describe_methods(), support_table(list(METHODS))
    console.event({"type": "methods", "methods": methods, "support": [_with_sentence(row) for row in support]})
    for entry in methods:
        console.say(f"{entry['kind']}: {entry['title']} ({entry['paper']}), {SITES[entry['sites']]}")
        for line in columns([_setting(option) for option in entry["schema"]]):
            console.say(f"  {line}")
        rates = ", ".join(f"{output} {rate:g}" for output, rate in entry["rates"].items())
        console.say(f"  learning rate where none is given: {rates}\n")
    console.say("What works:")
    seen = {(row["task"], row["output"], row["family"]): _with_sentence(row) for row in support}
    rows = [
        (task, output, FAMILIES[family], "yes" if row["works"] else f"no: {row['sentence']}")
        for (task, output, family), row in seen.items()
    ]
    for line in columns(rows):
        console.say(f"  {line}")
    return EXIT_DONE


def _setting(option: dict[str, Any]) -> tuple[str, str, str]:
    default = "choose for me" if option["default"] is None else str(option["default"])
    if option["choices"]:
        bounds = " | ".join(str(choice["value"]) for choice in option["choices"])
    elif option["low"] is not None and option["high"] is not None:
        bounds = f"{option['low']:g} to {option['high']:g}"
    else:
        bounds = option["type"]
    return (f"method.{option['name']}={default}", bounds, f"{option['label']}. {option['help']}".strip())


def _with_sentence(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its reason as a sentence, too."""
    named = {**row, "backbone": "Such a model"}
    sentence = " ".join(ERRORS[row["reason"]]).format(**named) if row["reason"] else None
    return {**row, "sentence": sentence}
