"""engine/tasks/encoding.py: what the model reads, token by token, and what is cut when a row is too long."""

from __future__ import annotations

import pytest

from engine.backbones.backbone import Backbone
from engine.data import Example, Template
from engine.errors import InputError
from engine.tasks.encoding import SPLIT, ExampleEncoder, readable, special_tokens

LONG = "the film is good and the book is bad but the soup is very fine"


def encoder(backbone: Backbone, template: str, soft: int = 0, max_tokens: int = 64, prefix: int = 0) -> ExampleEncoder:
    parsed = Template.parse(template)
    return ExampleEncoder(backbone, parsed.with_lengths(soft) if soft else parsed, max_tokens, prefix)


def ids_of(backbone: Backbone, words: str) -> list[int]:
    return list(backbone.tokenizer(words, add_special_tokens=False).input_ids)


def row(text: str = "good book", **fields: str) -> Example:
    return Example(1, {"text": text, **fields})


def test_virtual_tokens_at_the_front_stand_before_the_opening_token(bert: Backbone) -> None:
    found = encoder(bert, "{soft}review: {text}", soft=3).encode(row()).ids
    opening, closing = special_tokens(bert.tokenizer)
    assert (opening, closing) == ([bert.tokenizer.cls_token_id], [bert.tokenizer.sep_token_id])
    assert found == [-1, -2, -3, *opening, *ids_of(bert, "review: good book"), *closing]


def test_virtual_tokens_between_and_behind_stand_where_the_template_says(bert: Backbone) -> None:
    found = encoder(bert, "review: {soft:2}{text} this {soft:1}", soft=3).encode(row()).ids
    opening, closing = special_tokens(bert.tokenizer)
    assert found == [*opening, *ids_of(bert, "review:"), -1, -2, *ids_of(bert, "good book this"), -3, *closing]


def test_a_causal_model_gets_no_closing_token(llama: Backbone) -> None:
    found = encoder(llama, "{soft}{text} is{answer}", soft=1).encode(row()).ids
    assert found == [-1, *ids_of(llama, "good book is")]


def test_a_row_without_soft_places_is_what_the_tokenizer_makes_of_the_text(bert: Backbone) -> None:
    assert encoder(bert, "review: {text}").encode(row()).ids == bert.tokenizer("review: good book").input_ids


def test_neighbouring_pieces_are_tokenised_as_one_text(llama: Backbone) -> None:
    assert encoder(llama, "review: {text}{answer}").encode(row()).ids == ids_of(llama, "review: good book")
    assert "Ġgood" in llama.tokenizer.convert_ids_to_tokens(ids_of(llama, "review: good book"))


def test_each_token_knows_whose_it_is(llama: Backbone) -> None:
    tokens = encoder(llama, "{soft}review: {text} it{answer}", soft=1).tokens(row("good"), ids_of(llama, " good"))
    found = [(token.text, token.kind) for token in tokens]
    assert found == [
        ("1", "soft"),
        ("review", "template"),
        (":", "template"),
        ("good", "text"),
        ("it", "template"),
        ("good", "answer"),
    ]


def test_soft_slots_survive_truncation(bert: Backbone) -> None:
    found = encoder(bert, "{soft:2}review: {text} this is {soft:2}", soft=4, max_tokens=9).encode(row(LONG)).ids
    opening, closing = special_tokens(bert.tokenizer)
    kept = ids_of(bert, LONG)[:3]
    words = [*opening, *ids_of(bert, "review:"), *kept, *ids_of(bert, "this is"), *closing]
    assert found == [-1, -2, *words[:-1], -3, -4, *closing]
    assert len(words) == 9  # virtual tokens do not count


def test_what_is_cut_is_the_end_of_the_longest_column(bert: Backbone) -> None:
    made = encoder(bert, "{text} or {other}", max_tokens=10)
    tokens = made.tokens(row(LONG, other="sad film"))
    cut = [token for token in tokens if token.kind == "cut"]
    kept = [token for token in tokens if token.kind == "text"]
    assert {token.column for token in cut} == {"text"}
    assert len(kept) == 7 and [token.text for token in kept] == [*LONG.split()[:5], "sad", "film"]
    assert made.encode(row(LONG, other="sad film")).ids == [t.id for t in tokens if t.kind != "cut"]


def test_the_answer_has_its_room_before_the_text_is_cut(llama: Backbone) -> None:
    made = encoder(llama, "{text}{answer}", max_tokens=8)
    assert len(made.encode(row(LONG))) == 8
    answered = made.encode(row(LONG), ids_of(llama, " good bad"))
    assert len(answered) == 8 and len(answered.ids) == 6


def test_template_words_are_never_cut(bert: Backbone) -> None:
    found = encoder(bert, "the very good book of the film {text}", max_tokens=4).encode(row("sad soup")).ids
    assert found == bert.tokenizer("the very good book of the film").input_ids


@pytest.mark.parametrize(("soft", "prefix"), [(100, 0), (0, 100), (60, 40)])
def test_a_prompt_leaves_less_room_for_the_text(soft: int, prefix: int, bert: Backbone) -> None:
    made = encoder(bert, "{soft}{text}" if soft else "{text}", soft=soft, max_tokens=500, prefix=prefix)
    assert made.max_tokens == 160 - 100
    assert len(made.encode(row(" ".join([LONG] * 20)))) == 60 + soft


def test_a_prompt_that_leaves_hardly_any_room_is_refused(bert: Backbone) -> None:
    encoder(bert, "{text}", prefix=152)
    with pytest.raises(InputError) as caught:
        encoder(bert, "{text}", prefix=153)
    assert caught.value.code == "prompt_too_long"


def test_an_answer_is_tokenised_as_it_continues_a_text(llama: Backbone) -> None:
    made = encoder(llama, "{text}{answer}")
    assert made.answer_ids(" good") == ids_of(llama, " good")
    assert llama.tokenizer.decode(made.answer_ids(" goodbad")) == " goodbad"


def test_an_empty_text_is_encoded_as_an_empty_text(bert: Backbone) -> None:
    assert encoder(bert, "{soft}{text}", soft=1).encode(row("")).ids == [-1, *bert.tokenizer("").input_ids]


@pytest.mark.parametrize(("token", "text"), [("##ing", "ing"), ("Ġgood", "good"), ("▁good", "good"), ("Ġ", "␣")])
def test_tokens_are_shown_without_the_marks_of_their_tokenizer(token: str, text: str) -> None:
    assert readable(token) == text


def test_a_character_of_several_tokens_is_shown_once(llama: Backbone) -> None:
    before = encoder(llama, "{text}{answer}").tokens(row("好"), ids_of(llama, "好"))
    text, answer = ([token.text for token in before if token.kind == kind] for kind in ("text", "answer"))
    assert len(text) > 1  # its vocabulary is of bytes and has no Chinese
    assert text == answer == ["好", *[SPLIT] * (len(text) - 1)]


def test_a_megabyte_in_one_cell_is_cut_before_it_is_read(bert: Backbone) -> None:
    encoder = ExampleEncoder(bert, Template.parse("{text}"), max_tokens=12)
    read: list[int] = []
    tokenizer = encoder.tokenizer

    def counting(text: str, **options: object) -> object:
        read.append(len(text))
        return tokenizer(text, **options)

    encoder.tokenizer = counting
    row = "good bad " * 120_000
    long = [token.id for token in encoder._tokenize(Template.parse("{text}").render({"text": row}))]
    short = [token.id for token in encoder._tokenize(Template.parse("{text}").render({"text": row[:200]}))]
    assert max(read) == 12 * 256 and long[:12] == short[:12]
