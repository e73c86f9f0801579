"""RunEvent: one fact of a run, a plain JSON object with a `type`. Made here, so that every reader sees one shape.

The same objects stand in events.jsonl, travel to the window, and are printed by the commands with --json.
"""

from __future__ import annotations

from typing import Any

RunEvent = dict[str, Any]


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
    """Whether a run's file keeps this event: all but the ticks of a phase and the meters."""
    return event["type"] not in ("meter", "progress") and not (event["type"] == "phase" and event["done"])
