"""The recipes of the built-in samples: which base model, method and file go together. The engine chooses the rest."""

from __future__ import annotations

from pathlib import Path

import resources
from engine.runs import RunConfig

STARTERS = {"en": "starter:minilm-l6", "zh": "starter:smollm2-135m"}  # MiniLM does not know most Chinese characters

METHODS = {"en": "p_tuning_v2", "zh": "prompt_tuning"}


def sample_recipe(language: str, name: str) -> RunConfig:
    """The sample in a language, "en" or "zh", to be started as it is."""
    language = language if language in STARTERS else "en"
    return RunConfig().replace(
        name=name,
        backbone={"source": STARTERS[language]},
        task={"kind": "classification"},
        data={
            "train": str(resources.sample_path(f"product_reviews_{language}.csv")),
            "validation": str(resources.sample_path(f"product_reviews_{language}_kept_aside.csv")),
            "columns": {"text": "text", "label": "label"},
        },
        method={"kind": METHODS[language]},
    )


def is_sample(path: str | None) -> bool:
    """Whether a recipe's data is one of the samples."""
    return bool(path) and Path(str(path)).parent == resources.sample_path("product_reviews_en.csv").parent
