"""How the commands are called: a parser whose mistakes are InputErrors that name the nearest word."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable
from typing import Any, NoReturn

from engine.commands.console import Console
from engine.errors import InputError
from engine.options import nearest

Command = Callable[[argparse.Namespace, Console], int]
Subparsers = Any  # argparse's own class for this has no public name
CHOICE = re.compile(r"invalid choice: '(?P<word>.*?)' \(choose from (?P<choices>.*)\)", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """argparse, but a mistake is raised as InputError("usage") instead of ending the process."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, with the nearest command where one was mistyped."""
        found = CHOICE.search(message)
        if found:
            near = nearest(found["word"], re.findall(r"[\w.-]+", found["choices"]))
            message = f"there is no {found['word']} here; the nearest is {near}"
        raise InputError("usage", reason=message[:1].upper() + message[1:], command=self.prog)


def add_command(parsers: Subparsers, name: str, run: Command, summary: str, example: str = "") -> Parser:
    """A command with `--json`; `run` does it and returns the exit code."""
    epilog = f"example:\n  {example}" if example else None
    parser: Parser = parsers.add_parser(name, help=summary, description=summary, epilog=epilog)
    parser.add_argument("--json", action="store_true", help="standard output holds JSON lines only")
    parser.set_defaults(run=run, leaf=parser)
    return parser


def add_group(parsers: Subparsers, name: str, summary: str) -> Subparsers:
    """A command that has commands of its own."""
    parser: Parser = parsers.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMAND", required=True, parser_class=Parser)


def add_table_options(parser: Parser) -> None:
    """How a table is to be read, where the guess is wrong."""
    parser.add_argument(
        "--encoding", metavar="NAME", help="of the file, such as utf-8 or gb18030; found out if not given"
    )
    parser.add_argument("--delimiter", metavar="CHAR", help="comma, tab, semicolon, pipe or a character")
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook; the first one with rows if not given")
    parser.add_argument("--header", choices=("yes", "no"), help="whether the first row names the columns")


def reading_of(args: argparse.Namespace) -> dict[str, Any]:
    """How a table is to be read, as `read_table` and the `data` section of a recipe name it."""
    header = None if args.header is None else args.header == "yes"
    return {"encoding": args.encoding, "delimiter": args.delimiter, "sheet": args.sheet, "header": header}


def parse(parser: Parser, argv: list[str]) -> argparse.Namespace:
    """The arguments. Raises InputError; an unknown option names the nearest one of its command."""
    args, unknown = parser.parse_known_args(argv)
    if unknown:
        leaf: Parser = getattr(args, "leaf", parser)
        word = unknown[0].partition("=")[0]
        reason = f"{word} does not belong here"
        if word.startswith("-"):
            known = [flag for action in leaf._actions for flag in action.option_strings]
            near = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
            reason = f"There is no option {word}" + (f"; the nearest is {near[0]}" if near else "")
        raise InputError("usage", reason=reason, command=leaf.prog)
    return args
