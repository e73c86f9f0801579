"""Decoding: what a model writes behind encoded rows, many rows at once, and how each next token is chosen.

transformers' `generate` does not fit: it moves on the positions of an encoder-decoder (BART) by the number of cached
tokens, where ours stand behind a prefix; it draws for all rows from one generator, so that a row's text would hang on
its company; rows that have ended are read on to the last one's end; and its loop cannot be left between two tokens,
where another model may answer. So the loop is ours; models, caches and their reordering are transformers'.

Of a model's own generation settings only its end signs are read. What else they say (sampling, repetition penalties,
forced first and last tokens) was chosen for other prompts than a learned one, and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError
from engine.options import option
from engine.tasks.beam_search import search
from engine.tasks.row_writer import open_writer, room_of
from engine.training.batches import AnswerLayout, EncodedExample
from engine.training.prompted_model import PromptedModel

ROWS_AT_ONCE = 32
MOST_BEAMS = 16
SEARCHING = {"beams": list(range(2, MOST_BEAMS + 1))}


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen. Temperature 0 takes the likeliest one: the same words every time.

    Raises InputError for several beams with a temperature: a search for the likeliest text draws nothing.
    """

    temperature: float = option(0.0, label="Temperature", help="0: steady. 1: as the model feels.", low=0.0, high=5.0)
    top_p: float = option(1.0, label="Top p", help="Leave out the unlikely rest.", low=0.01, high=1.0)
    seed: int = option(42, label="Seed", low=0, high=2**31 - 1)
    max_new_tokens: int = option(96, label="Longest answer", low=1, high=4096, unit="tokens")
    beams: int = option(
        1,
        label="Beams",
        help="Answers followed side by side to find the likeliest as a whole. 1: none beside the first.",
        low=1,
        high=MOST_BEAMS,
        advanced=True,
        when={"temperature": [0.0]},
    )
    length_penalty: float = option(
        1.0,
        label="Length penalty",
        help="Above 0 long answers are favoured, below 0 short ones.",
        low=-5.0,
        high=5.0,
        advanced=True,
        when=SEARCHING,
    )

    def __post_init__(self) -> None:
        if self.beams > 1 and self.temperature > 0:
            raise InputError("beams_draw", beams=self.beams, temperature=self.temperature)


def write_all(
    model: PromptedModel,
    layout: AnswerLayout,
    examples: Sequence[EncodedExample],
    sampling: Sampling,
    batch_size: int = ROWS_AT_ONCE,
) -> list[list[int]]:
    """Token ids of each row's answer, without the end sign. Answers that the rows carry are not read.

    At most `batch_size` rows, or beams, are in the cache at once, the longest first. Up to rounding a row's answer does
    not depend on the others. Raises InputError for an encoder.
    """
    written: list[list[int]] = [[] for _ in examples]
    order = sorted(range(len(examples)), key=lambda index: -len(examples[index].ids))
    together = max(1, batch_size // sampling.beams)
    for first in range(0, len(order), together):
        part = order[first : first + together]
        for place, token in write(model, layout, [examples[index] for index in part], sampling):
            written[part[place]].append(token)
    return written


def write(
    model: PromptedModel, layout: AnswerLayout, examples: Sequence[EncodedExample], sampling: Sampling
) -> Iterator[tuple[int, int]]:
    """(place of the row, next token of its answer) as they are chosen; with several beams a row's tokens come together,
    once its best answer is known. Each row draws from its own generator, seeded by `sampling.seed` + its number."""
    rooms = [room_of(model, layout, example) for example in examples]
    most = sampling.max_new_tokens
    limits = [most if room is None else min(most, room) for room in rooms]
    places = [place for place, limit in enumerate(limits) if limit > 0]
    if not places:
        return
    ends = end_tokens(model.backbone)
    writer = open_writer(model, layout, [examples[place] for place in places])
    if sampling.beams > 1:
        for index, beam in search(
            writer, [limits[place] for place in places], ends, sampling.beams, sampling.length_penalty
        ):
            for token in beam.tokens:
                yield places[index], token
        return
    draws = [torch.Generator().manual_seed(sampling.seed + example.row) for example in examples]
    logits, count = writer.start(), 0
    while True:
        tokens = _choose(logits, sampling, [draws[place] for place in places])
        count += 1
        going = []
        for index, (place, token) in enumerate(zip(places, tokens, strict=True)):
            if token not in ends:
                yield place, token
                if count < limits[place]:
                    going.append(index)
        if not going:
            return
        if len(going) < len(places):
            writer.keep(going)
        places = [places[index] for index in going]
        logits = writer.step([tokens[index] for index in going])


def _choose(logits: Tensor, sampling: Sampling, draws: Sequence[torch.Generator]) -> list[int]:
    """A token for each row of logits (B, V): the likeliest, or drawn from the smallest set that holds `top_p`."""
    if sampling.temperature == 0:
        return [int(token) for token in logits.argmax(dim=1).tolist()]
    chances = (logits / sampling.temperature).softmax(dim=1)
    places = None
    if sampling.top_p < 1:
        chances, places = chances.sort(dim=1, descending=True)
        before = chances.cumsum(dim=1) - chances
        chances = chances.masked_fill(before >= sampling.top_p, 0.0)
    chances = chances.cpu()  # the same generators, and so the same words, on every device
    drawn = [int(torch.multinomial(row, 1, generator=draw)) for row, draw in zip(chances, draws, strict=True)]
    return drawn if places is None else [int(places[row, column]) for row, column in enumerate(drawn)]


def end_tokens(backbone: Backbone) -> set[int]:
    """Ids that end an answer, from the tokenizer and from the model's own generation settings."""
    settings = getattr(getattr(backbone.model, "generation_config", None), "eos_token_id", None)
    found = settings if isinstance(settings, list) else [settings]
    return {token for token in [*found, getattr(backbone.tokenizer, "eos_token_id", None)] if isinstance(token, int)}
