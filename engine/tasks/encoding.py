"""From rendered segments to token ids: where virtual tokens stand, what is cut, where the answer begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from engine.backbones.backbone import Backbone
from engine.data import Example, Template
from engine.errors import InputError
from engine.training.batches import BEHIND, AnswerLayout, EncodedExample

LONGEST_WORD = 256  # characters of one token at the most: what lies further back is cut unread
SMALLEST_ROOM = 8  # tokens that must be left for the text
SPLIT = "·"  # stands for the second and further tokens of one character


@dataclass(frozen=True)
class Token:
    """One token as the person sees it: kind soft, template, text, answer or cut. A virtual token's id is -(i + 1).

    A character that the tokenizer splits into several tokens is the text of the first; that of the others is SPLIT.
    `start` and `end` are its characters in the column's value, white space in front of a word perhaps among them.
    """

    id: int
    kind: str
    text: str
    column: str | None = None
    start: int = -1
    end: int = -1


class ExampleEncoder:
    """Turns examples into tokens for one backbone and one template whose virtual tokens are counted.

    Virtual tokens at the very front stand before the tokenizer's own opening token, as PEFT's do. A row longer
    than `max_tokens` loses the end of its longest column; template words and virtual tokens are never cut.

    `answer_room`: tokens kept free for the answer, whichever it is. Were it each row's own, the place of the cut
    would tell the answer's length, and a row would be read differently once its answer is not known. A long answer that
    a decoder writes takes no room from the text; `has_own_room` says so.

    `layout` says where the answer goes: behind the row, as blanks inside it, or to the decoder. What a causal model or
    an encoder-decoder would find behind the answer's place is never read; a masked model reads on behind its blank.
    """

    def __init__(self, backbone: Backbone, template: Template, max_tokens: int, extra_length: int = 0) -> None:
        self.tokenizer = backbone.tokenizer
        self.template = template
        self.soft_length = template.soft_total or 0
        self.positions = backbone.max_positions
        self.decoder_positions = self.positions if backbone.position_tables else None
        self.prompt_length = self.soft_length + extra_length
        self.asked_tokens = max_tokens
        self.max_tokens = _room(self.positions, max_tokens, self.prompt_length)
        self.opening, self.closing = special_tokens(self.tokenizer)
        self.closes = backbone.family != "causal"
        self.layout = answer_layout(backbone)
        self.is_inside = self.layout.place == "inside" and template.has_answer
        self.answer_room = 0
        self.has_own_room = False

    def require_room(self, decoder_length: int = 0) -> None:
        """Raise InputError when template and answer leave no token for the text, or a prefix of `decoder_length` in the
        decoder no position for the answer. To be asked once `answer_room` is known."""
        empty, _ = self._row(Example(0, dict.fromkeys(self.template.fields(), "")))
        taken = sum(token.kind != "soft" for token in empty) + self._room_for(())
        if taken >= self.max_tokens:
            most = (self.positions or 0) - taken - 1
            if self.max_tokens < self.asked_tokens and most > 0:  # a shorter prompt would make room
                raise InputError("prompt_too_long", length=self.prompt_length, limit=self.positions, most=most)
            raise InputError("template_too_long", taken=taken, limit=self.max_tokens)
        if self.decoder_positions is not None:
            most = self.decoder_positions - len(self.layout.tokens) - max(self.answer_room, 1) + 1
            if decoder_length > most:
                raise InputError("prompt_too_long", length=decoder_length, limit=self.decoder_positions, most=most)

    def tokens(self, example: Example, answer: list[int] | None = None) -> list[Token]:
        """Every token of the row, the cut ones included, the answer's where they are read (a decoder's last)."""
        found, place = self._row(example)
        found = self._cut(found, self._room_for(answer or ()))
        return found[:place] + self._answer(answer or ()) + found[place:]

    def kept(self, example: Example) -> list[Token]:
        """The row's tokens that are read, without an answer."""
        found, _ = self._row(example)
        return [token for token in self._cut(found, self._room_for(())) if token.kind != "cut"]

    def windows(self, example: Example, column: str, overlap: float) -> list[list[Token]]:
        """The row's tokens, one column in windows: as many as it takes for every token of that column to be read.

        Everything else, at most half of the room, is in each of them; neighbours share that part (0 <= overlap < 1) of
        what is left.
        """
        found, _ = self._row(example)
        framing = iter(self._cut([token for token in found if token.column != column], self.max_tokens // 2))
        marked = [token if token.column == column else next(framing) for token in found]
        marked = [token for token in marked if token.kind != "cut"]
        places = [place for place, token in enumerate(marked) if token.column == column]
        framed = sum(token.kind != "soft" and token.column != column for token in marked)
        room = max(1, self.max_tokens - framed)
        step = max(1, round(room * (1 - overlap)))
        firsts = range(0, max(1, len(places) - room + step), step)
        shown = [set(places[first : first + room]) for first in firsts]
        return [
            [token for place, token in enumerate(marked) if place in part or token.column != column] for part in shown
        ]

    def encode(self, example: Example, answer: list[int] | None = None, target: int = -1) -> EncodedExample:
        """The row as numbers, without what was cut."""
        found, place = self._row(example)
        found = self._cut(found, self._room_for(answer or ()))
        ids = [token.id for token in found if token.kind != "cut"]
        at = sum(token.kind != "cut" for token in found[:place]) if self.is_inside else None
        return EncodedExample(example.row, ids, list(answer or ()), target, at)

    def _row(self, example: Example) -> tuple[list[Token], int]:
        """The row's tokens without its answer, nothing cut yet, and how many of them stand before the answer."""
        found: list[Token] = []
        soft = 0
        place: int | None = None
        group: list[Any] = []
        is_open = False

        def flush() -> None:
            nonlocal is_open
            if group:
                if not is_open:
                    found.extend(self._special(self.opening))
                    is_open = True
                found.extend(self._tokenize(group))
                group.clear()

        for segment in self.template.render(example):
            if segment.kind == "soft":
                flush()
                found.extend(Token(-(soft + i + 1), "soft", str(soft + i + 1)) for i in range(segment.count or 0))
                soft += segment.count or 0
            elif segment.kind == "answer":
                flush()
                place = len(found)
                if not self.is_inside:
                    break
                if not is_open:  # the answer comes first: [CLS] still stands before it
                    found.extend(self._special(self.opening))
                    is_open, place = True, len(found)
            else:
                group.append(segment)
        flush()
        if self.closes:
            found.extend(self._special(self.closing))
        return found, place if self.is_inside and place is not None else len(found)

    def answer_ids(self, word: str) -> list[int]:
        """Token ids of an answer as it would continue the template's last words, or begin a decoder's text."""
        if self.layout.place == "decoder":
            return list(self.tokenizer(word.strip(), add_special_tokens=False).input_ids)
        anchor = ":"
        before = self.tokenizer(anchor, add_special_tokens=False).input_ids
        both = self.tokenizer(anchor + word, add_special_tokens=False).input_ids
        if both[: len(before)] == before and len(both) > len(before):
            return list(both[len(before) :])
        return list(self.tokenizer(word, add_special_tokens=False).input_ids)

    def _answer(self, ids: Sequence[int]) -> list[Token]:
        """The answer's tokens; those that make one character only together have it at the first of them."""
        found: list[Token] = []
        first = 0
        for place in range(len(ids)):
            text = self.tokenizer.decode(ids[first : place + 1], clean_up_tokenization_spaces=False)
            if "\ufffd" not in text or place == len(ids) - 1:
                found.append(Token(ids[first], "answer", readable(text.strip())))
                found.extend(Token(i, "answer", SPLIT) for i in ids[first + 1 : place + 1])
                first = place + 1
        return found

    def _special(self, ids: list[int]) -> list[Token]:
        return [Token(i, "template", readable(self.tokenizer.convert_ids_to_tokens(i))) for i in ids]

    def _tokenize(self, segments: list[Any]) -> list[Token]:
        """Tokenise neighbouring segments as one text, then tell by its characters whose each token is."""
        reach = self.max_tokens * LONGEST_WORD
        segments = [replace(part, text=part.text[:reach]) if part.kind == "text" else part for part in segments]
        joined = "".join(segment.text for segment in segments)
        owner = [segment for segment in segments for _ in segment.text]
        begins = {id(segment): begin for segment, begin in zip(segments, _begins(segments), strict=True)}
        coded = self.tokenizer(joined, add_special_tokens=False, return_offsets_mapping=True)
        tokens = []
        done = 0
        for index, (start, end) in zip(coded.input_ids, coded.offset_mapping, strict=True):
            segment = owner[max(start, end - 1)] if owner else segments[0]
            shown = SPLIT if start < end == done else joined[start:end].strip() or "␣"
            begin = begins[id(segment)]
            tokens.append(Token(index, segment.kind, shown, segment.column, max(start - begin, 0), end - begin))
            done = end
        return tokens

    def _room_for(self, answer: Sequence[int]) -> int:
        return 0 if self.has_own_room else max(self.answer_room, len(answer))

    def _cut(self, tokens: list[Token], answer_length: int) -> list[Token]:
        surplus = sum(token.kind != "soft" for token in tokens) + answer_length - self.max_tokens
        if surplus <= 0:
            return tokens
        columns: dict[str, list[int]] = {}
        for place, token in enumerate(tokens):
            if token.kind == "text" and token.column is not None:
                columns.setdefault(token.column, []).append(place)
        cut: set[int] = set()
        for _ in range(surplus):
            longest = max(columns.values(), key=len, default=[])
            if not longest:
                break
            cut.add(longest.pop())
        return [replace(token, kind="cut") if place in cut else token for place, token in enumerate(tokens)]


def answer_layout(backbone: Backbone) -> AnswerLayout:
    """How this family reads an answer. A decoder begins with its own sign, then with what opens any text (BART)."""
    if backbone.family == "causal":
        return BEHIND
    if backbone.family == "masked":
        blank = backbone.tokenizer.mask_token_id
        return AnswerLayout("inside", () if blank is None else (int(blank),))
    opening, _ = special_tokens(backbone.tokenizer)
    start = int(backbone.model.config.decoder_start_token_id)  # type: ignore[union-attr, arg-type]
    return AnswerLayout("decoder", (start, *(opening if opening != [start] else ())))


def special_tokens(tokenizer: Any) -> tuple[list[int], list[int]]:
    """What the tokenizer puts before and behind a text, as ids: ([101], [102]) for BERT, ([], []) for GPT-2."""
    plain = tokenizer("a", add_special_tokens=False).input_ids
    framed = tokenizer("a").input_ids
    for start in range(len(framed) - len(plain) + 1):
        if framed[start : start + len(plain)] == plain:
            return list(framed[:start]), list(framed[start + len(plain) :])
    return [], []


def readable(token: str) -> str:
    """A vocabulary entry as a person reads it, without the marks of its tokenizer."""
    return token.removeprefix("##").replace("Ġ", "").replace("▁", "") or "␣"


def _begins(segments: Sequence[Any]) -> list[int]:
    """Where each segment begins in all of them joined."""
    return [0, *accumulate(len(segment.text) for segment in segments)][: len(segments)]


def _room(limit: int | None, max_tokens: int, virtual: int) -> int:
    """Tokens left for a row beside the prompt. Raises InputError when hardly any are."""
    if limit is None:
        return max_tokens
    if limit - virtual < SMALLEST_ROOM:
        raise InputError("prompt_too_long", length=virtual, limit=limit, most=limit - SMALLEST_ROOM)
    return min(max_tokens, limit - virtual)
