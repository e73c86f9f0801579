"""The PEFT side trains on the very tokens that our side trains on."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import AutoTokenizer

from engine.backbones.backbone import Backbone
from engine.bench.peft_side import IGNORED, answer_rows, head_rows
from engine.data import Example
from engine.tasks.factory import TaskPlan, make_task
from tests.tiny_models import tiny_bert, tiny_llama

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
