"""Where a prompt in the input starts: uniform noise, vocabulary rows, label words, real text, or another pack.

Lester et al. 2021, section 3.2 and figure 3: starting from words beats starting from noise on small models.
All draw from the given generator, so the same seed gives the same start on every device.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.events import RunEvent, note
from engine.methods.method import Prompt

UNIFORM_LIMIT = 0.5  # Lester et al. 2021, section 3.2: from [-0.5, 0.5]
TEXT_NOTES = ("init_repeated", "init_cut")  # what is told of a text to start from
COMMON_WORDS = 5000  # same place: the most common rows of the vocabulary


def uniform(length: int, width: int, generator: torch.Generator) -> Tensor:
    """(length, width) drawn evenly from [-0.5, 0.5]."""
    return torch.empty(length, width).uniform_(-UNIFORM_LIMIT, UNIFORM_LIMIT, generator=generator)


def sampled_vocabulary(length: int, backbone: Backbone, generator: torch.Generator) -> Tensor:
    """(length, H) rows of the 5,000 most common words, without replacement while they last.

    Byte-pair and word-piece vocabularies list words by how common they are, after special tokens and single
    characters; those are left out, but for Chinese characters, which are words.
    """
    special = set(backbone.tokenizer.all_special_ids)
    words = [
        index
        for index, token in sorted((index, token) for token, index in backbone.tokenizer.get_vocab().items())
        if index not in special and _is_word(token)
    ][:COMMON_WORDS]
    words = words or [index for index in range(backbone.embedding.num_embeddings) if index not in special]
    rounds = -(-length // len(words))
    order = torch.cat([torch.randperm(len(words), generator=generator) for _ in range(rounds)])[:length]
    return _rows(backbone, [words[index] for index in order.tolist()])


def label_words(length: int, backbone: Backbone, words: Sequence[str], generator: torch.Generator) -> Tensor:
    """(length, H): one row a label, its sub-tokens averaged; what is left over is sampled from the vocabulary."""
    ids = [backbone.tokenizer(word, add_special_tokens=False).input_ids for word in words]
    found = [_rows(backbone, tokens).mean(dim=0) for tokens in ids if tokens]
    if not found:
        raise InputError("init_needs_labels")
    return _filled(torch.stack(found)[:length], length, backbone, generator)


def text(length: int, backbone: Backbone, words: str, notes: list[RunEvent] | None = None) -> Tensor:
    """(length, H): the embeddings of a text, repeated when it is shorter and cut when it is longer."""
    return _rows(backbone, text_ids(backbone, words, length, notes))


def text_ids(backbone: Backbone, words: str, length: int, notes: list[RunEvent] | None = None) -> list[int]:
    """`length` token ids of a text, without special tokens; what had to be done for that is added to `notes`."""
    ids: list[int] = backbone.tokenizer(words, add_special_tokens=False).input_ids
    if not ids:
        raise InputError("init_needs_text")
    if notes is not None and len(ids) != length:
        code = "init_repeated" if len(ids) < length else "init_cut"
        notes.append(note(code, tokens=len(ids), length=length))
    return (ids * -(-length // len(ids)))[:length]


def pack(
    length: int, backbone: Backbone, start: Prompt, generator: torch.Generator, notes: list[RunEvent] | None = None
) -> Tensor:
    """(length, H) from another pack's prompt (Vu et al. 2022, SPoT); vocabulary rows fill up what is missing, a longer
    one loses its end. Raises InputError when that prompt does not enter the input."""
    if start.embeddings is None:
        raise InputError("init_pack_no_input")
    found = start.input_length
    if notes is not None and found != length:
        notes.append(note("init_pack_filled" if found < length else "init_pack_cut", tokens=found, length=length))
    return _filled(start.embeddings.detach().float().cpu()[:length].clone(), length, backbone, generator)


def _filled(rows: Tensor, length: int, backbone: Backbone, generator: torch.Generator) -> Tensor:
    if len(rows) == length:
        return rows
    return torch.cat([rows, sampled_vocabulary(length - len(rows), backbone, generator)])


def _is_word(token: str) -> bool:
    bare = token.strip("Ġ▁#")
    return not token.startswith(("<", "[")) and (len(bare) > 1 or "\u3400" <= bare <= "\u9fff")


def _rows(backbone: Backbone, ids: Sequence[int]) -> Tensor:
    """(n, H) as the model reads them: some embeddings scale their stored rows (Gemma 3)."""
    with torch.no_grad():
        rows: Tensor = backbone.embedding(torch.tensor(list(ids), device=backbone.device))
    return rows.float().cpu()
