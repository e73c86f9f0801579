"""engine/backbones/packed_numbers.py: 8 and 4 bits are asked for rightly, or refused in words. No card is needed here,
so no model is really packed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from engine.backbones.backbone import Backbone
from engine.backbones.packed_numbers import number_count, packing
from engine.errors import InputError
from engine.runs import RunConfig
from engine.training.joint import joint_dtype

CARD = torch.device("cuda", 0)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if bitsandbytes were installed."""
    version, find = importlib.metadata.version, importlib.util.find_spec
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0.48.0" if name == "bitsandbytes" else version(name)
    )
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if name == "bitsandbytes" else find(name))


@pytest.mark.parametrize("dtype", ["int8", "int4"])
def test_a_processor_cannot_pack(dtype: str, model_folders: Mapping[str, Path]) -> None:
    with pytest.raises(InputError) as caught:
        Backbone.load(model_folders["llama"], dtype=dtype, device="cpu")
    assert caught.value.code == "packed_no_card" and "backbone.dtype=auto" in caught.value.action


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="pip install bitsandbytes"):
        packing("int4", CARD, torch.bfloat16)


@pytest.mark.usefixtures("library")
def test_eight_bits_are_asked_for() -> None:
    told = packing("int8", CARD, torch.bfloat16)
    assert told["quantization_config"].load_in_8bit and told["device_map"] == {"": CARD}


@pytest.mark.usefixtures("library")
def test_four_bits_compute_in_the_format_of_the_rest() -> None:
    config = packing("int4", CARD, torch.float16)["quantization_config"]
    assert config.load_in_4bit and not config.load_in_8bit
    assert config.bnb_4bit_quant_type == "nf4" and config.bnb_4bit_use_double_quant
    assert config.bnb_4bit_compute_dtype == torch.float16


def test_other_formats_are_loaded_as_ever(llama: Backbone) -> None:
    assert packing("float32", torch.device("cpu"), torch.float32) == {}
    assert llama.number_format == "float32" and not llama.packed_as


def test_two_numbers_in_a_byte_count_as_two() -> None:
    packed = nn.Parameter(torch.zeros(10, dtype=torch.uint8), requires_grad=False)
    assert number_count(packed) == 10
    packed.quant_state = "scales"  # type: ignore[attr-defined]
    assert number_count(packed) == 20


def test_a_recipe_takes_the_small_formats(recipe: Callable[..., dict[str, Any]]) -> None:
    assert RunConfig.from_json(recipe(backbone="llama") | {"backbone": {"dtype": "int8"}}).backbone.dtype == "int8"


def test_a_packed_model_is_not_trained_itself() -> None:
    with pytest.raises(InputError, match="int4"):
        joint_dtype("int4")
