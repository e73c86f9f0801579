"""`python -m engine.bench attention`: what is measured beside nobody. Comparisons are `softprompt bench`."""

from __future__ import annotations

import argparse
import sys

from engine.bench import attention
from engine.commands.arguments import Parser, add_command, parse
from engine.commands.console import Console
from engine.errors import EngineError


def build_parser() -> Parser:
    """The parser of these measurements."""
    parser = Parser(prog="python -m engine.bench", description="Measurements of single parts, on this machine.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    one = add_command(
        commands, "attention", _attention, "Fused against written-out attention.", "python -m engine.bench attention"
    )
    one.add_argument("--repeats", type=int, default=20, metavar="R", help="turns of fused, plain")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one measurement; returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    console = Console("--json" in words)
    try:
        args = parse(build_parser(), words)
        return int(args.run(args, console))
    except EngineError as error:
        console.tell(str(error))
        console.event(error.to_event())
        return error.exit_code


def _attention(args: argparse.Namespace, console: Console) -> int:
    for row in attention.measure(args.repeats):
        console.event(row)
        times = f"fused {row['fused_ms']:6.1f} ms   written out {row['plain_ms']:6.1f} ms   ratio {row['ratio']:.2f}"
        console.say(f"{row['shape']:36}{row['dtype']:10}{times}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
