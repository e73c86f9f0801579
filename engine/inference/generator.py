"""TextGenerator: pack + backbone -> text, piece by piece, so that a window can show it and stop at any moment.

How tokens are chosen and read on from is `engine.tasks.decoding`'s business: the same code writes many rows at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import InputError
from engine.tasks.decoding import Sampling, write
from engine.training.batches import BEHIND, AnswerLayout, EncodedExample
from engine.training.prompted_model import PromptedModel

__all__ = ["Sampling", "TextGenerator"]


class TextGenerator:
    """Writes on behind an encoded example: on a causal model, or with the decoder of an encoder-decoder."""

    def __init__(self, model: PromptedModel, layout: AnswerLayout = BEHIND) -> None:
        if model.backbone.family == "masked":
            raise InputError("cannot_write", backbone=model.backbone.name)
        self.model, self.layout = model, layout

    def stream(self, example: EncodedExample, sampling: Sampling) -> Iterator[str]:
        """The answer in pieces of text that can be joined; at most `max_new_tokens` tokens, fewer at the end sign.

        Several beams give nothing to show before the best of them is known.
        """
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
        for _, token in write(self.model, self.layout, [example], sampling):
            yield token
