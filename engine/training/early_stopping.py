"""The best check so far, and how many since then were flat."""

from __future__ import annotations

from typing import Any


class BestSoFar:
    """Highest score on the kept-aside rows, as the papers pick their step; among equal scores the lowest loss.

    `patience` flat checks in a row make it flat; 0 never.
    """

    def __init__(
        self,
        patience: int,
        step: int | None = None,
        score: float | None = None,
        loss: float | None = None,
        flat_checks: int = 0,
    ) -> None:
        self.patience, self.step, self.score, self.loss, self.flat_checks = patience, step, score, loss, flat_checks

    def note(self, step: int, score: float, loss: float) -> bool:
        """Note a check; whether it is the best."""
        if self.score is None or self.loss is None or (score, -loss) > (self.score, -self.loss):
            self.step, self.score, self.loss, self.flat_checks = step, score, loss, 0
            return True
        self.flat_checks += 1
        return False

    @property
    def is_flat(self) -> bool:
        return bool(self.patience) and self.flat_checks >= self.patience

    def facts(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"step": self.step, "score": self.score, "loss": self.loss, "flat_checks": self.flat_checks}
