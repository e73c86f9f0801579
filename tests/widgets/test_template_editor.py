"""A template is only passed on when it works, and what is wrong with it is said beside it."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from engine.data import ColumnMapping, read_table
from widgets.template_editor import TemplateEditor
from widgets.template_presets import template_presets

PRESET = "{soft}{text} Label: {answer}"


@pytest.fixture
def editor(tmp_path: Path, qtbot) -> TemplateEditor:
    path = tmp_path / "rows.csv"
    path.write_text("text,label,id\ngood,yes,1\nbad,no,2\n", encoding="utf-8")
    made = TemplateEditor()
    qtbot.addWidget(made)
    made.set_data(read_table(path), ColumnMapping.of(["text"], "label"), ["yes", "no"], PRESET)
    made.set_values(None, None)
    made.show()
    return made


def write(editor: TemplateEditor, text: str) -> None:
    editor.template.selectAll()
    QTest.keyClicks(editor.template, text)


def test_the_preset_is_shown_and_counts_as_no_template(editor: TemplateEditor) -> None:
    assert editor.template.text() == PRESET and editor._template() is None


def test_a_template_that_works_is_passed_on(editor: TemplateEditor, qtbot) -> None:
    with qtbot.waitSignal(editor.changed, check_params_cb=lambda text, words: text == "{soft}{text}? {answer}"):
        write(editor, "{soft}{text}? {answer}")
    assert editor.error() == ""


@pytest.mark.parametrize(
    ("text", "part"), [("{soft}{txt} {answer}", "txt"), ("{text} {label} {answer}", "label"), ("{text}", "answer")]
)
def test_a_template_that_cannot_work_is_explained_and_kept_back(editor: TemplateEditor, text: str, part: str) -> None:
    passed: list[object] = []
    write(editor, text[:-1])
    editor.changed.connect(lambda template, _words: passed.append(template))
    write(editor, text)
    assert part in editor.error() and editor.template.property("invalid") is True
    assert text not in passed


def test_words_for_answers_come_with_the_others_own_text(editor: TemplateEditor, qtbot) -> None:
    with qtbot.waitSignal(editor.changed) as changed:
        editor._words["yes"].field.setText("great / fine")
        editor._words["yes"].field.textEdited.emit("great / fine")
    assert changed.args == [None, {"yes": ["great", "fine"], "no": ["no"]}]


def test_one_word_for_two_answers_is_refused(editor: TemplateEditor) -> None:
    QTest.keyClicks(editor._words["yes"].field, "no")
    assert "no" in editor.error()


def measured(label: str, tokens: int, better: str | None = None) -> dict[str, object]:
    return {"label": label, "word": label, "tokens": tokens, "better": better}


def test_a_word_of_several_tokens_is_told_with_a_better_one(editor: TemplateEditor, qtbot) -> None:
    editor.set_measured_words([measured("yes", 3, "great"), measured("no", 1)])
    long, short = editor._words["yes"], editor._words["no"]
    assert long._state.text() == "3 tokens" and short._state.text() == "1 token" and not short.take.isVisible()
    with qtbot.waitSignal(editor.changed) as changed:
        long.take.click()
    assert changed.args == [None, {"yes": ["great"], "no": ["no"]}]
    assert not long._state.isVisible()  # until the engine has counted again


def test_what_was_counted_of_another_word_is_not_shown(editor: TemplateEditor) -> None:
    editor.set_values(None, {"yes": ["sure"], "no": ["no"]})
    editor.set_measured_words([measured("yes", 3), measured("no", 1)])
    assert not editor._words["yes"]._state.isVisible() and editor._words["no"]._state.isVisible()


def test_a_place_is_put_in_where_the_cursor_is(editor: TemplateEditor) -> None:
    editor.template.setCursorPosition(len("{soft}"))
    editor._insert("{soft}")
    assert editor.template.text().startswith("{soft}{soft}{text}")


def test_with_a_head_no_place_for_the_answer_is_needed(editor: TemplateEditor) -> None:
    editor.set_data(editor._table, editor._mapping, ["yes", "no"], "{soft}{text}", has_answer=False)
    assert editor.template.text() == "{soft}{text}" and editor.error() == ""
    assert editor._words == {}


def presets(editor: TemplateEditor, family: str) -> None:
    found = template_presets(editor._table, editor._mapping, family, "verbalizer")
    editor.set_data(editor._table, editor._mapping, ["yes", "no"], PRESET, family=family, presets=found)


def test_the_templates_of_the_tasks_and_of_the_paper_can_be_started_from(editor: TemplateEditor, qtbot) -> None:
    presets(editor, "masked")
    menu = editor.open_presets()
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.data() for action in actions][-2:] == ["preset:p_tuning", "preset:p_tuning_anchor"]
    with qtbot.waitSignal(editor.changed) as changed:
        actions[-2].trigger()
    assert changed.args[0] == "preset:p_tuning"
    assert editor.template.text() == "{soft:3} {text}{soft:3} {answer}{soft:3}"
    with qtbot.waitSignal(editor.changed) as changed:
        actions[0].trigger()
    assert changed.args[0] is None and editor.template.text() == PRESET
    menu.close()


def test_a_template_of_the_paper_follows_the_base_model_until_it_is_changed(editor: TemplateEditor, qtbot) -> None:
    presets(editor, "masked")
    editor.set_values("preset:p_tuning", None)
    presets(editor, "causal")
    editor.set_values("preset:p_tuning", None)
    assert editor.template.text() == "{soft:3} {text}{soft:3} {answer}"
    with qtbot.waitSignal(editor.changed, check_params_cb=lambda text, _words: text.endswith("{answer}.")):
        QTest.keyClicks(editor.template, ".")


def test_a_head_is_offered_no_template_with_an_answer(editor: TemplateEditor) -> None:
    assert template_presets(editor._table, editor._mapping, "masked", "head") == []
