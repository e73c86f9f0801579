"""Training beside PEFT's: the works `prompt_tuning`, `prefix_tuning`, `context_cache` and `memory`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.bench.comparison import WARM_UP_STEPS, Comparison
from engine.bench.default_model import NAME, make_default_model
from engine.bench.machine import machine_text
from engine.bench.rows import KEPT_ASIDE, Rows, made_up_rows, read_rows
from engine.bench.settings import Row, Settings, Tell, usage
from engine.bench.turns import Job, measure_in_turns, median_of, row_of
from engine.data import ColumnMapping, language_of, preset_template

OUR_SIDE, PEFT_SIDE = "engine.bench.our_side", "engine.bench.peft_side"
LENGTH = 20  # virtual tokens
MEMORY_TOKENS = 64  # of every row
CONTEXT_TOKENS = 136  # of every row: a text of 128, the template's words and the answer
SIDE_FACTS = (
    *("examples_per_second", "tokens_per_second", "seconds_per_step", "memory_bytes", "memory_peak_bytes"),
    *("peak_share", "matrix_peak", "operations_per_step", "body_share"),
)


def prompt_tuning(settings: Settings, tell: Tell) -> Iterator[Row]:
    """Examples a second of prompt tuning."""
    yield from _training("prompt_tuning", "prompt_tuning", settings, tell)


def prefix_tuning(settings: Settings, tell: Tell) -> Iterator[Row]:
    """Examples a second of prefix tuning."""
    yield from _training("prefix_tuning", "prefix_tuning", settings, tell)


def memory(settings: Settings, tell: Tell) -> Iterator[Row]:
    """Peak memory of prompt tuning with rows of one length."""
    yield from _training("memory", "prompt_tuning", dataclasses.replace(settings, max_tokens=MEMORY_TOKENS), tell)


def context_cache(settings: Settings, tell: Tell) -> Iterator[Row]:
    """Examples a second of a prompt behind long texts that are remembered; the warm-up is their first pass."""
    yield from _training(
        "context_cache", "prompt_tuning", dataclasses.replace(settings, max_tokens=CONTEXT_TOKENS), tell
    )


def context_rows(settings: Settings) -> Rows:
    """As many long rows as the steps of the warm-up read once."""
    rows, count = source_rows(settings).longer_than(CONTEXT_TOKENS), WARM_UP_STEPS * settings.batch_size + KEPT_ASIDE
    return Rows(rows.texts[:count], rows.labels[:count])


def _training(work: str, method: str, settings: Settings, tell: Tell) -> Iterator[Row]:
    folder = settings.folder / work
    folder.mkdir()
    rows = context_rows(settings) if work == "context_cache" else source_rows(settings)
    comparison = prepare(settings, method, rows.longer_than(MEMORY_TOKENS) if work == "memory" else rows, folder)
    if work == "context_cache":
        comparison = comparison.behind_the_text()
    threads = comparison.threads
    jobs = {"ours": Job(OUR_SIDE, dataclasses.asdict(comparison), threads)}
    for kind in settings.peft:
        request = dataclasses.asdict(dataclasses.replace(comparison, peft=kind))
        jobs[f"peft_{kind}"] = Job(PEFT_SIDE, request, threads)
    found = measure_in_turns(jobs, settings.repeats, folder, tell)
    number, unit = ("memory_megabytes", "MB") if work == "memory" else ("examples_per_second", "examples/s")
    for against, theirs in found.items():
        if against != "ours":
            row = row_of(work, against, found["ours"], theirs, number, unit)
            yield {**row, **_facts(comparison, settings, found["ours"], theirs)}


def prepare(settings: Settings, method: str, rows: Rows, folder: Path) -> Comparison:
    """Write the rows that both sides read into `folder`, and say what is compared.

    Raises InputError: no such model, or too few rows.
    """
    from transformers import AutoConfig

    from engine.backbones.backbone import family_of
    from engine.backbones.catalog import resolve
    from engine.tasks.support import default_output

    model = _model(settings) if settings.backbone is None else resolve(settings.backbone)
    family = family_of(AutoConfig.from_pretrained(model, local_files_only=True))
    if family == "seq2seq":
        raise usage("An encoder-decoder is not compared; give --backbone another model")
    output = default_output(family)
    train, kept_aside = rows.write(folder, WARM_UP_STEPS + settings.steps, settings.batch_size)
    mapping, labels = ColumnMapping.of(("text",), "label"), sorted(set(rows.labels))
    return Comparison(
        train=str(train),
        kept_aside=str(kept_aside),
        backbone=str(model),
        method=method,
        length=LENGTH,
        output=output,
        template=preset_template(mapping, labels, "classification", output, language_of(rows.texts[:200])),
        steps=settings.steps,
        batch_size=settings.batch_size,
        max_tokens=settings.max_tokens,
        threads=settings.threads,
        dtype=settings.dtype,
    )


def _model(settings: Settings) -> Path:
    folder = settings.folder / "model"  # made once for all works
    return folder if folder.is_dir() else make_default_model(folder)


def source_rows(settings: Settings) -> Rows:
    """Somebody's own rows, or enough made-up ones that each is seen once."""
    if settings.data is not None:
        return read_rows(settings.data)
    return made_up_rows((WARM_UP_STEPS + settings.steps) * settings.batch_size + KEPT_ASIDE)


def _facts(
    comparison: Comparison, settings: Settings, ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> dict[str, Any]:
    """What else there is to say of the turns: the sides' other numbers as medians, sizes, versions, the machine."""
    sides = {"ours": ours, "theirs": theirs}
    numbers = {f"{side}_{name}": median_of(found, name) for side, found in sides.items() for name in SIDE_FACTS}
    said = {f"{side}_dtype": found[0]["dtype"] for side, found in sides.items()}
    trained = {f"{side}_trainable": found[0]["trainable_parameters"] for side, found in sides.items()}
    return {
        **{name: value for name, value in numbers.items() if value is not None},
        **said,
        **trained,
        "backbone": settings.backbone or NAME,
        "data": "made up" if settings.data is None else settings.data.name,
        "method": comparison.method,
        "output": comparison.output,
        "length": comparison.length,
        "steps": comparison.steps,
        "batch_size": comparison.batch_size,
        "max_tokens": comparison.max_tokens,
        "threads": comparison.threads,
        "device": ours[0]["device"],
        "versions": {name: theirs[0][name] for name in ("torch", "transformers", "peft")},
        "machine": machine_text(),
    }
