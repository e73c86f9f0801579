"""`python -m engine.report --data FOLDER`: run every cell that is not finished yet, then write the table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.bench.machine import machine_text
from engine.commands.libraries import prepare_libraries
from engine.errors import EXIT_DONE, EXIT_INPUT, EngineError, InputError
from engine.report.cells import Cell, missing, run_cell
from engine.report.plan import PLANS, chosen
from engine.report.table import write_table
from engine.training.preparation import Warm


def main(words: list[str] | None = None) -> int:
    """Returns the exit code; a set that is not there is named and skipped."""
    parser = argparse.ArgumentParser(prog="python -m engine.report", description=__doc__)
    parser.add_argument("--data", required=True, type=Path, help="the folder with a folder for each set")
    parser.add_argument("--models", type=Path, help="the folder of small models (default: models beside --data)")
    parser.add_argument("--out", type=Path, default=Path(".cache/report"), help="where the run folders are")
    parser.add_argument("--table", type=Path, help="the file to write (default: OUT/table.md)")
    parser.add_argument("--only", nargs="*", choices=[plan.name for plan in PLANS], help="some of the sets")
    parser.add_argument("--ways", nargs="*", help="some of the ways to learn")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(words)
    try:
        return _report(args)
    except InputError as error:
        print(f"{error.message} {error.action}", file=sys.stderr)
        return EXIT_INPUT


def _report(args: argparse.Namespace) -> int:
    prepare_libraries("starter:")
    models = args.models or args.data.parent / "models"
    cells: list[Cell] = []
    skipped: list[str] = []
    warm = Warm()
    for plan in chosen(args.only):
        lacking = missing(plan, args.data, models)
        if lacking:
            skipped.append(f"{plan.name}: {lacking}")
            continue
        for way in plan.ways:
            if args.ways and way not in args.ways:
                continue
            try:
                for item in run_cell(plan, way, args.data, models, args.out, args.seed, warm):
                    if isinstance(item, Cell):
                        cells.append(item)
                    else:
                        print(item, flush=True)
            except EngineError as error:
                cells.append(Cell(plan, way, None, failure=error.message))
            _write(args, cells, skipped)  # after each cell: what is there can be read while the rest runs
    path = _write(args, cells, skipped)
    print(f"{len(cells)} cells, {len(skipped)} sets not there: {path}")
    return EXIT_DONE


def _write(args: argparse.Namespace, cells: list[Cell], skipped: list[str]) -> Path:
    path: Path = args.table or args.out / "table.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = write_table(cells, skipped, "make report DATA=<folder>", machine_text())
    path.write_text(text + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
