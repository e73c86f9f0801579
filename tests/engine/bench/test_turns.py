"""Sides take turns in processes of their own, and a ratio is taken within its turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.bench import turns
from engine.bench.lines import lines
from engine.bench.turns import Job, measure_in_turns, row_of
from engine.errors import EngineError

PROMISED = {"type", "work", "against", "ratio", "ratio_min", "ratio_max", "repeats", "ours", "theirs", "unit"}


@pytest.fixture(autouse=True)
def _not_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "busy_percent", lambda: 0.0)


def _results(*rates: float) -> list[dict[str, Any]]:
    return [{"examples_per_second": rate, "busy_percent": 0.0} for rate in rates]


def test_a_slow_turn_that_slows_both_sides_leaves_the_ratio() -> None:
    row = row_of("prompt_tuning", "peft_best", _results(6.0, 2.0, 8.0), _results(3.0, 1.0, 2.0), RATE, "examples/s")
    assert row.keys() >= PROMISED
    assert (row["ratio_min"], row["ratio"], row["ratio_max"]) == (2.0, 2.0, 4.0)
    assert (row["ours"], row["theirs"], row["repeats"]) == (6.0, 2.0, 3)


def test_a_row_without_further_facts_can_be_shown() -> None:
    row = row_of("farm", "sequence", _results(1.0), _results(2.0), RATE, "examples/s")
    assert any("0.50 / 0.50 / 0.50" in line for line in lines(row))


def test_the_sides_take_turns_each_with_the_number_of_the_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, int]] = []
    monkeypatch.setattr(
        turns, "_measure", lambda job, turn, folder: called.append((job.module, turn)) or {"seconds": 1.0}
    )
    found = measure_in_turns({"ours": Job("a", {}, 1), "theirs": Job("b", {}, 1)}, 2, tmp_path, lambda text: None)
    assert called == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]
    assert [len(results) for results in found.values()] == [2, 2]


def test_the_last_words_of_a_side_that_failed_are_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no_such_side"):
        measure_in_turns({"ours": Job("engine.bench.no_such_side", {}, 1)}, 1, tmp_path, lambda text: None)


RATE = "examples_per_second"
