"""`generate`: the text that a causal model writes behind a pack's filled template, as it comes."""

from __future__ import annotations

import argparse
import time

from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.progress import display_for
from engine.commands.recipe import read_pair
from engine.commands.using import LABEL, add_pack_options, open_pack
from engine.commands.writing import add_writing_options, sampling_of
from engine.data import needed_columns
from engine.errors import EXIT_DONE, InputError
from engine.options import nearest
from engine.packs import PromptPack


def add(parsers: Subparsers) -> None:
    """The command."""
    example = 'softprompt generate reviews.promptpack --field text="The soup was cold."'
    generate = add_command(parsers, "generate", generate_command, "write text with a pack", example)
    add_pack_options(generate)
    generate.add_argument("--field", action="append", default=[], metavar='NAME="..."', help="a column of the template")
    add_writing_options(generate)
    generate.add_argument("--base", action="store_true", help="let the untouched model write instead")


def generate_command(args: argparse.Namespace, console: Console) -> int:
    """Stream the answer to standard output."""
    with display_for(console) as display:
        loaded = open_pack(args, console, display)
        if loaded.pack.manifest.task["output"] == "head":
            raise InputError("head_cannot_write", name=loaded.pack.manifest.name)
        fields = _fields(args.field, loaded.pack, needed_columns(loaded.fields, loaded.columns))
        sampling = sampling_of(args, loaded.pack.manifest.task.get("answer_tokens"))
    side = "base" if args.base else "tuned"
    started, pieces = time.perf_counter(), []
    for piece in loaded.stream(fields, sampling, base=args.base):
        pieces.append(piece)
        console.event({"type": "answer_part", "side": side, "text": piece})
        console.write(piece)
    console.say()
    seconds = time.perf_counter() - started
    text = "".join(pieces)
    tokens = len(loaded.backbone.tokenizer(text, add_special_tokens=False).input_ids)
    answer = {"type": "answer", "side": side, "label": None, "scores": None, "text": text, "tokens": tokens}
    console.event({**answer, "tokens_per_second": tokens / seconds, "stopped": False})
    return EXIT_DONE


def _fields(given: list[str], pack: PromptPack, wanted: tuple[str, ...]) -> dict[str, str]:
    """The texts of the template's columns; a role's name ("text") may stand for its column."""
    roles = {role: column for role, column in pack.manifest.task.get("columns", {}).items() if role != LABEL}
    fields: dict[str, str] = {}
    for pair in given:
        name, text = read_pair(pair, 'text="The soup was cold."')
        column = name if name in wanted else roles.get(name)
        if column not in wanted:
            raise InputError("field_unknown", field=name, fields=", ".join(wanted), nearest=nearest(name, wanted))
        fields[str(column)] = text
    for name in wanted:
        if name not in fields:
            raise InputError("field_missing", field=name)
    return fields
