"""Verbalizer: the word (or words) that a label becomes. How many tokens a word has is the engine's business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.data.template import Answer, Template, Text
from engine.errors import InputError
from engine.options import nearest


@dataclass(frozen=True)
class Verbalizer:
    """Label -> words, the first one being the word to train on; labels in their given order."""

    words: Mapping[str, tuple[str, ...]]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.words)

    @staticmethod
    def from_config(config: Mapping[str, Any] | None, labels: Sequence[str]) -> Verbalizer:
        """The recipe's words; None: each label's own text with a space in front.

        Raises InputError: a label without a word, words for a label that is not there, one word for two labels.
        """
        if config is None:
            return _checked({label: (" " + label.strip(),) for label in labels})
        for label in config:
            if label not in labels:
                raise InputError(
                    "verbalizer_unknown", label=label, nearest=nearest(label, list(labels)), labels=", ".join(labels)
                )
        return _checked({label: _words(label, config.get(label)) for label in labels})

    def to_config(self) -> dict[str, list[str]]:
        """The `data.verbalizer` of a recipe."""
        return {label: list(words) for label, words in self.words.items()}

    def with_space(self) -> Verbalizer:
        """Every word with a space in front, unless it starts with white space already."""
        spaced = {
            label: tuple(word if word[:1].isspace() else " " + word for word in words)
            for label, words in self.words.items()
        }
        return Verbalizer(spaced)


def move_answer_space(template: Template, verbalizer: Verbalizer) -> tuple[Template, Verbalizer]:
    """The space before `{answer}` belongs to the answer's first token: take it from the template to the words.

    A word that starts with a space already keeps its one. Without such a space nothing changes.
    """
    bare, has_space = take_answer_space(template)
    return bare, verbalizer.with_space() if has_space else verbalizer


def take_answer_space(template: Template) -> tuple[Template, bool]:
    """The template without the one space directly before `{answer}`, and whether there was one."""
    pieces = list(template.pieces)
    for place, piece in enumerate(pieces):
        before = pieces[place - 1] if place else None
        if isinstance(piece, Answer) and isinstance(before, Text) and before.text.endswith(" "):
            pieces[place - 1] = replace(before, text=before.text[:-1])
            return Template(tuple(p for p in pieces if p != Text(""))), True
    return template, False


def _words(label: str, given: Any) -> tuple[str, ...]:
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, list | tuple) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        raise InputError("verbalizer_missing", label=label)
    return tuple(words)


def _checked(words: dict[str, tuple[str, ...]]) -> Verbalizer:
    owner: dict[str, str] = {}
    for label, choices in words.items():
        if not all(choice.strip() for choice in choices):
            raise InputError("verbalizer_missing", label=label)
        for choice in choices:
            other = owner.setdefault(choice.strip(), label)
            if other != label:
                raise InputError("verbalizer_same_word", word=choice.strip(), first=other, second=label)
    return Verbalizer(words)
