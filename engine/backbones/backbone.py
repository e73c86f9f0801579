"""Backbone: a frozen language model with its tokenizer, its attention slots and the proof that it stays frozen.

Loads ordinary model folders (safetensors only, no remote code). Where the folder comes from is `catalog`'s business.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

from engine.backbones import attention
from engine.devices import choose_device, choose_dtype, free_memory
from engine.errors import InputError
from engine.files import size_text

Family = Literal["causal", "masked", "seq2seq"]
Site = Literal["encoder", "decoder", "cross"]


@dataclass(frozen=True)
class Slot:
    """One attention module that a deep prompt can enter; shapes are read from a real call, never from config names."""

    name: str
    site: Site
    module: nn.Module
    kv_heads: int
    head_dim: int


class Backbone:
    """A frozen language model. `family` decides what it can be asked; `slots` where deep prompts enter."""

    def __init__(self, model: nn.Module, tokenizer: Any, family: Family, source: str, name: str) -> None:
        self.model = model.eval().requires_grad_(False)
        self.tokenizer = tokenizer
        self.family = family
        self.source = source
        self.name = name
        self.slots = find_slots(model, family)

    @staticmethod
    def load(folder: Path, *, source: str | None = None, dtype: str = "auto", device: str = "auto") -> Backbone:
        """Load a model folder. Raises InputError when it is no model, needs remote code, or does not fit in memory."""
        config = _read_config(folder)
        family = family_of(config)
        where = choose_device(device)
        number_format = choose_dtype(dtype, where)
        _refuse_too_big(folder, where, number_format)
        auto = {"causal": AutoModelForCausalLM, "masked": AutoModel, "seq2seq": AutoModelForSeq2SeqLM}[family]
        try:
            model = auto.from_pretrained(
                folder,
                dtype=number_format,
                use_safetensors=True,
                attn_implementation=attention.NAME,
                local_files_only=True,
            )
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise InputError("backbone_unreadable", path=str(folder), reason=_first_line(error)) from error
        if not tokenizer.is_fast or len(tokenizer) <= len(set(tokenizer.all_special_ids)):
            # without its files transformers makes a tokenizer that knows no word; a slow one has no offsets
            raise InputError("backbone_unreadable", path=str(folder), reason="there is no usable tokenizer.json.")
        return Backbone(model.to(where), tokenizer, family, source or str(folder), folder.name)

    @property
    def device(self) -> torch.device:
        return self.embedding.weight.device

    @property
    def dtype(self) -> torch.dtype:
        return self.embedding.weight.dtype

    @cached_property
    def embedding(self) -> nn.Embedding:
        """The input embedding (V, H)."""
        module: nn.Embedding = self.model.get_input_embeddings()  # type: ignore[operator]
        return module

    @property
    def embedding_size(self) -> int:
        """Width of an input prompt; not the hidden size where a model factorises its embedding."""
        return int(self.embedding.weight.shape[1])

    @property
    def hidden_size(self) -> int:
        """Width of the last hidden state, which heads read."""
        return int(self.model.config.hidden_size)  # type: ignore[union-attr, arg-type]

    @property
    def max_positions(self) -> int | None:
        """Tokens that learned or trained positions reach, or None when the model names no limit."""
        limit = getattr(self.model.config, "max_position_embeddings", None)
        return int(limit) - self.first_position if isinstance(limit, int) and limit > 0 else None

    @property
    def parameter_count(self) -> int:
        return sum(parameter.numel() for parameter in self.model.parameters())

    @cached_property
    def body(self) -> nn.Module:
        """The transformer without its language-model head: returns hidden states."""
        return self.model.base_model if self.family != "seq2seq" else self.model  # type: ignore[return-value]

    @cached_property
    def takes_positions(self) -> bool:
        """Whether positions can be passed, which makes results independent of the padding side."""
        return "position_ids" in inspect.signature(self.body.forward).parameters

    @cached_property
    def first_position(self) -> int:
        """Position of the first token: 0, or behind the row that padding has among the positions (RoBERTa's line)."""
        for name, module in self.model.named_modules():
            if name.endswith("position_embeddings") and getattr(module, "padding_idx", None) is not None:
                return int(module.padding_idx) + 1
        return 0

    def logits(self, hidden: Tensor) -> Tensor:
        """Vocabulary logits (..., V) of hidden states (..., H), with the scaling and capping that some models add."""
        head: Callable[[Tensor], Tensor] = self.model.get_output_embeddings()  # type: ignore[operator]
        logits = head(hidden)
        config = self.model.config
        if divisor := getattr(config, "logits_scaling", None):
            logits = logits / divisor
        if factor := getattr(config, "logit_scale", None):
            logits = logits * factor
        if cap := getattr(config, "final_logit_softcapping", None):
            logits = torch.tanh(logits / cap) * cap
        return logits

    def tensor_hash(self) -> str:
        """SHA-256 over every stored tensor of the model, by name: the same before and after, or it was not frozen.

        What a model computes for itself (rotary tables) is no part of it.
        """
        return hash_tensors(self.model.state_dict())


def hash_tensors(tensors: Mapping[str, Tensor]) -> str:
    """SHA-256 over names, shapes, number formats and values, in the order of the names."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def family_of(config: Any) -> Family:
    """causal, masked (an encoder) or seq2seq, from what the model's own config says of itself."""
    if getattr(config, "is_encoder_decoder", False):
        return "seq2seq"
    names = " ".join(getattr(config, "architectures", None) or [])
    return "causal" if "CausalLM" in names or "LMHeadModel" in names else "masked"


def find_slots(model: nn.Module, family: Family) -> tuple[Slot, ...]:
    """Run three tokens through the model and note each attention call: its module, place and key/value shape.

    Encoder and decoder get different lengths, so that a call's query and key lengths tell its place.
    Empty when the model does not route through the attention interface; deep methods refuse there.
    """
    calls: list[tuple[nn.Module, int, Tensor]] = []
    embedding: nn.Module = model.get_input_embeddings()  # type: ignore[operator]
    ids = torch.zeros(1, 3, dtype=torch.long, device=embedding.weight.device)  # type: ignore[arg-type]
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if family == "seq2seq":
        inputs["decoder_input_ids"] = ids[:, :2]
    with torch.no_grad(), attention.observed(lambda module, query, key, _: calls.append((module, query.shape[2], key))):
        model(**inputs, use_cache=False) if family != "masked" else model(**inputs)
    counts: dict[str, int] = {}
    slots = []
    for module, queries, key in calls:
        site: Site = "decoder" if family == "causal" else "encoder"
        if family == "seq2seq":
            site = "encoder" if queries == 3 else ("decoder" if key.shape[2] == 2 else "cross")
        index = counts[site] = counts.get(site, -1) + 1
        slots.append(Slot(f"{site}.{index}", site, module, key.shape[1], key.shape[3]))
    return tuple(slots)


def _read_config(folder: Path) -> Any:
    if not (folder / "config.json").is_file():
        raise InputError("backbone_missing", path=str(folder))
    try:
        return AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise InputError("backbone_unreadable", path=str(folder), reason=_first_line(error)) from error


def _refuse_too_big(folder: Path, device: torch.device, dtype: torch.dtype) -> None:
    """Refuse before loading what cannot fit: the stored numbers in the chosen format and a fifth for activations."""
    stored = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    saved_as = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    stored_width = 4 if "32" in str(saved_as.get("dtype") or saved_as.get("torch_dtype") or "float32") else 2
    needed = stored / stored_width * dtype.itemsize * 1.2
    free = free_memory(device)
    if needed > free:
        raise InputError("backbone_too_big", name=folder.name, needed=size_text(needed), free=size_text(free))


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
