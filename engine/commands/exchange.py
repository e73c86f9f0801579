"""`pack export` and `pack import`: packs for other programs, and other programs' prompts as packs."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.libraries import fetch_from_hub, prepare_libraries
from engine.commands.progress import display_for
from engine.errors import EXIT_DONE, InputError
from engine.packs.exchange import EXPORTS, Choices, export_events, read_foreign
from engine.packs.manifest import POSITIONS


def add(group: Subparsers) -> None:
    """The two commands, beside the others of `pack`."""
    example = "softprompt pack export reviews.promptpack --to peft --out reviews-peft"
    export = add_command(group, "export", export_command, "write a pack for another program", example)
    export.add_argument("pack", metavar="PACK")
    export.add_argument("--to", required=True, metavar="|".join(EXPORTS), help="the format")
    export.add_argument("--out", required=True, metavar="X", help="a new folder for PEFT, else a file")
    example = "softprompt pack import ./my-peft-folder --backbone ./gpt2 --out mine.promptpack"
    what = "make a pack of a PEFT folder, a THUDM prefix_encoder, an .npy file or a KoboldAI zip"
    taken = add_command(group, "import", import_command, what, example)
    taken.add_argument("path", metavar="X", help="what the other program saved")
    taken.add_argument("--backbone", required=True, metavar="B", help="the model that it was trained with")
    taken.add_argument("--out", metavar="PACK", help="the new .promptpack; without it, it goes into the library")
    taken.add_argument("--name", default="", help="what to call it")
    taken.add_argument("--task", metavar="classification|generation", help="found out if not given")
    taken.add_argument("--template", metavar="T", help="the text it was trained on, as in '{text} Sentiment: {answer}'")
    taken.add_argument("--labels", metavar="A,B", help="the answers, in the order of its head")
    taken.add_argument("--words", metavar="A,B", help="the word that stands for each answer, in the same order")
    taken.add_argument("--max-tokens", type=int, default=Choices().max_tokens, metavar="N", help="the longest text")
    taken.add_argument("--positions", choices=POSITIONS, help="where the text stands; the format tells if not given")
    for field in ("author", "licence", "description"):
        taken.add_argument(f"--{field}", default="", help=f"{field} of the pack")


def export_command(args: argparse.Namespace, console: Console) -> int:
    """Write the pack; InputError says why a program cannot be told it exactly."""
    if args.to not in EXPORTS:
        raise InputError("export_unknown", format=args.to, formats=", ".join(EXPORTS))
    with display_for(console) as display:
        for event in export_events(Path(args.pack).expanduser(), args.to, Path(args.out).expanduser()):
            console.event(event)
            display.show(event)
    console.say(f"{EXPORTS[args.to].title}: {Path(args.out).expanduser().absolute()}")
    return EXIT_DONE


def import_command(args: argparse.Namespace, console: Console) -> int:
    """Make the pack; InputError says what does not fit, with its number."""
    labels = _cells(args.labels)
    words = _cells(args.words)
    if args.words is not None and len(words) != len(labels):
        raise InputError("exchange_word_count", found=len(words), needed=len(labels))
    choices = Choices(
        name=args.name,
        task=args.task,
        template=args.template,
        labels=labels,
        words={label: [word] for label, word in zip(labels, words, strict=True)} if words else None,
        max_tokens=args.max_tokens,
        positions=args.positions,
        author=args.author,
        licence=args.licence,
        description=args.description,
    )
    path = Path(args.path).expanduser()
    read_foreign(path)  # what is wrong with it is said before the libraries are loaded
    out = Path(args.out).expanduser() if args.out else None
    with display_for(console) as display:
        display.show({"type": "phase", "name": "starting"})
        prepare_libraries(args.backbone)
        fetch_from_hub(args.backbone, display)
        from engine.inference import import_events

        for event in import_events(path, args.backbone, out, choices):
            console.event(event)
            display.show(event)
    console.say(f"{'Was already installed' if event['was_there'] else 'Imported'}: {event['path']}")
    return EXIT_DONE


def _cells(text: str | None) -> list[str]:
    """The parts of a line with commas; a part with a comma of its own stands in quotes."""
    rows = list(csv.reader([text or ""], skipinitialspace=True))
    return [cell.strip() for cell in rows[0] if cell.strip()] if rows else []
