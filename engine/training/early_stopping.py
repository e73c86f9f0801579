"""The best check so far, and how many since then were flat."""

from __future__ import annotations

from typing import Any


class BestSoFar:
    """Lowest kept-aside loss. `patience` flat checks in a row make it flat; 0 never."""

    def __init__(self, patience: int, step: int | None = None, loss: float | None = None, flat_checks: int = 0) -> None:
        self.patience, self.step, self.loss, self.flat_checks = patience, step, loss, flat_checks

    def note(self, step: int, loss: float) -> bool:
        """Note a check; whether it is the best."""
        if self.loss is None or loss < self.loss:
            self.step, self.loss, self.flat_checks = step, loss, 0
            return True
        self.flat_checks += 1
        return False

    @property
    def is_flat(self) -> bool:
        return bool(self.patience) and self.flat_checks >= self.patience

    def facts(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"step": self.step, "loss": self.loss, "flat_checks": self.flat_checks}
