"""The engine is asked about choices once they rest, and what it says is told."""

import pytest

from app.controllers.preview import CALM_MS, COMPARED_AFTER_MS
from engine.runs import RunConfig


def test_the_engine_is_asked_once_when_choices_rest(qtbot, studio, engine, open_file, reviews) -> None:
    engine.say_hello()
    open_file(reviews)
    recipe = RunConfig().replace(
        backbone={"source": "starter:minilm-l6"},
        data={"train": str(reviews), "columns": {"text": "text", "label": "label"}},
        method={"kind": "p_tuning_v2"},
    )
    studio.workspace.set_recipe(recipe.to_json())
    for _ in range(5):
        studio.preview.choices_changed()
    studio.preview.show_row({"text": "fine", "label": "praise"})
    qtbot.waitUntil(lambda: bool(engine.asked("show_example")) and bool(engine.asked("estimate")), timeout=20 * CALM_MS)
    assert len(engine.asked("estimate")) == len(engine.asked("show_example")) == 1
    assert engine.asked("estimate")[0]["rows"] == 22
    assert engine.asked("show_example")[0]["labels"] == ["complaint", "praise"]
    with qtbot.waitSignals([studio.preview.estimate_ready, studio.preview.example_ready]):
        engine.answer("estimate", {"type": "estimate", "seconds": 3})
        engine.answer("show_example", {"type": "example", "tokens": [], "counts": {}})


def test_a_recipe_that_is_not_whole_asks_nothing(qtbot, studio, engine, open_file, reviews) -> None:
    engine.say_hello()
    open_file(reviews)
    with qtbot.waitSignal(studio.preview.estimate_ready) as signal:
        studio.preview.choices_changed()
    assert signal.args == [None] and engine.asked("estimate") == []


@pytest.fixture
def whole(qtbot, studio, engine, open_file, reviews):
    """A recipe with everything an estimate needs, about which the engine has just been asked."""
    engine.say_hello()
    open_file(reviews)
    recipe = RunConfig().replace(
        backbone={"source": "starter:minilm-l6"},
        data={"train": str(reviews), "columns": {"text": "text", "label": "label"}},
        method={"kind": "p_tuning_v2"},
    )
    studio.workspace.set_recipe(recipe.to_json())
    studio.preview.choices_changed()
    qtbot.waitUntil(lambda: bool(engine.asked("estimate")), timeout=20 * CALM_MS)


def test_what_the_engine_refuses_is_told_until_it_is_mended(qtbot, studio, engine, whole) -> None:
    error = {"type": "error", "code": "infix_place", "message": "No.", "action": "Do.", "args": {}}
    with qtbot.waitSignal(studio.preview.refused, check_params_cb=bool) as told:
        engine.answer("estimate", error)
    assert told.args[0]["code"] == "infix_place"
    studio.preview.choices_changed()
    qtbot.waitUntil(lambda: len(engine.asked("estimate")) == 2, timeout=20 * CALM_MS)
    with qtbot.waitSignal(studio.preview.refused) as told:
        engine.answer("estimate", {"type": "estimate", "seconds": 3})
    assert told.args == [None]


def test_the_size_of_each_other_method_is_asked_for_once(qtbot, studio, engine, whole) -> None:
    engine.answer("estimate", {"type": "estimate", "seconds": 3})
    assert engine.asked("estimate")[-1]["config"]["method"] == {"kind": "prompt_tuning"}
    with qtbot.waitSignal(studio.preview.size_ready) as told:
        engine.answer("estimate", {"type": "estimate", "trainable_parameters": 7680})
    assert told.args[0] == "prompt_tuning" and told.args[1]["trainable_parameters"] == 7680
    studio.preview.choices_changed()
    with qtbot.waitSignal(studio.preview.size_ready, timeout=20 * CALM_MS):
        qtbot.waitUntil(lambda: len(engine.asked("estimate")) == 3, timeout=20 * CALM_MS)
    engine.answer("estimate", {"type": "estimate", "seconds": 3})
    assert len(engine.asked("estimate")) == 3


def test_rows_are_measured_once_for_the_same_choices(qtbot, studio, engine, whole) -> None:
    qtbot.waitUntil(lambda: bool(engine.asked("measure")), timeout=20 * CALM_MS)
    asked = engine.asked("measure")[0]
    assert len(asked["rows"]) == 24 and asked["labels"] == ["complaint", "praise"]
    with qtbot.waitSignal(studio.preview.measured) as told:
        engine.answer("measure", {"type": "measured", "lengths": [3] * 24, "cut": 128, "words": []})
    assert told.args[0]["rows"] == asked["rows"] and told.args[0]["cut"] == 128
    engine.answer("estimate", {"type": "estimate", "seconds": 3})
    studio.preview.choices_changed()
    qtbot.waitUntil(lambda: len(engine.asked("estimate")) == 3, timeout=20 * CALM_MS)  # one is of another method
    assert len(engine.asked("measure")) == 1
    recipe = studio.workspace.recipe
    studio.workspace.set_recipe({**recipe, "data": {**recipe["data"], "max_tokens": 64}})
    studio.preview.choices_changed()
    qtbot.waitUntil(lambda: len(engine.asked("measure")) == 2, timeout=20 * CALM_MS)


def test_rows_that_could_not_be_measured_are_asked_about_again(qtbot, studio, engine, whole) -> None:
    qtbot.waitUntil(lambda: bool(engine.asked("measure")), timeout=20 * CALM_MS)
    engine.answer("measure", {"type": "error", "code": "internal", "message": "", "action": "", "args": {}})
    studio.preview.choices_changed()
    qtbot.waitUntil(lambda: len(engine.asked("measure")) == 2, timeout=20 * CALM_MS)
    first, again = engine.asked("measure")
    assert again["rows"] == first["rows"]


NEAR = {
    **{"code": "near_duplicate", "severity": "warn", "row": 3, "column": "text", "rows": [3], "count": 1},
    **{"args": {"pairs": "9 ~ 3", "of": 24, "total": 24}, "file": "train", "merge": {}},
}


def test_rows_are_compared_once_it_is_settled_which_they_are(qtbot, studio, engine, whole) -> None:
    qtbot.waitUntil(lambda: bool(engine.asked("compare")), timeout=10 * COMPARED_AFTER_MS)
    with qtbot.waitSignal(studio.preview.compared) as told:
        engine.answer("compare", {"type": "compared", "problems": [NEAR]})
    (problem,) = told.args[0]
    assert (problem.code, problem.rows) == ("near_duplicate", (3,))
    studio.inputs.set_near([problem])
    assert problem in studio.workspace.problems
    studio.preview._ask_compared()
    assert len(engine.asked("compare")) == 1
    studio.inputs.skip([3])
    recipe = studio.workspace.recipe
    studio.workspace.set_recipe({**recipe, "data": {**recipe["data"], "skip_rows": [3]}})
    studio.preview._ask_compared()
    assert len(engine.asked("compare")) == 2


def test_rows_nobody_decided_about_are_not_compared(studio, engine, open_file, tmp_path) -> None:
    engine.say_hello()
    path = tmp_path / "open.csv"
    path.write_text("text,label\na,x\nb,\nc,y\nd,y\n", encoding="utf-8")
    open_file(path)
    recipe = studio.workspace.recipe
    studio.workspace.set_recipe({**recipe, "data": {**recipe["data"], "columns": {"text": "text", "label": "label"}}})
    studio.preview._ask_compared()
    assert engine.asked("compare") == []
    studio.inputs.skip([2])
    studio.preview._ask_compared()
    assert len(engine.asked("compare")) == 1
