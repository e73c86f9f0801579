"""How a run's list of events stays short: of very many steps only every second, fourth ... older one stays.

Only lines of steps go; checks, notes, save points and the result stay for good. What stays is evenly spread, so that a
curve through it has the run's shape.
"""

from __future__ import annotations

import json

MOST_STEPS = 20_000  # lines
NEWEST = 1_000  # steps that stay together
STEP = b'{"type": "step"'  # how the line of one begins


def count_steps(lines: bytes) -> int:
    """How many lines tell of a step."""
    return sum(line.startswith(STEP) for line in lines.split(b"\n"))


def thinned(lines: bytes) -> bytes:
    """The same lines with at most half of `MOST_STEPS` of them steps: the first, those at multiples of a power of two,
    and the newest."""
    found = lines.split(b"\n")
    steps = [(place, _number(line)) for place, line in enumerate(found) if line.startswith(STEP)]
    older, stride = steps[1:-NEWEST], 1
    left = older
    while len(left) > max(0, MOST_STEPS // 2 - NEWEST):
        stride *= 2
        left = [step for step in left if step[1] % stride == 0]
    gone = {place for place, _ in older} - {place for place, _ in left}
    return b"\n".join(line for place, line in enumerate(found) if place not in gone)


def _number(line: bytes) -> int:
    """The step that a line tells of; 1, which goes first, for one that was cut."""
    try:
        return int(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):
        return 1
