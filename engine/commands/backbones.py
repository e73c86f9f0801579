"""`backbones list`, `get`, `add`: the models that can be taught. `adapt` is in `adaptation`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from engine.commands import adaptation
from engine.commands.arguments import Subparsers, add_command, add_group
from engine.commands.console import Console, columns
from engine.commands.progress import display_for
from engine.errors import EXIT_DONE
from engine.files import size_text

FITS = {"fits": "fits", "tight": "tight", "too_big": "too big for this memory"}


def add(parsers: Subparsers) -> None:
    """The four commands."""
    group = add_group(parsers, "backbones", "the models: starters, your folders, hub models")
    add_command(group, "list", list_command, "every known model", "softprompt backbones list")
    get = add_command(
        group, "get", get_command, "download a model; costs nothing when it is here", "softprompt backbones get starter"
    )
    get.add_argument(
        "name", metavar="NAME", help="starter (both), minilm-l6, smollm2-135m or hub:owner/name[@revision]"
    )
    folder = add_command(
        group, "add", add_folder_command, "put a model folder on the list", "softprompt backbones add ./my-model"
    )
    folder.add_argument("folder", metavar="FOLDER")
    adaptation.add(group)


def list_command(args: argparse.Namespace, console: Console) -> int:
    """A table of models; what is wrong with one stands under it."""
    from engine.backbones.catalog import list_backbones

    entries = list_backbones()
    console.event({"type": "backbones", "backbones": entries})
    rows: list[tuple[str, ...]] = [("Name", "Source", "Family", "Numbers", "Disk", "Memory", "")]
    rows += [_row(entry) for entry in entries]
    for line in columns(rows):
        console.say(line)
    for entry in entries:
        if entry["problem"]:
            console.say(f"{entry['source']}: {entry['problem']['message']} {entry['problem']['action']}")
    return EXIT_DONE


def get_command(args: argparse.Namespace, console: Console) -> int:
    """Fetch a model with signs of progress."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    from engine.backbones.catalog import get_backbone, list_backbones

    was_fetched = False
    with display_for(console) as display:
        for event in get_backbone(args.name):
            was_fetched = True
            console.event(event)
            display.show(event)
    wanted = args.name.removeprefix("starter:")
    entries = [
        entry
        for entry in list_backbones()
        if entry["source"] in (args.name, f"starter:{wanted}")
        or (args.name in ("starter", "all") and entry["source"].startswith("starter:"))
    ]
    console.event({"type": "backbones", "backbones": entries})
    for entry in entries:
        console.say(f"{entry['name']} is here: {entry['source']}" + ("" if was_fetched else " (nothing to download)"))
    return EXIT_DONE


def add_folder_command(args: argparse.Namespace, console: Console) -> int:
    """Check a folder and remember it."""
    from engine.backbones.catalog import add_folder

    entry = add_folder(Path(args.folder))
    console.event({"type": "backbones", "backbones": [entry]})
    for line in columns([_row(entry)]):
        console.say(line)
    return EXIT_DONE


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    numbers = f"{entry['parameters'] / 1e6:.1f} M" if entry["parameters"] else "?"
    state = "" if entry["present"] else "not fetched" if entry["download_bytes"] else "not usable"
    need = f"{size_text(entry['needs_bytes'])} ({FITS[entry['fit']]})" if entry["needs_bytes"] else "?"
    return (entry["name"], entry["source"], entry["family"], numbers, size_text(entry["bytes"]), need, state)
