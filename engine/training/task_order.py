"""Which task each step of a pre-training is of."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

MOST_TIMES_SMALLEST = 4


class TaskOrder:
    """Tasks in rounds: in each a task has steps in proportion to its rows, and the round is shuffled with a seed.

    A table counts for at most four times the smallest, so that a large one does not drown the others: examples-
    proportional mixing with a limit (Raffel et al. 2020, section 3.5.2). Its other rows still come, in later rounds.
    """

    def __init__(self, rows: Sequence[int], rows_per_step: int, seed: int) -> None:
        self.rows = [min(count, MOST_TIMES_SMALLEST * min(rows)) for count in rows]
        self.turns = [task for task, count in enumerate(self.rows) for _ in range(-(-count // rows_per_step))]
        self.shuffle = torch.Generator().manual_seed(seed)
        self.waiting: list[int] = []

    def next(self) -> int:
        """The task of the next step."""
        if not self.waiting:
            order = torch.randperm(len(self.turns), generator=self.shuffle).tolist()
            self.waiting = [self.turns[place] for place in order]
        return self.waiting.pop(0)

    def state(self) -> dict[str, Tensor]:
        """Tensors from which `load` goes on exactly here."""
        return {"shuffle": self.shuffle.get_state(), "waiting": torch.tensor(self.waiting, dtype=torch.long)}

    def load(self, state: dict[str, Tensor]) -> None:
        self.shuffle.set_state(state["shuffle"])
        self.waiting = state["waiting"].tolist()
