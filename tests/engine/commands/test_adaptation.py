"""`backbones adapt`: from a table of texts to a new model that the other commands know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from .conftest import Call

SHORT = ("--steps", 4, "--batch-size", 8, "--keep-aside", 0.2, "--learning-rate", 0.001)


def test_a_new_model_comes_of_a_table_of_texts(
    call: Call, model_folders: Mapping[str, Path], toy_table: Path, tmp_path: Path
) -> None:
    chosen = ("backbones", "adapt", model_folders["t5"], "--data", toy_table, *SHORT)
    outcome = call(*chosen, "--column", "text", "--out", tmp_path / "new", "--json")
    assert outcome.code == 0 and outcome.done["backbone"] == str(tmp_path / "new")
    assert [event["step"] for event in outcome.events if event["type"] == "step"] == [1, 2, 3, 4]
    told = call(*chosen, "--out", tmp_path / "other")
    assert told.code == 0 and "before" in told.out and str(tmp_path / "other") in told.out
    listed = call("backbones", "list", "--json").events[0]["backbones"]
    hashes = {entry["fingerprint"]["weights_hash"] for entry in listed if entry["source"].startswith(str(tmp_path))}
    assert hashes == {outcome.done["fingerprint"]["weights_hash"]}  # the same seed, the same model
    trained = call(
        *("train", "--data", toy_table, "--backbone", tmp_path / "new", "--method", "prompt_tuning", "--json"),
        *("--set", "training.steps=1", "--set", "training.threads=1", "--set", "backbone.dtype=float32"),
    )
    assert trained.code == 0


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("bert_mlm", (), "is an encoder"),
        ("t5", ("--steps", 0), "goes from 1"),
        ("t5", ("--column", "txet"), "The nearest is text"),
        ("t5", ("--data", "gone.csv"), "There is no file"),
        ("gone", (), "There is no folder"),
    ],
)
def test_bad_input_is_refused_with_one_message(
    call: Call, model_folders: Mapping[str, Path], toy_table: Path, tmp_path: Path, name: str, more: tuple, said: str
) -> None:
    source = model_folders[name] if name in model_folders else tmp_path / name
    outcome = call("backbones", "adapt", source, "--data", toy_table, "--out", tmp_path / "new", *more)
    assert outcome.code == 2 and said in outcome.err and not (tmp_path / "new").exists()
