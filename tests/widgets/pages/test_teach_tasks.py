"""On Teach a person picks a task, not a loss: it is guessed with its reason, can be changed, and everything follows."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from engine.data import Reason, check_table, guess_mapping, guess_task, read_table
from engine.options import schema
from engine.runs.config import TrainingConfig
from widgets import theme
from widgets.pages.teach_page import TeachPage

TASKS = {
    "classification": ("Pick a label", ["verbalizer", "head"]),
    "choice": ("Choose among candidates", ["text"]),
    "cloze": ("Fill in a fact", ["text"]),
    "generation": ("Write a text", ["text"]),
    "tagging": ("Mark words", ["head"]),
    "span_qa": ("Find the answer in a text", ["head"]),
    "haiku": ("Write a haiku", ["text"]),
}
METHODS = {"prompt_tuning": "input", "prefix_tuning": "deep", "p_tuning": "input", "p_tuning_v2": "deep"}
REFUSED = {("generation", "masked"): "cannot_write", ("span_qa", "causal"): "span_causal"}
READER = {
    **{"source": "starter:minilm-l6", "name": "MiniLM L6", "family": "masked", "present": True, "fit": "fits"},
    **{"default_for": ["classification/head"], "has_words": False, "languages": ["en"], "problem": None},
}
WRITER = {**READER, "source": "starter:smollm2", "name": "SmolLM2", "family": "causal", "has_words": True}
WRITER |= {"default_for": ["classification/verbalizer"]}
HELLO = {
    "methods": [
        {"kind": kind, "title": kind, "paper": "", "sites": sites, "rates": {}, "schema": []}
        for kind, sites in METHODS.items()
    ],
    "tasks": [{"kind": kind, "title": title, "outputs": outputs} for kind, (title, outputs) in TASKS.items()],
    "support": [
        {
            **{"method": method, "task": kind, "family": family, "output": output},
            **{"works": (kind, family) not in REFUSED, "reason": REFUSED.get((kind, family))},
        }
        for method in METHODS
        for kind, (_title, outputs) in TASKS.items()
        for output in outputs
        for family in ("causal", "masked")
    ],
    "devices": [{"kind": "cpu", "name": "CPU", "memory_total": 8_000_000_000, "memory_free": 5_000_000_000}],
    "training_schema": schema(TrainingConfig),
    "backbones": [READER, WRITER],
}
TABLES = {
    "tagging": "tokens,ner_tags\n" + "Marie lives in Paris,B-PER O O B-LOC\nShe left Rome,O O B-LOC\n" * 20,
    "span_qa": "question,context,answer,start\n"
    + "".join(f"When was {i}?,Tower {i} is of {1800 + i}.,{1800 + i},{len(f'Tower {i} is of ')}\n" for i in range(40)),
    "choice": "premise,choice1,choice2,label\n"
    + "".join(f"It fell {i}.,It broke {i}.,It flew {i}.,{i % 2}\n" for i in range(40)),
    "cloze": "subject,pattern,object\n" + "".join(f"Town {i},The capital of [X] is [Y].,City {i}\n" for i in range(40)),
    "generation": "mr,text\n" + "".join(f"name[Inn {i}],Inn {i} is a fine place to eat.\n" for i in range(40)),
}
ROLES = {
    "tagging": {"text": "tokens", "label": "ner_tags"},
    "span_qa": {"question": "question", "context": "context", "label": "answer", "start": "start"},
    "choice": {"text": "premise", "candidate1": "choice1", "candidate2": "choice2", "label": "label"},
    "cloze": {"text": "subject", "pattern": "pattern", "label": "object"},
    "generation": {"text": "mr", "label": "text"},
}


@pytest.fixture
def page(qtbot) -> TeachPage:
    made = TeachPage()
    qtbot.addWidget(made)
    made.resize(1207, 691)
    made.show()
    made.set_hello(HELLO)
    return made


@pytest.fixture
def show(page, tmp_path: Path):
    """Show a table of a task as the application does; gives the page."""

    def show(task: str, kind: str | None = None) -> TeachPage:
        path = tmp_path / f"{task}.csv"
        path.write_text(TABLES[task], encoding="utf-8")
        table = read_table(path)
        guessed, why = guess_task(table)
        mapping = guess_mapping(table, kind or guessed)
        config = page.config()
        page.set_config({**config, "task": {**config["task"], "kind": kind or guessed}, "method": {}})
        problems = check_table(table, mapping if mapping.inputs else None, task=kind or guessed)
        page.set_table(table, mapping, problems, why=why if not kind else None)
        return page

    return show


def choose(page: TeachPage, kind: str) -> None:
    menu = page.head.open_tasks()
    next(action for action in menu.actions() if action.data() == kind).trigger()
    menu.close()


@pytest.mark.parametrize("task", list(TABLES))
def test_a_table_shows_its_task_its_reason_and_the_roles_of_that_task(show, task) -> None:
    page = show(task)
    assert page.head.task.text() == TASKS[task][0] and page.head._reason.text().startswith("guessed: ")
    config = page.config()
    assert config["task"]["kind"] == task
    assert {name: config["data"]["columns"][name] for name in ROLES[task]} == ROLES[task]
    assert page.ready.checks()[0].state == "ok"
    assert page.examples.labels == []
    page.grab()


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("tagging", ["Words", "Tags"]),
        ("span_qa", ["Question", "Text", "Answer", "Start"]),
        ("choice", ["Input", "Candidate", "Candidate", "Answer"]),
        ("cloze", ["Subject", "Pattern", "Answer"]),
    ],
)
def test_the_heads_of_the_columns_say_their_part(show, task, words) -> None:
    model = show(task).examples.table_view.rows
    assert [model.role_word(section) for section in range(1, len(words) + 1)] == words


def test_the_menu_lists_what_the_engine_can_learn_each_in_a_line(show) -> None:
    menu = show("tagging").head.open_tasks()
    assert [action.data() for action in menu.actions()] == list(TASKS)
    lines = [action.text() for action in menu.actions()]
    assert lines[0].startswith("Pick a label  ·  ") and lines[-1] == "Write a haiku"
    assert [action.data() for action in menu.actions() if action.isChecked()] == ["tagging"]
    menu.close()


def test_another_task_is_told_and_begins_with_its_own_answers(show, qtbot) -> None:
    page = show("generation")
    page.backbones.card(WRITER["source"]).click()
    page.examples.template_changed.emit("{soft}{mr} {answer}", None)
    with qtbot.waitSignals([page.task_changed, page.config_changed]):
        choose(page, "cloze")
    config = page.config()
    assert config["task"]["kind"] == "cloze" and config["data"]["template"] is None
    assert page.head.task.text() == "Fill in a fact" and page.methods.kind() == "p_tuning"
    with qtbot.assertNotEmitted(page.task_changed):
        choose(page, "cloze")


@pytest.mark.parametrize(
    ("task", "source", "method"),
    [
        ("choice", WRITER, "prompt_tuning"),
        ("cloze", WRITER, "p_tuning"),
        ("generation", WRITER, "prefix_tuning"),
        ("tagging", READER, "p_tuning_v2"),
        ("tagging", WRITER, "p_tuning_v2"),
        ("span_qa", READER, "p_tuning_v2"),
    ],
)
def test_each_task_begins_with_the_method_that_suits_it(show, task, source, method) -> None:
    page = show(task)
    page.backbones.card(source["source"]).click()
    page.methods.choose_usual()
    assert page.methods.kind() == method and page.config()["task"]["output"] in (None, *TASKS[task][1])


@pytest.mark.parametrize(
    ("task", "model", "words"),
    [
        ("generation", READER, "cannot write text"),
        ("span_qa", WRITER, "left to right"),
        ("choice", READER, "no trained head over its vocabulary"),
    ],
)
def test_a_base_model_that_cannot_do_the_task_is_greyed_with_the_reason(show, task, model, words) -> None:
    page = show(task)
    card = page.backbones.card(model["source"])
    assert not card.isEnabled() and words in card.accessibleName()
    other = next(each for each in (READER, WRITER) if each is not model)
    assert page.backbones.card(other["source"]).isEnabled()


def test_a_missing_role_waits_at_start_with_its_name(show, qtbot) -> None:
    page = show("span_qa")
    page.examples.table_view.role_chosen.emit("context", "ignore")
    assert page.ready.checks()[0].title == "No column for “Text”"
    page.examples.table_view.role_chosen.emit("context", "context")
    assert page.ready.checks()[0].state == "ok"
    assert page.config()["data"]["columns"] == ROLES["span_qa"]


def test_tags_are_counted_one_by_one_and_texts_not_at_all(show) -> None:
    facts = show("tagging").examples.facts
    assert facts._titles["answers"].text() == "Tags"
    assert facts.bars.lines()[0] == ("O", 80) and facts._facts["answers"].text() == "3 kinds"
    facts = show("generation").examples.facts
    assert facts.bars.isHidden() and facts._titles["answers"].isHidden()


def test_the_pattern_is_written_out_in_what_the_model_sees(show) -> None:
    page = show("cloze")
    page.backbones.card(WRITER["source"]).click()
    page.set_hello({**HELLO, "backbones": [READER, {**WRITER, "present": False}]})
    page.examples.sample.show_words()
    words = " ".join(text for text, kind in page.examples.sample.tokens.boxes() if kind != "soft")
    assert "The capital of Town 0 is City 0" in words.replace(" .", ".")


@pytest.mark.parametrize("task", list(TABLES))
def test_the_usual_template_works_and_is_offered_by_name(show, task) -> None:
    page = show(task)
    page.backbones.card((READER if task in ("tagging", "span_qa") else WRITER)["source"]).click()
    editor = page.examples.sample.editor
    assert editor.template.text() == page.examples.sample.preset() and editor.error() == ""
    assert all(preset.name[:1].isupper() for preset in editor._presets)
    assert bool(editor._presets) == (task not in ("tagging", "span_qa"))


def test_written_answers_may_be_measured_in_another_way(show) -> None:
    page = show("generation")
    page.backbones.card(WRITER["source"]).click()
    field = page.methods.form.field("task.metric").editor
    assert field.count() == 3 and page.config()["task"]["metric"] is None
    field.setCurrentIndex(field.findData("rouge_l"))
    page.methods.form.changed.emit()
    assert page.config()["task"]["metric"] == "rouge_l"
    choose(page, "cloze")
    assert page.config()["task"]["metric"] is None


def test_only_a_guess_has_a_reason(show) -> None:
    page = show("generation", "tagging")
    assert page.head._reason.text() == "" and page.head.task.text() == "Mark words"
    page.set_table(page.examples.table, page.examples.mapping, (), why=Reason("task_open"))
    assert page.head._reason.text() == "guessed: No column looks like the answer"


def test_the_picker_is_reached_by_tab_and_says_what_it_is(show, tab_stops) -> None:
    page = show("tagging")
    page.activateWindow()
    page.ready.start.setFocus()
    assert page.head.task in tab_stops(page)
    assert page.head.task.accessibleName() == "What is to be learned: Mark words"
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 1207


@pytest.mark.parametrize("text_size", [2.0], indirect=True)
def test_the_longest_task_fits_at_twice_the_text_size(text_size, show, qapp) -> None:
    page = show("span_qa")
    page.resize(1134, 600)  # the rail is wider too
    for key in ("examples", "backbone"):
        page._open(key)
        QApplication.processEvents()
        assert page._inner.width() <= page._scroll.viewport().width()
        assert key != "examples" or QPushButton.sizeHint(page.head.task).width() <= page.head.task.width()
    assert page.head.task.accessibleName() == "What is to be learned: Find the answer in a text"
    theme.apply(qapp, "light")
    page.resize(1207, 691)
    page._open("examples")
    QApplication.processEvents()
    assert page.head.task.text() == "Find the answer in a text"
