"""Template: how an example becomes text, with places for columns, the soft prompt and the answer.

Written as in `{soft}Review: {text} Sentiment: {answer}`: `{soft:3}` is a place for three learned tokens,
`{column:answer}` a column with a reserved name, doubled braces are literal ones. No tokens here:
rendering gives segments, and the engine turns each into ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.data.examples import Example
from engine.data.patterns import DERIVED
from engine.data.roles import PATTERN
from engine.errors import InputError
from engine.options import nearest

TOKENS = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+")
RESERVED = ("soft", "answer")
MOST_SOFT_TOKENS = 10_000


@dataclass(frozen=True)
class Text:
    """Words of the template itself."""

    text: str


@dataclass(frozen=True)
class Column:
    """The place of a column's value."""

    name: str


@dataclass(frozen=True)
class Soft:
    """The place of `count` learned tokens (None: the method's length decides); `ordinal` counts places from 0."""

    count: int | None
    ordinal: int


@dataclass(frozen=True)
class Answer:
    """The place of the answer."""


Piece = Text | Column | Soft | Answer
Kind = Literal["soft", "template", "text", "answer"]


@dataclass(frozen=True)
class Segment:
    """One rendered piece; `column` for kind text, `count` and `ordinal` for kind soft."""

    kind: Kind
    text: str = ""
    column: str | None = None
    count: int | None = None
    ordinal: int | None = None


