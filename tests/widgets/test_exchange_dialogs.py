"""What another program will not know is said before anything is written; what it does not say is asked first."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from widgets.export_dialog import ExportDialog, Format
from widgets.import_choices import fits, in_order, problem, split_list, usual_template
from widgets.import_dialog import ImportDialog

MODEL: dict[str, Any] = {
    **{"source": "starter:smollm2", "name": "SmolLM2", "hidden": 576, "present": True, "problem": None},
    "fingerprint": {"embedding": 576, "layers": 30, "decoder_layers": 0, "kv_heads": 3, "head_dim": 64},
}
OTHER = {**MODEL, "source": "/models/gpt2", "name": "gpt2", "hidden": 768, "fingerprint": None}
FACTS: dict[str, Any] = {
    **{"format": "peft", "kind": "PROMPT_TUNING", "is_deep": False, "tokens": 20, "width": 576, "outputs": None},
    **{"task": "CAUSAL_LM", "made_for": "", "name": "", "author": "", "description": ""},
}


@pytest.fixture
def export(qtbot) -> ExportDialog:
    formats = [Format("promptpack"), Format("peft", caveats=("Mind the padding.",)), Format("npy", refusal="Too deep.")]
    made = ExportDialog("Reviews", formats)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test does
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def ask(qtbot):
    def open_one(**changes: Any) -> ImportDialog:
        made = ImportDialog({**FACTS, **changes}, [OTHER, MODEL], "praise")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return open_one


def test_the_pack_itself_is_offered_first(export: ExportDialog, qtbot) -> None:
    assert export.chosen() == "promptpack" and export.windowTitle() == 'Export "Reviews"'
    with qtbot.waitSignal(export.format_chosen) as chosen:
        export.choose.click()
    assert chosen.args == ["promptpack"]


def test_what_a_program_will_not_know_is_said_on_its_card(export: ExportDialog) -> None:
    assert "Mind the padding." in export.cards["peft"].accessibleDescription()


def test_a_format_that_cannot_hold_the_pack_says_why_and_cannot_be_chosen(export: ExportDialog) -> None:
    card = export.cards["npy"]
    assert not card.isEnabled() and card.accessibleDescription() == "Too deep."


def test_closing_the_dialog_exports_nothing(export: ExportDialog, qtbot) -> None:
    with qtbot.assertNotEmitted(export.format_chosen):
        export.cancel.click()
    assert not export.isVisible()


def test_a_prompt_without_labels_writes_text(ask, qtbot) -> None:
    dialog = ask()
    assert dialog.backbone.currentText() == "SmolLM2" and dialog.name.text() == "praise"
    with qtbot.waitSignal(dialog.import_requested) as asked:
        dialog.go.click()
    assert asked.args == [{"name": "praise", "backbone": "starter:smollm2"}]
    assert not dialog.go.isEnabled()


def test_labels_and_their_words_go_in_order(ask, qtbot) -> None:
    dialog = ask()
    dialog.task._buttons["labels"].click()
    assert not dialog.go.isEnabled() and "answers" in dialog._state.text()
    dialog.labels.setText("差评，好评")
    dialog.words.setText("bad, good")
    with qtbot.waitSignal(dialog.import_requested) as asked:
        dialog.go.click()
    assert asked.args[0]["labels"] == ["差评", "好评"]
    assert asked.args[0]["words"] == {"差评": ["bad"], "好评": ["good"]}


def test_a_head_needs_as_many_answers_as_it_has_outputs(ask, qtbot) -> None:
    dialog = ask(outputs=3, task="SEQ_CLS")
    assert dialog.labels.isVisible() and not dialog._fields["task"].isVisible()
    dialog.labels.setText("a, b")
    with qtbot.assertNotEmitted(dialog.import_requested):
        dialog.go.click()
    assert dialog.error.isVisible() and "2" in dialog._error_text.text()
    dialog.labels.setText("a, b, c")
    with qtbot.waitSignal(dialog.import_requested):
        dialog.go.click()
    assert not dialog.error.isVisible()


def test_what_the_engine_refuses_can_be_mended_in_the_dialog(ask) -> None:
    dialog = ask()
    dialog.set_busy("Importing...")
    dialog.show_error({"code": "exchange_width", "args": {"found": 576, "needed": 768, "backbone": "gpt2"}})
    assert dialog.error.isVisible() and "768" in dialog._error_text.text() and dialog.go.isEnabled()


def test_a_base_model_of_another_size_is_warned_of(ask) -> None:
    dialog = ask()
    dialog.backbone.setCurrentIndex(1)
    assert dialog._misfit.isVisible() and dialog.go.isEnabled()


def test_without_a_base_model_nothing_can_be_imported(qtbot) -> None:
    dialog = ImportDialog(FACTS, [], "praise")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.go.isEnabled() and dialog._misfit.isVisible()


def test_the_model_that_a_prompt_was_made_for_stands_first() -> None:
    assert in_order({**FACTS, "made_for": "openai/GPT2"}, [MODEL, OTHER])[0]["name"] == "gpt2"
    assert in_order(FACTS, [OTHER, MODEL])[0]["name"] == "SmolLM2"


def test_a_prefix_is_as_wide_as_all_keys_and_values_of_a_token() -> None:
    assert fits({"is_deep": True, "width": 2 * 30 * 3 * 64}, MODEL)
    assert not fits({"is_deep": True, "width": 2 * 30 * 9 * 64}, MODEL)


def test_a_template_is_checked_before_the_engine_is_asked() -> None:
    assert problem(["a", "b"], [], usual_template("labels", None), None) is None
    wrong = problem(["a", "b"], [], "{soft}{text}", None)
    assert wrong is not None and wrong.code == "template_no_answer"
    wrong = problem(["a", "b"], ["one"], "{soft}{text} {answer}", None)
    assert wrong is not None and wrong.code == "exchange_word_count"


def test_a_list_may_be_parted_by_commas_of_either_language() -> None:
    assert split_list(" a,b，c、, ") == ["a", "b", "c"]


def test_everything_is_reached_by_tab_and_has_a_name(ask, tab_stops, controls, name_of) -> None:
    dialog = ask()
    dialog.name.setFocus()
    reached = tab_stops(dialog)
    assert [name_of(each) for each in controls(dialog) if each not in reached] == []
    assert [type(each).__name__ for each in reached if not name_of(each)] == []
