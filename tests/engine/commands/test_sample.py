from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.commands import sample

from .conftest import ROOT, Call


def test_the_sample_needs_its_tables_handed_in(call: Call) -> None:
    outcome = call("sample")
    assert outcome.code == 2 and "--data" in outcome.err


def test_the_sample_ends_with_rows_before_and_now_and_the_pack(
    home: Path,
    model_folders: dict[str, Path],
    toy_table: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sample, "BACKBONE", str(model_folders["bert"]))
    monkeypatch.setattr(sample, "_fetch_starter", lambda console: None)
    assert sample.run_sample(toy_table, None) == 0
    out, _ = capsys.readouterr()
    (pack,) = (home / "runs").glob("*/pack/*.promptpack")
    assert str(pack) in out and "Rows that were not trained on" in out
    assert "Before" in out and "praise" in out


def test_the_sample_teaches_the_real_starter(home_with_starters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", "--json"], samples=ROOT / "resources" / "samples") == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done["metrics"]["accuracy"] >= 0.85 > done["baseline"]["accuracy"]
    assert done["head_alone"]["n"] == done["metrics"]["n"] == 140 and isinstance(done["prompt_added"], bool)


def test_the_real_causal_starter_learns_and_writes(home_with_starters: Path, toy_table: Path, call: Call) -> None:
    chosen = ("--data", toy_table, "--backbone", "starter:smollm2-135m", "--method", "prompt_tuning")
    few = ("--set", "training.steps=2", "--set", "training.batch_size=4")
    done = call("train", *chosen, *few, "--json").done
    assert done["baseline"]["kind"] == "untouched" and done["backbone_unchanged"] is True
    written = call("generate", done["pack"], "--field", "text=a great film", "--max-new-tokens", "4", "--base")
    assert written.code == 0 and written.out.strip()
