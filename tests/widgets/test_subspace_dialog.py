"""What goes together can be ticked, the rest says why not; what is chosen is what the engine is to be told."""

from typing import Any

import pytest

from widgets.subspace_dialog import LADDER, SubspaceDialog

HELLO: dict[str, Any] = {
    "backbones": [
        {"source": "starter:w", "name": "Writer", "family": "causal", "present": True},
        {"source": "starter:r", "name": "Reader", "family": "masked", "present": True},
    ],
    "subspace_schema": [],
    "task_set_schema": [],
}


def pack(name: str, **changes: Any) -> dict[str, Any]:
    own = {"path": f"/{name}", "name": name, "backbone": "Writer", "method": "prompt_tuning", "tokens": 16}
    return {**own, "fits": "starter:w", **changes}


PACKS = [pack("a"), pack("b"), pack("c"), pack("deep", method="prefix_tuning"), pack("long", tokens=20)]
PACKS += [pack("other", backbone="Reader"), pack("gone", fits=None), {"path": "/x", "name": "x", "broken": True}]


@pytest.fixture
def dialog(qtbot) -> SubspaceDialog:
    made = SubspaceDialog(PACKS, HELLO, "Subspace")
    qtbot.addWidget(made)
    return made


def test_with_enough_packs_it_begins_from_packs_and_waits_for_three(dialog) -> None:
    assert dialog.source.value() == "packs" and not dialog.go.isEnabled()
    assert dialog._state.text() == "Tick at least three packs of one base model"
    for box in dialog.boxes[:3]:
        box.setChecked(True)
    assert dialog.go.isEnabled() and dialog._state.text() == ""


def test_what_does_not_go_with_the_first_says_why(dialog) -> None:
    dialog.boxes[0].setChecked(True)
    assert [box.isEnabled() for box in dialog.boxes] == [True, True, True, False, False, False, False]
    assert [note.text() for note in dialog._box_notes[3:]] == [
        "learned in another way: Deep",
        "another length: 20 tokens",
        "another base model: Reader",
        "its base model is not on this computer",
    ]


def test_choices_from_packs_name_their_model_and_how_few_numbers(dialog, qtbot) -> None:
    for box in dialog.boxes[:3]:
        box.setChecked(True)
    dialog.slider.setValue(LADDER.index(10))
    dialog.way.set_value("quick")
    with qtbot.waitSignal(dialog.find_requested) as found:
        dialog.go.click()
    assert found.args[0] == {
        **{"name": "Subspace", "packs": ["/a", "/b", "/c"], "backbone": "starter:w"},
        **{"subspace": {"dimension": 10, "quick": True}, "training": {"steps": 300}},
    }


def test_tables_need_a_folder_and_a_model_that_writes(qtbot) -> None:
    dialog = SubspaceDialog([], HELLO, "Subspace")
    qtbot.addWidget(dialog)
    assert dialog.source.value() == "tables" and dialog._state.text() == "Choose a folder"
    assert [dialog.backbone.itemText(place) for place in range(dialog.backbone.count())] == ["Writer"]
    dialog.folder.setText("/tables")
    assert dialog.go.isEnabled()
    chosen = dialog.choices()
    assert (chosen["tables"], chosen["backbone"], chosen["steps"], chosen["set"]) == ("/tables", "starter:w", 300, {})


def test_without_a_model_that_writes_it_cannot_begin_from_tables(qtbot) -> None:
    dialog = SubspaceDialog([], {**HELLO, "backbones": HELLO["backbones"][1:]}, "Subspace")
    qtbot.addWidget(dialog)
    dialog.folder.setText("/tables")
    assert not dialog.go.isEnabled() and "No base model that writes" in dialog._state.text()


def test_what_cannot_begin_is_said_and_the_choices_stay(dialog) -> None:
    dialog.show_error({"code": "subspace_taken", "args": {"name": "Subspace"}})
    assert not dialog.error.isHidden() and "There already is a subspace called Subspace" in dialog._error_text.text()
