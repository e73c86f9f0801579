"""The Teach page turns a file, a base model and a method into a recipe, and starts nothing by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QTranslator, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.data import check_table, guess_mapping, read_table
from engine.errors import InputError
from engine.options import schema
from engine.runs.config import RunConfig, TrainingConfig
from widgets.pages.teach_page import TeachPage

LENGTH = {
    **{"name": "length", "type": "int", "default": 20, "label": "Prompt length", "help": "", "low": 1, "high": 200},
    **{"choices": [], "unit": "tokens", "advanced": False, "optional": False},
}
METHODS = [
    {"kind": "prompt_tuning", "title": "Prompt Tuning", "paper": "Lester et al. 2021", "sites": "input"},
    {"kind": "p_tuning_v2", "title": "P-Tuning v2", "paper": "Liu et al. 2022", "sites": "deep"},
]
MODEL = {
    **{"source": "starter:minilm-l6", "name": "MiniLM L6", "family": "masked", "parameters": 22_700_000, "layers": 6},
    **{"hidden": 384, "bytes": 91_000_000, "download_bytes": 93_000_000, "languages": ["en"], "licence": "Apache-2.0"},
    **{"present": True, "fingerprint": None, "needs_bytes": 400_000_000, "fit": "fits", "problem": None},
    **{"default_for": ["classification/head"], "has_words": False},
}
WRITER = {**MODEL, "source": "starter:smollm2", "name": "SmolLM2", "family": "causal", "present": False}
WRITER |= {"default_for": ["classification/verbalizer"]}
BOTH = {**MODEL, "source": "/models/t5", "name": "T5", "family": "seq2seq", "default_for": []}


JOINT = {**LENGTH, "name": "tune_backbone", "type": "bool", "default": False, "label": "Train all", "advanced": True}


def support(method: str, family: str, output: str) -> dict:
    code = "head_seq2seq" if family == "seq2seq" else None
    row = {"method": method, "task": "classification", "family": family, "output": output}
    return {**row, "works": code is None, "reason": code}


HELLO = {
    "methods": [
        {**method, "rates": {"head": 0.01, "verbalizer": 0.005}, "schema": [LENGTH, JOINT]} for method in METHODS
    ],
    "tasks": [{"kind": "classification", "title": "Pick a label", "outputs": ["verbalizer", "head"]}],
    "support": [
        support(method["kind"], family, output)
        for method in METHODS
        for family in ("causal", "masked", "seq2seq")
        for output in ("verbalizer", "head")
    ],
    "devices": [{"kind": "cpu", "name": "CPU", "memory_total": 8_000_000_000, "memory_free": 5_000_000_000}],
    "training_schema": schema(TrainingConfig),
    "backbones": [MODEL, WRITER, BOTH],
}


def rows(count: int, bad: bool = False) -> str:
    lines = ["message,topic,order"]
    for i in range(1, count + 1):
        answer = "" if bad and i == 2 else ("refund", "praise", "delivery")[i % 3]
        lines.append(f"quick, fast and good {i},{answer},{i}" if bad and i == 5 else f"message {i},{answer},{i}")
    return "\n".join(lines) + "\n"


def load(path: Path, text: str):
    path.write_text(text, encoding="utf-8")
    table = read_table(path, delimiter=",")
    mapping = guess_mapping(table)
    return table, mapping, check_table(table, mapping, keep_aside=0.1)


@pytest.fixture
def page(qtbot) -> TeachPage:
    made = TeachPage()
    qtbot.addWidget(made)
    made.resize(1207, 691)
    made.show()
    return made


@pytest.fixture
def full(page: TeachPage, tmp_path: Path) -> TeachPage:
    """With 300 good rows, a hello, and a base model chosen."""
    page.set_hello(HELLO)
    page.set_table(*load(tmp_path / "messages.csv", rows(300)))
    page.backbones.card(MODEL["source"]).click()
    return page


def test_an_empty_page_asks_for_a_file_and_says_why_start_waits(page: TeachPage, qtbot) -> None:
    assert not page.ready.start.isEnabled() and page.ready.reason() == "Waiting for examples"
    with qtbot.waitSignal(page.file_requested):
        page.ready._lines[0].action.click()


def test_a_file_a_model_and_a_method_are_enough_to_start(full: TeachPage, qtbot) -> None:
    assert [check.state for check in full.ready.checks()] == ["ok", "ok", "ok"]
    with qtbot.waitSignal(full.start_requested):
        QTest.keyClick(full, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_recipe_names_what_was_chosen(full: TeachPage, tmp_path: Path) -> None:
    config = full.config()
    assert RunConfig.from_json(config).to_json() == config
    assert config["data"]["train"] == str(tmp_path / "messages.csv")
    assert config["data"]["columns"] == {"text": "message", "label": "topic"}
    assert config["backbone"]["source"] == MODEL["source"]
    assert config["method"] == {"kind": "p_tuning_v2"} and config["training"]["epochs"] == 5


def test_each_choice_is_told_with_the_whole_recipe(full: TeachPage, qtbot) -> None:
    with qtbot.waitSignal(full.config_changed) as told:
        full.methods.form.field("method.length").editor.stepBy(1)
    assert told.args[0]["method"] == {"kind": "p_tuning_v2", "length": 21}
    with qtbot.waitSignal(full.config_changed) as told:
        full.examples.facts.split.slider.setValue(25)
    assert told.args[0]["data"]["keep_aside"] == 0.25


def test_quick_and_careful_set_passes_and_trainings(full: TeachPage) -> None:
    full.methods.pace._buttons["careful"].click()
    config = full.config()
    assert config["training"]["epochs"] == 8 and full.methods.pace.value() == "careful"
    assert (config["farm"]["seeds"], config["farm"]["control"]) == (3, True)
    full.methods.pace._buttons["quick"].click()
    config = full.config()
    assert config["training"]["epochs"] == 2 and not RunConfig.from_json(config).farm.is_on
    full.methods.form.field("training.epochs").editor.stepBy(1)
    assert full.config()["training"]["epochs"] == 3 and full.methods.pace.value() == "own"


def test_a_recipe_that_is_shown_comes_back_the_same(full: TeachPage) -> None:
    wanted = RunConfig.from_json(full.config()).replace(
        method={"kind": "prompt_tuning", "length": 9}, training={"epochs": 2.0, "learning_rate": 0.03, "threads": 2}
    )
    full.set_config(wanted.to_json())
    assert full.config() == {**wanted.to_json(), "method": {"kind": "prompt_tuning", "length": 9}}
    assert full.methods.kind() == "prompt_tuning" and full.methods.pace.value() == "quick"


def test_a_recipe_set_before_the_engine_speaks_is_kept(page: TeachPage) -> None:
    wanted = RunConfig().replace(method={"kind": "prompt_tuning", "length": 7}, training={"epochs": 2.0}).to_json()
    page.set_config(wanted)
    page.set_hello(HELLO)
    assert page.config()["method"] == {"kind": "prompt_tuning", "length": 7}
    assert page.methods.form.field("method.length").editor.get_value() == 7


def test_a_model_that_cannot_do_the_task_says_why_and_so_do_the_methods(full: TeachPage) -> None:
    recipe = full.config()
    full.set_config({**recipe, "backbone": {**recipe["backbone"], "source": BOTH["source"]}})
    for card in (full.methods.cards.cards["prompt_tuning"], full.backbones.card(BOTH["source"])):
        assert not card.isEnabled()
        assert "encoder and a decoder" in card.accessibleName() + card.accessibleDescription()
    assert full.backbones.card(MODEL["source"]).isEnabled()
    assert full.ready.checks()[1].title == "T5 cannot do this"
    assert not full.ready.start.isEnabled() and full.ready.reason() == "Waiting for a base model"


def test_a_model_that_is_not_here_can_be_fetched(full: TeachPage, qtbot) -> None:
    full.backbones.card(WRITER["source"]).click()
    assert full.ready.checks()[1].title == "SmolLM2 is not here yet" and not full.ready.start.isEnabled()
    with qtbot.waitSignal(full.get_backbone_requested) as asked:
        full.backbones.card(WRITER["source"]).get.click()
    assert asked.args == [WRITER["source"]]
    full.set_download(WRITER["source"], 46_000_000, 93_000_000)
    full.set_backbones([MODEL, {**WRITER, "present": True}, BOTH])
    assert full.ready.start.isEnabled() and full.methods.kind() == "prompt_tuning"


def test_rows_that_need_a_look_hold_start_until_somebody_decides(full: TeachPage, tmp_path: Path, qtbot) -> None:
    full.set_table(*load(tmp_path / "bad.csv", rows(300, bad=True)))
    assert full.ready.checks()[0].title == "2 rows need a look" and not full.ready.start.isEnabled()
    with qtbot.waitSignals([full.rows_skipped, full.config_changed]):
        full.examples.issues.skip_button.click()
    assert full.config()["data"]["skip_rows"] == [2, 5] and full.ready.start.isEnabled()
    full.examples.issues.undo_button.click()
    assert full.config()["data"]["skip_rows"] == []


def test_joined_rows_stand_in_the_recipe(full: TeachPage, tmp_path: Path, qtbot) -> None:
    table, mapping, problems = load(tmp_path / "bad.csv", rows(300, bad=True))
    full.set_table(table, mapping, problems)
    full.ready._lines[0].action.click()
    full.examples.problem_card.show_problem(5)
    with qtbot.waitSignal(full.rows_joined) as asked:
        full.examples.problem_card.join.click()
    joined = table.join_extra(set(asked.args[0]))
    full.set_table(joined, mapping, check_table(joined, mapping))
    assert full.config()["data"]["joined_rows"] == [5] and full.ready.checks()[0].title == "1 row needs a look"


def test_another_role_changes_the_recipe_at_once(full: TeachPage, qtbot) -> None:
    with qtbot.waitSignal(full.mapping_changed) as told:
        full.examples.table_view.role_chosen.emit("topic", "ignore")
    assert told.args == [{"text": "message"}]
    assert full.ready.checks()[0].title == "No answer column"
    full.examples.table_view.role_chosen.emit("order", "answer")
    assert full.config()["data"]["columns"] == {"text": "message", "label": "order"}


def test_the_chosen_row_is_told_and_its_tokens_are_shown(full: TeachPage, qtbot) -> None:
    with qtbot.waitSignal(full.row_selected) as told:
        full.examples.table_view.show_row(7)
    assert told.args == [7] and full.selected_fields()["message"] == "message 7"
    full.set_example(
        {"tokens": [{"text": "1", "kind": "soft"}, {"text": "mess", "kind": "text"}], "counts": {"text": 1}}
    )
    assert full.examples.sample.tokens.boxes() == [("1", "soft"), ("mess", "text")]
    assert not full.examples.sample._late.isActive()


def test_an_estimate_stands_where_the_choice_is_made(full: TeachPage) -> None:
    estimate = {"seconds": 44, "memory_bytes": 420_000_000, "trainable_parameters": 92_160}
    full._open("method")
    full.set_estimate({**estimate, "backbone_parameters": 22_700_000, "pack_bytes": 380_000})
    assert full.ready.reason() == "about 45\u00a0s on CPU"
    assert full.methods.pace._buttons["careful"].text() == "Careful · 5\u00a0min"
    assert full.steps["method"].header.summary.text() == "Trains 0.41\u00a0% of the model"
    full.backbones.card(WRITER["source"]).click()
    assert "45" not in full.ready.reason()


def test_while_a_run_goes_on_start_says_so(full: TeachPage) -> None:
    full.set_busy("A run is going")
    assert not full.ready.start.isEnabled() and full.ready.reason() == "A run is going"


def test_without_the_engine_start_waits_for_it(full: TeachPage) -> None:
    full.set_hello(None)
    assert not full.ready.start.isEnabled()


def test_a_dropped_table_is_asked_for_and_a_picture_is_not(page: TeachPage, qtbot) -> None:
    def drop(name: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(name)])
        move, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(page, QDragEnterEvent(QPoint(5, 5), move, data, left, none))
        QApplication.sendEvent(page, QDropEvent(QPoint(5, 5).toPointF(), move, data, left, none))

    with qtbot.waitSignal(page.file_dropped) as told:
        drop("/tmp/rows.csv")
    assert told.args == ["/tmp/rows.csv"]
    with qtbot.assertNotEmitted(page.file_dropped):
        drop("/tmp/photo.png")


def test_everything_is_reached_by_tab_and_has_a_name(full: TeachPage, tab_stops, controls, name_of) -> None:
    for key in ("examples", "backbone"):
        full._open(key)
        full.activateWindow()
        full.ready.start.setFocus()
        reached = tab_stops(full)
        inner = [each for each in controls(full) if each.objectName() == "qt_spinbox_lineedit"]
        cards = [each for each in controls(full) if each.inherits("QRadioButton")]  # arrows move between these
        missing = [each for each in controls(full) if each not in [*reached, *inner, *cards]]
        assert [(type(control).__name__, name_of(control)) for control in missing] == []
        assert [type(widget).__name__ for widget in reached if not name_of(widget)] == []


class Backwards(QTranslator):
    """Translates every text into itself within angle brackets."""

    def translate(self, context, text, disambiguation=None, n=-1) -> str:
        return f"‹{text}›"

    def isEmpty(self) -> bool:
        return False


def test_every_word_follows_the_language(full: TeachPage, qapp: QApplication) -> None:
    full._open("examples")
    language = Backwards()
    QCoreApplication.installTranslator(language)
    try:
        QApplication.processEvents()
        shown = [
            *(full.title_label.text(), full.ready.start.text(), full.ready.checks()[0].title, full.head.change.text()),
            *(full.steps["backbone"].header.title.text(), full.examples.sample.edit.text(), full.methods.pace_text()),
            *(full.examples.facts.split._title.text(), full.methods.form.field("method.length")._label.text()),
        ]
        assert [text for text in shown if "‹" not in text] == []
    finally:
        QCoreApplication.removeTranslator(language)
    QApplication.processEvents()
    assert full.title_label.text() == "Teach"


@pytest.mark.parametrize("text_size", [1.0, 2.0], indirect=True)
def test_nothing_is_wider_than_the_window(text_size: float, full: TeachPage) -> None:
    for key in ("examples", "backbone"):
        full._open(key)
        QApplication.processEvents()
        assert full.minimumSizeHint().width() <= 1207
        assert full._inner.width() <= full._scroll.viewport().width()


def test_the_usual_page_fits_without_scrolling(full: TeachPage) -> None:
    for key in ("examples", "backbone"):
        full._open(key)
        QApplication.processEvents()
        bar = full._scroll.verticalScrollBar()
        assert not bar.isVisible(), f"{key}: {bar.maximum()} too high"


def test_joint_training_looks_different_everywhere(full: TeachPage) -> None:
    full._open("method")
    assert full.methods.not_frozen.isHidden() and full.steps["backbone"].header.summary.text() == "stays untouched"
    full.methods.form.field("method.tune_backbone").editor.setChecked(True)
    assert not full.methods.not_frozen.isHidden() and full.steps["backbone"].header.summary.text() == "is trained too"
    assert full.ready.checks()[2].title == "Not frozen" and full.ready.start.isEnabled()
    assert full.config()["method"]["tune_backbone"] is True


def test_what_cannot_work_together_holds_start_and_offers_a_way_out(full: TeachPage, qtbot) -> None:
    full._open("method")
    full.methods.form.field("method.length").editor.stepBy(1)
    full.set_refusal(InputError("infix_place").to_event())
    card = full.methods.refusal_card
    assert card is not None and card.isVisible() and not full.ready.start.isEnabled()
    assert full.ready.checks()[2].detail.startswith("An infix") and full.ready.reason() == "Waiting for step 3"
    with qtbot.waitSignal(full.config_changed) as told:
        card.action_chosen.emit("reset")
    assert told.args[0]["method"] == {"kind": "p_tuning_v2"}
    full.set_refusal(None)
    assert full.methods.refusal_card is None and full.ready.start.isEnabled()


def test_a_refused_template_is_mended_where_it_is_written(full: TeachPage) -> None:
    full._open("method")
    full.set_refusal(InputError("template_no_soft", total=20).to_event())
    full.methods.refusal_card.action_chosen.emit("template")
    assert full.steps["examples"].is_open and full.examples.sample.editor.isVisible()


def test_answers_in_words_or_through_a_head_where_the_model_can_do_both(full: TeachPage) -> None:
    assert "task.output" not in full.methods.form._fields  # an encoder without a word head
    full.set_backbones([{**MODEL, "has_words": True}, WRITER, BOTH])
    field = full.methods.form.field("task.output").editor
    assert field.get_value() == "head" and full.config()["task"]["output"] is None
    field.setCurrentIndex(field.findData("verbalizer"))
    assert full.config()["task"]["output"] == "verbalizer"
    assert full.examples.sample.editor.template.text().endswith("{answer}")


def test_a_template_that_counts_its_tokens_decides_the_length(full: TeachPage) -> None:
    full.set_backbones([MODEL, {**WRITER, "present": True}, BOTH])
    full.backbones.card(WRITER["source"]).click()
    full.examples.sample.editor.changed.emit("preset:p_tuning", None)
    editor = full.methods.form.field("method.length").editor
    assert (editor.get_value(), editor.isEnabled()) == (6, False)
    assert (
        full.config()["method"] == {"kind": "prompt_tuning"} and full.config()["data"]["template"] == "preset:p_tuning"
    )
    full.examples.sample.editor.changed.emit(None, None)
    assert (editor.get_value(), editor.isEnabled()) == (20, True)


def test_the_other_cards_say_what_they_would_train(full: TeachPage) -> None:
    full.set_estimate({"trainable_parameters": 7680, "pack_bytes": 30_720}, "prompt_tuning")
    assert full.methods.cards.cards["prompt_tuning"].size_text().replace(",", "") == "7680 numbers · 31\u00a0KB"
    assert full.ready.reason() == ""


def test_an_automatic_speed_follows_the_options_that_change_it(full: TeachPage) -> None:
    through = {**LENGTH, "name": "through", "type": "choice", "default": "none", "label": "Through", "advanced": True}
    through["choices"] = [{"value": "none", "label": "None"}, {"value": "mlp", "label": "A network"}]
    method = {**METHODS[1], "rates": {"head": 0.01}, "option_rates": {"through": {"mlp": {"head": 5e-05}}}}
    full.set_hello({**HELLO, "methods": [{**method, "schema": [LENGTH, through]}]})
    speed = full.methods.form.field("training.learning_rate").editor
    assert speed.text() == "Automatic (0.01)"
    field = full.methods.form.field("method.through").editor
    field.setCurrentIndex(field.findData("mlp"))
    assert speed.text() == "Automatic (5e-05)"
