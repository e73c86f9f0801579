"""TextGenerator: pack + backbone -> tokens, one at a time, so that a window can show them and stop at any moment.

Prefixes enter at the same point as in training; what a cache holds is real tokens only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from engine.errors import InputError
from engine.options import option
from engine.training.batches import EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Temperature 0 takes the likeliest one: the same words every time."""

    temperature: float = option(0.0, label="Temperature", help="0: steady. 1: as the model feels.", low=0.0, high=5.0)
    top_p: float = option(1.0, label="Top p", help="Leave out the unlikely rest.", low=0.01, high=1.0)
    seed: int = option(42, label="Seed", low=0, high=2**31 - 1)
    max_new_tokens: int = option(96, label="Longest answer", low=1, high=4096, unit="tokens")


class TextGenerator:
    """Continues an encoded example on a causal model."""

    def __init__(self, model: PromptedModel) -> None:
        if model.backbone.family != "causal":
            raise InputError("cannot_write", backbone=model.backbone.name)
        self.model = model

    def stream(self, example: EncodedExample, sampling: Sampling) -> Iterator[str]:
        """The answer in pieces of text that can be joined; at most `max_new_tokens` tokens, fewer at the end sign."""
        tokenizer = self.model.backbone.tokenizer
        written: list[int] = []
        shown = ""
        for token in self._tokens(example, sampling):
            written.append(token)
            text = tokenizer.decode(written, skip_special_tokens=True)
            if text.endswith("\ufffd"):  # half of a character: wait for the rest
                continue
            yield text[len(shown) :]
            shown = text

    def _tokens(self, example: EncodedExample, sampling: Sampling) -> Iterator[int]:
        backbone = self.model.backbone
        draw = torch.Generator().manual_seed(sampling.seed)
        ends = _end_tokens(backbone.model, backbone.tokenizer)
        batch = make_batch([example]).to(backbone.device)
        cache = DynamicCache(config=backbone.model.config)
        inputs = self.model.inputs(batch)
        length = batch.input_ids.shape[1]
        shift = self.model.first_position
        for count in range(sampling.max_new_tokens):
            with torch.no_grad(), self.model.installed():  # not around the yield: another model may answer in between
                output = backbone.body(**inputs, past_key_values=cache, use_cache=True)
                token = _choose(backbone.logits(output.last_hidden_state[:, -1]).float()[0], sampling, draw)
            if token in ends:
                return
            yield token
            total = length + count + 1
            if backbone.max_positions is not None and total + shift > backbone.max_positions + backbone.first_position:
                return  # the token just written has no position of its own
            ids = torch.tensor([[token]], device=backbone.device)
            inputs = {
                "inputs_embeds": backbone.embedding(ids),
                "attention_mask": torch.ones(1, total, dtype=torch.long, device=backbone.device),
            }
            if backbone.takes_positions:
                inputs["position_ids"] = torch.tensor([[total - 1 + shift]], device=backbone.device)


def _choose(logits: Tensor, sampling: Sampling, draw: torch.Generator) -> int:
    """One token of logits (V,): the likeliest, or drawn from the smallest set that holds `top_p`."""
    if sampling.temperature == 0:
        return int(logits.argmax())
    probabilities = (logits / sampling.temperature).softmax(dim=0).cpu()
    ordered, places = probabilities.sort(descending=True)
    before = ordered.cumsum(dim=0) - ordered
    ordered[before >= sampling.top_p] = 0.0
    return int(places[torch.multinomial(ordered, 1, generator=draw)])


def _end_tokens(model: torch.nn.Module, tokenizer: object) -> set[int]:
    """Ids that end an answer, from the tokenizer and from the model's own generation settings."""
    settings = getattr(getattr(model, "generation_config", None), "eos_token_id", None)
    found = settings if isinstance(settings, list) else [settings]
    return {token for token in [*found, getattr(tokenizer, "eos_token_id", None)] if isinstance(token, int)}
