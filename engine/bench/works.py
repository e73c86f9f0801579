"""The table of works: what `softprompt bench` can measure, and beside what."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bench import farm_training, peft_training
from engine.bench.settings import Measure


@dataclass(frozen=True)
class Work:
    """`measure` yields rows whose `ratio` is ours / theirs; small is good where `is_cost`."""

    against: str  # peft | sequence
    measure: Measure
    is_cost: bool = False


WORKS = {
    "prompt_tuning": Work("peft", peft_training.prompt_tuning),
    "prefix_tuning": Work("peft", peft_training.prefix_tuning),
    "context_cache": Work("peft", peft_training.context_cache),
    "farm": Work("sequence", farm_training.farm, is_cost=True),
    "memory": Work("peft", peft_training.memory, is_cost=True),
}
