"""The Ready bar says what is missing with its remedy, and Start says why it waits."""

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.data import ColumnMapping, Problem
from widgets import theme
from widgets.readiness import backbone_check, examples_check, method_check, start_reason
from widgets.ready_bar import Check, ReadyBar
from widgets.recipe import flat, with_choices
from widgets.step_card import StepCard
from widgets.support import Support, usual_output

OK = Check("examples", "ok", "90 rows usable", "81 to learn, 9 kept aside")
BAD = Check("backbone", "bad", "No base model yet", "Choose one in step 2", "Choose")
MODEL = {"name": "MiniLM", "present": True, "fit": "fits", "needs_bytes": 4e8, "family": "masked"}


@pytest.fixture
def bar(qtbot) -> ReadyBar:
    made = ReadyBar()
    qtbot.addWidget(made)
    made.resize(1207, made.height())
    made.set_checks([OK, BAD])
    made.show()
    return made


def test_a_missing_thing_has_its_link(bar: ReadyBar, qtbot) -> None:
    with qtbot.waitSignal(bar.check_action) as asked:
        bar._lines[1].action.click()
    assert asked.args == ["backbone"] and not bar._lines[0].action.isVisible()


def test_the_state_of_a_line_is_said_and_not_only_coloured(bar: ReadyBar) -> None:
    assert bar._lines[0].accessibleName().startswith("90 rows usable, done")
    assert bar._lines[1].accessibleName().startswith("No base model yet, missing")


def test_start_waits_with_a_reason(bar: ReadyBar, qtbot) -> None:
    bar.set_start(False, "Waiting for a base model")
    assert not bar.start.isEnabled() and bar.start.accessibleDescription() == "Waiting for a base model"
    bar.set_start(True, "about 3 min on CPU")
    with qtbot.waitSignal(bar.start_requested):
        bar.start.click()


def test_where_there_is_little_room_the_missing_thing_stays(bar: ReadyBar) -> None:
    bar.resize(700, bar.height())
    assert [line.isVisible() for line in bar._lines] == [False, True]


def test_the_bar_grows_with_the_text(bar: ReadyBar, qapp) -> None:
    theme.apply(qapp, "light", 2.0)
    assert bar.height() == 168 and bar.minimumSizeHint().width() < 1207


def test_no_file_no_roles_and_open_rows_each_block(tmp_path) -> None:
    mapping = ColumnMapping.of(["text"], "label")
    assert examples_check(None, mapping, [], 0, 0, 0).id == "file"
    table = object()
    assert examples_check(table, ColumnMapping.of(["text"], None), [], 0, 9, 1).id == "roles"
    assert examples_check(table, ColumnMapping({"label": "label"}), [], 0, 9, 1).title == "No input column"
    assert examples_check(table, mapping, [], 3, 9, 1) == Check(
        "problems", "bad", "3 rows need a look", "settle or skip them", "Look"
    )
    stop = Problem("one_label", "stop", count=9, args={"label": "a"})
    assert examples_check(table, mapping, [stop], 0, 9, 1).state == "bad"
    assert examples_check(table, mapping, [], 0, 90, 9).state == "ok"


@pytest.mark.parametrize(
    ("task", "columns", "title"),
    [
        ("choice", {"text": "a", "label": "b", "candidate1": "c"}, "Fewer than two candidates"),
        ("cloze", {"label": "b"}, "No column for “Subject”"),
        ("tagging", {"text": "a"}, "No column for “Tags”"),
        ("span_qa", {"question": "a", "label": "b"}, "No column for “Text”"),
        ("generation", {"text": "a"}, "No answer column"),
    ],
)
def test_the_role_that_a_task_lacks_is_named(task: str, columns: dict, title: str) -> None:
    assert examples_check(object(), ColumnMapping(columns), [], 0, 9, 1, task).title == title


def test_a_base_model_that_cannot_do_the_task_says_why() -> None:
    check = backbone_check(MODEL, None, 8e9, "It only reads.")
    assert (check.state, check.detail, check.id) == ("bad", "It only reads.", "backbone")


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, "ok"), ({"fit": "tight"}, "warn"), ({"fit": "too_big"}, "bad"), ({"present": False}, "bad")],
)
def test_a_base_model_has_to_be_here_and_to_fit(change: dict, expected: str) -> None:
    assert backbone_check({**MODEL, **change}, None, 8e9).state == expected


def test_start_names_the_first_thing_that_is_missing() -> None:
    assert start_reason([OK, BAD], True, 60, "CPU", "") == "Waiting for a base model"
    assert start_reason([OK], False, 60, "CPU", "") == "Waiting for the engine"
    assert start_reason([OK], True, 60, "CPU", "A run is going") == "A run is going"
    assert start_reason([OK], True, 175, "CPU", "") == "about 3\u00a0min on CPU"


