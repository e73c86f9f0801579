"""How a long reading tells how far it is, and how it is stopped: a function that is called several times a second."""

from __future__ import annotations

from collections.abc import Callable

Tick = Callable[[str, int, int], None]  # phase, done, total; whatever it raises ends the reading, and nothing is left

LOOKING, READING, HASHING, COMPARING = "looking_at_bytes", "reading_rows", "hashing", "comparing_rows"


def untold(phase: str, done: int, total: int) -> None:
    """Nobody wants to know."""
