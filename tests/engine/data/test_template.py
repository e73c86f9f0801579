"""Template: read, written, rendered; every mistake has its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Answer, Column, Example, Soft, Template, Text
from engine.errors import InputError

COLUMNS = ("text", "topic", "label")
ROLES = {"text": "text", "label": "label"}


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        Template.parse(text, COLUMNS, ROLES)
    return caught.value


def test_the_pieces_are_read_in_order() -> None:
    template = Template.parse("{soft}Review: {text} {soft:3}{{sic}} Sentiment: {answer}")
    assert template.pieces == (
        Soft(None, 0),
        Text("Review: "),
        Column("text"),
        Text(" "),
        Soft(3, 1),
        Text("{sic} Sentiment: "),
        Answer(),
    )
    assert (template.fields(), template.has_answer, template.soft_total) == (("text",), True, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{text", "template_braces"),
        ("text}", "template_braces"),
        ("{te{xt}", "template_braces"),
        ("{text} {answer} {answer}", "template_two_answers"),
        ("{soft}Sentiment: {answer}", "template_no_column"),
        ("", "template_no_column"),
        ("{txet}", "template_column"),
        ("{}", "template_column"),
        ("{text} {label}", "template_shows_answer"),
        ("{soft:0}{text}", "template_soft_count"),
        ("{soft:-1}{text}", "template_soft_count"),
        ("{soft:many}{text}", "template_soft_count"),
        ("{soft:99999999999}{text}", "template_soft_count"),
    ],
)
def test_each_mistake_has_its_own_error(text: str, code: str) -> None:
    error = refused(text)
    assert error.code == code
    assert error.message and error.action


def test_what_stands_behind_the_answer_is_never_read() -> None:
    read = Template.parse("{soft:2}{text} is {answer}.{soft:3}{topic}").until_answer()
    assert str(read) == "{soft:2}{text} is {answer}" and read.soft_total == 2
    assert str(Template.parse("{soft}{text}").until_answer()) == "{soft}{text}"
    with pytest.raises(InputError) as caught:
        Template.parse("{answer} {text}").until_answer()
    assert caught.value.code == "template_column_behind" and "text" in caught.value.message


def test_the_column_of_the_answer_is_not_offered_as_one_to_show() -> None:
    with pytest.raises(InputError) as caught:
        Template.parse("{soft}{answer}", ("review", "stars"), {"text": "review", "label": "stars"})
    assert caught.value.code == "template_no_column" and caught.value.args_["columns"] == "review"


def test_a_mistyped_column_names_the_nearest() -> None:
    error = refused("{soft}{txt} {answer}")
    assert (error.args_["nearest"], error.args_["column"]) == ("text", "txt")
    assert "{txt}" in error.message


def test_a_role_may_stand_for_its_column() -> None:
    template = Template.parse("{text} {answer}", ("review", "stars"), {"text": "review", "label": "stars"})
    assert template.fields() == ("review",)
    with pytest.raises(InputError):
        Template.parse("{label}", ("review", "stars"), {"text": "review", "label": "stars"})


def test_a_column_with_a_reserved_name_can_be_shown() -> None:
    template = Template.parse("{column:answer} {column:a:b} {answer}", ("answer", "a:b"))
    assert template.fields() == ("answer", "a:b")
    assert str(template) == "{column:answer} {column:a:b} {answer}"


def test_rendering_fills_in_one_example() -> None:
    template = Template.parse("{soft:2}Review: {text} Sentiment: {answer}")
    segments = template.render(Example(1, {"text": "{fine}"}), answer=" good")
    assert [(s.kind, s.text, s.column, s.count) for s in segments] == [
        ("soft", "", None, 2),
        ("template", "Review: ", None, None),
        ("text", "{fine}", "text", None),
        ("template", " Sentiment: ", None, None),
        ("answer", " good", None, None),
    ]
    assert template.render({"text": "x"})[2].text == "x"
    with pytest.raises(InputError):
        template.render({"other": "x"})


def test_without_soft_the_words_stay() -> None:
    template = Template.parse("a {soft}b {text}{soft:2}")
    assert str(template.without_soft()) == "a b {text}"
    assert template.without_soft().pieces[0] == Text("a b ")


@pytest.mark.parametrize(
    ("text", "total", "expected"),
    [
        ("{soft}{text}", 20, "{soft:20}{text}"),
        ("{soft}{text}{soft}", 5, "{soft:3}{text}{soft:2}"),
        ("{soft}{text}{soft}{soft}", 8, "{soft:3}{text}{soft:3}{soft:2}"),
        ("{soft:3}{text}{soft}", 10, "{soft:3}{text}{soft:7}"),
        ("{soft:3}{text}{soft:3}{soft:3}", 9, "{soft:3}{text}{soft:3}{soft:3}"),
    ],
)
def test_the_methods_length_is_shared_over_open_places(text: str, total: int, expected: str) -> None:
    assert str(Template.parse(text).with_lengths(total)) == expected


@pytest.mark.parametrize(
    ("text", "total", "code"),
    [
        ("{soft:3}{text}", 20, "template_lengths"),
        ("{soft:3}{text}{soft}", 3, "template_lengths"),
        ("{soft}{text}{soft}", 1, "template_lengths"),
        ("{text}", 20, "template_no_soft"),
    ],
)
def test_lengths_that_do_not_add_up_are_refused(text: str, total: int, code: str) -> None:
    with pytest.raises(InputError) as caught:
        Template.parse(text).with_lengths(total)
    assert caught.value.code == code


def test_a_template_for_answers_needs_their_place() -> None:
    assert Template.parse("{text}{answer}").needs_answer()
    with pytest.raises(InputError, match="answer"):
        Template.parse("{text}").needs_answer()


NAMES = st.text(
    st.characters(blacklist_characters="{}", blacklist_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=5
)
PIECES = st.lists(
    st.one_of(
        st.text(max_size=6).map(Text),
        NAMES.filter(lambda name: name == name.strip()).map(Column),
        st.integers(1, 50).map(lambda count: Soft(count, 0)),
        st.just(Soft(None, 0)),
    ),
    max_size=6,
)


@given(PIECES, st.booleans())
def test_writing_and_reading_a_template_gives_the_same(pieces: list[object], has_answer: bool) -> None:
    template = Template((Column("text"), *pieces, *([Answer()] if has_answer else [])))  # type: ignore[arg-type]
    again = Template.parse(str(template))
    assert Template.parse(str(again)) == again
    assert str(again) == str(template)
    fields = dict.fromkeys(template.fields(), "a{b}")
    shown = "".join(segment.text for segment in template.render(fields))
    assert "".join(segment.text for segment in again.render(fields)) == shown
    assert [place.count for place in again.soft_places] == [place.count for place in template.soft_places]
    assert [place.ordinal for place in again.soft_places] == list(range(len(again.soft_places)))


@given(st.text(st.sampled_from("{}softansweTxt: 3"), max_size=20))
def test_any_text_is_a_template_or_a_clear_error(text: str) -> None:
    try:
        template = Template.parse(text, COLUMNS)
    except InputError as error:
        assert error.message and error.action
    else:
        assert Template.parse(str(template), COLUMNS) == template


@given(PIECES, st.integers(1, 400))
def test_lengths_add_up_and_are_even(pieces: list[object], total: int) -> None:
    template = Template.parse(str(Template((Column("text"), *pieces))))  # type: ignore[arg-type]
    try:
        filled = template.with_lengths(total)
    except InputError:
        return
    counts = [place.count or 0 for place in filled.soft_places]
    given_counts = [place.count for place in template.soft_places]
    shares = [count for count, was in zip(counts, given_counts, strict=True) if was is None]
    assert sum(counts) == total
    assert all(was in (None, count) for count, was in zip(counts, given_counts, strict=True))
    assert not shares or (max(shares) - min(shares) <= 1 and shares == sorted(shares, reverse=True) and min(shares) > 0)
