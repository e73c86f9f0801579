"""Backbone: a frozen language model with its tokenizer, its attention slots and the proof that it stays frozen.

Loads ordinary model folders (safetensors only, no remote code). Where the folder comes from is `catalog`'s business.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoConfig, AutoTokenizer
from transformers.modeling_layers import GradientCheckpointingLayer
from transformers.modeling_outputs import BaseModelOutput

from engine.backbones import attention
from engine.backbones.model_loading import first_line, load_model
from engine.backbones.packed_numbers import BITS, number_count, packing
from engine.backbones.slots import Family, Site, Slot, find_slots
from engine.backbones.splitting import across_cards, free_on_cards, is_to_be_split, require_on_cards
from engine.devices import choose_device, choose_dtype, free_memory
from engine.errors import InputError
from engine.files import size_text

__all__ = ["Backbone", "Family", "Site", "Slot", "family_of", "find_slots", "hash_tensors"]


UNSTEADY_ROTARY = ("dynamic", "longrope")  # rotary positions that depend on how long a row is


class Backbone:
    """A frozen language model. `family` decides what it can be asked; `slots` where deep prompts enter; `has_words`
    whether it has a trained head over its vocabulary, without which it can answer only through a head of a task."""

    def __init__(
        self, model: nn.Module, tokenizer: Any, family: Family, source: str, name: str, *, has_words: bool = True
    ) -> None:
        self.model = model.eval().requires_grad_(False)
        self.tokenizer = tokenizer
        self.family = family
        self.source = source
        self.name = name
        self.has_words = has_words
        self.packed_as = ""  # "int8" or "int4" where its matrices are
        self.slots = find_slots(model, family)
        self.is_checkpointing = False  # inside `checkpointed`

    @staticmethod
    def load(folder: Path, *, source: str | None = None, dtype: str = "auto", device: str = "auto") -> Backbone:
        """Load a model folder. Raises InputError when it is no model, needs remote code, or does not fit in memory."""
        config = _read_config(folder)
        family = family_of(config)
        where = choose_device(device)
        number_format = choose_dtype("auto" if dtype in BITS else dtype, where)
        placement = packing(dtype, where, number_format)
        needed = _needed_bytes(folder, BITS[dtype] / 8 if dtype in BITS else number_format.itemsize)
        is_split = is_to_be_split(device, where, needed)
        if is_split:
            placement |= across_cards()
        _refuse_too_big(folder.name, needed, sum(free_on_cards().values()) if is_split else free_memory(where))
        model, has_words = load_model(folder, family, number_format, placement)
        require_on_cards(model, folder.name, needed)
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise InputError("backbone_unreadable", path=str(folder), reason=first_line(error)) from error
        if not tokenizer.is_fast or len(tokenizer) <= len(set(tokenizer.all_special_ids)):
            # without its files transformers makes a tokenizer that knows no word; a slow one has no offsets
            raise InputError("backbone_unreadable", path=str(folder), reason="there is no usable tokenizer.json.")
        has_words = has_words and (family != "masked" or tokenizer.mask_token_id is not None)
        model = model if placement else model.to(where)
        found = Backbone(model, tokenizer, family, source or str(folder), folder.name, has_words=has_words)
        found.packed_as = dtype if dtype in BITS else ""
        return found

    @property
    def device(self) -> torch.device:
        """Where its embedding is, and with it prompts, batches and heads; a split model's layers are elsewhere too."""
        return self.embedding.weight.device

    @property
    def is_split(self) -> bool:
        """Whether its layers lie on several cards."""
        return len(set(getattr(self.model, "hf_device_map", {}).values())) > 1

    @property
    def dtype(self) -> torch.dtype:
        """What it computes in."""
        return self.embedding.weight.dtype

    @property
    def number_format(self) -> str:
        """What its matrices are kept in, as a recipe says it: bfloat16, int8 ..."""
        return self.packed_as or str(self.dtype).removeprefix("torch.")

    @cached_property
    def embedding(self) -> nn.Embedding:
        """The input embedding (V, H)."""
        module: nn.Embedding = self.model.get_input_embeddings()  # type: ignore[operator]
        return module

    @property
    def embedding_size(self) -> int:
        """Width of an input prompt; not the hidden size where a model factorises its embedding."""
        return int(self.embedding.weight.shape[1])

    @cached_property
    def hidden_size(self) -> int:
        """Width of the last hidden state, which heads read (OPT-350m's is not its config's `hidden_size`)."""
        if self.family == "seq2seq":
            return int(self.model.config.d_model)  # type: ignore[union-attr, arg-type]
        with torch.no_grad():
            ids = torch.zeros(1, 1, dtype=torch.long, device=self.device)
            return int(self.body(input_ids=ids).last_hidden_state.shape[-1])

    @property
    def max_positions(self) -> int | None:
        """Tokens that learned or trained positions reach, or None when the model names no limit."""
        limit = getattr(self.model.config, "max_position_embeddings", None)
        return int(limit) - self.first_position if isinstance(limit, int) and limit > 0 else None

    @property
    def parameter_count(self) -> int:
        return sum(map(number_count, self.model.parameters()))

    @cached_property
    def body(self) -> nn.Module:
        """The transformer without its language-model head: returns hidden states. Not for encoder-decoders."""
        return self.model.base_model  # type: ignore[return-value]

    @cached_property
    def encoder(self) -> nn.Module:
        """The encoder of an encoder-decoder."""
        return self.model.get_encoder()  # type: ignore[operator]

    @cached_property
    def decoder(self) -> nn.Module:
        """The decoder of an encoder-decoder."""
        return self.model.get_decoder()  # type: ignore[operator]

    @property
    def pooler(self) -> nn.Module | None:
        """The layer that the model's authors put between [CLS] and a classifier: (B, T, H) -> (B, H). None: none."""
        found = getattr(self.body, "pooler", None) if self.family == "masked" else None
        return None if isinstance(found, nn.Linear) else found  # ALBERT's is in two parts and reads one token

    @cached_property
    def takes_positions(self) -> bool:
        """Whether positions can be passed, which makes results independent of the padding side."""
        return self.family != "seq2seq" and "position_ids" in inspect.signature(self.body.forward).parameters

    @cached_property
    def is_steady(self) -> bool:
        """Whether a causal model reads a token the same way however far its row goes on, and however the tokens before
        it were read: positions can be passed, every layer's attention can be entered, none sees only a window, and
        rotary positions do not depend on length."""
        config: Any = self.model.config
        layers = getattr(config, "layer_types", None) or ()
        if self.family != "causal" or not self.takes_positions or len(self.slots) != config.num_hidden_layers:
            return False
        if any(kind != "full_attention" for kind in layers):
            return False
        if not layers and getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True):
            return False
        rotary = str(getattr(config, "rope_parameters", None) or "")
        return not any(kind in rotary for kind in UNSTEADY_ROTARY)

    @cached_property
    def position_tables(self) -> dict[str, nn.Embedding]:
        """Learned positions of an encoder-decoder by site; empty where positions are relative."""
        sides = {"encoder": self.encoder, "decoder": self.decoder} if self.family == "seq2seq" else {}
        found = {site: getattr(side, "embed_positions", None) for site, side in sides.items()}
        return {site: table for site, table in found.items() if isinstance(table, nn.Embedding)}

    @cached_property
    def first_position(self) -> int:
        """Position of the first token: 0, or behind the row that padding has among the positions (RoBERTa's line)."""
        for name, module in self.model.named_modules():
            if name.endswith("position_embeddings") and getattr(module, "padding_idx", None) is not None:
                return int(module.padding_idx) + 1
        return 0

    @contextmanager
    def placed(self, site: str, positions: Tensor) -> Iterator[None]:
        """Inside, the learned positions of an encoder-decoder's side are these, (B, T); nothing where it has none."""
        table = self.position_tables.get(site)
        if table is None:
            yield
            return
        rows = positions.clamp(min=0) + int(getattr(table, "offset", 0))
        handle = table.register_forward_hook(lambda module, args, output: F.embedding(rows, module.weight))
        try:
            yield
        finally:
            handle.remove()

    def logits(self, hidden: Tensor) -> Tensor:
        """Vocabulary logits (..., V) of last hidden states (..., H), by whatever the model itself does with them.

        The model's own forward is run with its body replaced by these states, so that transforms, scaling, capping
        and biases are the model's, whichever family it is of.
        """
        states = hidden.reshape(1, -1, hidden.shape[-1])  # (1, N, H): models cut along the middle
        output = _States(last_hidden_state=states)
        dummy = hidden.new_zeros(1, 1, 1)
        inputs: dict[str, Any] = {"inputs_embeds": dummy}
        bodies = [self.model.base_model]
        if self.family == "seq2seq":
            inputs = {"encoder_outputs": _States(last_hidden_state=dummy), "decoder_inputs_embeds": dummy}
        if self.family != "masked":  # OPT asks the decoder inside its body, T5 has no body around its two halves
            bodies.append(self.model.get_decoder())  # type: ignore[operator]
        with ExitStack() as stack:
            for body in {id(body): body for body in bodies if body is not self.model}.values():
                stack.enter_context(_replaced_forward(body, lambda *args, **kwargs: output))  # type: ignore[arg-type]
            logits: Tensor = self.model(**inputs).logits
        return logits.reshape(*hidden.shape[:-1], logits.shape[-1]).to(hidden.device)

    @contextmanager
    def checkpointed(self, is_on: bool = True) -> Iterator[None]:
        """Inside, layers keep only their inputs for the backward pass and are run again there: slower, less memory.

        Keep the backward pass inside. transformers' own switch works in training mode only, which would bring
        dropout into the frozen model.
        """
        before, self.is_checkpointing = self.is_checkpointing, is_on
        with ExitStack() as stack:
            stack.callback(setattr, self, "is_checkpointing", before)
            for layer in _outermost_layers(self.model) if is_on else ():
                stack.enter_context(_replaced_forward(layer, attention.rerunnable(layer, layer.forward)))
            yield

    def tensor_hash(self) -> str:
        """SHA-256 over every stored tensor of the model, by name: the same before and after, or it was not frozen.

        What a model computes for itself (rotary tables) is no part of it.
        """
        return hash_tensors(self.model.state_dict())


