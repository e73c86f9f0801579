"""The PEFT side trains on the very tokens that our side trains on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from torch import nn
from transformers import AutoTokenizer

from engine.backbones.backbone import Backbone
from engine.bench.comparison import Comparison
from engine.bench.our_side import our_order
from engine.bench.peft_side import IGNORED, answer_rows, head_rows, load_model, our_batches
from engine.data import Example
from engine.tasks.factory import TaskPlan, make_task
from tests.tiny_models import tiny_bert, tiny_gpt2, tiny_llama

LABELS = ("negative", "positive")
TEMPLATE = "{soft}Review: {text} Sentiment: {answer}"
EXAMPLES = [
    Example(1, {"text": "a good film , and very lovely ."}, "positive"),
    Example(2, {"text": "the phone is bad ! " + "very " * 30 + "bad"}, "negative"),  # cut in both
    Example(3, {"text": "no"}, "negative"),
]


def _plan(output: str, template: str, max_tokens: int) -> TaskPlan:
    return TaskPlan("classification", output, template, LABELS, None, max_tokens, "mean")


@pytest.mark.parametrize("max_tokens", [128, 24])
def test_a_language_model_reads_the_same_tokens_and_learns_the_same_answers(tmp_path: Path, max_tokens: int) -> None:
    folder = tiny_llama(tmp_path / "llama")
    plan = _plan("verbalizer", TEMPLATE, max_tokens)
    task = make_task(Backbone.load(folder, dtype="float32"), plan, input_length=4, prefix_length=0)
    theirs = answer_rows(AutoTokenizer.from_pretrained(folder), EXAMPLES, TEMPLATE, max_tokens)
    for example, row in zip(EXAMPLES, theirs, strict=True):
        ours = task.encode(example)
        text = [token for token in ours.ids if token >= 0]
        assert row["input_ids"] == text + ours.answer
        assert row["labels"] == [IGNORED] * len(text) + ours.answer
        assert len(row["input_ids"]) <= max_tokens


@pytest.mark.parametrize("max_tokens", [128, 12])
def test_a_classifier_reads_the_same_tokens(tmp_path: Path, max_tokens: int) -> None:
    folder = tiny_bert(tmp_path / "bert")
    plan = _plan("head", "{soft}{text}", max_tokens)
    task = make_task(Backbone.load(folder, dtype="float32"), plan, input_length=0, prefix_length=4)
    theirs = head_rows(AutoTokenizer.from_pretrained(folder), EXAMPLES, LABELS, max_tokens)
    assert [row["input_ids"] for row in theirs] == [task.encode(example).ids for example in EXAMPLES]
    assert [row["labels"] for row in theirs] == [1, 0, 0]


def _comparison(model: Path, **values: Any) -> Comparison:
    shape: dict[str, Any] = {
        "train": "",
        "kept_aside": "",
        "method": "prompt_tuning",
        "length": 4,
        "template": TEMPLATE,
    }
    sizes: dict[str, Any] = {"steps": 3, "batch_size": 2, "max_tokens": 64, "threads": 1, "dtype": "float32"}
    return Comparison(backbone=str(model), output="verbalizer", **{**shape, **sizes, **values})


def test_at_its_best_peft_takes_our_batches_in_our_order(tmp_path: Path) -> None:
    folder = tiny_llama(tmp_path / "llama")
    comparison = _comparison(folder, seed=5)
    examples = [Example(row, {"text": "very " * (row * 7 % 19 + 1)}, LABELS[row % 2]) for row in range(24)]
    task = make_task(
        Backbone.load(folder, dtype="float32"), _plan("verbalizer", TEMPLATE, 64), input_length=4, prefix_length=0
    )
    order = our_order([len(task.encode(example)) for example in examples], comparison)
    theirs = answer_rows(AutoTokenizer.from_pretrained(folder), examples, TEMPLATE, 64)
    assert our_batches(comparison, theirs) == [order.next() for _ in range(comparison.total_steps)]


@pytest.mark.parametrize(("kind", "dropout"), [("default", 0.1), ("best", 0.0)])
def test_at_its_best_peft_has_no_dropout_in_the_frozen_model(tmp_path: Path, kind: str, dropout: float) -> None:
    model = load_model(_comparison(tiny_gpt2(tmp_path / "gpt2"), peft=kind), len(LABELS))
    assert {part.p for part in model.modules() if isinstance(part, nn.Dropout)} == {dropout}
