"""Tiny random models with tokenizers, made in a moment: a BERT encoder, a LLaMA with grouped keys and a GPT-2.

They know nothing, but they are ordinary model folders: config.json, model.safetensors, tokenizer.json. Their weights
are drawn ten times wider than usual, so that tokens, positions and prompts make a difference one can see.
"""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from tokenizers import decoders as token_decoders
from transformers import (
    BertConfig,
    BertModel,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

DEVIATION = 0.2
WORDS = (
    "the a is was it this that i you we not no very too and but or with of for to in on at my review text sentiment "
    "good great fine lovely best happy love bad poor awful worst sad hate broken film book soup phone battery works "
    "great terrible positive negative praise complaint yes question answer read decide which these"
)
PIECES = [".", ",", "!", "?", ":", "'", *"abcdefghijklmnopqrstuvwxyz0123456789"]


def tiny_bert(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer BERT encoder with word pieces; returns the folder."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces = [*specials, *dict.fromkeys([*WORDS.split(), *PIECES, *(f"##{piece}" for piece in PIECES)])]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = token_decoders.WordPiece()
    frame = [("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=frame)
    named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, mask_token="[MASK]", **named).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=hidden,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * hidden,
        initializer_range=DEVIATION,
        max_position_embeddings=160,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        BertModel(config).save_pretrained(folder)
    return folder


def tiny_llama(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer LLaMA (4 heads, 2 key/value heads) with byte-level BPE; returns the folder."""
    vocab_size = _byte_tokenizer(folder)
    config = LlamaConfig(
        vocab_size=vocab_size,
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
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def tiny_gpt2(folder: Path, *, hidden: int = 32, seed: int = 0) -> Path:
    """A two-layer GPT-2 (learned positions, one matrix for queries, keys and values); returns the folder."""
    vocab_size = _byte_tokenizer(folder)
    config = GPT2Config(
        vocab_size=vocab_size,
        n_embd=hidden,
        n_layer=2,
        n_head=4,
        n_positions=160,
        initializer_range=DEVIATION,
        bos_token_id=0,
        eos_token_id=1,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def _byte_tokenizer(folder: Path) -> int:
    """Save a byte-level BPE that knows WORDS, with and without a space in front; returns its size."""
    specials = ["<s>", "</s>"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {piece: index for index, piece in enumerate([*specials, *alphabet])}
    merges: list[tuple[str, str]] = []
    for word in dict.fromkeys(f"{space}{word}" for word in WORDS.split() for space in ("Ġ", "")):
        made = word[0]
        for letter in word[1:]:
            if made + letter not in vocabulary:
                vocabulary[made + letter] = len(vocabulary)
                merges.append((made, letter))
            made += letter
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = token_decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>").save_pretrained(folder)
    return len(vocabulary)
