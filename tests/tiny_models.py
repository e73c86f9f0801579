"""Tiny random models with tokenizers, made in a moment: one of each family that the methods are tested on.

They know nothing, but they are ordinary model folders: config.json, model.safetensors, tokenizer.json. Their weights
are drawn ten times wider than usual, so that tokens, positions and prompts make a difference one can see. Sizes that
are often equal differ here: embedding and hidden size, heads times head size and hidden size, depths of both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AlbertConfig,
    AlbertForMaskedLM,
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForMaskedLM,
    BertModel,
    DistilBertConfig,
    DistilBertForMaskedLM,
    ElectraConfig,
    ElectraForMaskedLM,
    GlmConfig,
    GlmForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    OPTConfig,
    OPTForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    RobertaConfig,
    RobertaForMaskedLM,
    T5Config,
    T5ForConditionalGeneration,
)

from tests.tiny_tokenizers import byte_pairs, roberta_pairs, unigrams, word_pieces

DEVIATION = 0.2
POSITIONS = 160  # of the models whose positions are learned
ROBERTA_IDS = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}


def tiny_bert(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer BERT encoder with word pieces and a pooler, but no masked-language-model head; returns the folder."""
    return _save(BertModel, _bert_config(word_pieces(folder), hidden), folder, seed)


def tiny_bert_mlm(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """The same encoder saved with a masked-language-model head (and, as such files are, without a pooler)."""
    return _save(BertForMaskedLM, _bert_config(word_pieces(folder), hidden), folder, seed)


def tiny_roberta(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer RoBERTa with byte-level BPE; its positions start behind the one that padding has."""
    config = RobertaConfig(
        vocab_size=roberta_pairs(folder),
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=POSITIONS + 2,
        type_vocab_size=1,
        **ROBERTA_IDS,
    )
    return _save(RobertaForMaskedLM, config, folder, seed)


def tiny_electra(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer ELECTRA generator whose embedding is half as wide as its layers."""
    config = ElectraConfig(
        vocab_size=word_pieces(folder),
        embedding_size=hidden // 2,
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=POSITIONS,
    )
    return _save(ElectraForMaskedLM, config, folder, seed)


def tiny_distilbert(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer DistilBERT, whose config has other names for the same sizes."""
    config = DistilBertConfig(
        vocab_size=word_pieces(folder),
        dim=hidden,
        n_layers=2,
        n_heads=4,
        hidden_dim=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=POSITIONS,
    )
    return _save(DistilBertForMaskedLM, config, folder, seed)


def tiny_albert(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """An ALBERT of three layers that share their weights; its embedding is half as wide as its layers."""
    config = AlbertConfig(
        vocab_size=word_pieces(folder),
        embedding_size=hidden // 2,
        hidden_size=hidden,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=POSITIONS,
        pad_token_id=0,
        bos_token_id=2,
        eos_token_id=3,
    )
    return _save(AlbertForMaskedLM, config, folder, seed)


def tiny_llama(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer LLaMA (4 heads, 2 key/value heads) with byte-level BPE; returns the folder."""
    config = LlamaConfig(
        vocab_size=byte_pairs(folder),
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=256,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    return _save(LlamaForCausalLM, config, folder, seed)


def tiny_qwen3(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer Qwen3: its 4 heads (2 of keys and values) are wider together than the hidden states."""
    config = Qwen3Config(
        vocab_size=byte_pairs(folder),
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=hidden // 4 + 4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=256,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=1,
    )
    return _save(Qwen3ForCausalLM, config, folder, seed)


def tiny_glm(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer GLM as transformers has it: half of each head turned by positions, [gMASK]<sop> before a text."""
    specials = ("<|endoftext|>", "[gMASK]", "<sop>", "<|user|>")
    named = {"eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    vocab_size = byte_pairs(folder, specials, "[gMASK] <sop> $A", **named, additional_special_tokens=[*specials[1:]])
    config = GlmConfig(
        vocab_size=vocab_size,
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=hidden // 4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=256,
        eos_token_id=[0, 3],
        pad_token_id=0,
    )
    return _save(GlmForCausalLM, config, folder, seed)


def tiny_gpt2(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer GPT-2 (learned positions, one matrix for queries, keys and values); returns the folder."""
    config = GPT2Config(
        vocab_size=byte_pairs(folder),
        n_embd=hidden,
        n_layer=2,
        n_head=4,
        n_positions=POSITIONS,
        initializer_range=DEVIATION,
        bos_token_id=0,
        eos_token_id=1,
    )
    return _save(GPT2LMHeadModel, config, folder, seed)


def tiny_opt(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer OPT with a narrower embedding, as opt-350m has, and </s> before a text."""
    specials = ("<s>", "<pad>", "</s>", "<unk>")
    named = {"bos_token": "</s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "</s>"}
    config = OPTConfig(
        vocab_size=byte_pairs(folder, specials, "</s> $A", **named),
        hidden_size=hidden,
        word_embed_proj_dim=3 * hidden // 4,
        num_hidden_layers=2,
        num_attention_heads=4,
        ffn_dim=2 * hidden,
        init_std=DEVIATION,
        max_position_embeddings=POSITIONS,
        bos_token_id=2,
        pad_token_id=1,
        eos_token_id=2,
    )
    return _save(OPTForCausalLM, config, folder, seed)


def tiny_t5(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A T5 of two encoder and three decoder layers; 4 heads of 6 are narrower together than the hidden states."""
    config = T5Config(
        vocab_size=unigrams(folder),
        d_model=hidden,
        d_kv=hidden // 4 - 2,
        num_heads=4,
        d_ff=2 * hidden,
        num_layers=2,
        num_decoder_layers=3,
        relative_attention_num_buckets=8,
        relative_attention_max_distance=16,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return _save(T5ForConditionalGeneration, config, folder, seed)


def tiny_bart(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A BART of three encoder layers and two decoder layers, as distilled ones are unequal."""
    config = BartConfig(
        vocab_size=roberta_pairs(folder),
        d_model=hidden,
        encoder_layers=3,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=2 * hidden,
        decoder_ffn_dim=2 * hidden,
        init_std=DEVIATION,
        max_position_embeddings=POSITIONS,
        decoder_start_token_id=2,
        forced_eos_token_id=2,
        **ROBERTA_IDS,
    )
    return _save(BartForConditionalGeneration, config, folder, seed)


MAKERS: dict[str, Callable[[Path], Path]] = {
    "bert": tiny_bert,
    "llama": tiny_llama,
    "gpt2": tiny_gpt2,
    "qwen3": tiny_qwen3,
    "opt": tiny_opt,
    "glm": tiny_glm,
    "bert_mlm": tiny_bert_mlm,
    "roberta": tiny_roberta,
    "electra": tiny_electra,
    "distilbert": tiny_distilbert,
    "albert": tiny_albert,
    "t5": tiny_t5,
    "bart": tiny_bart,
}


def _bert_config(vocab_size: int, hidden: int) -> BertConfig:
    return BertConfig(
        vocab_size=vocab_size,
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=POSITIONS,
    )


def _save(model: Callable[[Any], Any], config: Any, folder: Path, seed: int) -> Path:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model(config).save_pretrained(folder)
    return folder
