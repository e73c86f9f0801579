"""Tiny tokenizers as the known model families have them: word pieces, byte-level BPE and SentencePiece's unigrams.

Each function saves an ordinary tokenizer.json with the frame (what is put around a text) of its family, and returns
the size of its vocabulary. `tests/tiny_models.py` makes the models that belong to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors
from tokenizers import decoders as token_decoders
from transformers import PreTrainedTokenizerFast

WORDS = (
    "the a is was it this that i you we not no very too and but or with of for to in on at my review text sentiment "
    "good great fine lovely best happy love bad poor awful worst sad hate broken film book soup phone battery works "
    "great terrible positive negative praise complaint yes question answer read decide which these"
)
PIECES = [".", ",", "!", "?", ":", "'", *"abcdefghijklmnopqrstuvwxyz0123456789"]
ROBERTA = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")  # the specials of RoBERTa and BART, in the order of their ids


def word_pieces(folder: Path) -> int:
    """BERT's: [CLS] a text [SEP], lower case, pieces inside a word marked by ##."""
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
    return len(vocabulary)


def byte_pairs(folder: Path, specials: Sequence[str] = ("<s>", "</s>"), frame: str | None = None, **named: Any) -> int:
    """A byte-level BPE that knows WORDS, with and without a space in front.

    `specials` get the first ids, `frame` is what stands around a text ("<s> $A </s>"; None: nothing), `named` says
    which special is which ("mask_token"); by default <s> opens and </s> closes.
    """
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
    if frame is not None:
        used = [(part, vocabulary[part]) for part in frame.split() if part != "$A"]
        tokenizer.post_processor = processors.TemplateProcessing(single=frame, special_tokens=list(dict.fromkeys(used)))
    named = named or {"bos_token": "<s>", "eos_token": "</s>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(folder)
    return len(vocabulary)


def roberta_pairs(folder: Path) -> int:
    """RoBERTa's and BART's: <s> a text </s>; the mask swallows the space in front of it."""
    named = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}
    mask = AddedToken("<mask>", lstrip=True, special=True)
    return byte_pairs(folder, ROBERTA, "<s> $A </s>", **named, unk_token="<unk>", mask_token=mask)


def unigrams(folder: Path) -> int:
    """T5's: a text </s>, words marked by ▁ in front, two sentinels at the end."""
    sentinels = ["<extra_id_0>", "<extra_id_1>"]
    words = dict.fromkeys(WORDS.split())
    pieces = ["▁", *(f"▁{word}" for word in words), *PIECES, *(word for word in words if len(word) > 1)]
    scored = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    # a longer piece is likelier than its parts, so a known word is one token
    scored += [(piece, -8.0 + 0.01 * len(piece)) for piece in pieces] + [(sentinel, 0.0) for sentinel in sentinels]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = token_decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    named = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, additional_special_tokens=sentinels, **named).save_pretrained(
        folder
    )
    return len(scored)
