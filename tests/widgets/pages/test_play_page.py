"""Play asks both sides, shows what they write as they write it, and says what was expected."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from widgets.pages.play_page import PlayPage
from widgets.row_picker import RowPicker

NB = "\u00a0"
LABELS = ["Delivery", "Refund", "Product", "Praise"]
CLASSIFIER = {
    "path": "/p/messages.promptpack",
    "name": "Customer messages",
    "method": "p_tuning_v2",
    "length": 16,
    "bytes": 4_600_000,
    "backbone": "MiniLM L6",
    "columns": ["text"],
    "labels": LABELS,
    "match": "green",
    "match_note": "",
}
WRITER = {
    **CLASSIFIER,
    "path": "/p/replies.promptpack",
    "name": "Polite replies",
    "labels": [],
    "method": "prompt_tuning",
}
ROWS = [
    {"row": 23, "fields": {"text": "I sent the lamp back."}, "expected": "Refund"},
    {"row": 31, "fields": {"text": "The zip broke."}, "expected": "Product"},
]


@pytest.fixture
def page(qtbot) -> PlayPage:
    page = PlayPage()
    page.resize(1207, 691)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def classifier(page) -> PlayPage:
    page.set_packs([CLASSIFIER, WRITER])
    page.set_rows(ROWS)
    return page


@pytest.fixture
def writer(page) -> PlayPage:
    page.set_packs([WRITER])
    page.ask.set_fields({"text": "Hello"})
    return page


def answer(side: str, **more) -> dict:
    blank = {"label": None, "scores": None, "text": None, "tokens": 12, "tokens_per_second": 38.4, "stopped": False}
    return {"type": "answer", "side": side, **blank, **more}


def scores(**shares: float) -> list[dict]:
    return [{"label": label, "p": p} for label, p in shares.items()]


def test_without_packs_it_says_what_to_do(page, qtbot) -> None:
    assert page.empty.isVisible() and not page.ask.isVisible()
    with qtbot.waitSignal(page.sample_requested):
        page.empty.action_chosen.emit("sample")
    with qtbot.waitSignal(page.open_pack_requested):
        page.empty.action_chosen.emit("open")


def test_header_tells_method_length_size_and_match(classifier) -> None:
    assert classifier.chooser.text() == "Customer messages"
    assert classifier._facts.text() == f"Deep for classifying · 16 tokens · 4.6{NB}MB"
    assert classifier.match_chip.text() == "Same base model" and classifier.match_chip.tone() == "success"


def test_a_base_model_that_was_trained_too_is_not_called_untouched(classifier) -> None:
    assert classifier.base._chip.text() == "untouched"
    classifier.base.set_model("MiniLM-changed", is_frozen=False)
    assert classifier.base._chip.text() == "changed"


def test_another_pack_can_be_chosen_in_the_header(classifier, qtbot) -> None:
    with qtbot.waitSignal(classifier.pack_chosen) as caught:
        classifier._menu.actions()[1].trigger()
    assert caught.args == ["/p/replies.promptpack"]
    assert classifier.ask.sampling.isVisible()
    with qtbot.waitSignal(classifier.open_pack_requested):
        classifier._menu.actions()[-1].trigger()


def test_labels_need_no_sampling(classifier) -> None:
    assert not classifier.ask.sampling.isVisible()


def test_a_choice_has_fields_for_its_candidates_and_weighs_them(page) -> None:
    candidates = ["The cup broke.", "The cup flew away over the hills and was never seen again by anybody"]
    page.set_packs([{**CLASSIFIER, "task": "choice", "labels": [], "columns": ["premise", "choice1", "choice2"]}])
    assert not page.ask.sampling.isVisible() and list(page.ask.fields()) == ["premise", "choice1", "choice2"]
    page.fill({"fields": {"premise": "It fell.", "choice1": candidates[0]}, "expected": candidates[0]})
    page._on_ask()
    shares = [{"label": text, "p": p} for text, p in zip(candidates, (0.8, 0.2), strict=True)]
    page.add_events([answer("tuned", label=candidates[0], scores=shares), answer("base", label=candidates[1])])
    assert page.tuned._label.text() == candidates[0] and page.tuned.bars.scores()[1] == (candidates[1], 0.2)
    assert page.tuned._mark_words.text() == "right" and page.base._mark_words.text() == "wrong"
    assert page.minimumSizeHint().width() <= 1207


def test_a_found_answer_is_marked_in_the_text_that_was_asked_about(page) -> None:
    page.set_packs([{**CLASSIFIER, "task": "span_qa", "labels": [], "columns": ["question", "context"]}])
    page.ask.set_fields({"question": "When?", "context": "It was built in 1889."})
    page._on_ask()
    page.add_events([answer("tuned", text="1889"), answer("base")])
    assert page.tuned.text.toPlainText() == "It was built in 1889."
    assert page.tuned._foot.text().endswith("found: 1889") and page.tuned.answer_text() == "1889"
    assert "head" in page.base._hint.text()


def test_tags_are_shown_with_their_words(page) -> None:
    page.set_packs([{**CLASSIFIER, "task": "tagging", "labels": [], "columns": ["words"]}])
    page.ask.set_fields({"words": "in Paris"})
    page._on_ask()
    page.add_events([answer("tuned", text="O B-LOC", words=["in", "Paris"])])
    assert page.tuned.text.toPlainText() == "in Paris LOC" and not page.ask.sampling.isVisible()


def test_a_pack_that_cannot_fit_says_why_and_cannot_be_asked(page) -> None:
    note = "Made for GPT-2 small (768 wide). You have loaded MiniLM L6 (384)."
    page.set_packs([{**CLASSIFIER, "match": "red", "match_note": note}])
    page.ask.set_fields({"text": "x"})
    assert not page.ask.ask_button.isEnabled()
    assert page.ask._reason.text() == note
    assert page.match_chip.text() == "Cannot fit"


def test_there_is_a_field_for_each_column(page, qtbot) -> None:
    page.set_packs([{**CLASSIFIER, "columns": ["premise", "hypothesis"]}])
    assert list(page.ask.fields()) == ["premise", "hypothesis"]
    page.ask.set_fields({"premise": "It rains.", "hypothesis": "It is wet."})
    with qtbot.waitSignal(page.ask_requested) as caught:
        page.ask.ask_button.click()
    assert caught.args[0]["fields"] == {"premise": "It rains.", "hypothesis": "It is wet."}
    assert caught.args[0]["pack"] == CLASSIFIER["path"]


def test_nothing_can_be_asked_without_text(classifier, qtbot) -> None:
    assert not classifier.ask.ask_button.isEnabled()
    with qtbot.assertNotEmitted(classifier.ask_requested):
        qtbot.keyClick(classifier, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_enter_asks_once_and_escape_stops(writer, qtbot) -> None:
    field = next(iter(writer.ask._fields.values()))
    with qtbot.waitSignal(writer.ask_requested) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert caught.args[0]["sampling"] == {"temperature": 0.0, "top_p": 1.0, "seed": 42, "max_new_tokens": 96}
    assert not writer.ask.ask_button.isEnabled() and writer.ask.stop_button.isVisible()
    with qtbot.assertNotEmitted(writer.ask_requested):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(writer.stop_requested):
        writer.ask.stop_button.click()


def test_sampling_words_set_the_numbers(writer) -> None:
    writer.ask.sampling.styles.changed.emit("wild")
    assert writer.ask.sampling.values()["temperature"] == 1.1
    assert not writer.ask.sampling.temperature.isVisible()
    writer.ask.sampling.fold.click()
    assert writer.ask.sampling.temperature.isVisible()


def test_both_sides_write_at_the_same_time(writer) -> None:
    writer.ask.asked.emit()
    parts = [("base", "I am "), ("tuned", "Thank "), ("base", "sorry."), ("tuned", "you.")]
    writer.add_events([{"type": "answer_part", "side": side, "text": text} for side, text in parts])
    assert writer.base.answer_text() == "I am sorry." and writer.tuned.answer_text() == "Thank you."
    assert writer.base.text._is_writing
    writer.add_events([answer("base", text="I am sorry."), answer("tuned", text="Thank you.", stopped=True)])
    assert not writer.is_asking and not writer.base.text._is_writing
    assert writer.base._foot.text() == "12 tokens · 38 tokens/s · seed 42 · finished"
    assert writer.tuned._foot.text().endswith("stopped")


def test_parts_that_come_after_the_end_are_not_shown(writer) -> None:
    writer.ask.asked.emit()
    writer.add_events([answer("base", text="Done."), {"type": "answer_part", "side": "base", "text": " late"}])
    assert writer.base.answer_text() == "Done."


def test_copy_takes_the_answer(writer, qapp) -> None:
    writer.ask.asked.emit()
    writer.add_events([answer("tuned", text="Thank you.")])
    writer.tuned.copy_button.click()
    assert qapp.clipboard().text() == "Thank you."


def test_labels_are_weighed_and_marked_against_the_data(classifier) -> None:
    classifier.fill(ROWS[0])
    classifier.ask.asked.emit()
    classifier.add_events(
        [
            answer("base", label="Delivery", scores=scores(Refund=0.29, Delivery=0.47, Product=0.24)),
            answer("tuned", label="Refund", scores=scores(Refund=0.91, Delivery=0.09)),
            {"type": "finished"},
        ]
    )
    assert classifier.base.bars.scores()[0] == ("Delivery", 0.47)
    assert classifier.base._mark_words.text() == "wrong" and classifier.tuned._mark_words.text() == "right"
    assert classifier._strip_text.text() == "Refund" and classifier._strip.isVisible()


def test_own_words_have_no_expected_answer(classifier, qtbot) -> None:
    classifier.fill(ROWS[0])
    qtbot.keyClicks(next(iter(classifier.ask._fields.values())), "!")
    assert not classifier._strip.isVisible()
    classifier.ask.asked.emit()
    classifier.add_events([answer("base", label="Refund", scores=scores(Refund=1.0))])
    assert classifier.base._mark.isHidden()


def test_a_random_row_comes_from_the_data(classifier) -> None:
    classifier.ask.random_button.click()
    assert classifier.ask.fields()["text"] in [row["fields"]["text"] for row in ROWS]


def test_without_rows_there_is_nothing_to_pick(page) -> None:
    page.set_packs([CLASSIFIER])
    assert not page.ask.random_button.isVisible() and not page.ask.pick_button.isVisible()


def test_rows_can_be_searched_and_picked(qtbot) -> None:
    picker = RowPicker(ROWS)
    qtbot.addWidget(picker)
    qtbot.keyClicks(picker.search, "ZIP")
    assert picker.chosen() == ROWS[1]
    qtbot.keyClicks(picker.search, "zzz")
    assert picker.chosen() is None and not picker.use.isEnabled()


def test_an_error_is_said_and_a_new_question_takes_it_away(writer) -> None:
    writer.ask.asked.emit()
    writer.add_events(
        [{"type": "error", "code": "backbone_missing", "args": {"path": "/m"}, "message": "", "action": ""}]
    )
    assert writer._error_strip.isVisible() and "/m is no model folder" in writer._error_text.text()
    assert not writer.is_asking and writer.ask.ask_button.isEnabled()
    writer.ask.asked.emit()
    assert not writer._error_strip.isVisible()


def test_choosing_another_pack_while_one_writes_stops_it(page, qtbot) -> None:
    page.set_packs([WRITER, CLASSIFIER])
    page.ask.set_fields({"text": "Hello"})
    page.ask.asked.emit()
    with qtbot.waitSignal(page.stop_requested):
        page.choose_pack(CLASSIFIER["path"])
    assert not page.is_asking


@pytest.mark.parametrize("text_size", [2.0], indirect=True)
@pytest.mark.parametrize("pack", [CLASSIFIER, WRITER])
def test_nothing_is_wider_than_the_page_at_twice_the_text_size(text_size, page, qapp, pack) -> None:
    page.set_packs([pack])
    page.set_rows(ROWS)
    page.fill(ROWS[0])
    page.ask.asked.emit()
    for _ in range(3):
        QApplication.sendPostedEvents()
        qapp.processEvents()
    assert page.width() == 1207 and page._inner.width() <= page._scroll.viewport().width()


def test_every_control_has_a_name(writer, controls, name_of) -> None:
    assert [widget for widget in controls(writer) if not name_of(widget)] == []
