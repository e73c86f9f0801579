"""Tags and spans are shown in the words of the person who asked."""

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from widgets import theme
from widgets.answer_parts import Part, answer_parts, parts_in_words
from widgets.answer_view import AnswerView

WORDS = ["Marie", "Curie", "lived", "in", "Paris", "."]
TAGS = "B-PER I-PER O O B-LOC O"
CONTEXT = "The tower was built in 1889. It opened in 1889 too."


def tagged(tags: str) -> list[tuple[str, str]]:
    return [(part.text, part.tag) for part in answer_parts({"words": WORDS, "text": tags})]


@pytest.mark.parametrize(
    ("tags", "parts"),
    [
        (TAGS, [("Marie Curie", "PER"), ("lived in", ""), ("Paris", "LOC"), (".", "")]),
        ("B-PER B-PER O O O O", [("Marie", "PER"), ("Curie", "PER"), ("lived in Paris .", "")]),
        ("O I-PER O", [("Marie", ""), ("Curie", "PER"), ("lived in Paris .", "")]),
        ("N N V P N PUNCT", list(zip(WORDS, ["N", "N", "V", "P", "N", "PUNCT"], strict=True))),
        ("", [("Marie Curie lived in Paris .", "")]),
    ],
)
def test_words_of_one_thing_stand_together_with_their_tag(tags, parts) -> None:
    assert tagged(tags) == parts


def test_tags_are_said_in_words() -> None:
    said = parts_in_words(answer_parts({"words": WORDS, "text": TAGS}))
    assert said == "Marie Curie (PER) lived in Paris (LOC) ."


def test_a_span_is_marked_where_it_begins() -> None:
    parts = answer_parts({"text": "1889", "start": 42}, CONTEXT)
    assert parts[1] == Part("1889", is_marked=True) and parts[0].text.endswith("opened in ")
    first = answer_parts({"text": "1889"}, CONTEXT)
    assert first[0].text == "The tower was built in "
    assert answer_parts({"text": "1890"}, CONTEXT) == [] and answer_parts({"text": "free text"}) == []


@pytest.fixture
def view(qtbot) -> AnswerView:
    view = AnswerView("tuned")
    view.resize(500, 260)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def answer(**more) -> dict:
    return {"type": "answer", "side": "tuned", "label": None, "scores": None, "text": None, "stopped": False, **more}


def marked(view: AnswerView) -> list[str]:
    """What stands on a ground of its own."""
    found, block = [], view.text.document().firstBlock()
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().background().style().value:
            found.append(fragment.text().strip())
        iterator += 1
    return found


def test_tagged_words_are_shown_and_copied_with_their_tags(view) -> None:
    view.finish(answer(text=TAGS, words=WORDS))
    assert view.text.toPlainText() == "Marie Curie PER lived in Paris LOC ."
    assert marked(view) == ["Marie Curie", "PER", "Paris", "LOC"]
    view.copy_button.click()
    assert QApplication.clipboard().text() == "Marie Curie (PER) lived in Paris (LOC) ."
    assert view._foot.text() == ""


def test_a_span_is_shown_in_its_text_and_named_below(view) -> None:
    view.finish(answer(text="1889"), context=CONTEXT)
    assert view.text.toPlainText() == CONTEXT and marked(view) == ["1889"]
    assert view._foot.text() == "found: 1889" and view.answer_text() == "1889"


def test_marks_survive_another_look_and_go_with_the_next_answer(view, qapp) -> None:
    view.finish(answer(text="1889"), context=CONTEXT)
    theme.apply(qapp, "dark")
    assert marked(view) == ["1889"]
    view.begin()
    view.append("plain")
    assert view.text.toPlainText() == "plain" and marked(view) == []


def test_a_long_text_shows_the_place_of_its_answer(view) -> None:
    long = "Nothing here. " * 200 + "The answer is 42."
    view.finish(answer(text="42"), context=long)
    cursor = QTextCursor(view.text.textCursor())
    assert cursor.position() == len(long) - 1 and view.text.verticalScrollBar().value() > 0
