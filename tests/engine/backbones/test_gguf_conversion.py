"""A GGUF file becomes an ordinary folder whose model says the same."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from engine.backbones.fingerprint import fingerprint_folder
from engine.backbones.gguf_conversion import convert_gguf

HIDDEN, LAYERS, HEADS, KV_HEADS, INNER = 32, 2, 4, 2, 64
WORDS = ["<|endoftext|>", *"abcdefgh", "ab", "Ġ", "Ġa"]


@pytest.fixture
def tiny_gguf(tmp_path: Path) -> Path:
    """A LLaMA of two layers with random weights, its head tied to its embedding."""
    path = tmp_path / "model.gguf"
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(64)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(len(WORDS))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(WORDS)
    writer.add_token_types([3] + [1] * (len(WORDS) - 1))
    writer.add_token_merges(["a b", "Ġ a"])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    rng = np.random.default_rng(0)
    shapes = {"token_embd": (len(WORDS), HIDDEN), "output_norm": (HIDDEN,)}
    for layer in range(LAYERS):
        shapes |= {
            f"blk.{layer}.attn_q": (HIDDEN, HIDDEN),
            f"blk.{layer}.attn_k": (HIDDEN // HEADS * KV_HEADS, HIDDEN),
            f"blk.{layer}.attn_v": (HIDDEN // HEADS * KV_HEADS, HIDDEN),
            f"blk.{layer}.attn_output": (HIDDEN, HIDDEN),
            f"blk.{layer}.ffn_gate": (INNER, HIDDEN),
            f"blk.{layer}.ffn_up": (INNER, HIDDEN),
            f"blk.{layer}.ffn_down": (HIDDEN, INNER),
            f"blk.{layer}.attn_norm": (HIDDEN,),
            f"blk.{layer}.ffn_norm": (HIDDEN,),
        }
    for name, shape in shapes.items():
        writer.add_tensor(f"{name}.weight", rng.normal(scale=0.2, size=shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_the_folder_says_what_the_file_says(tiny_gguf: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    convert_gguf(tiny_gguf, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True).eval()
    read = AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file="model.gguf", dtype=torch.float32).eval()
    ids = tokenizer("ab ah", return_tensors="pt").input_ids
    assert tokenizer.convert_ids_to_tokens(ids[0]) == ["ab", "Ġa", "h"]
    with torch.no_grad():
        expected, found = read(ids).logits, model(ids).logits
    assert torch.allclose(found, expected, atol=0.002) and expected.std() > 0.1
    assert not hasattr(model.config, "quantization_config") and model.half().dtype == torch.float16


def test_the_same_file_gives_the_same_weights(tiny_gguf: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        convert_gguf(tiny_gguf, tmp_path / name)
        hashes.append(fingerprint_folder(tmp_path / name).weights_hash)
    assert hashes[0] == hashes[1]
