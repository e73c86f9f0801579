from __future__ import annotations

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


@pytest.mark.slow
def test_the_sample_works_on_the_real_starter(home_with_starters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample"], samples=ROOT / "resources" / "samples") == 0
    assert "The head alone reaches" in capsys.readouterr().out
