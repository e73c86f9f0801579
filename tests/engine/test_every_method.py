"""The contract that each registered method keeps on each family of models, with each output that works there.

Nothing here names a method: a new file in engine/methods/ is tested by being there. Prompts are moved far from their
start first (`Studied.strong_prompt`), so that a slot or a position that is wrong shows. What makes each claim fail is
said beside it, and tried in `test_every_method_can_fail.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones import attention
from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.inference import LoadedPack
from engine.methods import METHODS, MethodContext, Prompt, PromptMethod, describe_methods, make_method
from engine.tasks.task import Predictions
from engine.training.checkpoint import CheckpointFolder
from engine.training.prompted_model import PromptedModel
from tests.engine.method_cases import (
    CASES,
    CHOICES,
    FAMILIES,
    STEPS,
    Case,
    Studied,
    dead_rows,
    difference,
    gradients,
    moved_left,
    predictions,
    real_states,
)

Study = Callable[[Case], Studied]
SAME = 1e-5  # relative, in fp32


def made(kind: str, backbone: Backbone, seed: int = 0, **options: Any) -> PromptMethod:
    context = MethodContext(backbone, torch.Generator().manual_seed(seed), ("good", "bad"), "read the review")
    return make_method({"kind": kind, **options}, context)


def assert_same(first: dict[str, Tensor], second: dict[str, Tensor]) -> None:
    assert first.keys() == second.keys()
    for name in first:
        assert torch.equal(first[name], second[name]), name


@pytest.mark.parametrize("kind", METHODS)
@pytest.mark.parametrize("name", FAMILIES)
def test_shapes_fit_the_backbone(kind: str, name: str, backbones: Mapping[str, Backbone]) -> None:
    backbone = backbones[name]
    prompt = made(kind, backbone)()
    slots = {slot.name: slot for slot in backbone.slots}
    assert prompt.input_length or prompt.prefix_length
    if prompt.embeddings is not None:
        assert prompt.embeddings.shape == (prompt.input_length, backbone.embedding_size)
    for slot, tensor in prompt.key_values.items():
        length = prompt.length_at(slots[slot].site)
        assert tensor.shape == (2, slots[slot].kv_heads, length, slots[slot].head_dim)
    assert METHODS[kind].sites == ("deep" if prompt.key_values else "input")
    assert all(tensor.dtype == torch.float32 for tensor in prompt.tensors().values())


@pytest.mark.parametrize("kind", METHODS)
def test_it_starts_from_its_seed_alone(kind: str, backbones: Mapping[str, Backbone]) -> None:
    torch.manual_seed(1)
    first = made(kind, backbones["bert_mlm"])
    torch.manual_seed(2)
    assert_same(first.state_dict(), made(kind, backbones["bert_mlm"]).state_dict())
    assert all(parameter.dtype == torch.float32 for parameter in first.parameters())


@pytest.mark.parametrize("kind", METHODS)
def test_its_state_is_tensors_and_an_export_is_detached_whole_and_comes_back(
    kind: str, backbones: Mapping[str, Backbone]
) -> None:
    method, other = made(kind, backbones["bert_mlm"]), made(kind, backbones["bert_mlm"], seed=9)
    method()  # draws, where it draws in training
    export = method.export()
    assert method.training
    state = method.state_dict()
    assert all(isinstance(value, Tensor) for value in state.values())
    other.load_state_dict(state)
    assert_same(method().tensors(), other().tensors())
    method.eval()
    back = Prompt.from_tensors(export.tensors(), is_infix=export.is_infix)
    with torch.no_grad():  # fused kernels round in another way where no gradient is wanted
        assert_same(method().tensors(), back.tensors())
    own = {parameter.data_ptr() for parameter in method.parameters()}
    assert not any(tensor.requires_grad or tensor.data_ptr() in own for tensor in back.tensors().values())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_virtual_token_in_every_slot_gets_a_gradient_and_the_backbone_none(case: Case, study: Study) -> None:
    """Fails where a slot is not entered, or several share what one of them reads (PEFT's encoder-decoder prefix)."""
    assert_alive(study(case))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_neither_the_neighbours_in_a_batch_nor_the_side_of_its_padding_change_anything(
    case: Case, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where padding is seen or pooled, positions are counted by column, or an answer is read beside its place."""
    assert_alone(study(case), monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_gradient_checkpointing_gives_the_same_gradients(case: Case, study: Study) -> None:
    """Fails where a layer that is run again finds another prefix, or none; and where no layer is run again."""
    studied = study(case)
    batch = studied.prepared.task.make_batch(studied.uneven_rows())
    plain, once = counted(lambda: gradients(studied, batch))
    again, twice = counted(lambda: gradients(studied, batch, is_checkpointed=True))
    assert twice == 2 * once
    assert plain.keys() == again.keys() and plain
    for name in plain:
        assert difference(again[name], plain[name]) < SAME, name


@pytest.mark.parametrize("case", CASES, ids=str)
def test_training_repeats_itself_goes_on_where_it_was_broken_off_and_leaves_the_backbone_alone(
    case: Case, study: Study, untouched_hashes: Mapping[str, str]
) -> None:
    """Fails where the seed does not decide everything, the save point forgets something, or a weight moves."""
    studied = study(case)
    (straight, done), (broken, events) = studied.straight, studied.broken
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(3, STEPS + 1))
    assert events[-1]["type"] == done["type"] == "done"
    found = [CheckpointFolder(run.folder).newest()[0] for run in (straight, broken)]
    assert found[0] is not None and found[1] is not None and found[0].facts["step"] == STEPS
    assert_same(found[0].tensors, found[1].tensors)
    start = studied.prepared.method.state_dict()
    moved = found[0].part("modules.method")
    assert any(not torch.equal(moved[name], start[name]) for name in start), "nothing was learned"
    for name in ("metrics", "baseline", "best_step", "fixed", "broke", "steps", "backbone_unchanged"):
        assert events[-1][name] == done[name], name
    assert done["backbone_unchanged"] is True
    assert studied.prepared.backbone.tensor_hash() == untouched_hashes[case.name]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_its_pack_answers_as_the_training_did(case: Case, study: Study, model_folders: Mapping[str, Path]) -> None:
    """Fails where the pack lacks a part, or is put together in another way than in training."""
    assert_pack(study(case), model_folders[case.name])


@pytest.mark.parametrize("case", CHOICES, ids=str)
def test_every_other_choice_keeps_the_contract_or_is_refused(
    case: Case, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied = study(case)
    try:
        assert studied.prepared
    except InputError as refused:
        assert refused.message and refused.action
        return
    prompt = studied.prepared.method.export()
    assert all(tensor.isfinite().all() for tensor in prompt.tensors().values())
    assert_alive(studied)
    assert_alone(studied, monkeypatch)


@pytest.mark.parametrize("case", [case for case in CHOICES if case.name == "gpt2"], ids=str)
def test_every_other_choice_ends_in_a_pack_that_answers_the_same(
    case: Case, study: Study, model_folders: Mapping[str, Path]
) -> None:
    studied = study(case)
    if studied.prepared.method.backbone_rate is None:  # one that trains the backbone too has a test of its own
        assert_pack(studied, model_folders[case.name])


@pytest.mark.parametrize("entry", describe_methods(), ids=lambda entry: entry["kind"])
def test_it_describes_itself_for_forms_and_lists(entry: dict[str, Any]) -> None:
    assert entry["title"] and entry["paper"] and entry["sites"] in ("input", "deep")
    assert entry["rates"].keys() == {"head", "verbalizer", "text"} and all(rate > 0 for rate in entry["rates"].values())
    for field in entry["schema"]:
        assert field["label"] and field["help"], field["name"]
        if field["type"] in ("int", "float"):
            is_open = field["optional"] and field["default"] is None
            assert is_open or field["low"] <= field["default"] <= field["high"], field["name"]
            assert field["low"] < field["high"], field["name"]
        if field["type"] == "choice":
            assert field["default"] in [choice["value"] for choice in field["choices"]]
            assert all(choice["label"] for choice in field["choices"])


def assert_alive(studied: Studied) -> None:
    prepared = studied.prepared
    prepared.method.zero_grad()
    prepared.task.zero_grad()
    prompt = prepared.method()
    for tensor in prompt.tensors().values():
        tensor.retain_grad()
    model = PromptedModel(prepared.backbone, prompt)
    batch = prepared.task.make_batch(prepared.train[:6])
    with model.installed(batch):
        prepared.task.loss(model, batch).backward()
    assert not dead_rows(prompt.tensors())
    for name, parameter in (*prepared.method.named_parameters(), *prepared.task.named_parameters()):
        assert parameter.grad is not None and parameter.grad.abs().max() > 0, name
    for parameter in prepared.backbone.model.parameters():
        assert not parameter.requires_grad and parameter.grad is None


def assert_alone(studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row gives alone, among longer and shorter ones, and padded on the other side, the same states, answers and
    gradients."""
    task, rows = studied.prepared.task, studied.uneven_rows()
    model = PromptedModel(studied.prepared.backbone, studied.strong_prompt())
    batch = task.make_batch(rows)
    alone = [task.make_batch([row]) for row in rows]
    for together in (batch, moved_left(batch)):
        for state, single in zip(real_states(model, together), alone, strict=True):
            assert difference(state, real_states(model, single)[0]) < SAME
    expected = predictions(studied, model, rows, 1)
    parts = [gradients(studied, single) for single in alone]
    make_batch = task.make_batch
    for move in (lambda whole: whole, moved_left):
        monkeypatch.setattr(task, "make_batch", lambda some, move=move: move(make_batch(some)))
        answered = predictions(studied, model, rows, len(rows))
        assert difference(answered.probabilities.log(), expected.probabilities.log()) < SAME
        assert difference(answered.losses, expected.losses) < SAME
        found = gradients(studied, task.make_batch(rows))
        for name, gradient in found.items():
            assert difference(gradient, torch.stack([part[name] for part in parts]).mean(dim=0)) < 10 * SAME, name


def assert_pack(studied: Studied, folder: Path) -> None:
    run, done = studied.straight
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None
    prepared, best = studied.prepared, found.part("best")
    before = prepared.task.head_tensors()
    prepared.task.load_head(best)
    prompt = Prompt.from_tensors(best, is_infix=prepared.method.export().is_infix)
    expected = predictions(studied, PromptedModel(prepared.backbone, prompt), prepared.kept_aside, 32)
    prepared.task.load_head(before)
    loaded = LoadedPack.open(Path(done["pack"]), source=str(folder), device="cpu", dtype="float32", warm=studied.warm)
    rows = prepared.loaded.kept_aside
    answered = list(loaded.predict(rows))[-1]
    assert isinstance(answered, Predictions)
    assert torch.equal(answered.probabilities, expected.probabilities)
    assert_same(loaded.model.prompt.tensors(), prompt.tensors())
    assert loaded.model.prompt.is_infix == prompt.is_infix
    right = sum(loaded.labels[answer] == row.label for answer, row in zip(answered.answers, rows, strict=True))
    assert done["metrics"]["accuracy"] == right / len(rows)


def counted(work: Callable[[], dict[str, Tensor]]) -> tuple[dict[str, Tensor], int]:
    """What some work gives, and how many attention calls it took."""
    calls = 0

    def count(*_: Any) -> None:
        nonlocal calls
        calls += 1

    with attention.observed(count):
        result = work()
    return result, calls
