"""`bench`: our speed and memory beside others', on this machine. See docs/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
from pathlib import Path

from engine.bench.lines import lines
from engine.bench.settings import PEFT_SETTINGS, Settings, usage
from engine.bench.works import WORKS
from engine.commands.arguments import Subparsers, add_command
from engine.commands.console import Console
from engine.commands.libraries import prepare_libraries
from engine.errors import EXIT_DONE


def add(parsers: Subparsers) -> None:
    """The command."""
    example = "softprompt bench --against peft --work prompt_tuning --backbone starter:smollm2-135m"
    bench = add_command(
        parsers, "bench", bench_command, "our speed and memory beside others', on this machine", example
    )
    others = sorted({work.against for work in WORKS.values()})
    bench.add_argument("--against", choices=others, default="peft", help="beside what (default: peft)")
    bench.add_argument("--work", nargs="+", choices=WORKS, metavar="W", help=f"only some of {', '.join(WORKS)}")
    bench.add_argument(
        "--backbone", metavar="SOURCE", help="starter:..., FOLDER (default: a random model in distilgpt2's shape)"
    )
    bench.add_argument("--data", type=Path, metavar="FOLDER", help="with a train.csv: a text and a label; else made up")
    bench.add_argument("--peft", nargs="+", choices=PEFT_SETTINGS, default=PEFT_SETTINGS, help="PEFT's settings")
    bench.add_argument("--steps", type=_count, default=20, metavar="N", help="measured steps; three more warm up")
    bench.add_argument("--batch-size", type=_count, default=8, metavar="B", help="rows a step")
    bench.add_argument("--repeats", type=_count, default=3, metavar="R", help="turns of ours, theirs")
    bench.add_argument(
        "--max-tokens", type=_count, default=128, metavar="N", help="longest row, virtual tokens not counted"
    )
    bench.add_argument("--threads", type=_count, metavar="N", help="on both sides (default: torch's own choice)")
    bench.add_argument("--dtype", choices=("auto", "float32"), default="auto", help="of our backbone (default: auto)")
    bench.add_argument("--profile", action="store_true", help="instead, where the time of our own steps goes")


def bench_command(args: argparse.Namespace, console: Console) -> int:
    """Measure and print a row for each work and each other side."""
    if args.against == "peft" and not args.profile and importlib.util.find_spec("peft") is None:
        raise usage("PEFT is not installed: pip install peft (a development part, needed for this comparison alone)")
    prepare_libraries(args.backbone)
    names = args.work or [name for name, work in WORKS.items() if work.against == args.against]
    for name in names:
        if WORKS[name].against != args.against:
            raise usage(f"{name} is measured with --against {WORKS[name].against}")
    with tempfile.TemporaryDirectory(prefix="softprompt-bench-") as folder:
        settings = Settings(
            folder=Path(folder),
            backbone=args.backbone,
            data=args.data,
            steps=args.steps,
            batch_size=args.batch_size,
            repeats=args.repeats,
            max_tokens=args.max_tokens,
            threads=args.threads or _own_threads(),
            dtype=args.dtype,
            peft=tuple(args.peft),
        )
        if args.profile:
            return _profile(names, settings, console)
        for name in names:
            for row in WORKS[name].measure(settings, console.tell):
                console.event(row)
                for line in lines(row):
                    console.say(line)
    return EXIT_DONE


def _profile(names: list[str], settings: Settings, console: Console) -> int:
    from engine.bench.profile import profile

    for name in names:
        if name != "memory":  # the same steps as prompt tuning's
            row, table = profile(name, settings)
            console.event(row)
            console.say(table)
    return EXIT_DONE


def _own_threads() -> int:
    import torch

    return torch.get_num_threads()


def _count(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1")
    return value
