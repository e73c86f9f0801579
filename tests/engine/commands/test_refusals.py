"""`train` on what cannot work together: exit code 2, one message, nothing loaded and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.backbones.backbone import Backbone

from .conftest import Call


def refuse_to_load(*_: object, **__: object) -> Backbone:
    raise AssertionError("a model was loaded")


@pytest.mark.parametrize(
    ("words", "reason", "instead"),
    [
        (("--set", "task.output=verbalizer"), "no trained word predictor", "task.output=head"),
        (("--task", "generation"), "cannot write text", "a causal model"),
        (("--set", "method.length=3", "--set", "task.output=text"), "through text", "verbalizer, head"),
    ],
)
def test_the_starter_encoder_is_not_loaded_for_what_it_cannot_do(
    call: Call,
    home_with_starters: Path,
    toy_table: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    reason: str,
    instead: str,
) -> None:
    monkeypatch.setattr(Backbone, "load", staticmethod(refuse_to_load))
    out = home_with_starters / "run"
    chosen = ("train", "--data", toy_table, "--backbone", "starter:minilm-l6", "--method", "p_tuning_v2", "--out", out)
    outcome = call(*chosen, *words)
    assert outcome.code == 2 and outcome.out == "" and not out.exists()
    told = [line for line in outcome.err.splitlines() if not line.endswith("...")]  # phases
    assert len(told) == 2 and reason in told[0] and instead in told[1]
    assert call(*chosen, *words, "--json").events[-1]["type"] == "error"


@pytest.mark.parametrize(
    "setting",
    [
        *("training.steps=0", "training.steps=-1", "training.learning_rate=0", "training.learning_rate=-0.1"),
        *("training.learning_rate=1000", "training.learning_rate=NaN", "training.batch_size=0"),
        *("training.warmup=2", "training.epochs=0", "schema=2"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_before_anything_is_read(
    setting: str, call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    backbone = ("--backbone", tmp_path, "--method", "prompt_tuning")
    found = call("train", "--data", tmp_path / "none.csv", *backbone, "--set", setting, "--out", out)
    name = setting.split("=")[0].removeprefix("training.")
    assert found.code == 2 and name in found.err and "Traceback" not in found.err
    assert not out.exists()
