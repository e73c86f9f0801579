"""engine/bench/memory_estimate.py: the estimate and what steps really took stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.bench.memory_estimate import measure


def test_both_numbers_are_measured(model_folders: Mapping[str, Path], toy_table: Path) -> None:
    row = measure(toy_table, str(model_folders["bert"]), "p_tuning_v2", steps=2, batch_size=8, max_tokens=32)
    assert row["work"] == "memory_estimate" and row["rows"] == 8
    assert row["estimated_bytes"] > 0 and row["real_bytes"] >= 0  # a tiny model fits into what is there already
