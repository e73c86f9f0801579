"""Our speed beside PEFT's: examples a second in training, on one machine, in turns, each in a process of its own."""

from __future__ import annotations

import csv
import dataclasses
import importlib.util
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from engine.backbones.backbone import family_of
from engine.backbones.catalog import resolve
from engine.bench.comparison import WARM_UP_STEPS, Comparison
from engine.bench.machine import busy_percent, machine_text
from engine.data import ColumnMapping, Example, language_of, load_examples, preset_template
from engine.errors import EngineError, InputError
from engine.runs import DataConfig
from engine.tasks.support import default_output

LENGTHS = {"p_tuning_v2": 16, "prompt_tuning": 20}
WORK = {"p_tuning_v2": "prefix_tuning", "prompt_tuning": "prompt_tuning"}  # what the rows call it
KEPT_ASIDE = 16
TOO_BUSY_PERCENT = 20.0
SIDES = {"ours": "engine.bench.our_side", "theirs": "engine.bench.peft_side"}
Tell = Callable[[str], None]


def prepare(
    data: Path,
    backbone: str,
    method: str,
    folder: Path,
    *,
    steps: int,
    batch_size: int,
    max_tokens: int,
    threads: int,
    dtype: str,
    peft: str,
) -> Comparison:
    """Write the rows that both sides read into `folder`, and say what is compared.

    Raises InputError: PEFT is not installed, no such model, a table that does not work, or too few rows.
    """
    if importlib.util.find_spec("peft") is None:
        raise _usage("PEFT is not installed: pip install peft (a development part, needed for this comparison alone)")
    from transformers import AutoConfig

    model = resolve(backbone)
    family = family_of(AutoConfig.from_pretrained(model, local_files_only=True))
    output = default_output(family)
    file = data / "train.csv" if data.is_dir() else data
    loaded = load_examples(DataConfig(train=str(file)))
    if len(loaded.mapping.inputs) != 1:
        raise _usage(f"One text column is compared, and {file.name} has {', '.join(loaded.mapping.inputs)}")
    column = loaded.mapping.inputs[0]
    rows = [*loaded.train, *loaded.kept_aside]
    random.Random(0).shuffle(rows)  # some files are sorted by label or length
    # Every batch is full on both sides, and where the rows suffice each is seen once: the same text in another order.
    fitting = (len(rows) - KEPT_ASIDE) // batch_size
    if fitting < 1:
        raise _usage(f"{file.name} has {len(rows)} rows, and at least {batch_size + KEPT_ASIDE} are needed")
    count = min(fitting, WARM_UP_STEPS + steps) * batch_size
    _write(folder / "train.csv", rows[:count], column)
    _write(folder / "kept_aside.csv", rows[-KEPT_ASIDE:], column)
    texts = [row.fields[column] for row in rows[:200]]
    mapping = ColumnMapping.of(("text",), "label")
    return Comparison(
        train=str(folder / "train.csv"),
        kept_aside=str(folder / "kept_aside.csv"),
        backbone=str(model),
        method=method,
        length=LENGTHS[method],
        output=output,
        template=preset_template(mapping, loaded.labels, "classification", output, language_of(texts)),
        steps=steps,
        batch_size=batch_size,
        max_tokens=max_tokens,
        threads=threads,
        dtype=dtype,
        peft=peft,
    )


def compare(comparison: Comparison, name: str, repeats: int, folder: Path, tell: Tell) -> dict[str, Any]:
    """Measure in turns and return the row of the result. `name`: the backbone as it was asked for.

    The seed is the number of the turn, the same on both sides. Raises EngineError when a side fails.
    """
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    busiest = 0.0
    for turn in range(repeats):
        for side in SIDES:
            busiest = max(busiest, busy := busy_percent())
            result = _measure(side, dataclasses.replace(comparison, seed=turn), folder / f"{turn}-{side}")
            found[side].append(result)
            rate = result["examples_per_second"]
            tell(f"{turn + 1} of {repeats}, {side}: {rate:.1f} examples/s ({busy:.0f} % busy with other things before)")
    rates = {side: [result["examples_per_second"] for result in results] for side, results in found.items()}
    ratios = [ours / theirs for ours, theirs in zip(rates["ours"], rates["theirs"], strict=True)]
    ours, theirs = found["ours"][0], found["theirs"][0]
    return {
        "type": "bench",
        "work": WORK[comparison.method],
        "against": f"peft_{comparison.peft}",
        "ratio": median(ratios),
        "ratio_min": min(ratios),
        "ratio_max": max(ratios),
        "repeats": repeats,
        "ours": median(rates["ours"]),
        "theirs": median(rates["theirs"]),
        "unit": "examples/s",
        "ours_all": rates["ours"],
        "theirs_all": rates["theirs"],
        "backbone": name,
        "method": comparison.method,
        "output": comparison.output,
        "length": comparison.length,
        "steps": comparison.steps,
        "batch_size": comparison.batch_size,
        "max_tokens": comparison.max_tokens,
        "threads": comparison.threads,
        "ours_dtype": ours["dtype"],
        "theirs_dtype": theirs["dtype"],
        "device": ours["device"],
        "ours_trainable": ours["trainable_parameters"],
        "theirs_trainable": theirs["trainable_parameters"],
        "versions": {name: theirs[name] for name in ("torch", "transformers", "peft")},
        "machine": machine_text(),
        "busy_percent": round(busiest),
    }


def lines(row: dict[str, Any]) -> list[str]:
    """The row for a person."""
    versions = ", ".join(f"{name} {version}" for name, version in row["versions"].items())
    text = [
        f"{row['method']}, {row['length']} virtual tokens, {row['backbone']}: {row['steps']} steps of "
        f"{row['batch_size']} rows, at most {row['max_tokens']} tokens, {row['threads']} threads, {row['device']}",
        f"ours    {row['ours']:8.1f} examples/s   {row['ours_dtype']}, {row['ours_trainable']:,} trainable numbers",
        f"PEFT    {row['theirs']:8.1f} examples/s   {row['theirs_dtype']}, {row['theirs_trainable']:,} trainable "
        f"numbers, settings: {row['against'].removeprefix('peft_')}",
        f"ratio   {row['ratio_min']:.2f} / {row['ratio']:.2f} / {row['ratio_max']:.2f}   min / median / max of "
        f"{row['repeats']} turns",
        f"machine {row['machine']}; {versions}",
    ]
    if row["busy_percent"] > TOO_BUSY_PERCENT:
        text.append(
            f"Other programs used up to {row['busy_percent']} % of the processor: measure again when it is quiet."
        )
    return text


def _usage(reason: str) -> InputError:
    """Sentences of this tool alone stay out of the table that the window translates."""
    return InputError("usage", reason=reason, command="python -m engine.bench against-peft")


def _write(path: Path, rows: list[Example], column: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["text", "label"])
        writer.writerows([row.fields[column], row.label] for row in rows)


def _measure(side: str, comparison: Comparison, folder: Path) -> dict[str, Any]:
    """One side once, in a fresh process. Raises EngineError with the last words of one that failed."""
    folder.mkdir()
    dataclasses.replace(comparison, folder=str(folder)).write(folder / "comparison.json")
    threads = str(comparison.threads)
    process = subprocess.run(
        [sys.executable, "-m", SIDES[side], str(folder / "comparison.json"), str(folder / "result.json")],
        env={
            **os.environ,
            **{"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads},
            **{"TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"},
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if process.returncode:
        said = process.stderr.strip().splitlines()[-1:] or [f"exit code {process.returncode}"]
        raise EngineError("internal", reason=f"{SIDES[side]}: {said[0]}")
    result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return result
