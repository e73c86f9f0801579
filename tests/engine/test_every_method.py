"""The contract that each registered method keeps, on every kind of backbone and output that it is said to work with.

Nothing here names a method: a new file in engine/methods/ is tested by being there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.inference import LoadedPack
from engine.methods import METHODS, MethodContext, Prompt, PromptMethod, describe_methods, make_method
from engine.runs import Run, RunConfig
from engine.tasks.support import refusal
from engine.tasks.task import Predictions, predict_all
from engine.training.batches import make_batch
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.prompted_model import PromptedModel
from engine.training.trainer import train

BACKBONES = {"bert": "masked", "llama": "causal", "gpt2": "causal"}
CASES = [
    (kind, name, output)
    for kind in METHODS
    for name, family in BACKBONES.items()
    for output in ("head", "verbalizer")
    if refusal("classification", output, family) is None  # type: ignore[arg-type]
]
MakeRun = Callable[..., Run]


def made(kind: str, backbone: Backbone, seed: int = 0) -> PromptMethod:
    context = MethodContext(backbone, torch.Generator().manual_seed(seed), ("good", "bad"), "read the review")
    return make_method({"kind": kind}, context)


def recipe_for(kind: str, output: str) -> dict[str, Any]:
    words = {"praise": ["good"], "complaint": ["bad book"]} if output == "verbalizer" else None
    return {
        "method": {"kind": kind},
        "task": {"output": output},
        "data": {"verbalizer": words},
        "training": {"steps": 4, "checkpoint_every": None, "evaluate_every": 2},
    }


def prepared_from(config: RunConfig) -> Prepared:
    found = list(prepare(config, Control(), Warm()))[-1]
    assert isinstance(found, Prepared)
    return found


@pytest.mark.parametrize("kind", METHODS)
@pytest.mark.parametrize("name", BACKBONES)
def test_shapes_fit_the_backbone(kind: str, name: str, backbones: dict[str, Backbone]) -> None:
    backbone = backbones[name]
    prompt = made(kind, backbone)()
    slots = {slot.name: slot for slot in backbone.slots}
    length = prompt.input_length or prompt.prefix_length
    assert length > 0
    if prompt.embeddings is not None:
        assert prompt.embeddings.shape == (length, backbone.embedding_size)
    for slot, tensor in prompt.key_values.items():
        assert tensor.shape == (2, slots[slot].kv_heads, length, slots[slot].head_dim)
    entered = "deep" if prompt.key_values else "input"
    assert METHODS[kind].sites == entered
    assert all(tensor.dtype == torch.float32 for tensor in prompt.tensors().values())


@pytest.mark.parametrize("kind", METHODS)
def test_it_starts_from_its_seed_and_not_from_a_plain_normal_draw(kind: str, bert: Backbone) -> None:
    first, second = made(kind, bert).state_dict(), made(kind, bert).state_dict()
    assert first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)
    for name, parameter in made(kind, bert).named_parameters():
        assert parameter.dtype == torch.float32
        assert float(parameter.detach().std()) < 0.5, f"{name} starts as wide as N(0, 1)"


@pytest.mark.parametrize("kind", METHODS)
def test_an_export_is_detached_whole_and_comes_back(kind: str, bert: Backbone) -> None:
    method = made(kind, bert)
    export = method.export()
    assert method.training
    method.eval()
    built = method().tensors()
    back = Prompt.from_tensors(export.tensors()).tensors()
    assert built.keys() == back.keys()
    for name, tensor in back.items():
        assert torch.equal(tensor, built[name]) and not tensor.requires_grad
        assert tensor.data_ptr() not in {parameter.data_ptr() for parameter in method.parameters()}


@pytest.mark.parametrize("kind", METHODS)
def test_its_state_is_tensors_and_brings_it_back(kind: str, bert: Backbone) -> None:
    method, other = made(kind, bert), made(kind, bert, seed=9)
    method()
    state = method.state_dict()
    assert all(isinstance(value, Tensor) for value in state.values())
    other.load_state_dict(state)
    assert_same(method().tensors(), other().tensors())


@pytest.mark.parametrize(("kind", "name", "output"), CASES)
def test_gradients_fall_on_all_of_the_prompt_and_the_head_and_nowhere_else(
    kind: str, name: str, output: str, make_run: MakeRun
) -> None:
    prepared = prepared_from(make_run(name, **recipe_for(kind, output)).config)
    prompt = prepared.method()
    for tensor in prompt.tensors().values():
        tensor.retain_grad()
    model = PromptedModel(prepared.backbone, prompt)
    with model.installed():
        prepared.task.loss(model, make_batch(prepared.train[:6])).backward()
    for slot, tensor in prompt.tensors().items():
        assert tensor.grad is not None, slot
        rows = tensor.grad.abs().amax(dim=1) if tensor.dim() == 2 else tensor.grad.abs().amax(dim=(0, 1, 3))
        assert (rows > 0).all(), f"{slot} has virtual tokens without a gradient"
    for parameter in (*prepared.method.parameters(), *prepared.task.parameters()):
        assert parameter.requires_grad and parameter.grad is not None
    for parameter in prepared.backbone.model.parameters():
        assert not parameter.requires_grad and parameter.grad is None


@pytest.mark.parametrize(("kind", "name", "output"), CASES)
def test_training_keeps_the_backbone_repeats_itself_and_ends_in_a_pack_that_answers_the_same(
    kind: str, name: str, output: str, make_run: MakeRun, model_folders: dict[str, Path], home: Path
) -> None:
    runs = [make_run(name, **recipe_for(kind, output)) for _ in range(2)]
    results, warm = [], Warm()
    for run in runs:
        results.append(list(train(run, warm=warm))[-1])
        assert warm.backbone is not None
    assert warm.backbone is not None
    untouched = Backbone.load(model_folders[name], dtype="float32", device="cpu")
    assert warm.backbone.tensor_hash() == untouched.tensor_hash()
    assert all(result["backbone_unchanged"] and result["steps"] == 4 for result in results)

    states = []
    for run in runs:
        found, _ = CheckpointFolder(run.folder).newest()
        assert found is not None
        states.append(found.part("best"))
    assert_same(*states)

    prepared = prepared_from(runs[0].config)
    prepared.task.load_head(states[0])
    model = PromptedModel(untouched, Prompt.from_tensors(states[0]))
    rows = prepared.loaded.kept_aside
    expected = predicted(predict_all(prepared.task, model, prepared.kept_aside, 32))
    loaded = LoadedPack.open(
        Path(results[0]["pack"]), source=str(model_folders[name]), device="cpu", dtype="float32", warm=warm
    )
    answered = predicted(loaded.predict(rows))
    assert torch.equal(answered.probabilities, expected.probabilities)
    assert results[0]["metrics"]["accuracy"] == sum(
        loaded.labels[answer] == row.label for answer, row in zip(answered.answers, rows, strict=True)
    ) / len(rows)


def predicted(parts: Any) -> Predictions:
    found = list(parts)[-1]
    assert isinstance(found, Predictions)
    return found


def assert_same(first: dict[str, Tensor], second: dict[str, Tensor]) -> None:
    assert first.keys() == second.keys()
    for name in first:
        assert torch.equal(first[name], second[name]), name


@pytest.mark.parametrize("entry", describe_methods(), ids=lambda entry: entry["kind"])
def test_it_describes_itself_for_forms_and_lists(entry: dict[str, Any]) -> None:
    assert entry["title"] and entry["paper"] and entry["sites"] in ("input", "deep")
    assert entry["rates"].keys() == {"head", "verbalizer", "text"} and all(rate > 0 for rate in entry["rates"].values())
    for field in entry["schema"]:
        assert field["label"], field["name"]
        if field["type"] in ("int", "float"):
            assert field["low"] <= field["default"] <= field["high"]
        if field["type"] == "choice":
            assert field["default"] in [choice["value"] for choice in field["choices"]]


@pytest.mark.parametrize("kind", METHODS)
def test_every_choice_of_every_option_builds(kind: str, bert: Backbone) -> None:
    described = next(entry for entry in describe_methods() if entry["kind"] == kind)
    for field in described["schema"]:
        for choice in field["choices"] or ():
            context = MethodContext(bert, torch.Generator().manual_seed(0), ("good", "bad"), "read the review")
            prompt = make_method({"kind": kind, field["name"]: choice["value"]}, context).export()
            assert all(tensor.isfinite().all() for tensor in prompt.tensors().values())
