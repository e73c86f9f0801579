"""`python -m engine.bench`: what is measured beside nobody. Comparisons are `softprompt bench`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.bench import table_import
from engine.commands.arguments import Parser, add_command, parse
from engine.commands.console import Console
from engine.errors import EngineError
from engine.files import size_text

TABLE = "python -m engine.bench table-import --rows 10000000"
MEMORY = "python -m engine.bench memory-estimate --data reviews.csv --backbone starter:minilm-l6 --method p_tuning_v2"


def build_parser() -> Parser:
    """The parser of these measurements."""
    parser = Parser(prog="python -m engine.bench", description="Measurements of single parts, on this machine.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    one = add_command(
        commands, "attention", _attention, "Fused against written-out attention.", "python -m engine.bench attention"
    )
    one.add_argument("--repeats", type=int, default=20, metavar="R", help="turns of fused, plain")
    two = add_command(
        commands, "memory-estimate", _memory_estimate, "What steps were said to need beside what they took.", MEMORY
    )
    two.add_argument("--data", required=True, type=Path, metavar="F", help="the table to learn from")
    two.add_argument("--backbone", required=True, metavar="SOURCE", help="starter:NAME or a model folder")
    two.add_argument("--method", required=True, metavar="M", help="such as prompt_tuning or p_tuning_v2")
    two.add_argument("--steps", type=_count, default=8, metavar="N", help="the longest rows are one of them")
    two.add_argument("--batch-size", type=_count, default=16, metavar="B", help="rows a step")
    two.add_argument("--max-tokens", type=_count, default=128, metavar="N", help="longest row")
    three = add_command(
        commands, "table-import", _table_import, "A large CSV, from the file to the rows of a training.", TABLE
    )
    three.add_argument("--rows", type=_count, default=1_000_000, metavar="N", help="10000000 make 2 GB")
    three.add_argument("--folder", type=Path, metavar="FOLDER", help="where there is room for twice the file")
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
    from engine.bench import attention  # brings torch, as the next does; reading a table needs none

    for row in attention.measure(args.repeats):
        console.event(row)
        times = f"fused {row['fused_ms']:6.1f} ms   written out {row['plain_ms']:6.1f} ms   ratio {row['ratio']:.2f}"
        console.say(f"{row['shape']:36}{row['dtype']:10}{times}")
    return 0


def _memory_estimate(args: argparse.Namespace, console: Console) -> int:
    from engine.bench import memory_estimate

    sizes = {"steps": args.steps, "batch_size": args.batch_size, "max_tokens": args.max_tokens}
    row = memory_estimate.measure(args.data, args.backbone, args.method, **sizes)
    console.event(row)
    estimated, real = size_text(row["estimated_bytes"]), size_text(row["real_bytes"])
    console.say(f"{row['backbone']}, {row['method']}, {row['rows']} rows of {row['tokens']} tokens, {row['dtype']}")
    console.say(f"estimated {estimated}   real {real}   ratio {row['ratio']:.2f}")
    return 0


def _table_import(args: argparse.Namespace, console: Console) -> int:
    row = table_import.measure(args.rows, args.folder, console.tell)
    console.event(row)
    names = ("read", "guess", "check", "read_again", "split")
    parts = ", ".join(f"{name.replace('_', ' ')} {row[f'{name}_seconds']:.1f} s" for name in names)
    console.say(f"{row['rows']:,} rows, {size_text(row['bytes'])}: {parts}")
    memory, gap = size_text(row["anonymous_bytes"]), row["longest_gap_seconds"]
    console.say(f"anonymous memory {memory}   longest wait for a stop {gap:.2f} s")
    return 0


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return value


if __name__ == "__main__":
    raise SystemExit(main())
