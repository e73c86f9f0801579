"""What a folder says about its model without loading it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.backbones.model_facts import (
    card_facts,
    count_parameters,
    family_of_config,
    fit_of,
    folder_bytes,
    needed_bytes,
)

FAMILIES: dict[str, tuple[dict[str, Any], str]] = {
    "bert": ({"architectures": ["BertForMaskedLM"]}, "masked"),
    "gpt2": ({"architectures": ["GPT2LMHeadModel"]}, "causal"),
    "llama": ({"architectures": ["LlamaForCausalLM"]}, "causal"),
    "t5": ({"architectures": ["T5ForConditionalGeneration"], "is_encoder_decoder": True}, "seq2seq"),
    "nothing said": ({}, "masked"),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_the_family_is_what_the_config_says(name: str) -> None:
    config, family = FAMILIES[name]
    assert family_of_config(config) == family


def test_only_floats_are_parameters(tmp_path: Path) -> None:
    tensors = {"a": np.zeros((3, 4), np.float32), "b": np.zeros(5, np.float16), "positions": np.zeros(99, np.int64)}
    save_file(tensors, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_bytes(b"{}")
    (tmp_path / "other.bin").write_bytes(bytes(1000))
    assert count_parameters(tmp_path) == 17
    assert folder_bytes(tmp_path) == (tmp_path / "model.safetensors").stat().st_size + 2


CARDS = {
    "---\nlicense: apache-2.0\nlanguage: en\n---\n# Text": ("apache-2.0", ["en"]),
    "---\nlanguage:\n- en\n- zh\nlicense: 'mit'\n---\n": ("mit", ["en", "zh"]),
    "---\r\nlanguage: [de, fr]\r\nlicense: cc-by-4.0\r\n---\r\n": ("cc-by-4.0", ["de", "fr"]),
    "---\ntags: [x]\n---\nlicense: not in the front": ("", []),
    "no front at all": ("", []),
}


@pytest.mark.parametrize("card", CARDS)
def test_licence_and_languages_come_from_the_front_of_the_card(card: str, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(card.encode())
    assert card_facts(tmp_path) == CARDS[card]


def test_a_model_without_a_card_has_no_licence_said(tmp_path: Path) -> None:
    assert card_facts(tmp_path) == ("", [])


def test_a_larger_model_needs_more() -> None:
    small, large = needed_bytes(10**8, 12, 768, 12), needed_bytes(10**9, 24, 2048, 16)
    assert 4 * 10**8 < small < large
    assert [fit_of(10**9, 10**8, free) for free in (10**10, 11 * 10**8, 10**8)] == ["fits", "tight", "too_big"]
