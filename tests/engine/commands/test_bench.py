"""`softprompt bench`: what it refuses, what it loads, and a whole small measurement."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.__main__ import main
from engine.bench.works import WORKS
from tests import warm
from tests.engine.bench.test_turns import PROMISED
from tests.tiny_models import tiny_bert, tiny_llama


def test_a_missing_peft_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "peft" else find(name, *rest))
    assert main(["bench"]) == 2
    assert "pip install peft" in capsys.readouterr().err


def test_an_unknown_work_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--work", "prompt_tunning"]) == 2
    assert "the nearest is prompt_tuning" in capsys.readouterr().err


@pytest.fixture
def warm_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each side in a process of its own still, but one that starts in a moment."""

    def run(command: list[str], env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        _, _, module, *words = command
        with warm.Command(*words, module=module, environment=env) as process:
            _, errors = process.communicate(timeout=300)
        return subprocess.CompletedProcess(command, process.returncode or 0, "", errors)

    if warm.CAN_FORK:
        monkeypatch.setattr("engine.bench.turns.subprocess", SimpleNamespace(run=run, DEVNULL=subprocess.DEVNULL))


@pytest.mark.slow
@pytest.mark.usefixtures("warm_sides")
@pytest.mark.parametrize(("make", "work"), [(tiny_bert, "prefix_tuning"), (tiny_llama, "prompt_tuning")])
def test_both_sides_train_and_the_rows_are_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Any, work: str
) -> None:
    model = str(make(tmp_path / "model"))
    words = ["bench", "--backbone", model, "--work", work, "--steps", "2", "--batch-size", "4"]
    assert main([*words, "--repeats", "1", "--threads", "1", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["against"] for row in rows] == ["peft_default", "peft_best"]
    for row in rows:
        assert row.keys() >= PROMISED
        assert (row["type"], row["work"]) == ("bench", work)
        assert row["ratio_min"] == row["ratio"] == row["ratio_max"] == row["ours"] / row["theirs"] > 0
        assert row["ours_trainable"] == row["theirs_trainable"]
        assert row["ours_body_share"] > 0 and row["ours_peak_share"] > 0
    assert rows[0]["theirs_dtype"] == "float32"


@pytest.mark.slow
def test_the_profile_tells_where_the_time_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = str(tiny_llama(tmp_path / "model"))
    assert main(["bench", "--profile", "--work", "prompt_tuning", "--backbone", model, "--steps", "2"]) == 0
    assert "matrix products" in capsys.readouterr().out


@pytest.mark.usefixtures("warm_sides")
def test_a_farm_is_measured_beside_its_trainings_one_after_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(tiny_llama(tmp_path / "model"))
    words = [
        "bench",
        "--against",
        "sequence",
        "--backbone",
        model,
        "--steps",
        "1",
        "--batch-size",
        "2",
        "--repeats",
        "1",
    ]
    assert main([*words, "--json"]) == 0
    row = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (row["work"], row["against"], row["members"], row["backbone"]) == ("farm", "sequence", 8, model)
    assert row["ratio"] == row["ours"] / row["theirs"] > 0


def test_small_ratios_of_memory_and_time_are_good() -> None:
    assert {name for name, work in WORKS.items() if work.is_cost} == {"memory", "farm"}
