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

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.methods import METHODS, MethodContext, Prompt, PromptMethod, describe_methods, make_method
from tests.engine.method_cases import CASES, CHOICES, FAMILIES, SCATTERED, TRAINED, Case, Studied
from tests.engine.method_claims import (
    assert_alive,
    assert_alone,
    assert_checkpointed,
    assert_pack,
    assert_repeated,
    assert_same,
)
from tests.tiny_subspace import given_subspace

Study = Callable[[Case], Studied]


def made(kind: str, backbone: Backbone, seed: int = 0, **options: Any) -> PromptMethod:
    context = MethodContext(backbone, torch.Generator().manual_seed(seed), ("good", "bad"), "read the review")
    model = Path(backbone.model.config.name_or_path)
    return make_method(given_subspace({"kind": kind, **options}, model), context)


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
    """Fails where padding is seen or pooled, positions are counted by column, or long answers weigh more."""
    assert_alone(study(case), monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_gradient_checkpointing_gives_the_same_gradients(case: Case, study: Study) -> None:
    """Fails where a layer that is run again finds another prefix, or none; and where no layer is run again."""
    assert_checkpointed(study(case))


@pytest.mark.parametrize("case", TRAINED, ids=str)
def test_training_repeats_itself_goes_on_where_it_was_broken_off_and_leaves_the_backbone_alone(
    case: Case, study: Study, untouched_hashes: Mapping[str, str]
) -> None:
    """Fails where the seed does not decide everything, the save point forgets something, or a weight moves."""
    assert_repeated(study(case))
    assert study(case).prepared.backbone.tensor_hash() == untouched_hashes[case.name]


@pytest.mark.parametrize("case", TRAINED, ids=str)
def test_its_pack_answers_as_the_training_did(case: Case, study: Study, model_folders: Mapping[str, Path]) -> None:
    """Fails where the pack lacks a part, or is put together in another way than in training."""
    assert_pack(study(case), model_folders[case.name])


@pytest.mark.parametrize("case", SCATTERED, ids=str)
def test_virtual_tokens_anywhere_in_the_template_keep_the_contract(
    case: Case, study: Study, model_folders: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where a place is counted twice or by column; a masked model reads the tokens behind its blank as well."""
    assert_alive(study(case))
    assert_pack(study(case), model_folders[case.name])
    assert_alone(study(case), monkeypatch)


@pytest.mark.parametrize("case", CHOICES, ids=str)
def test_every_other_choice_keeps_the_contract_or_is_refused(
    case: Case, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied = study(case)
    code = case.refusal
    if code is not None:
        with pytest.raises(InputError) as caught:
            assert studied.prepared
        assert caught.value.code == code and caught.value.message and caught.value.action
        return
    prompt = studied.prepared.method.export()
    assert all(tensor.isfinite().all() for tensor in prompt.tensors().values())
    assert_alive(studied)
    assert_alone(studied, monkeypatch)


@pytest.mark.parametrize("case", [case for case in CHOICES if case.name != "bert_mlm"], ids=str)
def test_every_other_choice_ends_in_a_pack_that_answers_the_same(
    case: Case, study: Study, model_folders: Mapping[str, Path]
) -> None:
    studied = study(case)
    if (
        case.refusal is None and studied.prepared.method.backbone_rate is None
    ):  # one that trains the backbone too has a test of its own
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
