"""From a model folder to a module in memory: the right class for its family, nothing missing, nothing made up.

transformers fills tensors that a file lacks with random numbers and says so only in its log. Here a body with
missing tensors is refused, and a language-model head that was never trained is not taken for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import nn
from transformers import AutoModel, AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM
from transformers.activations import FastGELUActivation, GELUTanh, NewGELUActivation

from engine.backbones import attention
from engine.backbones.slots import Family
from engine.errors import InputError

MOST_NAMED = 3


def load_model(
    folder: Path, family: Family, dtype: torch.dtype, placement: Mapping[str, Any] | None = None
) -> tuple[nn.Module, bool]:
    """The model, and whether it has a trained head over its vocabulary.

    `placement`: where its parts go and how they are packed, in transformers' words. An encoder keeps its pooler (BERT's
    dense layer on [CLS]) when its files hold one. Raises InputError when the folder cannot be read or lacks tensors of
    the model's body.
    """
    options = {"dtype": dtype, **(placement or {})}
    try:
        if family != "masked":
            auto = AutoModelForCausalLM if family == "causal" else AutoModelForSeq2SeqLM
            model, info = _load(auto, folder, options)
            _require_whole(folder, info["missing_keys"])
            return model, True
        try:
            model, info = _load(AutoModelForMaskedLM, folder, options)
        except ValueError:  # transformers knows no masked language model of this architecture
            return _body(folder, options), False
        if any(not name.startswith(f"{model.base_model_prefix}.") for name in info["missing_keys"]):
            return _body(folder, options), False
        _require_whole(folder, info["missing_keys"])
        if any("pooler." in name for name in info["unexpected_keys"]):
            model.base_model.pooler = _body(folder, options).pooler
        return model, True
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise InputError("backbone_unreadable", path=str(folder), reason=first_line(error)) from error


def _body(folder: Path, options: Mapping[str, Any]) -> Any:
    """The encoder without any head over the vocabulary."""
    model, info = _load(AutoModel, folder, options)
    poolers = {name for name in info["missing_keys"] if name.startswith("pooler.")}
    _require_whole(folder, set(info["missing_keys"]) - poolers)
    if poolers:  # never trained: a head that read it would read noise
        model.pooler = None
    return model


def _load(auto: Any, folder: Path, options: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The model with our attention where its class takes one from outside; else with its own plain one. Such a class
    (BLOOM, GPT-J, MPNet ...) would take the name, and read our masks as if they were its own: wrongly."""
    model, info = auto.from_pretrained(
        folder,
        **options,
        use_safetensors=True,
        attn_implementation="eager",
        local_files_only=True,
        output_loading_info=True,
    )
    if model._can_set_attn_implementation():
        model.set_attn_implementation(attention.NAME)
    _fuse_activations(model)
    return model, info


def _fuse_activations(model: nn.Module) -> None:
    """Let torch compute GELU's tanh form in one go, where transformers spells it out in eight (GPT-2, GPT-Neo, ALBERT,
    T5 v1.1 ...): the same up to rounding, in less time, and one tensor kept for the backward pass, not four."""
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, NewGELUActivation | FastGELUActivation):
                setattr(parent, name, GELUTanh())


def _require_whole(folder: Path, missing: Any) -> None:
    names = sorted(missing)
    if names:
        shown = ", ".join(names[:MOST_NAMED]) + (" ..." if len(names) > MOST_NAMED else "")
        raise InputError("backbone_incomplete", path=str(folder), count=len(names), names=shown)


def first_line(error: BaseException) -> str:
    """What an exception says, without the rest of its text."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
