"""`python -m engine.bench against-peft ...`: see docs/benchmarks.md. Exit codes as everywhere: 0, 1, 2."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import torch

from engine.bench import attention
from engine.bench.against_peft import LENGTHS, compare, lines, prepare
from engine.commands.arguments import Parser, add_command, parse
from engine.commands.console import Console
from engine.errors import EngineError

EXAMPLE = "python -m engine.bench against-peft --data FOLDER --backbone starter:minilm-l6 --method p_tuning_v2"


def build_parser() -> Parser:
    """The parser of every measurement."""
    parser = Parser(prog="python -m engine.bench", description="Measurements beside others, on this machine.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    one = add_command(commands, "against-peft", _against_peft, "Examples a second in training, beside PEFT's.", EXAMPLE)
    one.add_argument("--data", required=True, type=Path, metavar="FOLDER", help="with a train.csv: a text and a label")
    one.add_argument(
        "--backbone", required=True, metavar="SOURCE", help="starter:minilm-l6, starter:smollm2-135m, FOLDER"
    )
    one.add_argument("--method", required=True, choices=sorted(LENGTHS))
    one.add_argument("--steps", type=_count, default=60, metavar="N", help="measured steps; three more warm up")
    one.add_argument("--batch-size", type=_count, default=16, metavar="B", help="rows a step")
    one.add_argument("--repeats", type=_count, default=3, metavar="R", help="turns of ours, theirs")
    one.add_argument(
        "--max-tokens", type=_count, default=128, metavar="N", help="longest row, virtual tokens not counted"
    )
    one.add_argument("--threads", type=_count, default=torch.get_num_threads(), metavar="N", help="on both sides")
    one.add_argument("--dtype", choices=("auto", "float32"), default="auto", help="of our backbone (default: auto)")
    one.add_argument(
        "--peft", choices=("default", "best"), default="default", help="PEFT's settings (default: default)"
    )
    two = add_command(
        commands, "attention", _attention, "Fused against written-out attention.", "python -m engine.bench attention"
    )
    two.add_argument("--repeats", type=_count, default=20, metavar="R", help="turns of fused, plain")
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


def _against_peft(args: argparse.Namespace, console: Console) -> int:
    with tempfile.TemporaryDirectory(prefix="softprompt-bench-") as name:
        folder = Path(name)
        comparison = prepare(
            args.data,
            args.backbone,
            args.method,
            folder,
            steps=args.steps,
            batch_size=args.batch_size,
            max_tokens=args.max_tokens,
            threads=args.threads,
            dtype=args.dtype,
            peft=args.peft,
        )
        row = compare(comparison, args.backbone, args.repeats, folder, console.tell)
    console.event(row)
    for line in lines(row):
        console.say(line)
    return 0


def _attention(args: argparse.Namespace, console: Console) -> int:
    for row in attention.measure(args.repeats):
        console.event(row)
        times = f"fused {row['fused_ms']:6.1f} ms   written out {row['plain_ms']:6.1f} ms   ratio {row['ratio']:.2f}"
        console.say(f"{row['shape']:36}{row['dtype']:10}{times}")
    return 0


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return value


if __name__ == "__main__":
    raise SystemExit(main())
