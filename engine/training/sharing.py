"""What trainings that go on side by side share: the moment of their save points, the texts that are remembered, whether
a step was tried, and what the frozen model was before any of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from engine.backbones.backbone import Backbone
from engine.training.context_cache import ContextCache

SECONDS_BETWEEN_SAVES = 20.0


class SaveClock:
    """Says after which steps a save point is due, the same for everyone who asks about a step."""

    def __init__(self, pause: float = SECONDS_BETWEEN_SAVES) -> None:
        self.pause = pause
        self._saved_at: float | None = None
        self._step, self._is_due = -1, False

    def is_due(self, step: int) -> bool:
        """Whether enough time has passed behind this step; the first one asked about starts the clock."""
        if step != self._step:
            now = time.perf_counter()
            self._saved_at = now if self._saved_at is None else self._saved_at
            self._step, self._is_due = step, now - self._saved_at > self.pause
            self._saved_at = now if self._is_due else self._saved_at
        return self._is_due

    def took(self, seconds: float) -> None:
        """A save point took so long that at most a tenth of the time is to be spent on the next ones."""
        self.pause = max(self.pause, 10 * seconds)
        self._saved_at = time.perf_counter()


@dataclass
class Sharing:
    """Of one farm, or of a run that goes on alone."""

    clock: SaveClock = field(default_factory=SaveClock)
    contexts: ContextCache | None = None
    is_tried: bool = False  # a step, for the memory that it needs
    _hash_before: str | None = None

    def hash_before(self, backbone: Backbone) -> str:
        """The hash of all tensors of the backbone when the first training asked."""
        self._hash_before = self._hash_before or backbone.tensor_hash()
        return self._hash_before
