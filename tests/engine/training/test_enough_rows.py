"""Enough rows: a run of few steps takes what it sees of a huge table, always the same; smaller ones are untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import ExampleRows, Loaded, load_examples
from engine.runs.config import DataConfig, TrainingConfig
from engine.training import enough_rows as module
from engine.training.enough_rows import enough_rows


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    monkeypatch.setattr(module, "MANY", 100)
    monkeypatch.setattr(module, "MOST_SCORED", 30)
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(f"text {i},{'ab'[i % 2]}\n" for i in range(1000)))
    return load_examples(DataConfig(train=str(tmp_path / "a.csv")))


def test_a_run_takes_the_rows_that_it_sees(loaded: Loaded) -> None:
    some, notes = enough_rows(loaded, TrainingConfig(steps=20, batch_size=8), seed=1)
    assert (len(some.train), len(some.kept_aside)) == (160, 30)
    assert [each["code"] for each in notes] == ["rows_drawn", "scored_rows"]
    assert isinstance(some.train, ExampleRows)
    numbers = [row.row for row in some.train]
    assert numbers == sorted(set(numbers)) and set(numbers) <= {row.row for row in loaded.train}
    assert enough_rows(loaded, TrainingConfig(steps=20, batch_size=8), seed=1)[0] == some
    assert enough_rows(loaded, TrainingConfig(steps=20, batch_size=8), seed=2)[0].train != some.train


@pytest.mark.parametrize(
    ("training", "count"),
    [
        (TrainingConfig(steps=1), 100),  # never fewer than what counts as many
        (TrainingConfig(steps=20, batch_size=8, accumulate=2), 320),
        (TrainingConfig(steps=500), 900),
        (TrainingConfig(epochs=1.0), 900),
    ],
)
def test_steps_say_how_many_and_passes_take_all(loaded: Loaded, training: TrainingConfig, count: int) -> None:
    assert len(enough_rows(loaded, training, seed=0)[0].train) == count


def test_a_table_of_usual_size_is_left_alone(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 900)
    monkeypatch.setattr(module, "MOST_SCORED", 100)
    some, notes = enough_rows(loaded, TrainingConfig(steps=1, batch_size=1), seed=0)
    assert some == loaded and notes == []
