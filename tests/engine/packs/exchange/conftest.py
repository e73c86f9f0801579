"""Small packs for every claim about what can be told to others, and foreign files with one thing wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.backbones.fingerprint import Fingerprint
from engine.errors import InputError
from engine.packs import Manifest, PromptPack, write_pack
from engine.packs.exchange import Target, read_foreign

HIDDEN, LAYERS, HEADS, WIDTH, TOKENS = 8, 2, 2, 4, 3
ARCHITECTURES = {"causal": "GPT2LMHeadModel", "masked": "BertModel", "seq2seq": "BartForConditionalGeneration"}
SITES = {"causal": "decoder", "masked": "encoder", "seq2seq": "decoder"}

MakePack = Callable[..., PromptPack]
MakeAdapter = Callable[..., Path]


def make_fingerprint(family: str = "causal", **changes: Any) -> Fingerprint:
    values: dict[str, Any] = {
        "architecture": ARCHITECTURES[family],
        "hidden": HIDDEN,
        "layers": LAYERS,
        "heads": HEADS,
        "kv_heads": HEADS,
        "head_dim": WIDTH,
        "vocab_size": 100,
        "tokenizer_hash": "a" * 64,
        "weights_hash": "b" * 64,
        "embedding": HIDDEN,
        "decoder_layers": LAYERS if family == "seq2seq" else 0,
        "name": "tiny",
        "source": "folder:tiny",
    }
    return Fingerprint(**{**values, **changes})


def make_target(family: str = "causal", **changes: Any) -> Target:
    """A base model of two layers, 2 heads of 4 and 8 wide."""
    slots = {f"{SITES[family]}.{layer}": (HEADS, WIDTH) for layer in range(LAYERS)}
    kinds = {"causal": "gpt2", "masked": "bert", "seq2seq": "bart"}
    values = {"slots": slots, "has_pooler": family == "masked", **changes}
    return Target(make_fingerprint(family), family, kinds[family], **values)


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def deep_tensors(family: str = "causal", layers: int = LAYERS, tokens: int = TOKENS) -> dict[str, np.ndarray]:
    site = SITES[family]
    return {f"key_values.{site}.{i}": numbers(2, HEADS, tokens, WIDTH, seed=i) for i in range(layers)}


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """A pack of given tensors; an input prompt that writes text with a causal model unless more is said."""

    def make(tensors: dict[str, np.ndarray] | None = None, family: str = "causal", **changes: Any) -> PromptPack:
        labels = ["no", "yes"] if "head.weight" in (tensors or {}) else []
        values: dict[str, Any] = {
            "name": "Small",
            "method": {"kind": "prompt_tuning", "options": {}},
            "task": {"kind": "generation", "output": "text", "max_tokens": 32, "pooling": "last"},
            "template": "{soft}{text}",
            "backbone": make_fingerprint(family),
            "position": {"soft": "front", "positions": "shifted"},
            "training_dtype": "float32",
            "metrics": {"metrics": {}, "baseline": None, "head_alone": None, "seed": 0},
            "data": {"name": "", "sha256": None, "rows": 0, "kept_aside": 0},
            "labels": labels,
            "created": "2030-01-31T12:00:00Z",
        }
        found = tensors if tensors is not None else {"embeddings": numbers(TOKENS, HIDDEN)}
        return write_pack(tmp_path / "small.promptpack", Manifest(**{**values, **changes}), found)

    return make


@pytest.fixture
def make_adapter(tmp_path: Path) -> MakeAdapter:
    """A PEFT folder of an input prompt, or of what `config` and `tensors` make of it."""

    def make(tensors: dict[str, np.ndarray] | None = None, **config: Any) -> Path:
        folder = tmp_path / "adapter"
        folder.mkdir(exist_ok=True)
        values = {
            "peft_type": "PROMPT_TUNING",
            "task_type": "CAUSAL_LM",
            "num_virtual_tokens": TOKENS,
            "num_transformer_submodules": 1,
            "num_layers": LAYERS,
            "num_attention_heads": HEADS,
            "token_dim": HIDDEN,
            "base_model_name_or_path": "someone/tiny",
        }
        (folder / "adapter_config.json").write_text(json.dumps({**values, **config}), encoding="utf-8")
        found = {"prompt_embeddings": numbers(TOKENS, HIDDEN)} if tensors is None else tensors
        save_file(found, folder / "adapter_model.safetensors")
        return folder

    return make


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[Path], InputError]:
    """Reads what must be refused; gives the error, after it was seen that nothing was written."""

    def read(path: Path) -> InputError:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(InputError) as caught:
            read_foreign(path)
        assert caught.value.exit_code == 2 and caught.value.message and caught.value.action
        assert sorted(tmp_path.rglob("*")) == before
        return caught.value

    return read
