"""What a study found, as numbers: everything planned is in it, with its result or with why there is none.

E_rel (Qin et al. 2021, section 4.1): the mean over tasks of score with few numbers / score with the full prompt. Only
tasks count whose full prompt beats the untouched model (95 %, paired on the same rows): elsewhere there is nothing that
few numbers could reach. The others are listed. Beside it stands the share of the loss's fall that few numbers reach,
which is finer where scores are coarse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from engine.bench.machine import machine_text
from engine.runs import Run
from engine.scores import main_score, metric_name
from engine.study.splits import Split
from engine.study.study import (
    FOUND,
    OWN_ROWS,
    Decoder,
    StudyRun,
    best_rate,
    failure_of,
    found_decoders,
    given_back,
    lessons,
    parts,
    random_decoders,
    read_json,
    result_of,
)
from engine.study.summary import MEASUREMENTS, curves, headline, headline_decoder, mean_of, verdicts
from engine.subspaces import SubspaceManifest
from engine.subspaces.subspace_file import read_manifest

SMALLEST_FALL = 0.02  # of the untouched model's loss, below which there is no way to take a share of
NO_PROMPT = "its full prompt is not there"
NO_GAIN = "its full prompt does not beat the untouched model"

Row = dict[str, Any]


def gather(run: StudyRun) -> dict[str, Any]:
    """The report of a study as it stands: plain JSON."""
    config = run.recipe
    names = run.prompts.names if run.settled and (run.prompts.folder / "tasks.json").is_file() else []
    report: dict[str, Any] = {
        "schema": 1,
        "machine": machine_text(),
        "study": config.to_json(),
        "settled": run.settled,
        "tasks": [task_row(run, name) for name in names],
        "seconds": seconds(run),
    }
    empty: dict[str, Any] = {"split": None, "rows": [], "points": [], "left_out": [], "missing": [], "verdicts": []}
    empty |= {"curves": {"dimension": [], "seen": []}, "map": None, "headline": None}
    if not names:
        return report | empty
    split = run.split()
    tasks = {row["task"]: row for row in report["tasks"]}
    decoders = [*found_decoders(config, split), *random_decoders(config, split)]
    rows = [row for decoder in decoders for row in decoder_rows(run, split, decoder, tasks)]
    points = [point(run, decoder, [row for row in rows if row["decoder"] == decoder.name]) for decoder in decoders]
    most = max(decoder.seen for decoder in decoders)
    return report | {
        "split": {"kind": config.split, "seen": split.seen, "unseen": split.unseen, "far": split.far},
        "rows": rows,
        "points": points,
        "left_out": [{"task": row["task"], "why": row["why"]} for row in report["tasks"] if row["why"]],
        "missing": [
            {name: row[name] for name in ("decoder", "measurement", "task", "why")}
            for row in rows
            if row["score"] is None
        ],
        "verdicts": verdicts(points, rows, config.dimensions, most),
        "curves": curves(points, most),
        "map": task_map(run, split, headline_decoder(config.dimensions, most)),
        "headline": headline(points, headline_decoder(config.dimensions, most)),
    }


def task_row(run: StudyRun, name: str) -> Row:
    """A task with its full prompt: scores and losses beside the untouched model's, on `n` rows; `why` it is left out,
    or empty."""
    done = run.full(name)
    if done is None:
        why = f"{NO_PROMPT}: {failure_of(Run(run.prompts.task_folder(name)))}"
        return {"task": name, "metric": None, "n": 0, "why": why, "is_better": False}
    now, before = done["metrics"], done["baseline"]
    return {
        "task": name,
        "metric": metric_name(now),
        "n": now["n"],
        "untouched": main_score(before),
        "full": main_score(now),
        "difference": done["difference"],
        "untouched_loss": before["loss"],
        "full_loss": now["loss"],
        "trained": done["trainable_parameters"],
        "is_better": done["verdict"] == "better",
        "why": "" if done["verdict"] == "better" else NO_GAIN,
    }


def decoder_rows(run: StudyRun, split: Split, decoder: Decoder, tasks: dict[str, Row]) -> Iterator[Row]:
    """A row for everything that is planned with a decoder."""
    if decoder.kind == FOUND:
        for name in given_back(split):
            found = read_json(run.back(decoder, name))
            metrics = found["metrics"] if found else None
            yield _row(decoder, f"{_group(split, name)}_back", tasks[name], metrics, 0, None, _why(run, decoder, None))
    rate = best_rate(run, split, decoder)
    for lesson in lessons(run, split, decoder):
        own = run.lesson(decoder, lesson, rate)
        done = result_of(own)
        group = _group(split, lesson.task)
        kind = group if group != "seen" else "seen_same" if lesson.rows == OWN_ROWS else "seen_new"
        metrics, trained = (done["metrics"], done["trainable_parameters"]) if done else (None, None)
        yield _row(decoder, kind, tasks[lesson.task], metrics, trained, rate, _why(run, decoder, own))


def _group(split: Split, name: str) -> str:
    return "seen" if name in split.seen else "unseen" if name in split.unseen else "far"


def _why(run: StudyRun, decoder: Decoder, own: Run | None) -> str:
    if not run.subspace(decoder).is_file():
        path = run.subspace(decoder)
        return f"no subspace: {failure_of(Run(path.with_name(f'{decoder.name}-search')))}"
    return failure_of(own) if own else "not done yet"


def _row(
    decoder: Decoder, measurement: str, task: Row, metrics: Any, trained: int | None, rate: float | None, why: str
) -> Row:
    """A result beside the task's full prompt; `ratio` where the task counts, `loss_share` where the full prompt's loss
    is clearly below the untouched model's."""
    score = main_score(metrics) if metrics else None
    row = {
        "decoder": decoder.name,
        "dimension": decoder.dimension,
        "seen": decoder.seen,
        "seed": decoder.seed,
        "kind": decoder.kind,
        "measurement": measurement,
        "task": task["task"],
        "score": score,
        "loss": metrics["loss"] if metrics else None,
        "trained": trained,
        "rate": rate,
        "ratio": None,
        "loss_share": None,
        "why": "" if score is not None else NO_PROMPT if task["metric"] is None else why,
    }
    if score is None:
        return row
    if task["is_better"]:
        row["ratio"] = score / task["full"]
    fall = task["untouched_loss"] - task["full_loss"]
    if fall >= SMALLEST_FALL * task["untouched_loss"]:
        row["loss_share"] = (task["untouched_loss"] - row["loss"]) / fall
    return row


