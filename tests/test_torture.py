"""The short form of tests/torture.py: a training that is killed twice at random moments ends as one that was not."""

from __future__ import annotations

import random
from pathlib import Path

from engine.runs import Run
from engine.training.trainer import train
from tests import warm
from tests.torture import Tortured

KILLS = 2


class WarmlyTortured(Tortured):
    """With processes that start in a moment."""

    def start(self, *words: str) -> warm.Command:  # type: ignore[override]
        return warm.Command(*words, environment=self.environment)


def test_a_run_that_is_killed_at_random_ends_bit_for_bit_the_same(tmp_path: Path) -> None:
    tortured, chance, folder = WarmlyTortured(tmp_path), random.Random(3), tmp_path / "run"
    for lines in [chance.randint(12, 30) for _ in range(KILLS)]:
        assert not tortured.kill(folder, lines)
    list(train(Run.open(folder)))
    tortured.require_same(folder)
