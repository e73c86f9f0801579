"""Comparison: the one description of the training that both sides get.

Both read the same rows with the same template, number of steps, rows a step, longest text, learning rate, seed and
thread count. How each trains is its own business: `our_side`, `peft_side`.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from engine.data import Loaded, load_examples
from engine.runs import RunConfig

WARM_UP_STEPS = 3
LEARNING_RATE = 0.01  # on both sides; it does not change the speed


@dataclass(frozen=True)
class Comparison:
    """`steps` are the measured ones; `WARM_UP_STEPS` more go before them. Written as JSON for the two processes."""

    train: str  # a CSV file with the columns text and label, a whole number of batches
    kept_aside: str  # a few more rows, which our run insists on and which are outside the clock
    backbone: str  # a model folder
    method: str  # prefix_tuning | prompt_tuning
    length: int
    output: str  # head | verbalizer
    template: str
    steps: int
    batch_size: int
    max_tokens: int
    threads: int
    dtype: str = "auto"  # of our backbone
    peft: str = "default"  # default | best
    context_cache: bool = False  # whether our side remembers its texts
    seed: int = 0
    folder: str = ""  # where the process may write

    @property
    def total_steps(self) -> int:
        return WARM_UP_STEPS + self.steps

    def recipe(self) -> RunConfig:
        """The recipe of our run: no check and no save point before the last step."""
        return RunConfig.from_json(
            {
                "seed": self.seed,
                "backbone": {"source": self.backbone, "dtype": self.dtype},
                "task": {"kind": "classification", "output": self.output},
                "data": {
                    **{"train": self.train, "validation": self.kept_aside, "encoding": "utf-8", "delimiter": ","},
                    **{"columns": {"text": "text", "label": "label"}, "template": self.template},
                    "max_tokens": self.max_tokens,
                },
                "method": {"kind": self.method, "length": self.length},
                "training": {
                    **{"steps": self.total_steps, "batch_size": self.batch_size, "learning_rate": LEARNING_RATE},
                    **{"evaluate_every": self.total_steps, "checkpoint_every": self.total_steps},
                    "threads": self.threads,
                    "context_cache": self.context_cache,
                },
            }
        )

    def behind_the_text(self) -> Comparison:
        """The same with our prompt behind the text, which is remembered; PEFT has no such place, and keeps its own."""
        words = self.template.replace("{soft}", "", 1)
        return dataclasses.replace(self, template=words.replace("{text}", "{text}{soft}", 1), context_cache=True)

    def rows(self) -> Loaded:
        """The rows, as our run reads them."""
        recipe = self.recipe()
        return load_examples(recipe.data, recipe.seed)

    @staticmethod
    def read(path: Path) -> Comparison:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Comparison(**{field.name: values[field.name] for field in dataclasses.fields(Comparison)})
