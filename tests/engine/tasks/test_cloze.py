"""engine/tasks/cloze.py: the likeliest allowed word, of rows that a model can be asked about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.tasks.cloze import Cloze, whole_words
from engine.tasks.factory import TaskPlan, make_task
from engine.training.prompted_model import PromptedModel

COLUMNS = {"text": "subject", "pattern": "template", "label": "object"}


def cloze(backbone: Backbone, vocabulary: list[str] | None = None) -> Cloze:
    plan = TaskPlan(
        *("cloze", "text", "{before} {answer}{after}", [], None, 48, "mean", COLUMNS), vocabulary=vocabulary
    )
    task = make_task(backbone, plan, input_length=0, prefix_length=0)
    assert isinstance(task, Cloze)
    return task


def row(word: str | None, after: str = ".") -> Example:
    return Example(1, {"before": "the film is", "after": after}, word)


@pytest.mark.parametrize("name", ["gpt2", "bert_mlm"])
def test_the_answer_is_the_likeliest_of_the_allowed_words(name: str, backbones: Mapping[str, Backbone]) -> None:
    allowed = ["good", "bad", "film"]
    task, model = cloze(backbones[name], allowed), PromptedModel(backbones[name])
    encoded = task.encode(row("bad"))
    found = task.predict(model, [encoded])
    losses = {}
    for word in allowed:
        losses[word] = float(task.predict(model, [task.encode(row(word))]).losses[0])
    assert found.texts == (min(losses, key=lambda word: losses[word]),)
    shares = torch.tensor([-losses[word] for word in allowed]).softmax(dim=0)
    assert found.probabilities is not None
    assert float(found.probabilities[0, 0]) == pytest.approx(float(shares.max()), rel=1e-4)


def test_objects_of_several_tokens_and_outside_the_vocabulary_are_told_apart(gpt2: Backbone) -> None:
    assert cloze(gpt2).left_out(row("good")) is None
    assert cloze(gpt2).left_out(row("goodness")) == "cloze_several_tokens"
    assert cloze(gpt2, ["bad"]).left_out(row("good")) == "cloze_outside"


def test_only_a_causal_model_leaves_out_sentences_that_go_on(backbones: Mapping[str, Backbone]) -> None:
    assert cloze(backbones["gpt2"]).left_out(row("good", " , i love it")) == "cloze_goes_on"
    assert cloze(backbones["gpt2"]).left_out(row("good", " .")) is None
    assert cloze(backbones["bert_mlm"]).left_out(row("good", " , i love it")) is None


@pytest.mark.parametrize("name", ["gpt2", "llama", "bert_mlm", "roberta"])
def test_whole_words_are_words(name: str, backbones: Mapping[str, Backbone]) -> None:
    tokenizer = backbones[name].tokenizer
    found = {str(tokenizer.decode([index])).strip() for index in whole_words(tokenizer, has_space=True)}
    assert {"good", "film"} <= found and all(word.isalnum() for word in found)


def test_a_vocabulary_without_a_single_token_is_refused(gpt2: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        cloze(gpt2, ["goodness gracious"])
    assert caught.value.code == "vocabulary_empty"