def point(run: StudyRun, decoder: Decoder, rows: Sequence[Row]) -> dict[str, Any]:
    """A decoder with the means of what was measured with it."""
    manifest = _manifest(run, decoder)
    return {
        "decoder": decoder.name,
        "dimension": decoder.dimension,
        "seen": decoder.seen,
        "seed": decoder.seed,
        "kind": decoder.kind,
        "is_there": manifest is not None,
        "explained": manifest.explained if manifest else None,
        "prompt_numbers": manifest.size if manifest else None,
        "rate": next((row["rate"] for row in rows if row["rate"]), None),
        "means": {
            name: mean_of([row for row in rows if row["measurement"] == name])
            for name in MEASUREMENTS
            if any(row["measurement"] == name for row in rows)
        },
    }


def task_map(run: StudyRun, split: Split, decoder: Decoder) -> dict[str, Any] | None:
    """Where tasks lie in the subspace: the first two principal components of their numbers, seen and unseen alike."""
    manifest = _manifest(run, decoder)
    if manifest is None:
        return None
    places = {task.name: task.numbers for task in manifest.tasks}
    is_seen = dict.fromkeys(places, True)
    for name in split.new:
        if (found := read_json(run.back(decoder, name))) is not None:
            places[name], is_seen[name] = found["numbers"], False
    numbers = np.array(list(places.values()))  # (K, d)
    centred = numbers - numbers.mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    flat = np.zeros((len(numbers), 2))
    shown = min(2, len(sizes))
    flat[:, :shown] = centred @ directions[:shown].T
    total = float((sizes**2).sum()) or 1.0
    tasks = [
        {"task": name, "x": float(x), "y": float(y), "is_seen": is_seen[name]}
        for name, (x, y) in zip(places, flat.tolist(), strict=True)
    ]
    return {"decoder": decoder.name, "tasks": tasks, "shown": float((sizes[:shown] ** 2).sum()) / total}


def seconds(run: StudyRun) -> list[dict[str, Any]]:
    """For each stage its parts that ended, their seconds by the clock, and those that the processor worked for them: an
    idle machine would take that, divided by the threads it keeps busy."""
    found: dict[str, list[Row]] = {}
    for event in parts(run):
        found.setdefault(event["stage"], []).append(event)
    return [
        {
            "stage": stage,
            "parts": len(events),
            "seconds": sum(event["seconds"] for event in events),
            "longest": max(events, key=lambda event: event["seconds"])["name"],
            "processor_seconds": sum(event["processor_seconds"] for event in events),
        }
        for stage, events in found.items()
    ]


def _manifest(run: StudyRun, decoder: Decoder) -> SubspaceManifest | None:
    path = run.subspace(decoder)
    return read_manifest(path) if path.is_file() else None
