"""The rows of a study's report, summed up: means, what they prove against random decoders, and curves over the grid."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from engine.study.study import AROUND, DRAWN, FOUND, Decoder

MEASUREMENTS = {  # the paper's five, and both that are of the other kind of task where a split has such
    "seen_back": "seen tasks, prompts given back",
    "unseen_back": "unseen tasks, prompts given back",
    "seen_same": "seen tasks, learned again from the same rows",
    "seen_new": "seen tasks, learned from new rows",
    "unseen": "unseen tasks, learned",
    "far_back": "unseen tasks of the other kind, prompts given back",
    "far": "unseen tasks of the other kind, learned",
}
USUAL_DIMENSION = 5  # the paper's example

Row = dict[str, Any]


def mean_of(rows: Sequence[Row]) -> dict[str, Any]:
    """E_rel and the mean share of the loss's fall, each with its number of tasks; rows `planned` and `missing`."""
    ratios = [row["ratio"] for row in rows if row["ratio"] is not None]
    shares = [row["loss_share"] for row in rows if row["loss_share"] is not None]
    return {
        "e_rel": statistics.fmean(ratios) if ratios else None,
        "tasks": len(ratios),
        "loss_share": statistics.fmean(shares) if shares else None,
        "loss_tasks": len(shares),
        "planned": len(rows),
        "missing": sum(row["score"] is None for row in rows),
    }


def verdicts(points: Sequence[Row], rows: Sequence[Row], dimensions: Sequence[int], most: int) -> list[dict[str, Any]]:
    """For each number of dimensions and kind of random decoder, by E_rel and by the loss: whether the subspaces of most
    tasks do better on the unseen ones, by more than the seeds of either side lie apart.

    Only tasks that were measured with every decoder of both sides are compared.
    """
    found = []
    for dimension in dict.fromkeys(dimensions):
        own = [
            row
            for row in rows
            if row["dimension"] == dimension and row["seen"] == most and row["measurement"] == "unseen"
        ]
        for kind in (DRAWN, AROUND):
            both = [row for row in own if row["kind"] in (FOUND, kind)]
            if any(row["kind"] == kind for row in both):
                found += [_verdict(both, dimension, kind, measure) for measure in ("ratio", "loss_share")]
    return found


def _verdict(rows: Sequence[Row], dimension: int, kind: str, measure: str) -> dict[str, Any]:
    decoders = list(dict.fromkeys(row["decoder"] for row in rows))
    counted = Counter(row["task"] for row in rows if row[measure] is not None)
    common = [task for task, count in counted.items() if count == len(decoders)]
    sides: dict[str, list[float]] = {FOUND: [], kind: []}
    for decoder in decoders if common else ():
        own = [row for row in rows if row["decoder"] == decoder and row["task"] in common]
        sides[own[0]["kind"]].append(statistics.fmean(row[measure] for row in own))
    verdict: dict[str, Any] = {"dimension": dimension, "against": kind, "measure": measure, "tasks": common}
    verdict |= {"found": sides[FOUND], "random": sides[kind], "difference": None, "spread": None, "verdict": "unknown"}
    if not sides[FOUND] or not sides[kind]:
        return verdict
    difference = statistics.fmean(sides[FOUND]) - statistics.fmean(sides[kind])
    spread = max(max(side) - min(side) for side in sides.values())
    word = "better" if difference > spread else "worse" if -difference > spread else "unclear"
    return verdict | {"difference": difference, "spread": spread, "verdict": word}


def curves(points: Sequence[Row], most: int) -> dict[str, list[dict[str, Any]]]:
    """E_rel and the loss's share over the number of dimensions (of most tasks) and over that of seen tasks: a line for
    each measurement, its points (x, mean, low, high over seeds)."""
    lines: dict[str, list[dict[str, Any]]] = {"dimension": [], "seen": []}
    of_most = [each for each in points if each["seen"] == most]
    for kind in (FOUND, DRAWN, AROUND):
        some = [each for each in of_most if each["kind"] == kind]
        for name in MEASUREMENTS:
            lines["dimension"] += _lines(some, name, "dimension", {"kind": kind, "measurement": name})
    own = [each for each in points if each["kind"] == FOUND]
    for dimension in dict.fromkeys(each["dimension"] for each in own):
        some = [each for each in own if each["dimension"] == dimension]
        lines["seen"] += _lines(some, "unseen", "seen", {"dimension": dimension, "measurement": "unseen"})
    return lines


def _lines(points: Sequence[Row], measurement: str, axis: str, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for measure in ("e_rel", "loss_share"):
        line = []
        for x in sorted({each[axis] for each in points}):
            means = [each["means"].get(measurement, {}).get(measure) for each in points if each[axis] == x]
            values = [value for value in means if value is not None]
            if values:
                line.append({"x": x, "mean": statistics.fmean(values), "low": min(values), "high": max(values)})
        if line:
            yield {**said, "measure": measure, "points": line}


def headline_decoder(dimensions: Sequence[int], most: int) -> Decoder:
    """Whose numbers stand for the study: the paper's five where they are there, of most tasks, the first seed's."""
    return Decoder(USUAL_DIMENSION if USUAL_DIMENSION in dimensions else max(dimensions), most, 0)


def headline(points: Sequence[Row], decoder: Decoder) -> dict[str, Any] | None:
    """E_rel on unseen tasks of those numbers of dimensions and tasks, over the seeds; None where no task counts."""
    same = [each for each in points if each["kind"] == FOUND and each["dimension"] == decoder.dimension]
    means = [each["means"].get("unseen") for each in same if each["seen"] == decoder.seen]
    known = [mean for mean in means if mean and mean["e_rel"] is not None]
    if not known:
        return None
    e_rel = statistics.fmean(mean["e_rel"] for mean in known)
    return {"dimension": decoder.dimension, "seen": decoder.seen, "e_rel": e_rel, "tasks": known[0]["tasks"]}
