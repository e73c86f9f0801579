"""The model that is measured where nobody names one: random numbers in the shape of distilgpt2, nothing downloaded.

Its tokenizer knows whole words, those of `rows` among them, so that a row has as many tokens as words. What a model
knows does not change how long a step takes.
"""

from __future__ import annotations

from pathlib import Path

from engine.bench.rows import WORDS

NAME = "distilgpt2 shape, random"
# of `rows`, of the preset templates and of the sentences that prompts start from
TEMPLATE_WORDS = "Review Sentiment Read the text and decide which of these it is positive negative or : . ,"
END, UNKNOWN = "<|endoftext|>", "<unk>"
VOCABULARY = 50257


def make_default_model(
    folder: Path, *, layers: int = 6, heads: int = 12, width: int = 768, vocabulary: int = VOCABULARY
) -> Path:
    """Write config, weights and tokenizer; returns the folder. The same numbers each time."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    ids = {"bos_token_id": 0, "eos_token_id": 0}
    config = GPT2Config(vocab_size=vocabulary, n_layer=layers, n_head=heads, n_embd=width, **ids)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        GPT2LMHeadModel(config).save_pretrained(folder)
    _make_tokenizer(folder, vocabulary)
    return folder


def _make_tokenizer(folder: Path, vocabulary: int) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = dict.fromkeys([END, UNKNOWN, *TEMPLATE_WORDS.split(), *WORDS])
    filled = [*words, *(f"word{number}" for number in range(vocabulary - len(words)))]
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(filled)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    named = {"bos_token": END, "eos_token": END, "pad_token": END, "unk_token": UNKNOWN}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(folder)
