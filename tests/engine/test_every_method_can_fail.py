"""The contract of the methods is no empty promise: each of its claims fails on a program with such a fault in it.

A fault is put in by hand, and the claim of `method_claims.py` that is about it must not hold any more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from engine.backbones import attention
from engine.inference import loaded_pack
from engine.methods import METHODS
from engine.tasks.classification import HeadClassification, VerbalizerClassification
from engine.training import save_point
from engine.training.batches import Batch, DataOrder
from engine.training.prompted_model import PromptedModel
from tests.engine.method_cases import Case, Studied
from tests.engine.method_claims import assert_alive, assert_alone, assert_checkpointed, assert_pack, assert_repeated

Patch = pytest.MonkeyPatch
Claim = Callable[[Studied, Patch, Path], None]
FREE = {kind: entry for kind, entry in METHODS.items() if not entry.files("subspace")}
DEEP, INPUT = (next(kind for kind, entry in FREE.items() if entry.sites == site) for site in ("deep", "input"))
INPUTS, HIDDEN, INSTALLED = PromptedModel.inputs, PromptedModel.hidden, attention.installed


def seen_padding(model: PromptedModel, batch: Batch) -> dict[str, Tensor]:
    found = INPUTS(model, batch)
    return {**found, "attention_mask": torch.ones_like(found["attention_mask"])}


def mean_of_all(task: HeadClassification, model: PromptedModel, batch: Batch) -> Tensor:
    return HIDDEN(model, batch).float().mean(dim=1)


def mean_of_tokens(task: VerbalizerClassification, model: PromptedModel, batch: Batch) -> Tensor:
    states, ids, _ = model.answer_states(batch)
    return torch.nn.functional.cross_entropy(model.backbone.logits(states).float(), ids)


def one_for_all(filled: dict[Any, Any]) -> Any:
    shared = next(iter(filled.values()))
    return INSTALLED(dict.fromkeys(filled, shared))


def rerun_as_it_comes(layer: Any, forward: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **kwargs: checkpoint(forward, *args, use_reentrant=False, **kwargs)


def kept_positions(backbone: Any, prompt: Any = None, **_: Any) -> PromptedModel:
    return PromptedModel(backbone, prompt, shifts_positions=False)


FAULTS: dict[str, tuple[Case, tuple[Any, str, Any], Claim]] = {
    "padding is seen": (
        Case(INPUT, "gpt2", "verbalizer"),
        (PromptedModel, "inputs", seen_padding),
        lambda studied, patch, _: assert_alone(studied, patch),
    ),
    "positions are counted by column": (
        Case(INPUT, "opt", "head"),
        (Batch, "order", property(lambda batch: torch.arange(batch.labels.shape[1]).expand(batch.labels.shape))),
        lambda studied, patch, _: assert_alone(studied, patch),
    ),
    "an encoder-decoder's learned positions are left alone": (
        Case(INPUT, "bart", "verbalizer"),
        (
            PromptedModel,
            "encode",
            lambda model, batch: model.backbone.encoder(**INPUTS(model, batch)).last_hidden_state,
        ),
        lambda studied, patch, _: assert_alone(studied, patch),
    ),
    "padding is pooled": (
        Case(DEEP, "bert_mlm", "head"),
        (HeadClassification, "features", mean_of_all),
        lambda studied, patch, _: assert_alone(studied, patch),
    ),
    "long answers weigh more": (
        Case(DEEP, "t5", "verbalizer"),
        (VerbalizerClassification, "loss", mean_of_tokens),
        lambda studied, patch, _: assert_alone(studied, patch),
    ),
    "slots share the tensor of one": (
        Case(DEEP, "t5", "verbalizer"),
        (attention, "installed", one_for_all),
        lambda studied, *_: assert_alive(studied),
    ),
    "a layer that is run again does not take its turn back": (
        Case(DEEP, "albert", "head"),
        (attention, "rerunnable", rerun_as_it_comes),
        lambda studied, *_: assert_checkpointed(studied),
    ),
    "no layer is run again": (
        Case(INPUT, "gpt2", "head"),
        (attention, "rerunnable", lambda layer, forward: forward),
        lambda studied, *_: assert_checkpointed(studied),
    ),
    "the optimiser starts afresh": (
        Case(INPUT, "bert_mlm", "head"),
        (save_point, "restore_optimizer", lambda optimizer, tensors: None),
        lambda studied, *_: assert_repeated(studied),
    ),
    "the order of the rows starts afresh": (
        Case(INPUT, "llama", "head"),
        (DataOrder, "load", lambda order, state: None),
        lambda studied, *_: assert_repeated(studied),
    ),
    "a pack keeps other positions than the training": (
        Case(DEEP, "gpt2", "head"),
        (loaded_pack, "PromptedModel", kept_positions),
        lambda studied, patch, folder: assert_pack(studied, folder),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_contract_notices_that(
    name: str, study_anew: Callable[[Case], Studied], model_folders: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, fault, claim = FAULTS[name]
    monkeypatch.setattr(*fault)
    with pytest.raises(AssertionError):
        claim(study_anew(case), monkeypatch, model_folders[case.name])
