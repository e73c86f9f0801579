"""engine/methods/intrinsic_prompt_tuning.py: where the numbers start, what they make, and what is no parameter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import MethodContext, make_config, make_method
from engine.methods.intrinsic_prompt_tuning import IntrinsicPromptTuning
from engine.subspaces import read_subspace
from tests.tiny_subspace import NAMES, tiny_subspace

KIND = "intrinsic_prompt_tuning"


@pytest.fixture
def deep(model_folders: Mapping[str, Path], backbones: Mapping[str, Backbone], tmp_path: Path) -> Path:
    """A subspace of prompts with keys and values in every layer of the tiny LLaMA."""
    shapes = {f"key_values.{slot.name}": [2, slot.kv_heads, 3, slot.head_dim] for slot in backbones["llama"].slots}
    return tiny_subspace(tmp_path / "deep.promptsubspace", model_folders["llama"], shapes).path


@pytest.fixture
def shallow(model_folders: Mapping[str, Path], tmp_path: Path) -> Path:
    return tiny_subspace(
        tmp_path / "flat.promptsubspace", model_folders["llama"], {"embeddings": [3, 32]}, width=None
    ).path


def made(path: Path, backbone: Backbone, seed: int = 0, **options: Any) -> IntrinsicPromptTuning:
    context = MethodContext(backbone, torch.Generator().manual_seed(seed))
    method = make_method({"kind": KIND, "subspace": str(path), **options}, context)
    assert isinstance(method, IntrinsicPromptTuning)
    return method


def test_only_the_numbers_are_parameters_and_state(deep: Path, llama: Backbone) -> None:
    method = made(deep, llama)
    assert [(name, tuple(part.shape)) for name, part in method.named_parameters()] == [("numbers", (3,))]
    assert set(method.state_dict()) == {"numbers", "_extra_state"}
    before = method.frozen_hash
    method().key_values["decoder.0"].sum().backward()
    assert method.numbers.grad is not None and method.numbers.grad.abs().min() > 0
    assert method.frozen_hash == before


def test_a_subspace_of_deep_prompts_fills_every_layer(deep: Path, llama: Backbone) -> None:
    entry, options = make_config({"kind": KIND, "subspace": str(deep)})
    assert entry.sites_of(options) == "deep" and options.length_at("decoder") == 3 and options.length_at("input") == 0
    prompt = made(deep, llama)()
    assert set(prompt.key_values) == {slot.name for slot in llama.slots} and prompt.embeddings is None


def test_numbers_start_in_the_middle_or_at_a_task(shallow: Path, llama: Backbone) -> None:
    assert made(shallow, llama).numbers.abs().max() < 0.1
    subspace = read_subspace(shallow)
    for name in NAMES[:2]:
        place = next(task for task in subspace.manifest.tasks if task.name == name)
        assert torch.allclose(made(shallow, llama, start_task=name).numbers, torch.tensor(place.numbers))
    with pytest.raises(InputError) as caught:
        made(shallow, llama, start_task="nroth")
    assert "north" in caught.value.action


def test_the_middle_is_the_mean_prompt(shallow: Path, llama: Backbone) -> None:
    method = made(shallow, llama)
    method.numbers.data.zero_()
    mean = torch.from_numpy(read_subspace(shallow).tensors()["decoder.outer.bias"])
    assert torch.allclose(method.export().embeddings.reshape(-1), mean)  # type: ignore[union-attr]


def test_a_state_of_another_subspace_is_refused(shallow: Path, deep: Path, llama: Backbone) -> None:
    with pytest.raises(InputError) as caught:
        made(deep, llama).load_state_dict(made(shallow, llama).state_dict())
    assert caught.value.code == "subspace_changed"
