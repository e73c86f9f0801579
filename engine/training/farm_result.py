"""What a farm found: each member's score, how much of it is luck, which one is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

from engine.events import RunEvent, note
from engine.runs import Run, RunConfig
from engine.scores import main_score, metric_name
from engine.training.control import Control

if TYPE_CHECKING:
    from engine.training.farm import Seat

NORMAL_95 = 1.96
LENGTH = "method.length"


def farm_done(
    run: Run, config: RunConfig, seats: Sequence[Seat], control: Control, seconds: float
) -> Iterator[RunEvent]:
    """Notes of what the members say together, and the `done` event: the winner's, with the summary as `farm`. Its pack
    is put beside the farm's other files."""
    through = [seat for seat in seats if seat.done is not None and seat.done.get("metrics")]
    learners = [seat for seat in through if not seat.member.is_control]
    if not learners:
        nothing = {"pack": None, "metrics": None, "baseline": None}
        yield {
            "type": "done",
            "stopped": control.stop,
            "run": str(run.folder),
            **nothing,
            "seconds": seconds,
            "steps": 0,
        }
        return
    summary = summarize_farm([_told(seat) for seat in seats if seat in through])
    winner = next(seat for seat in learners if seat.member.name == summary["winner"])
    assert winner.done is not None
    yield from _verdicts(summary, winner.done)
    pack = winner.done.get("pack")
    yield {
        **winner.done,
        "stopped": control.stop,
        "run": str(run.folder),
        "pack": str(_beside(run, Path(pack))) if pack else None,
        "seconds": seconds,
        "farm": summary,
    }


def _told(seat: Seat) -> dict[str, Any]:
    assert seat.done is not None
    metrics = seat.done["metrics"]
    return {
        "name": seat.member.name,
        "seed": seat.member.config.seed,
        "varied": seat.member.varied,
        "is_control": seat.member.is_control,
        "is_whole": not seat.done.get("stopped"),  # false: dropped on the way, or stopped
        "score": main_score(metrics),
        "low": metrics.get("low"),
        "high": metrics.get("high"),
    }


def summarize_farm(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The members, settings by settings: `groups` have mean and spread (the standard deviation over seeds) of the
    score; `winner` is the name of the one to keep, `mean` and `spread` are those of its settings; `control` is the
    score on shuffled answers.

    The settings with the highest mean win. Where lengths were tried, the shortest prompt wins whose mean is within one
    spread of the highest: the deviation over seeds, or where each length had one, the standard error of its score.
    """
    learners = [each for each in found if not each["is_control"]]
    by_settings: dict[str, list[dict[str, Any]]] = {}
    for each in learners:
        by_settings.setdefault(json.dumps(each["varied"], sort_keys=True), []).append(each)
    groups = [_group(each) for each in by_settings.values()]
    whole = [group for group in groups if group["is_whole"]] or groups
    best = max(whole, key=lambda group: float(group["mean"]))
    if LENGTH in best["varied"]:
        near = [group for group in whole if group["mean"] >= best["mean"] - best["uncertainty"]]
        best = min(near, key=lambda group: (group["varied"][LENGTH], -group["mean"]))
    same = [each for each in learners if each["varied"] == best["varied"]]
    control = next((each["score"] for each in found if each["is_control"]), None)
    return {
        "members": list(found),
        "groups": groups,
        "winner": max(same, key=lambda each: (each["is_whole"], each["score"]))["name"],
        "mean": best["mean"],
        "spread": best["spread"],
        "seeds": len(same),
        "control": control,
    }


def _group(same: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scores = [float(each["score"]) for each in same]
    spread = stdev(scores) if len(scores) > 1 else None
    widths = [(each["high"] - each["low"]) / (2 * NORMAL_95) for each in same if each["low"] is not None]
    return {
        "varied": same[0]["varied"],
        "mean": fmean(scores),
        "spread": spread,
        "uncertainty": spread if spread is not None else max(widths, default=0.0),
        "n": len(scores),
        "is_whole": all(each["is_whole"] for each in same),
    }


def _verdicts(summary: dict[str, Any], done: RunEvent) -> Iterator[RunEvent]:
    metric = metric_name(done["metrics"])

    def told(share: float) -> float:
        return round(100 * share, 1)

    if summary["spread"] is not None:
        args = {"metric": metric, "mean": told(summary["mean"]), "spread": told(summary["spread"])}
        yield note("farm_result", count=summary["seeds"], **args)
    if summary["control"] is not None:
        margin = summary["spread"] or 0.0
        code = "farm_control_near" if summary["control"] >= summary["mean"] - margin else "farm_control_far"
        yield note(code, control=told(summary["control"]), mean=told(summary["mean"]))


def _beside(run: Run, pack: Path) -> Path:
    """A copy of the winner's pack where a run has its pack; those of earlier winners go."""
    folder = run.folder / "pack"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.promptpack"):
        old.unlink()
    return Path(shutil.copy(pack, folder / pack.name))
