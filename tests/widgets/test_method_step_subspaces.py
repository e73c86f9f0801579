"""A method that lives in a subspace offers those of the base model, takes the first, and says where to find one."""

from typing import Any

import pytest

from widgets.method_step import MethodStep

MODEL = {
    "source": "starter:a",
    "name": "A",
    "family": "causal",
    "fingerprint": {"weights_hash": "1", "tokenizer_hash": "2"},
}
OTHER = {**MODEL, "source": "starter:b", "name": "B", "fingerprint": {"weights_hash": "3", "tokenizer_hash": "2"}}
ROW = {"default": "", "optional": False, "label": "Subspace", "help": "", "choices": []}
HELLO: dict[str, Any] = {
    "methods": [
        {"kind": "prompt_tuning", "title": "Prompt Tuning", "sites": "input", "schema": []},
        {
            **{"kind": "intrinsic_prompt_tuning", "title": "Intrinsic Prompt Tuning", "sites": "input"},
            "paper": "Qin et al. 2021",
            "schema": [
                {**ROW, "name": "subspace", "type": "subspace"},
                {**ROW, "name": "start_task", "type": "str", "advanced": True},
            ],
        },
    ],
    "support": [],
    "training_schema": [],
}


def subspace(name: str, model: dict[str, Any]) -> dict[str, Any]:
    tasks = [{"name": "news", "numbers": [0.1]}, {"name": "mood", "numbers": [0.2]}]
    return {"path": f"/s/{name}", "name": name, "fingerprint": model["fingerprint"], "tokens": 7, "tasks": tasks}


@pytest.fixture
def step(qtbot) -> MethodStep:
    made = MethodStep()
    qtbot.addWidget(made)
    made.set_hello(HELLO)
    made.set_backbone(MODEL, "generation")
    made.cards.cards["intrinsic_prompt_tuning"].click()
    return made


def test_its_card_has_the_plain_name_above_the_real_one(step) -> None:
    card = step.cards.cards["intrinsic_prompt_tuning"]
    assert card.accessibleName() == "Tiny knob (research), Intrinsic Prompt Tuning · Qin et al. 2021"
    assert "learned through a network" in card.picture.accessibleName()


def test_the_first_subspace_of_the_base_model_is_taken_and_no_other_offered(step) -> None:
    step.set_subspaces([subspace("other", OTHER), subspace("own", MODEL), subspace("second", MODEL)])
    assert step.values()["method.subspace"] == "/s/own" and step.learned_tokens() == 7
    field = step.form.field("method.subspace").editor
    assert [field.itemText(place) for place in range(field.count())] == ["None", "own", "second", "Another file..."]


def test_another_base_model_takes_its_own(step) -> None:
    step.set_subspaces([subspace("other", OTHER), subspace("own", MODEL)])
    step.set_backbone(OTHER, "generation")
    assert step.values()["method.subspace"] == "/s/other"


def test_the_tasks_to_start_from_are_those_of_the_subspace(step) -> None:
    step.set_subspaces([subspace("own", MODEL)])
    field = step.form.field("method.start_task").editor
    assert [field.itemData(place) for place in range(field.count())] == ["", "news", "mood"]
    assert field.itemText(0) == "The middle of them all"


def test_a_recipe_keeps_the_subspace_that_it_names(step) -> None:
    step.set_subspaces([subspace("own", MODEL), subspace("second", MODEL)])
    step.set_values({"method.kind": "intrinsic_prompt_tuning", "method.subspace": "/s/second"})
    assert step.values()["method.subspace"] == "/s/second"
    step.set_values({"method.kind": "intrinsic_prompt_tuning"})
    assert step.values()["method.subspace"] == "/s/own"


def test_without_one_the_refusal_leads_to_where_one_is_found(step, qtbot) -> None:
    step.set_refusal({"code": "subspace_needed", "args": {"method": "Intrinsic Prompt Tuning"}})
    with qtbot.waitSignal(step.subspace_requested):
        step.refusal_card.action_chosen.emit("subspace")
