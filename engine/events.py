"""RunEvent: one fact of a run, a plain JSON object with a `type`. Made here, so that every reader sees one shape.

The same objects stand in events.jsonl, travel to the window, and are printed by the commands with --json.
"""

from __future__ import annotations

from typing import Any

RunEvent = dict[str, Any]
NEEDED: dict[str, dict[str, type | tuple[type, ...]]] = {  # what every reader of a type takes for granted
    "phase": {"name": str},
    "note": {"code": str, "args": dict},
    "step": {"step": int, "steps": int, "loss": (int, float)},
    "evaluation": {"step": int, "metrics": dict, "preview": list},
    "checkpoint": {"step": int},
    "error": {"code": str, "message": str},
    "done": {"metrics": (dict, type(None))},
}

GOES_BACK = frozenset({"resumed", "rate_halved"})  # notes behind which a run is at their step again


def phase(name: str, done: int | None = None, total: int | None = None) -> RunEvent:
    """What is going on; done and total where their unit is countable."""
    return {"type": "phase", "name": name, "done": done, "total": total}


def note(code: str, **args: Any) -> RunEvent:
    """A sentence of `engine.messages.NOTES` with its arguments."""
    return {"type": "note", "code": code, "args": args}


def checkpoint(step: int, path: str) -> RunEvent:
    """A save point was written."""
    return {"type": "checkpoint", "step": step, "path": path}


def is_kept(event: RunEvent) -> bool:
    """Whether a run's file keeps this event: all but the ticks of a phase, the meters, and what a `member` has said,
    which stands in its own file."""
    is_passing = event["type"] in ("meter", "progress") or "member" in event
    return not is_passing and not (event["type"] == "phase" and event["done"])


def is_whole(event: Any) -> bool:
    """Whether a line of a file is an event that can be read: of a known type, with what that type needs."""
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return False
    needed = NEEDED.get(event["type"], {})
    if not all(isinstance(event.get(name), kind) for name, kind in needed.items()):
        return False
    steps = [part["step"] for part in (event, event.get("args")) if isinstance(part, dict) and "step" in part]
    is_resumed = event["type"] == "note" and event["code"] in GOES_BACK
    return all(type(step) is int for step in steps) and not (is_resumed and not steps)