def test_what_is_worth_knowing_is_told_but_blocks_nothing() -> None:
    warning = Problem("few_kept_aside", "warn", count=9, args={"least": 20})
    check = method_check("p_tuning_v2", "P-Tuning v2", 16, "", [warning])
    assert (check.state, check.title, check.id) == ("warn", "1 thing to know", "warnings")
    assert method_check("p_tuning_v2", "P-Tuning v2", 16, "no", []).state == "bad"


def test_a_folded_step_is_one_line_with_its_choice(qtbot) -> None:
    holder, card = QWidget(), StepCard(2)
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(card)
    column.addStretch(1)
    card.content.addWidget(QLabel("what is chosen from"))
    card.set_texts("Base model", "MiniLM · fits", "stays untouched")
    holder.resize(600, 400)
    holder.show()
    opened = card.height()
    card.set_open(False)
    card.set_done(True)
    qtbot.waitUntil(lambda: card.height() < opened)
    assert card.header.summary.text() == "MiniLM · fits" and card.header.action.text() == "Edit"
    assert abs(card.height() - theme.current().height("step")) <= 1
    with qtbot.waitSignal(card.open_requested):
        card.header.action.click()


ROWS = [
    {"method": "light", "task": "classification", "family": family, "output": output, "works": works, "reason": reason}
    for family, output, works, reason in [
        ("masked", "verbalizer", True, None),
        ("masked", "head", True, None),
        ("seq2seq", "verbalizer", False, "head_seq2seq"),
        ("seq2seq", "head", False, "head_seq2seq"),
    ]
]


def test_a_method_works_where_any_kind_of_answer_does() -> None:
    support = Support(ROWS)
    reader, writer = {"family": "masked", "name": "R"}, {"family": "seq2seq", "name": "W"}
    assert support.works("light", "classification", reader)
    assert support.outputs("light", "classification", reader) == ["verbalizer", "head"]
    assert support.reason("light", "classification", writer).startswith("A model with an encoder and a decoder")
    assert support.works("light", "classification", None) and support.works("new", "classification", reader)


def test_an_encoder_without_a_word_head_answers_through_a_head_only() -> None:
    assert Support(ROWS).outputs("light", "classification", {"family": "masked", "has_words": False}) == ["head"]
    only_words = Support(ROWS[:1])
    assert "word predictor" in only_words.reason("light", "classification", {"family": "masked", "has_words": False})


def test_the_third_line_says_what_was_refused_and_that_nothing_is_frozen() -> None:
    refused = method_check("p_tuning", "P-Tuning", 9, "", [], refusal="Nine is not twelve.")
    assert (refused.state, refused.detail, refused.action) == ("bad", "Nine is not twelve.", "Look")
    joint = method_check("p_tuning", "P-Tuning", 9, "", [], is_frozen=False)
    assert (joint.state, joint.title, joint.detail) == ("warn", "Not frozen", "the base model is trained too")


def test_a_base_model_is_refused_when_no_method_can() -> None:
    rows = [{**row, "works": False, "reason": "head_seq2seq"} for row in ROWS if row["family"] == "masked"]
    support = Support([*rows, *(row for row in ROWS if row["family"] != "masked")])
    assert "encoder and a decoder" in support.refusal("classification", {"family": "masked", "name": "T5"})
    assert support.refusal("classification", {"family": "causal", "name": "GPT"}) == ""
    assert support.refusal("classification", None) == "" and Support().refusal("choice", {"family": "masked"}) == ""


def test_the_usual_answer_is_what_the_base_model_says_else_its_familys() -> None:
    assert usual_output({"default_for": ["classification/head"], "family": "causal"}, "classification") == "head"
    assert usual_output({"default_for": [], "family": "causal"}, "classification") == "verbalizer"
    assert usual_output({"family": "masked"}, "classification") == "head"


def test_a_form_changes_only_what_it_shows() -> None:
    config = {"name": "x", "training": {"epochs": 5, "steps": 7}, "method": {"kind": "a", "length": 9}}
    before = {"method.kind": "a", "method.length": 9, "training.epochs": 5}
    made = with_choices(config, before, {"method.kind": "b", "training.batch_size": 4})
    assert made == {"name": "x", "training": {"steps": 7, "batch_size": 4}, "method": {"kind": "b"}}
    assert config["training"]["epochs"] == 5
    assert flat(made) == {"training.steps": 7, "training.batch_size": 4, "method.kind": "b"}
