"""Control: what the person wants of a running training, read between two steps."""

from __future__ import annotations

from dataclasses import dataclass


class Stopped(Exception):
    """Raised inside a run when the person asked to stop before the first step; the run turns it into its last event."""


@dataclass
class Control:
    """`stop` ends the run at the next step boundary; `save` keeps the best state as a pack."""

    stop: bool = False
    save: bool = True

    def check(self) -> None:
        """Leave a long phase early. Raises Stopped."""
        if self.stop:
            raise Stopped
