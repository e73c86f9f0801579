"""What a training says of itself when something is off: rows of the prompt that do not move, a prompt that grows out of
proportion, one answer for everything, learning by heart. Looked at when the kept-aside rows are scored; each note once
a run, and none on a handful of rows.

That a prompt is no better than the untouched model, and how often no label's word is likeliest, is told with the
result. A deep prompt starts near zero and is meant to grow, so only input vectors are held against the model's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from engine.events import RunEvent, note

FEWEST_ROWS = 20  # kept-aside rows from which on their answers and losses are looked at
IN_A_ROW = 3  # checks with one answer only: a prompt that has only begun gives one too
ONE_ANSWER, LARGEST_SHARE = 0.98, 0.8  # of the answers, and of the rows that really have one label
GROWN = 30.0  # times the mean size of the model's own words
BY_HEART, WORSE = 0.5, 1.5  # the training rows' loss and the lowest loss so far, against the kept-aside rows' loss
SAMPLE = 2000  # words of the vocabulary


class Watch:
    """Remembers the check before and what it has told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.lowest: float | None = None  # loss on the kept-aside rows
        self.one_answer = self.worse = 0  # checks in a row
        self.before: dict[str, Tensor] = {}  # the prompt at the check before; none is known after going on

    def look(
        self,
        step: int,
        *,
        prompt: Mapping[str, Tensor],
        embedding: nn.Module,
        said: Sequence[str],
        expected: Sequence[str] | None,
        loss: float,
        training_loss: float | None,
    ) -> Iterator[RunEvent]:
        """Notes after a check. `prompt`: the tensors by their names in a pack; `expected`: the labels, None where
        answers are no labels; `training_loss`: the mean of the last steps."""
        yield from self._tell("dead_rows", step, self._dead(prompt))
        yield from self._tell("prompt_grown", step, _grown(prompt.get("embeddings"), embedding))
        if len(said) >= FEWEST_ROWS:
            yield from self._tell("one_answer", step, self._collapsed(said, expected))
            yield from self._tell("by_heart", step, self._by_heart(loss, training_loss))
        self.before = dict(prompt)

    def facts(self) -> dict[str, Any]:
        """What a save point keeps."""
        return {"told": self.told, "lowest": self.lowest, "one_answer": self.one_answer, "worse": self.worse}

    def load(self, facts: Mapping[str, Any]) -> None:
        """Go on with what `facts` gave; {}: from the beginning."""
        self.told, self.lowest = list(facts.get("told", [])), facts.get("lowest")
        self.one_answer, self.worse = facts.get("one_answer", 0), facts.get("worse", 0)
        self.before = {}

    def _tell(self, code: str, step: int, args: dict[str, Any] | None) -> Iterator[RunEvent]:
        if args is not None and code not in self.told:
            self.told.append(code)
            yield note(code, step=step, **args)

    def _dead(self, prompt: Mapping[str, Tensor]) -> dict[str, Any] | None:
        """Virtual tokens that are where they were at the check before, to the bit, wherever they enter."""
        alive: dict[int, Tensor] = {}  # by the length of the place: which of its tokens moved
        for name, now in prompt.items():
            before = self.before.get(name)
            if before is None or before.shape != now.shape:
                return None
            rows = now != before
            moved = rows.any(dim=1) if rows.dim() == 2 else rows.transpose(0, 2).flatten(1).any(dim=1)
            alive[len(moved)] = moved | alive.get(len(moved), torch.zeros_like(moved))
        dead, total = sum(int((~moved).sum()) for moved in alive.values()), sum(map(len, alive.values()))
        return {"count": dead, "total": total} if dead else None

    def _collapsed(self, said: Sequence[str], expected: Sequence[str] | None) -> dict[str, Any] | None:
        if expected is None or _commonest(expected)[1] > LARGEST_SHARE:
            return None
        answer, share = _commonest(said)
        self.one_answer = self.one_answer + 1 if share >= ONE_ANSWER else 0
        return {"label": answer} if self.one_answer >= IN_A_ROW else None

    def _by_heart(self, loss: float, training_loss: float | None) -> dict[str, Any] | None:
        lowest = self.lowest = loss if self.lowest is None else min(self.lowest, loss)
        is_off = training_loss is not None and training_loss < BY_HEART * loss and loss > WORSE * lowest
        self.worse = self.worse + 1 if is_off else 0
        return {"now": round(loss, 2), "before": round(lowest, 2)} if self.worse >= 2 else None


def _grown(embeddings: Tensor | None, embedding: nn.Module) -> dict[str, Any] | None:
    weight = getattr(embedding, "weight", None)
    if embeddings is None or not isinstance(weight, Tensor):
        return None
    words = weight.detach()[:: max(1, len(weight) // SAMPLE)].float().norm(dim=1).mean()
    times = float(embeddings.norm(dim=1).mean()) / max(float(words), 1e-12)
    return {"times": round(times)} if times > GROWN else None


def _commonest(answers: Sequence[str]) -> tuple[str, float]:
    answer, count = Counter(answers).most_common(1)[0]
    return answer, count / len(answers)
