"""Trainings side by side against the same trainings one after another: the work `farm`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.bench.comparison import Comparison
from engine.bench.default_model import NAME, make_default_model
from engine.bench.machine import machine_text
from engine.bench.peft_training import CONTEXT_TOKENS, context_rows, prepare, source_rows
from engine.bench.settings import Row, Settings, Tell
from engine.bench.turns import Job, measure_in_turns, row_of
from engine.errors import InputError

SIDE, MEMBERS = "engine.bench.farm_side", 8
MINILM, TOY = "starter:minilm-l6", "2 layers of width 64, 1,024 words, random"


def farm(settings: Settings, tell: Tell) -> Iterator[Row]:
    """Seconds a step of eight seeds: a model so small that starting its operations takes the time, one whose texts are
    remembered, and MiniLM where it is here; or the model that was asked for."""
    if settings.backbone is not None:
        yield _row(settings.backbone, _plain(settings, "asked"), settings, tell)
        return
    toy = settings.folder / "toy"
    make_default_model(toy, layers=2, heads=2, width=64, vocabulary=1024)
    yield _row(TOY, _plain(dataclasses.replace(settings, backbone=str(toy)), "toy-farm"), settings, tell)
    yield _row(f"{NAME}, remembered texts", _remembering(settings), settings, tell)
    try:
        yield _row(MINILM, _plain(dataclasses.replace(settings, backbone=MINILM), "minilm-farm"), settings, tell)
    except InputError as error:
        tell(f"Left out: {error.message}")


def _plain(settings: Settings, name: str) -> Comparison:
    folder = _new(settings, name)
    comparison = prepare(settings, "prompt_tuning", source_rows(settings), folder)
    return comparison if comparison.output != "head" else dataclasses.replace(comparison, method="prefix_tuning")


def _remembering(settings: Settings) -> Comparison:
    settings = dataclasses.replace(settings, max_tokens=CONTEXT_TOKENS)
    comparison = prepare(settings, "prompt_tuning", context_rows(settings), _new(settings, "remembering-farm"))
    return comparison.behind_the_text()


def _new(settings: Settings, name: str) -> Path:
    folder = settings.folder / name
    folder.mkdir()
    return folder


def _row(name: str, comparison: Comparison, settings: Settings, tell: Tell) -> Row:
    folder = Path(comparison.train).parent
    request: dict[str, Any] = {**dataclasses.asdict(comparison), "members": MEMBERS}
    jobs = {
        side: Job(SIDE, {**request, "is_farm": side == "ours"}, comparison.threads) for side in ("ours", "sequence")
    }
    found = measure_in_turns(jobs, settings.repeats, folder, tell)
    row = row_of("farm", "sequence", found["ours"], found["sequence"], "seconds", "s a step of all")
    sizes = {key: request[key] for key in ("method", "length", "steps", "batch_size", "max_tokens", "threads")}
    return {**row, **sizes, "members": MEMBERS, "backbone": name, "machine": machine_text()}