@dataclass(frozen=True)
class Template:
    """An immutable sequence of pieces; `str(template)` is its written form again."""

    pieces: tuple[Piece, ...]

    @staticmethod
    def parse(text: str, columns: Sequence[str] | None = None, roles: Mapping[str, str] | None = None) -> Template:
        """Read the written form.

        `columns`: the columns there are; any other name is refused (None: not checked). `roles`: role -> column;
        a role's name may stand for its column, and a pattern adds `{before}` and `{after}`. Raises InputError:
        unbalanced braces, a bad `{soft:n}`, two `{answer}`, an unknown column, the answer's own column, no column.
        """
        pieces = _merge(_pieces(text, columns, roles or {}))
        if sum(isinstance(piece, Answer) for piece in pieces) > 1:
            raise InputError("template_two_answers")
        if not any(isinstance(piece, Column) for piece in pieces):
            known = [column for column in columns or () if column != (roles or {}).get("label")]
            raise InputError("template_no_column", columns=", ".join(known or ("text",)))
        return Template(pieces)

    def __str__(self) -> str:
        return "".join(_written(piece) for piece in self.pieces)

    def fields(self) -> tuple[str, ...]:
        """The columns it shows, each once, in order."""
        return tuple(dict.fromkeys(piece.name for piece in self.pieces if isinstance(piece, Column)))

    @property
    def has_answer(self) -> bool:
        return any(isinstance(piece, Answer) for piece in self.pieces)

    @property
    def soft_places(self) -> tuple[Soft, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Soft))

    @property
    def soft_total(self) -> int | None:
        """Learned tokens in all places together; None while a place is open."""
        counts = [place.count for place in self.soft_places]
        return None if None in counts else sum(count for count in counts if count is not None)

    def needs_answer(self) -> Template:
        """Itself when it has a place for the answer. Raises InputError otherwise."""
        if not self.has_answer:
            raise InputError("template_no_answer", template=str(self))
        return self

    def until_answer(self) -> Template:
        """What stands before the answer, and its place: a model that answers there never reads the rest.

        Raises InputError when no column stands before it.
        """
        ends = [place for place, piece in enumerate(self.pieces) if isinstance(piece, Answer)]
        read = Template(self.pieces[: ends[0] + 1]) if ends else self
        if not read.fields():
            raise InputError("template_column_behind", columns=", ".join(self.fields()))
        return read

    def without_soft(self) -> Template:
        """The same words without places for learned tokens: what the untouched model reads."""
        return Template(_merge(piece for piece in self.pieces if not isinstance(piece, Soft)))

    def with_lengths(self, total: int) -> Template:
        """Every place with a number, `total` in all: written numbers stand, open places share the rest evenly,
        the first ones getting one more. Raises InputError when that cannot add up."""
        places = self.soft_places
        fixed = sum(place.count or 0 for place in places)
        open_places = sum(place.count is None for place in places)
        rest = total - fixed
        if not places:
            raise InputError("template_no_soft", total=total)
        if rest < open_places or (not open_places and rest):
            raise InputError("template_lengths", total=total, fixed=fixed, open=open_places)
        shares = iter([rest // open_places + (i < rest % open_places) for i in range(open_places)])
        return Template(
            tuple(
                replace(piece, count=next(shares)) if isinstance(piece, Soft) and piece.count is None else piece
                for piece in self.pieces
            )
        )

    def render(self, example: Example | Mapping[str, str], answer: str = "") -> list[Segment]:
        """The segments of one example, in order. Raises InputError when a column's value is not there."""
        fields = example.fields if isinstance(example, Example) else example
        return [_segment(piece, fields, answer) for piece in self.pieces]


def _pieces(text: str, columns: Sequence[str] | None, roles: Mapping[str, str]) -> Iterator[Piece]:
    ordinal = 0
    for match in TOKENS.finditer(text):
        token = match.group()
        if token in ("{{", "}}"):
            yield Text(token[0])
        elif token in ("{", "}"):
            raise InputError("template_braces", place=match.start() + 1, near=text[match.start() : match.start() + 20])
        elif token[0] != "{":
            yield Text(token)
        else:
            piece = _placeholder(token[1:-1], ordinal, columns, roles)
            ordinal += isinstance(piece, Soft)
            yield piece


def _placeholder(inside: str, ordinal: int, columns: Sequence[str] | None, roles: Mapping[str, str]) -> Piece:
    name = inside.strip()
    if name == "answer":
        return Answer()
    if name == "soft":
        return Soft(None, ordinal)
    head, colon, tail = name.partition(":")
    if colon and head.strip() == "soft":
        number = tail.strip()
        if not (number.isascii() and number.isdecimal() and 0 < int(number[:6]) <= MOST_SOFT_TOKENS):
            raise InputError("template_soft_count", found=name, high=MOST_SOFT_TOKENS)
        return Soft(int(number), ordinal)
    if colon and head.strip() == "column":
        name = tail.strip()
    return Column(_column(name, columns, roles))


def _column(name: str, columns: Sequence[str] | None, roles: Mapping[str, str]) -> str:
    if name in DERIVED and PATTERN in roles:
        return name
    label = roles.get("label")
    found = name if columns is None or name in columns else roles.get(name, name)
    if found == label:
        raise InputError("template_shows_answer", column=found)
    if columns is None:
        found = roles.get(name, name)
    if not found or (columns is not None and found not in columns):
        known = [*(columns or ()), *RESERVED]
        raise InputError("template_column", column=name, nearest=nearest(name, known), columns=", ".join(columns or ()))
    return found


def _merge(pieces: Iterator[Piece] | Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbouring words as one piece; soft places counted anew."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)


def _written(piece: Piece) -> str:
    if isinstance(piece, Text):
        return piece.text.replace("{", "{{").replace("}", "}}")
    if isinstance(piece, Column):
        return f"{{column:{piece.name}}}" if piece.name in RESERVED or ":" in piece.name else f"{{{piece.name}}}"
    if isinstance(piece, Soft):
        return "{soft}" if piece.count is None else f"{{soft:{piece.count}}}"
    return "{answer}"


def _segment(piece: Piece, fields: Mapping[str, str], answer: str) -> Segment:
    if isinstance(piece, Text):
        return Segment("template", piece.text)
    if isinstance(piece, Soft):
        return Segment("soft", count=piece.count, ordinal=piece.ordinal)
    if isinstance(piece, Answer):
        return Segment("answer", answer)
    if piece.name not in fields:
        raise InputError(
            "column_missing", column=piece.name, nearest=nearest(piece.name, list(fields)), columns=", ".join(fields)
        )
    return Segment("text", fields[piece.name], piece.name)
