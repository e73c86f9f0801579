"""A run that anyone can start in a moment: a tiny random model, a toy table and a recipe, made in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.tiny_models import tiny_bert

WORDS = {"praise": ("good", "great", "fine", "best"), "complaint": ("bad", "poor", "awful", "worst")}
NOUNS = ("film", "book", "soup", "phone", "battery", "review")


def make_recipe(folder: Path, **training: Any) -> Path:
    """Write model, table and recipe into a folder: the recipe's path. Training is exact: fp32, CPU, one thread."""
    folder.mkdir(parents=True, exist_ok=True)
    table, path = folder / "rows.csv", folder / "recipe.json"
    lines = [f"the {noun} is {word},{label}" for label, words in WORDS.items() for word in words for noun in NOUNS]
    table.write_text("\n".join(["text,label", *lines]) + "\n", encoding="utf-8")
    recipe = {
        "seed": 1,
        "backbone": {"source": str(tiny_bert(folder / "model")), "dtype": "float32", "device": "cpu"},
        "data": {"train": str(table), "keep_aside": 0.3},
        "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.2},
        "training": {"batch_size": 8, "threads": 1, "learning_rate": 0.01, **training},
    }
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return path
