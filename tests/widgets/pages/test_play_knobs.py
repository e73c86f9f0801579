"""With a prompt of few numbers Play has sliders, and the side with the prompt answers as they stand."""

import pytest

from widgets.pages.play_page import PlayPage

PACK = {
    **{"path": "/a.promptpack", "name": "Knob", "task": "classification", "labels": ["no", "yes"], "match": "green"},
    "subspace": {"id": "a" * 32, "name": "Six tasks", "numbers": [0.5, -0.5]},
}
SHELF = [{"id": "a" * 32, "name": "Six tasks", "tasks": []}]
ANSWER = {"label": "yes", "scores": [{"label": "no", "p": 0.2}, {"label": "yes", "p": 0.8}]}


@pytest.fixture
def page(qtbot) -> PlayPage:
    page = PlayPage()
    qtbot.addWidget(page)
    page.set_subspaces(SHELF)
    page.set_packs([PACK, {"path": "/b.promptpack", "name": "Plain", "labels": ["no", "yes"]}])
    return page


def test_a_moved_number_asks_what_stands_in_the_text(page, qtbot) -> None:
    page.ask.set_fields({"text": "Broken again"})
    with qtbot.waitSignal(page.numbers_moved) as asked:
        page.knobs.go_to([1.0, -1.0])
    assert asked.args == [{"pack": "/a.promptpack", "numbers": [1.0, -1.0], "rows": [{"text": "Broken again"}]}]
    page.add_events([{"type": "answers_at", "pack": "/a.promptpack", "answers": [ANSWER]}])
    assert page.tuned.answer_text() == "yes" and page.base.answer_text() == ""


def test_without_a_text_nothing_is_asked_and_that_is_said(page, qtbot) -> None:
    with qtbot.assertNotEmitted(page.numbers_moved):
        page.knobs.go_to([1.0, -1.0])
    assert page.knobs._hint.text() == "Write a text first, then move one."


def test_an_answer_for_another_pack_is_not_shown(page) -> None:
    page.choose_pack("/b.promptpack")
    page.add_events([{"type": "answers_at", "pack": "/a.promptpack", "answers": [ANSWER]}])
    assert page.knobs.isHidden() and page.tuned.answer_text() == ""


def test_asking_both_keeps_the_numbers_as_they_were_moved(page, qtbot) -> None:
    page.ask.set_fields({"text": "Broken again"})
    page.knobs.go_to([1.0, -1.0])
    page._on_ask()
    with qtbot.waitSignal(page.numbers_moved) as asked:
        page.add_events([{"type": "answer", "side": "tuned", **ANSWER}, {"type": "finished"}])
    assert asked.args[0]["numbers"] == [1.0, -1.0]


def test_an_error_of_moved_numbers_is_a_sentence_on_the_page(page) -> None:
    page.ask.set_fields({"text": "Broken again"})
    page.knobs.go_to([1.0, -1.0])
    page.add_events([{"type": "error", "code": "subspace_not_here", "args": {"name": "Six tasks"}, "message": ""}])
    assert not page._error_strip.isHidden() and "Six tasks" in page._error_text.text()
