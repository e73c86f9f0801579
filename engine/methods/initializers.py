"""Where a prompt starts: uniform noise, vocabulary rows, label words, or real text.

Lester et al. 2021, section 3.2 and figure 3: starting from words beats starting from noise on small models.
All draw from the given generator, so the same seed gives the same start on every device.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError

UNIFORM_LIMIT = 0.5  # Lester et al. 2021, section 3.2: from [-0.5, 0.5]
COMMON_WORDS = 5000  # same place: the most common rows of the vocabulary


def uniform(length: int, width: int, generator: torch.Generator) -> Tensor:
    """(length, width) drawn evenly from [-0.5, 0.5]."""
    return torch.empty(length, width).uniform_(-UNIFORM_LIMIT, UNIFORM_LIMIT, generator=generator)


def sampled_vocabulary(length: int, backbone: Backbone, generator: torch.Generator) -> Tensor:
    """(length, H) rows of the 5,000 most common words, without replacement while they last.

    Byte-pair and word-piece vocabularies list words by how common they are, after special tokens and single
    characters; those are left out.
    """
    special = set(backbone.tokenizer.all_special_ids)
    words = [
        index
        for index, token in sorted((index, token) for token, index in backbone.tokenizer.get_vocab().items())
        if index not in special and len(token.strip("Ġ▁#")) > 1 and not token.startswith(("<", "["))
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
    rows = torch.stack(found)[:length]
    if len(rows) == length:
        return rows
    return torch.cat([rows, sampled_vocabulary(length - len(rows), backbone, generator)])


def text(length: int, backbone: Backbone, words: str) -> Tensor:
    """(length, H): the embeddings of a text, repeated when it is shorter and cut when it is longer."""
    ids = backbone.tokenizer(words, add_special_tokens=False).input_ids
    if not ids:
        raise InputError("init_needs_text")
    return _rows(backbone, (ids * -(-length // len(ids)))[:length])


def _rows(backbone: Backbone, ids: Sequence[int]) -> Tensor:
    """(n, H) as the model reads them: some embeddings scale their stored rows (Gemma 3)."""
    with torch.no_grad():
        rows: Tensor = backbone.embedding(torch.tensor(list(ids), device=backbone.device))
    return rows.float().cpu()
