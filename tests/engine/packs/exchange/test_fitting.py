"""engine/packs/exchange/fitting.py: a prompt of another program fits a base model exactly, or the number is told."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from engine.errors import InputError
from engine.packs.exchange import Choices, fit, read_foreign
from tests.engine.packs.exchange.conftest import (
    HEADS,
    HIDDEN,
    LAYERS,
    TOKENS,
    WIDTH,
    MakeAdapter,
    make_target,
    numbers,
)

FLAT = 2 * LAYERS * HEADS * WIDTH
PREFIX: dict[str, Any] = {"peft_type": "PREFIX_TUNING"}
SEQ_CLS: dict[str, Any] = {"task_type": "SEQ_CLS"}
PROMPT = {"prompt_embeddings": numbers(TOKENS, HIDDEN)}
FLAT_PROMPT = {"prompt_embeddings": numbers(TOKENS, FLAT)}
SCORE = {"base_model.score.weight": numbers(2, HIDDEN)}
CLASSIFIER = {"base_model.classifier.weight": numbers(2, HIDDEN), "base_model.classifier.bias": numbers(2)}
LABELS = Choices(labels=("no", "yes"))

WIDE = {"prompt_embeddings": numbers(TOKENS, 12)}
DEEP: dict[str, tuple[str, dict[str, Any], dict[str, np.ndarray], dict[str, Any]]] = {
    # name: (code, config, tensors, numbers that the message must hold)
    "another width": ("exchange_width", {}, WIDE, {"found": 12, "needed": 8}),
    "more layers": (
        "exchange_layers",
        {**PREFIX, "num_layers": 3},
        {"prompt_embeddings": numbers(TOKENS, 48)},
        {"found": 3, "needed": 2},
    ),
    "fewer layers": (
        "exchange_layers",
        {**PREFIX, "num_layers": 1},
        {"prompt_embeddings": numbers(TOKENS, 16)},
        {"found": 1, "needed": 2},
    ),
    "other heads": (
        "exchange_heads",
        {**PREFIX, "num_attention_heads": 1},
        FLAT_PROMPT,
        {"found": 1, "found_width": 8, "needed": 2, "needed_width": 4},
    ),
    "sizes left open": (
        "exchange_prefix_width",
        {**PREFIX, "num_layers": None, "token_dim": None, "num_attention_heads": None},
        {"prompt_embeddings": numbers(TOKENS, 30)},
        {"found": 30, "needed": FLAT},
    ),
    "an encoder-decoder's prompt": ("exchange_family", {"task_type": "SEQ_2_SEQ_LM"}, PROMPT, {"task": "SEQ_2_SEQ_LM"}),
    "a head that is too wide": (
        "exchange_width",
        SEQ_CLS,
        {**PROMPT, "base_model.score.weight": numbers(2, 12)},
        {"found": 12, "needed": 8},
    ),
    "a head with a bias": ("exchange_head_bias", SEQ_CLS, {**PROMPT, **CLASSIFIER}, {}),
}


@pytest.mark.parametrize("name", DEEP)
def test_a_prompt_for_another_model_is_refused_with_the_number(name: str, make_adapter: MakeAdapter) -> None:
    code, config, tensors, args = DEEP[name]
    foreign = read_foreign(make_adapter(tensors, **config))
    with pytest.raises(InputError) as caught:
        fit(foreign, make_target(), LABELS if foreign.head else Choices())
    assert caught.value.code == code
    assert {key: caught.value.args_[key] for key in args} == args


def test_a_model_whose_layers_cannot_be_reached_is_refused(make_adapter: MakeAdapter) -> None:
    with pytest.raises(InputError) as caught:
        fit(read_foreign(make_adapter(FLAT_PROMPT, **PREFIX)), make_target(slots={}), Choices())
    assert caught.value.code == "exchange_no_slots"


@pytest.mark.parametrize(
    ("code", "changes"),
    [("exchange_head_model", {"model_type": "deberta-v2"}), ("exchange_no_pooler", {"has_pooler": False})],
)
def test_a_head_whose_features_are_not_known_is_refused(
    code: str, changes: dict[str, Any], make_adapter: MakeAdapter
) -> None:
    target = dataclasses.replace(make_target("masked"), **changes)
    with pytest.raises(InputError) as caught:
        fit(read_foreign(make_adapter({**PROMPT, **CLASSIFIER}, **SEQ_CLS)), target, LABELS)
    assert caught.value.code == code


CHOICES: dict[str, tuple[str, Choices, bool]] = {
    # name: (code, choices, whether the prompt has a head)
    "no names for a head": ("exchange_labels_needed", Choices(), True),
    "too few names": ("exchange_label_count", Choices(labels=("yes", "no", "maybe")), True),
    "one name": ("exchange_label_alone", Choices(labels=("yes",)), False),
    "no names at all": ("exchange_label_alone", Choices(task="classification"), False),
    "a task nobody knows": ("task_unknown", Choices(task="tagging"), False),
    "text with a head": ("exchange_task", Choices(task="generation"), True),
    "words for others": ("exchange_word_count", Choices(labels=("a", "b"), words={"a": ["x"]}), False),
    "a prompt behind": ("exchange_template", Choices(template="{text}{soft}"), False),
    "two places": ("exchange_template", Choices(template="{soft:1}{text}{soft:2}"), False),
    "another length": ("template_lengths", Choices(template="{soft:5}{text}"), False),
    "no answer": ("template_no_answer", Choices(labels=("a", "b"), template="{text}"), False),
    "no column": ("template_no_column", Choices(template="hello"), False),
}


@pytest.mark.parametrize("name", CHOICES)
def test_what_a_person_says_must_go_together(name: str, make_adapter: MakeAdapter) -> None:
    code, choices, has_head = CHOICES[name]
    foreign = read_foreign(make_adapter({**PROMPT, **SCORE} if has_head else PROMPT, **(SEQ_CLS if has_head else {})))
    with pytest.raises(InputError) as caught:
        fit(foreign, make_target(), choices)
    assert caught.value.code == code


def test_an_encoder_without_answers_is_refused(make_adapter: MakeAdapter) -> None:
    with pytest.raises(InputError) as caught:
        fit(read_foreign(make_adapter(task_type=None)), make_target("masked"), Choices())
    assert caught.value.code == "exchange_encoder_text"


def test_without_answers_it_becomes_a_pack_that_writes(make_adapter: MakeAdapter) -> None:
    manifest = fit(read_foreign(make_adapter()), make_target(), Choices()).manifest
    assert manifest.task["kind"] == "generation" and manifest.task["output"] == "text"
    assert manifest.template == "{soft}{text}" and manifest.labels == []


def test_with_answers_it_becomes_a_pack_that_picks_one(make_adapter: MakeAdapter) -> None:
    choices = Choices(
        labels=("no", "yes"), words={"no": ["bad"], "yes": ["good"]}, template="Tweet: {text} Is: {answer}"
    )
    manifest = fit(read_foreign(make_adapter()), make_target(), choices).manifest
    assert (manifest.task["kind"], manifest.task["output"]) == ("classification", "verbalizer")
    assert manifest.template == "{soft}Tweet: {text} Is: {answer}"
    assert manifest.label_words == {"no": ["bad"], "yes": ["good"]}


def test_what_must_be_known_is_told(make_adapter: MakeAdapter) -> None:
    foreign = read_foreign(make_adapter(FLAT_PROMPT, **PREFIX, base_model_name_or_path="someone/else"))
    notes = fit(foreign, make_target(window=64), Choices()).notes
    assert [note["code"] for note in notes] == ["exchange_made_for", "exchange_window"]
