"""A mistake score that explodes: how it is noticed, and the one way back, to the last good state at half the rate.

No number, or far more than the model ever had wrong before it learned: both mean a rate that is too high. What the
watch remembers is in the save points, so a run that goes on notices at the same step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError
from engine.events import RunEvent, note
from engine.training.checkpoint import Checkpoint
from engine.training.save_point import gather, put_back

if TYPE_CHECKING:
    from engine.training.trainer import Trainer

WINDOW = 8  # steps whose mean is looked at: one hard batch is no explosion
FACTOR = 5.0  # times the level before learning


class LossWatch:
    """The losses of a run's steps against their level before it learned: the higher one of its first steps' mean and
    of the loss without a prompt."""

    def __init__(self, untouched: float = 0.0) -> None:
        self.untouched = untouched
        self.first: list[float] = []
        self.last: deque[float] = deque(maxlen=WINDOW)

    def is_exploded(self, loss: float) -> bool:
        """Note a step's loss; whether the last ones are far too high."""
        if len(self.first) < WINDOW:
            self.first.append(loss)
            return False
        self.last.append(loss)
        level = max(self.untouched, sum(self.first) / WINDOW)
        return self.mean is not None and self.mean > FACTOR * level

    @property
    def mean(self) -> float | None:
        """The last steps' mean; None before there are enough."""
        return sum(self.last) / WINDOW if len(self.last) == WINDOW else None

    def facts(self) -> dict[str, Any]:
        """What a save point keeps."""
        return {"first": self.first, "last": list(self.last)}

    def load(self, facts: dict[str, Any]) -> None:
        """Go on with what `facts` gave."""
        self.first, self.last = list(facts["first"]), deque(facts["last"], maxlen=WINDOW)


def start_of(trainer: Trainer) -> Checkpoint | None:
    """The state before the first step, kept in memory until there is a save point. None where the backbone learns
    too: a second copy of it may not fit."""
    if trainer.joint:
        return None
    found = gather(trainer)
    return Checkpoint({name: tensor.clone() for name, tensor in found.tensors.items()}, found.facts)


def go_back(trainer: Trainer, error: EngineError) -> Iterator[RunEvent]:
    """Back to the last good state, and on at half the rate: told, and in the save point that is written behind this.

    Raises the error where there is no such state, and another one the second time.
    """
    stepper, at = trainer.stepper, int(error.args_["step"])
    rate = (trainer.training.learning_rate or 0.0) / 2
    if stepper.rate_share < 1:
        raise EngineError("loss_exploded_again", step=at, rate=float(f"{rate:.3g}")) from error
    found = trainer.folder.newest()[0] or trainer.start
    if found is None:
        raise error
    put_back(trainer, found)
    stepper.rate_share = 0.5
    yield note("rate_halved", step=trainer.step, at=at, rate=f"{rate:.3g}")
