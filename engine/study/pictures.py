"""The report's pictures as SVG: curves over the grid with the range of the seeds, and the map of the tasks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from engine.files import write_atomic
from engine.study.study import AROUND, DRAWN, FOUND
from engine.study.summary import MEASUREMENTS

DIMENSION_PICTURE = ("dimension.svg", "by how many numbers")
SEEN_PICTURE = ("seen.svg", "by the number of seen tasks")
MAP_PICTURE = ("map.svg", "The tasks in the subspace")
WIDTH, HEIGHT = 820, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 370, 44, 52  # margins; the legend stands in the right one
INK, QUIET, LINES, PAPER = "#1f2328", "#6e7781", "#d8dee4", "#ffffff"
COLOURS = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#0891b2", "#be185d", "#4d7c0f", "#78716c")
TICK, MOST_TICKS = 20, 10  # percent
Line = tuple[str, Sequence[dict[str, float]]]


def write_pictures(folder: Path, report: dict[str, Any]) -> None:
    """Those for which there are numbers. Raises DiskFull or InputError."""
    for (name, title), key, axis in (
        (DIMENSION_PICTURE, "dimension", "how many numbers"),
        (SEEN_PICTURE, "seen", "seen tasks"),
    ):
        lines = report["curves"][key]
        scores = [line for line in lines if line["measure"] == "e_rel"]  # else no task counts for it
        if lines:
            measure = "E_rel" if scores else "Share of the loss's fall"
            named = [(_name_of(line), line["points"]) for line in scores or lines]
            write_atomic(folder / name, curve_picture(f"{measure} {title}", axis, named).encode())
    if report["map"]:
        write_atomic(folder / MAP_PICTURE[0], map_picture(report["map"]).encode())


def _name_of(line: dict[str, Any]) -> str:
    if "kind" not in line:
        return f"{line['dimension']} numbers, unseen tasks"
    kinds = {FOUND: "", DRAWN: ", random decoder", AROUND: ", random around mean"}
    return f"{MEASUREMENTS[line['measurement']]}{kinds[line['kind']]}"


def curve_picture(title: str, axis: str, lines: Sequence[Line]) -> str:
    """Lines in percent over evenly spaced places, one for each x; a bar at a point is the range of its seeds."""
    places = sorted({point["x"] for _, points in lines for point in points})
    values = [100 * point[end] for _, points in lines for point in points for end in ("low", "high")]
    tick = TICK * math.ceil((max(100.0, *values) - min(0.0, *values)) / (TICK * MOST_TICKS))
    low, high = tick * math.floor(min(0.0, *values) / tick), tick * math.ceil(max(100.0, *values) / tick)
    across = _scale(0, max(1, len(places) - 1), LEFT + 20, WIDTH - RIGHT - 20)
    up = _scale(low, high, HEIGHT - BOTTOM, TOP)
    parts = _frame(title)
    for value in range(low, high + 1, tick):
        parts.append(_line(LEFT, up(value), WIDTH - RIGHT, up(value), LINES, 1))
        parts.append(_text(LEFT - 8, up(value) + 4, f"{value} %", QUIET, "end"))
    for index, place in enumerate(places):
        parts.append(_text(across(index), HEIGHT - BOTTOM + 20, f"{place:g}", QUIET, "middle"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, axis, QUIET, "middle"))
    for number, (name, points) in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        shift = 3 * (number - (len(lines) - 1) / 2)  # so that bars do not hide each other
        spots = [(across(places.index(point["x"])) + shift, point) for point in points]
        path = " ".join(f"{x:.1f},{up(100 * point['mean']):.1f}" for x, point in spots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, point in spots:
            parts.append(_line(x, up(100 * point["low"]), x, up(100 * point["high"]), colour, 2))
            parts.append(f'<circle cx="{x:.1f}" cy="{up(100 * point["mean"]):.1f}" r="3.5" fill="{colour}"/>')
        y = TOP + 12 + 20 * number
        parts.append(_line(WIDTH - RIGHT + 14, y - 4, WIDTH - RIGHT + 32, y - 4, colour, 3))
        parts.append(_text(WIDTH - RIGHT + 38, y, name, INK, "start", 11))
    return "\n".join([*parts, "</svg>\n"])


def map_picture(found: dict[str, Any]) -> str:
    """Tasks as points with their names; filled ones were seen by the subspace."""
    tasks = found["tasks"]
    title = f"{MAP_PICTURE[1]} ({found['decoder']}; {100 * found['shown']:.0f} % of how they differ)"
    across = _around([task["x"] for task in tasks], LEFT, WIDTH - LEFT)
    up = _around([task["y"] for task in tasks], HEIGHT - BOTTOM, TOP + 16)
    box = f'x="{LEFT - 20}" y="{TOP}" width="{WIDTH - LEFT}" height="{HEIGHT - TOP - 34}"'
    parts = [*_frame(title), f'<rect {box} fill="none" stroke="{LINES}"/>']
    for task in tasks:
        x, y = across(task["x"]), up(task["y"])
        fill = COLOURS[0] if task["is_seen"] else PAPER
        edge = COLOURS[0] if task["is_seen"] else COLOURS[1]
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{edge}" stroke-width="2"/>')
        is_right = x > WIDTH / 2  # names stay inside
        parts.append(_text(x - 9 if is_right else x + 9, y + 4, task["task"], INK, "end" if is_right else "start", 11))
    parts.append(_text(LEFT - 20, HEIGHT - 12, "filled: seen by the subspace; open: never seen", QUIET, "start"))
    return "\n".join([*parts, "</svg>\n"])


def _frame(title: str) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        _text(LEFT - 20, 26, title, INK, "start", 15),
    ]


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, colour: str, anchor: str, size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
    return f'<text {place} fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _around(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    """A scale that has all values inside; equal ones lie in the middle."""
    low, high = min(values), max(values)
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    return _scale(low, high, start, end)