@contextmanager
def _replaced_forward(module: nn.Module, forward: Callable[..., Any]) -> Iterator[None]:
    """Inside, calling this module calls `forward`. What was set on the module itself before comes back after."""
    before = module.__dict__.get("forward")
    module.forward = forward
    try:
        yield
    finally:
        del module.forward
        if before is not None:
            module.forward = before


def _outermost_layers(model: nn.Module) -> list[nn.Module]:
    """The layers that transformers would checkpoint; of a model that marks none (ALBERT, MPNet), what it lists."""
    marked = list(_outermost(model, lambda parent, child: isinstance(child, GradientCheckpointingLayer)))
    return marked or list(_outermost(model, lambda parent, child: isinstance(parent, nn.ModuleList)))


def _outermost(module: nn.Module, is_layer: Callable[[nn.Module, nn.Module], bool]) -> Iterator[nn.Module]:
    for child in module.children():
        if is_layer(module, child):
            yield child
        else:
            yield from _outermost(child, is_layer)


def hash_tensors(tensors: Mapping[str, Tensor]) -> str:
    """SHA-256 over names, shapes, number formats and values, in the order of the names."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


class _States(BaseModelOutput):
    """What a body returns, its last hidden states; whatever else a model asks of it is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def family_of(config: Any) -> Family:
    """causal, masked (an encoder) or seq2seq, from what the model's own config says of itself."""
    if getattr(config, "is_encoder_decoder", False):
        return "seq2seq"
    names = " ".join(getattr(config, "architectures", None) or [])
    return "causal" if "CausalLM" in names or "LMHeadModel" in names else "masked"


def _read_config(folder: Path) -> Any:
    if not (folder / "config.json").is_file():
        raise InputError("backbone_missing", path=str(folder))
    try:
        return AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise InputError("backbone_unreadable", path=str(folder), reason=first_line(error)) from error


def _needed_bytes(folder: Path, width: float) -> float:
    """The stored numbers, each `width` bytes, and a fifth for activations."""
    stored = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    saved_as = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    stored_width = 4 if "32" in str(saved_as.get("dtype") or saved_as.get("torch_dtype") or "float32") else 2
    return stored / stored_width * width * 1.2


def _refuse_too_big(name: str, needed: float, free: int) -> None:
    """Refuse before loading what cannot fit."""
    if needed > free:
        raise InputError("backbone_too_big", name=name, needed=size_text(needed), free=size_text(free))
