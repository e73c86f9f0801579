"""Both sides of the comparison run on a tiny model, on the same full batches, and the row says what was measured."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from engine.bench import comparison as comparison_module
from engine.bench.__main__ import main
from engine.bench.against_peft import KEPT_ASIDE, prepare
from engine.bench.comparison import WARM_UP_STEPS, Comparison, StepClock
from tests.tiny_models import tiny_bert, tiny_llama

OPTIONS: dict[str, Any] = {"max_tokens": 32, "threads": 1, "dtype": "float32", "peft": "default"}
PROMISED = {"type", "work", "against", "ratio", "ratio_min", "ratio_max", "repeats", "ours", "theirs", "unit"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a train.csv of 60 rows, sorted by label."""
    good = [f"a good film and {word} no {number}" for number in range(15) for word in ("great", "lovely")]
    bad = [f"the bad book is {word} no {number}" for number in range(15) for word in ("awful", "sad")]
    rows = [*(f"{text},positive" for text in good), *(f"{text},negative" for text in bad)]
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "train.csv").write_text("\n".join(["text,label", *rows]) + "\n", encoding="utf-8")
    return folder


def _prepared(data: Path, tmp_path: Path, steps: int, batch_size: int) -> Comparison:
    folder = tmp_path / "work"
    folder.mkdir()
    model = str(tiny_bert(tmp_path / "bert"))
    return prepare(data, model, "p_tuning_v2", folder, steps=steps, batch_size=batch_size, **OPTIONS)


def test_the_rows_are_whole_batches_each_seen_once_where_they_suffice(data: Path, tmp_path: Path) -> None:
    loaded = _prepared(data, tmp_path, steps=2, batch_size=7).rows()
    assert len(loaded.train) == (WARM_UP_STEPS + 2) * 7
    assert len(loaded.kept_aside) == KEPT_ASIDE
    assert {row.label for row in loaded.train} == {"positive", "negative"}


def test_with_too_few_rows_for_all_steps_every_batch_is_still_full(data: Path, tmp_path: Path) -> None:
    loaded = _prepared(data, tmp_path, steps=100, batch_size=8).rows()
    assert len(loaded.train) == (60 - KEPT_ASIDE) // 8 * 8


def test_the_clock_leaves_the_warm_up_out(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = StepClock(_prepared(data, tmp_path, steps=2, batch_size=7))
    now = iter([10.0, 14.0])
    monkeypatch.setattr(comparison_module, "_now", lambda: next(now))
    for step in range(1, WARM_UP_STEPS + 3):
        clock.step_ended(step)
    assert clock.result()["examples_per_second"] == 2 * 7 / 4.0


def test_a_missing_peft_is_said(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "peft" else find(name, *rest))
    words = ["against-peft", "--data", str(data), "--backbone", str(tmp_path), "--method", "p_tuning_v2"]
    assert main(words) == 2
    assert "pip install peft" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "method", "work"), [(tiny_bert, "p_tuning_v2", "prefix_tuning"), (tiny_llama, "prompt_tuning", None)]
)
def test_both_sides_train_and_the_row_is_whole(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Any, method: str, work: str | None
) -> None:
    model = str(make(tmp_path / "model"))
    words = ["against-peft", "--data", str(data), "--backbone", model, "--method", method, "--steps", "2"]
    options = ["--batch-size", "4", "--repeats", "1", "--threads", "1", "--json"]
    assert main([*words, *options]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row.keys() >= PROMISED
    assert row["type"] == "bench"
    assert row["work"] == (work or method)
    assert row["against"] == "peft_default"
    assert row["ratio_min"] == row["ratio"] == row["ratio_max"] == row["ours"] / row["theirs"] > 0
    assert row["ours_trainable"] == row["theirs_trainable"]
    assert row["theirs_dtype"] == "float32"
