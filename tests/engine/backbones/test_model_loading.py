"""What is changed in a model on its way from the folder: the same results with less work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import AutoModel
from transformers.activations import ACT2FN, GELUTanh, NewGELUActivation

from engine.backbones.backbone import Backbone
from tests.tiny_models import tiny_albert, tiny_gpt2, tiny_llama


@pytest.mark.parametrize("make", [tiny_gpt2, tiny_albert])
def test_a_spelt_out_gelu_is_computed_in_one_go(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    folder = make(tmp_path / "model")
    plain = AutoModel.from_pretrained(folder).eval()
    backbone = Backbone.load(folder, dtype="float32", device="cpu")
    ids = torch.arange(5, 25)[None]
    with torch.no_grad():
        ours, theirs = (model(input_ids=ids).last_hidden_state for model in (backbone.body, plain))
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)
    kinds = {type(part) for part in backbone.model.modules()}
    assert GELUTanh in kinds and NewGELUActivation not in kinds


@pytest.mark.parametrize("name", ["gelu_new", "gelu_fast"])
def test_the_two_ways_to_spell_it_are_one_function_with_one_slope(name: str) -> None:
    places = torch.linspace(-8, 8, 401, dtype=torch.float64)
    values = [places.clone().requires_grad_() for _ in range(2)]
    results = [ACT2FN[name](values[0]), GELUTanh()(values[1])]
    torch.testing.assert_close(results[0], results[1], rtol=1e-8, atol=1e-8)
    for result in results:
        result.sum().backward()
    torch.testing.assert_close(values[0].grad, values[1].grad, rtol=1e-8, atol=1e-8)


def test_other_activations_stay(tmp_path: Path) -> None:
    backbone = Backbone.load(tiny_llama(tmp_path / "llama"), dtype="float32", device="cpu")
    assert GELUTanh not in {type(part) for part in backbone.model.modules()}
