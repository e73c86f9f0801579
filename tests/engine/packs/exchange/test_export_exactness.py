"""A pack told to PEFT answers there as it does here; where it would not, the reason is told and nothing is written.

The prompts come from the methods themselves, as they are kept (networks folded away), moved far enough to matter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.backbones.backbone import Backbone
from engine.methods import MethodContext, make_method
from engine.packs import Manifest, PromptPack, write_pack
from engine.packs.exchange import export_pack, target_of_folder
from tests.engine.packs.exchange import both_sides as sides

EXACT, CLOSE = 1e-8, 1e-4
Folders = Mapping[str, Path]
Backbones = Mapping[str, Backbone]
METHODS: dict[str, dict[str, Any]] = {
    "prompt_tuning": {},
    "prefix_tuning": {},
    "prefix_tuning direct": {"reparameterization": "none"},
    "p_tuning": {"encoder": "lstm"},
    "p_tuning mlp": {"encoder": "mlp"},
    "p_tuning_v2": {},
    "p_tuning_v2 mlp": {"reparameterization": "mlp"},
}
TYPES = {"prompt_tuning": "PROMPT_TUNING", "p_tuning": "P_TUNING"}
DECODER_ONLY = {"encoder_length": 0, "cross_length": 0}


def make_pack(
    folder: Path, backbone: Backbone, method: str, output: str, path: Path, *, pooling: str = "mean", **options: Any
) -> PromptPack:
    """A pack of a new method on a tiny model; its prompt and head are moved by a fixed noise."""
    kind = method.split()[0]
    values = {"kind": kind, "length": sides.TOKENS, **METHODS[method], **options}
    generator = torch.Generator().manual_seed(3)
    context = MethodContext(backbone, generator, label_words=("good", "bad"), task_text="read this text and answer")
    prompt = make_method(values, context).export()
    tensors = {
        name: (tensor + torch.randn(tensor.shape, generator=generator) * 0.5).numpy()
        for name, tensor in prompt.tensors().items()
    }
    labels: list[str] = []
    if output == "head":
        labels = list(sides.LABELS)
        tensors["head.weight"] = torch.randn(len(labels), backbone.hidden_size, generator=generator).numpy()
        if backbone.family != "causal":
            tensors["head.bias"] = torch.randn(len(labels), generator=generator).numpy()
    manifest = Manifest(
        name="Told to others",
        method={"kind": kind, "options": {"length": sides.TOKENS}},
        task={
            "kind": "classification" if labels else "generation",
            "output": output,
            "max_tokens": 64,
            "pooling": pooling,
        },
        template="{soft}{text}",
        backbone=target_of_folder(folder, name=folder.name).fingerprint,
        position={"soft": "front", "positions": "shifted"},
        training_dtype="float32",
        metrics={"metrics": {}, "baseline": None, "head_alone": None, "seed": 0},
        data={"name": "", "sha256": None, "rows": 0, "kept_aside": 0},
        labels=labels,
    )
    return write_pack(path, manifest, {name: np.ascontiguousarray(array) for name, array in tensors.items()})


def assert_same(pack: PromptPack, folder: Path, out: Path) -> dict[str, Any]:
    """Both sides agree in both number formats; gives what PEFT's config says."""
    export_pack(pack, "peft", out)
    config: dict[str, Any] = json.loads((out / "adapter_config.json").read_text(encoding="utf-8"))
    for dtype, bound in ((torch.float64, EXACT), (torch.float32, CLOSE)):
        loaded = sides.open_pack(pack.path, folder, dtype)
        told = sides.load_peft(folder, out, config["task_type"], dtype)
        with torch.no_grad():
            theirs = [sides.peft_logits(told, row, config["task_type"]) for row in sides.our_rows(loaded)]
        assert sides.difference(sides.our_logits(loaded), theirs) < bound
    return config


CAUSAL = [(name, method) for name in ("gpt2", "llama", "qwen3", "glm") for method in METHODS]


@pytest.mark.parametrize(("name", "method"), CAUSAL)
def test_a_causal_pack_answers_the_same_in_peft(
    name: str, method: str, model_folders: Folders, backbones: Backbones, tmp_path: Path
) -> None:
    folder = model_folders[name]
    pack = make_pack(folder, backbones[name], method, "text", tmp_path / "own.promptpack")
    config = assert_same(pack, folder, tmp_path / "out")
    assert config["task_type"] == "CAUSAL_LM"
    assert config["peft_type"] == TYPES.get(method.split()[0], "PREFIX_TUNING")


@pytest.mark.parametrize(("name", "method"), [case for case in CAUSAL if case[0] != "glm"])
def test_a_causal_head_answers_the_same_in_peft(
    name: str, method: str, model_folders: Folders, backbones: Backbones, tmp_path: Path
) -> None:
    folder = model_folders[name]
    pack = make_pack(folder, backbones[name], method, "head", tmp_path / "own.promptpack", pooling="last")
    assert assert_same(pack, folder, tmp_path / "out")["task_type"] == "SEQ_CLS"


@pytest.mark.parametrize("method", METHODS)
def test_a_head_on_bert_answers_the_same_in_peft(
    method: str, model_folders: Folders, backbones: Backbones, tmp_path: Path
) -> None:
    folder = model_folders["bert"]
    is_deep = method.split()[0] not in TYPES
    pooling = "pooler" if is_deep else "pooler_front"
    pack = make_pack(folder, backbones["bert"], method, "head", tmp_path / "own.promptpack", pooling=pooling)
    assert assert_same(pack, folder, tmp_path / "out")["task_type"] == "SEQ_CLS"


@pytest.mark.parametrize("method", ["prompt_tuning", "p_tuning", "p_tuning mlp"])
@pytest.mark.parametrize("name", ["t5", "bart"])
def test_an_input_prompt_of_an_encoder_decoder_answers_the_same_in_peft(
    name: str, method: str, model_folders: Folders, backbones: Backbones, tmp_path: Path
) -> None:
    folder = model_folders[name]
    pack = make_pack(folder, backbones[name], method, "text", tmp_path / "own.promptpack")
    config = assert_same(pack, folder, tmp_path / "out")
    assert (config["task_type"], config["num_transformer_submodules"]) == ("SEQ_2_SEQ_LM", 1)


@pytest.mark.parametrize("method", ["prefix_tuning", "prefix_tuning direct"])
def test_a_prefix_of_a_decoder_answers_the_same_in_peft_though_its_layers_are_even(
    method: str, model_folders: Folders, backbones: Backbones, tmp_path: Path
) -> None:
    folder = model_folders["bart"]
    pack = make_pack(folder, backbones["bart"], method, "text", tmp_path / "own.promptpack", **DECODER_ONLY)
    assert len(pack.manifest.shapes) == 2
    config = assert_same(pack, folder, tmp_path / "out")
    assert config["num_layers"] == 3  # the next odd number: each layer then reads rows of its own
