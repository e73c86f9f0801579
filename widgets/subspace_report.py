"""The report of a study of subspaces as the window needs it: report.json, checked, without what is not shown.

`engine.study` writes that file, and docs/subspaces.md tells what is measured. It may have come from anybody.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError

SCHEMA = 1
FILE = "report.json"
MOST_BYTES = 64_000_000
FOUND = "found"  # a decoder that was learned; others are random


@dataclass(frozen=True)
class Verdict:
    """Whether subspaces of so many numbers beat random decoders of a kind, by "ratio" (E_rel) or "loss_share"."""

    dimension: int
    against: str
    measure: str
    tasks: int
    found: float | None
    random: float | None
    spread: float | None
    verdict: str  # better | worse | unclear | unknown


@dataclass(frozen=True)
class Reached:
    """What was reached on unseen tasks with so many numbers in one kind of decoder: means over its seeds."""

    dimension: int
    kind: str
    seeds: int
    e_rel: float | None
    tasks: int
    loss_share: float | None
    loss_tasks: int


@dataclass(frozen=True)
class Line:
    """A curve: (x, mean, low, high) over seeds, of E_rel or of the share of the loss's fall."""

    kind: str
    dimension: int | None
    measure: str
    points: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True)
class TaskRow:
    """A task and its full prompt on `n` rows; `why` it does not count for E_rel, empty if it does."""

    name: str
    n: int
    metric: str
    untouched: float | None
    full: float | None
    why: str


@dataclass(frozen=True)
class StudyReport:
    """Everything that is shown. `seen` tasks is the most of the grid; `places`: (name, x, y, is_seen)."""

    path: str
    seen: int
    verdicts: tuple[Verdict, ...]
    reached: tuple[Reached, ...]
    over_dimension: tuple[Line, ...]
    over_seen: tuple[Line, ...]
    tasks: tuple[TaskRow, ...]
    places: tuple[tuple[str, float, float, bool], ...]
    missing: int


def read_report(path: Path) -> StudyReport:
    """The report of a folder, or a report.json itself. Raises InputError with the reason."""
    file = path / FILE if path.is_dir() else path
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError("report_unusable", path=str(file), reason="It is too large.")
        values = json.loads(file.read_text(encoding="utf-8"), parse_constant=_refuse)
    except OSError as error:
        raise InputError("report_missing", path=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise InputError("report_unusable", path=str(file), reason="It is no JSON.") from error
    if not isinstance(values, dict) or type(values.get("schema")) is not int or values["schema"] != SCHEMA:
        raise InputError("report_unusable", path=str(file), reason="It is no report of this version.")
    try:
        return _report(str(file), values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("report_unusable", path=str(file), reason="Something in it is missing or damaged.") from error


def _report(path: str, values: Mapping[str, Any]) -> StudyReport:
    most = max((int(point["seen"]) for point in values["points"]), default=0)
    found_map = values["map"] or {"tasks": []}
    return StudyReport(
        path=path,
        seen=most,
        verdicts=tuple(_verdict(verdict) for verdict in values["verdicts"]),
        reached=tuple(_reached([point for point in values["points"] if point["seen"] == most])),
        over_dimension=tuple(_lines(values["curves"]["dimension"])),
        over_seen=tuple(_lines(values["curves"]["seen"])),
        tasks=tuple(_task(task) for task in values["tasks"]),
        places=tuple(
            (str(t["task"]), _number(t["x"]), _number(t["y"]), bool(t["is_seen"])) for t in found_map["tasks"]
        ),
        missing=len(values["missing"]),
    )


def _verdict(values: Mapping[str, Any]) -> Verdict:
    spread = None if values["spread"] is None else _number(values["spread"])
    return Verdict(
        int(values["dimension"]),
        str(values["against"]),
        str(values["measure"]),
        len(values["tasks"]),
        _mean(values["found"]),
        _mean(values["random"]),
        spread,
        str(values["verdict"]),
    )


def _reached(points: Sequence[Mapping[str, Any]]) -> list[Reached]:
    groups: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for point in points:
        if "unseen" in point["means"]:
            groups.setdefault((int(point["dimension"]), str(point["kind"])), []).append(point["means"]["unseen"])
    return [
        Reached(
            *key,
            len(means),
            _mean([mean["e_rel"] for mean in means]),
            max(int(mean["tasks"]) for mean in means),
            _mean([mean["loss_share"] for mean in means]),
            max(int(mean["loss_tasks"]) for mean in means),
        )
        for key, means in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] != FOUND, item[0][1]))
    ]


def _lines(lines: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Those of unseen tasks, which is what few numbers are to be good for."""
    return [
        Line(
            str(line.get("kind") or FOUND),
            None if line.get("dimension") is None else int(line["dimension"]),
            str(line["measure"]),
            tuple((_number(p["x"]), _number(p["mean"]), _number(p["low"]), _number(p["high"])) for p in line["points"]),
        )
        for line in lines
        if line["measurement"] == "unseen" and line["points"]
    ]


def _task(values: Mapping[str, Any]) -> TaskRow:
    return TaskRow(
        str(values["task"]),
        int(values["n"]),
        str(values["metric"] or ""),
        _mean([values.get("untouched")]),
        _mean([values.get("full")]),
        str(values["why"]),
    )


def _mean(values: Sequence[Any]) -> float | None:
    known = [_number(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _refuse(name: str) -> float:
    raise ValueError(name)
