"""TextGenerator: pack + backbone -> tokens, one at a time, so that a window can show them and stop at any moment.

Prefixes enter at the same point as in training; what a cache holds is real tokens only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache

from engine.errors import InputError
from engine.options import option
from engine.training.batches import BEHIND, AnswerLayout, Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Temperature 0 takes the likeliest one: the same words every time."""

    temperature: float = option(0.0, label="Temperature", help="0: steady. 1: as the model feels.", low=0.0, high=5.0)
    top_p: float = option(1.0, label="Top p", help="Leave out the unlikely rest.", low=0.01, high=1.0)
    seed: int = option(42, label="Seed", low=0, high=2**31 - 1)
    max_new_tokens: int = option(96, label="Longest answer", low=1, high=4096, unit="tokens")


class TextGenerator:
    """Writes on behind an encoded example: on a causal model, or with the decoder of an encoder-decoder."""

    def __init__(self, model: PromptedModel, layout: AnswerLayout = BEHIND) -> None:
        if model.backbone.family == "masked":
            raise InputError("cannot_write", backbone=model.backbone.name)
        self.model, self.layout = model, layout

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
        batch = make_batch([example], self.layout).to(backbone.device)
        step = self._decoder_step(batch) if backbone.family == "seq2seq" else self._causal_step(batch)
        token: int | None = None
        for _ in range(sampling.max_new_tokens):
            with torch.no_grad(), self.model.installed(batch):  # not around the yield: another model may answer then
                state = step(token)
                if state is None:
                    return  # the token just written has no position of its own
                token = _choose(backbone.logits(state).float()[0], sampling, draw)
            if token in ends:
                return
            yield token

    def _causal_step(self, batch: Batch) -> Callable[[int | None], Tensor | None]:
        """From the token last written (None: the row itself is read) to the state (1, H) that predicts the next."""
        backbone, shift = self.model.backbone, self.model.shift
        cache = DynamicCache(config=backbone.model.config)
        inputs = self.model.inputs(batch)
        total = batch.input_ids.shape[1]

        def step(token: int | None) -> Tensor | None:
            nonlocal total, inputs
            if token is not None:
                total += 1
                if backbone.max_positions is not None and total + shift > backbone.max_positions:
                    return None
                ids = torch.tensor([[token]], device=backbone.device)
                mask = torch.ones(1, total, dtype=torch.long, device=backbone.device)
                inputs = {"inputs_embeds": backbone.embedding(ids), "attention_mask": mask}
                if backbone.takes_positions:
                    place = total - 1 + shift + backbone.first_position
                    inputs["position_ids"] = torch.tensor([[place]], device=backbone.device)
            state: Tensor = backbone.body(**inputs, past_key_values=cache, use_cache=True).last_hidden_state
            return state[:, -1]

        return step

    def _decoder_step(self, batch: Batch) -> Callable[[int | None], Tensor | None]:
        """The same for a decoder; the encoder reads the row once."""
        backbone, shift = self.model.backbone, self.model.decoder_shift
        assert batch.decoder_ids is not None
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())  # a config would count the encoder's layers
        ids, done = batch.decoder_ids, 0
        with torch.no_grad(), self.model.installed(batch):
            encoded = self.model.encode(batch)

        def step(token: int | None) -> Tensor | None:
            nonlocal ids, done
            if token is not None:
                done += ids.shape[1]
                ids = torch.tensor([[token]], device=backbone.device)
            total = done + ids.shape[1]
            if backbone.position_tables and total + shift > (backbone.max_positions or 0):
                return None
            places = torch.arange(done, total, device=backbone.device) + shift
            with backbone.placed("decoder", places.unsqueeze(0)):
                output = backbone.decoder(
                    input_ids=ids,
                    attention_mask=torch.ones(1, total, dtype=torch.long, device=backbone.device),
                    encoder_hidden_states=encoded,
                    encoder_attention_mask=batch.attention_mask.long(),
                    past_key_values=cache,
                    use_cache=True,
                )
            state: Tensor = output.last_hidden_state
            return state[:, -1]

        return step


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
