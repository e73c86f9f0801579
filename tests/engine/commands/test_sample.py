from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.samples import sample_recipe
from engine.__main__ import main
from engine.commands import sample
from engine.data import guess_mapping, read_table
from engine.runs import RunConfig

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
    assert main(["sample", "--data", str(toy_table), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["type"] == "done"


def test_the_sample_is_the_windows_own(home_with_starters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That one is trained to its end, and its score asked for, in tests/journeys/test_first_light.py."""
    started: list[RunConfig] = []
    monkeypatch.setattr(sample, "start_run", lambda config, console, out: started.append(config) or 0)
    assert main(["sample", "--json"], samples=ROOT / "resources" / "samples") == 0
    (config,) = started
    columns = guess_mapping(read_table(Path(config.data.train))).columns
    assert config.replace(data={"columns": columns}).to_json() == sample_recipe("en", config.name).to_json()


def test_the_real_causal_starter_learns_and_writes(
    home_with_starters: Path, toy_table: Path, tmp_path: Path, call: Call
) -> None:
    few_rows = tmp_path / "few.csv"
    few_rows.write_text("\n".join(toy_table.read_text(encoding="utf-8").splitlines()[:21]) + "\n", encoding="utf-8")
    chosen = ("--data", few_rows, "--backbone", "starter:smollm2-135m", "--method", "prompt_tuning")
    few = ("--set", "training.steps=2", "--set", "training.batch_size=4")
    done = call("train", *chosen, *few, "--json").done
    assert done["baseline"]["kind"] == "untouched" and done["backbone_unchanged"] is True
    written = call("generate", done["pack"], "--field", "text=a great film", "--max-new-tokens", "4", "--base")
    assert written.code == 0 and written.out.strip()
