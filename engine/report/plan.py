"""What the report runs: which sets, on which model, with how many steps. One cell is one run of one way on one set.

The limits of every cell: at most 300 steps and 400 scored rows (100 where texts are written). Nothing here is tuned to
a set but what stands here: steps, rows a step, the longest text, template and label words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.runs import RunConfig

MINILM, SMOLLM2 = "starter:minilm-l6", "starter:smollm2-135m"
METHODS = ("prompt_tuning", "prefix_tuning", "p_tuning", "p_tuning_v2")
DEEP = ("prefix_tuning", "p_tuning_v2")
WRITTEN, FINE_TUNING = "written_prompt", "full_fine_tuning"
MOST_STEPS, MOST_SCORED, MOST_WRITTEN = 300, 400, 100


@dataclass(frozen=True)
class Plan:
    """A set and how it is learned. `backbone`: a starter, or a folder below the folder of models."""

    name: str
    task: str
    backbone: str
    steps: int
    batch_size: int
    max_tokens: int
    columns: dict[str, str] | None = None
    template: str | None = None
    verbalizer: dict[str, list[str]] | None = None
    scored: int = MOST_SCORED
    more: dict[str, dict[str, Any]] = field(default_factory=dict)  # way -> settings of its own

    def __post_init__(self) -> None:
        """The report's own limits."""
        most = MOST_WRITTEN if self.task == "generation" else MOST_SCORED
        assert self.steps <= MOST_STEPS and self.scored <= most, self.name

    @property
    def ways(self) -> tuple[str, ...]:
        """Soft prompts, and what they are compared with: solved examples where the model answers in words, training all
        of it where it is small enough."""
        return (*METHODS, FINE_TUNING if self.backbone == MINILM else WRITTEN)

    def config(self, way: str, data: Path, models: Path, seed: int) -> RunConfig:
        """The recipe of a cell."""
        own = self.more.get(way, {})
        source = self.backbone if self.backbone.startswith("starter:") else str(models / self.backbone)
        values: dict[str, Any] = {
            "name": f"{self.name} {way}",
            "seed": seed,
            "backbone": {"source": source},
            "task": {"kind": self.task},
            "data": {
                "train": str(data / self.name / "train.csv"),
                "validation": str(data / self.name / "validation.csv"),
                "columns": self.columns,
                "template": self.template,
                "verbalizer": self.verbalizer,
                "max_tokens": self.max_tokens,
                "skip_problem_rows": True,
            },
            "method": {"kind": way, **own.get("method", {})},
            "training": {
                "steps": self.steps,
                "batch_size": self.batch_size,
                "scored_rows": self.scored,
                **own.get("training", {}),
            },
        }
        return RunConfig.from_json(values)


PLANS = (
    Plan("sst2", "classification", MINILM, 100, 16, 64),
    Plan(
        *("g2p_british", "generation", "g2p-bart-tiny", 300, 32, 48),
        scored=MOST_WRITTEN,
        # one layer and 64 positions, of which words took the first ones: long prompts move them where none was trained
        more={way: {"method": {"length": 3 if way in DEEP else 2}} for way in METHODS},
    ),
    Plan(
        *("wikiann_en", "tagging", MINILM, 200, 32, 48),
        # the defaults' rates are too low for a head that has to learn this much beside the prompt (docs/results.md)
        more={
            "prefix_tuning": {"method": {"length": 40}, "training": {"learning_rate": 0.03}},
            "p_tuning_v2": {"method": {"dropout": 0.0}, "training": {"learning_rate": 0.1}},
        },
    ),
    Plan("ag_news", "classification", MINILM, 80, 16, 64),
    Plan("lama_trex", "cloze", SMOLLM2, 40, 16, 48, scored=200),
    Plan("squad_small", "span_qa", MINILM, 80, 16, 192),
    Plan("rte", "classification", MINILM, 120, 16, 128),
    Plan("boolq", "classification", MINILM, 80, 16, 128),
    Plan("e2e", "generation", SMOLLM2, 40, 8, 112, scored=50),
    Plan("chnsenticorp_hotel", "classification", SMOLLM2, 30, 8, 96, scored=100),
)


def chosen(names: list[str] | None) -> Iterator[Plan]:
    """The plans of these sets, all for None. Raises KeyError for a name that has none."""
    known = {plan.name: plan for plan in PLANS}
    for name in names or known:
        yield known[name]
