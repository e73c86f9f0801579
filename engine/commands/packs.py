"""`pack show`, `pack verify`, `pack install`: look into a pack, check it, put it on the shelf. No model is loaded.

`pack export` and `pack import` are in `exchange`.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from engine.commands import exchange
from engine.commands.arguments import Subparsers, add_command, add_group
from engine.commands.console import Console
from engine.errors import EXIT_DONE
from engine.files import size_text
from engine.packs import Library, PromptPack, describe, read_pack, summary


def add(parsers: Subparsers) -> None:
    """The commands of `pack`."""
    group = add_group(parsers, "pack", "look into packs, check and install them")
    for name, run, what in (
        ("show", show_command, "what is in a pack"),
        ("verify", verify_command, "check a pack: 0 when it is sound, 2 when it is refused"),
        ("install", install_command, "check a pack and copy it into the library"),
    ):
        command = add_command(group, name, run, what, f"softprompt pack {name} reviews.promptpack")
        command.add_argument("pack", metavar="PACK")
    exchange.add(group)


def show_command(args: argparse.Namespace, console: Console) -> int:
    """Print the facts of a pack, checked as always."""
    pack = _read(args)
    console.event({"type": "pack", **summary(pack), "manifest": dataclasses.asdict(pack.manifest)})
    console.say(describe(pack))
    return EXIT_DONE


def verify_command(args: argparse.Namespace, console: Console) -> int:
    """Check everything in a pack; PackError says what is wrong with it."""
    pack = _read(args)
    tensors = pack.tensors()
    console.event({"type": "pack", **summary(pack), "sound": True})
    console.say(f"{pack.path} is sound: {pack.manifest.name}, {len(tensors)} tensors, {size_text(pack.size)}")
    console.say(f"Id {pack.manifest.id}, made for {pack.manifest.backbone.name}")
    return EXIT_DONE


def install_command(args: argparse.Namespace, console: Console) -> int:
    """Copy a sound pack into the library; the same pack twice stays one."""
    installed = Library().install(Path(args.pack).expanduser())
    console.event({"type": "pack", **summary(read_pack(installed.path)), "was_there": installed.was_there})
    console.say(f"{'Was already installed' if installed.was_there else 'Installed'}: {installed.path}")
    return EXIT_DONE


def _read(args: argparse.Namespace) -> PromptPack:
    return read_pack(Path(args.pack).expanduser())
