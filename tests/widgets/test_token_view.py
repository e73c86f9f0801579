"""What the model sees is drawn whole where it fits, shortened in the middle where it does not, and counted."""

import pytest

from widgets.sample_view import SampleView, words_of
from widgets.token_view import TokenLegend, TokenView, visible


def tokens(soft: int, words: int, cut: int = 0):
    learned = [{"text": str(i + 1), "kind": "soft"} for i in range(soft)]
    text = [{"text": f"word{i}", "kind": "cut" if i >= words - cut else "text"} for i in range(words)]
    return [*learned, {"text": "Review:", "kind": "template"}, *text, {"text": "good", "kind": "answer"}]


def test_a_long_learned_prompt_shows_its_first_three_and_its_last(qtbot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    view.set_tokens(tokens(20, 2))
    assert [text for text, _ in view.boxes()][:5] == ["1", "2", "3", "…", "20"]


def test_a_short_learned_prompt_is_shown_whole(qtbot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    view.set_tokens(tokens(5, 1))
    assert [kind for _, kind in view.boxes()] == ["soft"] * 5 + ["template", "text", "answer"]


def test_a_long_text_loses_its_middle_and_keeps_the_answer_in_view(qtbot) -> None:
    view = TokenView(max_lines=2)
    qtbot.addWidget(view)
    view.set_tokens(tokens(20, 300))
    lines = view._lines(600)
    assert len(lines) == 2
    assert lines[-1][-1].text == "good" and lines[0][0].text == "1"
    assert sum(box.kind == "gap" for line in lines for box in line) == 2


def test_the_height_follows_the_width_up_to_the_allowed_lines(qtbot) -> None:
    view = TokenView(max_lines=3)
    qtbot.addWidget(view)
    view.set_tokens(tokens(3, 12))
    assert view.heightForWidth(2000) < view.heightForWidth(500) <= view.heightForWidth(200)
    assert view.heightForWidth(60) == 3 * 24 + 2 * 4


def test_a_screen_reader_hears_the_text_and_not_the_numbers(qtbot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    view.set_tokens(tokens(20, 2))
    assert view.accessibleName() == "20 learned tokens, Review: word0 word1 good"


def test_learned_tokens_behind_the_answer_are_drawn_and_said_where_they_stand(qtbot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    soft = [{"text": str(i + 1), "kind": "soft"} for i in range(6)]
    view.set_tokens([*soft[:3], {"text": "lovely", "kind": "text"}, {"text": "good", "kind": "answer"}, *soft[3:]])
    assert [kind for _, kind in view.boxes()] == ["soft"] * 3 + ["text", "answer"] + ["soft"] * 3
    assert view.accessibleName() == "3 learned tokens, lovely good, 3 learned tokens"


@pytest.mark.parametrize(("is_infix", "kinds"), [(False, "soft soft text answer"), (True, "text soft soft answer")])
def test_a_prompt_of_every_layer_stands_where_it_is_read(qtbot, is_infix: bool, kinds: str) -> None:
    view = SampleView()
    qtbot.addWidget(view)
    found = [{"text": "lovely", "kind": "text"}, {"text": "good", "kind": "answer"}]
    view.set_example({"tokens": found, "counts": {"soft": 2, "text": 1, "answer": 1}, "is_infix": is_infix})
    assert [kind for _, kind in view.tokens.boxes()] == kinds.split()


def test_tokens_of_white_space_can_be_seen() -> None:
    assert [visible(text) for text in (" ", "\n", " the")] == ["␣", "↵", "the"]


def test_the_legend_leaves_out_what_is_not_there(qtbot) -> None:
    legend = TokenLegend()
    qtbot.addWidget(legend)
    legend.set_counts({"soft": 20, "text": 14, "cut": 0})
    shown = [label.text() for label in legend._labels.values() if label.isVisibleTo(legend)]
    assert shown == ["Learned 20", "Your text 14"]


def test_without_an_engine_a_row_is_shown_by_its_words() -> None:
    found = words_of("{soft}Review: {text} Label: {answer}", {"text": "so good"}, "yes", 2)
    assert [(each["text"], each["kind"]) for each in found] == [
        *(("1", "soft"), ("2", "soft"), ("Review:", "template"), ("so", "text"), ("good", "text")),
        *(("Label:", "template"), ("yes", "answer")),
    ]


def test_chinese_is_shown_by_its_characters() -> None:
    found = words_of("{text}", {"text": "很好 ok"}, "", 0)
    assert [each["text"] for each in found] == ["很", "好", "ok"]


def test_a_template_that_does_not_work_leaves_the_row_itself() -> None:
    assert words_of("{text", {"text": "a b"}, "", 3) == [{"text": "a", "kind": "text"}, {"text": "b", "kind": "text"}]
