"""A T5 that only fills gaps is recognised by its build and by what it says, and the person is told before training."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import T5Config, T5ForConditionalGeneration

from engine.backbones.backbone import Backbone
from engine.messages import NOTES
from engine.runs import Run, RunConfig
from engine.training.gap_filling import is_of_that_build
from engine.training.trainer import train
from tests.tiny_tokenizers import unigrams

Recipe = Callable[..., dict[str, Any]]
SENTINELS = ("<extra_id_0>", "<extra_id_1>")


def t5_like(folder: Path, *, says: str, **config: Any) -> Path:
    """A tiny T5 with one matrix for words that come in and one for those that go out; it says the same to anything.

    `says`: "gaps" for a sentinel, "words" for any word. Two opposite rows of the output matrix: one of them wins.
    """
    size = unigrams(folder)
    given = {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False, **config}
    settings = T5Config(
        vocab_size=size,
        d_model=16,
        d_kv=4,
        num_heads=4,
        d_ff=32,
        num_layers=2,
        relative_attention_num_buckets=8,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
        **given,
    )
    torch.manual_seed(0)
    model = T5ForConditionalGeneration(settings)
    if not given["tie_word_embeddings"]:
        wins = [size - 2, size - 1] if says == "gaps" else [10, 11]
        rows = torch.zeros(size, 16)
        rows[wins[0]], rows[wins[1]] = 1.0, -1.0
        model.lm_head.weight = torch.nn.Parameter(rows)
    model.save_pretrained(folder)
    stored = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    stored["tie_word_embeddings"] = given["tie_word_embeddings"]  # as the published files say it
    (folder / "config.json").write_text(json.dumps(stored), encoding="utf-8")
    return folder


def told_before_training(recipe: Recipe, folder: Path, tmp_path: Path, **sections: Any) -> list[dict[str, Any]]:
    """Notes of this warning before the first check of a short run."""
    values = recipe(method={"kind": "prompt_tuning", "length": 2}, training={"steps": 1}, **sections)
    values["backbone"]["source"] = str(folder)
    notes = []
    for event in train(Run.create(tmp_path / "run", RunConfig.from_json(values))):
        if event["type"] == "note" and event["code"] == "fills_gaps":
            notes.append(event["args"])
        if event["type"] == "evaluation":
            break
    return notes


def test_a_t5_that_fills_gaps_is_warned_about_with_its_rate(recipe: Recipe, tmp_path: Path) -> None:
    folder = t5_like(tmp_path / "t5-v1_1-tiny", says="gaps")
    (found,) = told_before_training(recipe, folder, tmp_path)
    assert found["sign"] in SENTINELS and found["backbone"] == "t5-v1_1-tiny"
    assert found["percent"] == 100 and found["rows"] == 56
    sentence = NOTES["fills_gaps"].format(**found)
    assert "100 % of 56 training rows" in sentence and "lm-adapt" in sentence and "FLAN" in sentence


@pytest.mark.parametrize(
    ("says", "config", "is_built_so"),
    [
        ("words", {}, True),  # one that went on as a language model has the same build
        ("gaps", {"feed_forward_proj": "relu"}, False),
        ("gaps", {"tie_word_embeddings": True}, False),
    ],
)
def test_other_models_are_not_warned_about(
    says: str, config: dict[str, Any], is_built_so: bool, recipe: Recipe, tmp_path: Path
) -> None:
    folder = t5_like(tmp_path / "model", says=says, **config)
    assert is_of_that_build(Backbone.load(folder, dtype="float32", device="cpu")) == is_built_so
    assert told_before_training(recipe, folder, tmp_path) == []


@pytest.mark.parametrize("name", ["t5", "bart", "llama", "bert_mlm"])
def test_models_of_another_build_are_not_asked(name: str, backbones: dict[str, Backbone]) -> None:
    assert not is_of_that_build(backbones[name])
