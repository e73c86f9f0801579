"""engine/training/context_choice.py: texts are remembered where that is right and pays, and the person is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from engine.backbones.backbone import Backbone
from engine.events import RunEvent
from engine.runs import Run
from engine.training import context_choice
from engine.training.context_choice import Trial
from engine.training.trainer import train

MakeRun = Callable[..., Run]
BEHIND: dict[str, Any] = {
    "backbone": "llama",
    "data": {"template": "{text}{soft} It is {answer}"},
    "method": {"kind": "prompt_tuning", "length": 3},
}


def notes(events: list[RunEvent]) -> list[str]:
    return [event["code"] for event in events if event["type"] == "note"]


def losses(events: list[RunEvent]) -> list[float]:
    return [event["loss"] for event in events if event["type"] == "step"]


def test_a_run_that_remembers_learns_what_one_that_does_not_learns(make_run: MakeRun) -> None:
    found = {on: list(train(make_run(**BEHIND, training={"context_cache": on}))) for on in (True, False)}
    assert losses(found[True]) == pytest.approx(losses(found[False]), rel=1e-5)
    assert "context_on" in notes(found[True]) and "context_on" not in notes(found[False])
    last = [event for event in found[True] if event["type"] == "step"][-1]["remembered"]
    assert last["texts"] == last["of"] == 80 and last["memory_bytes"] > 0 and last["disk_bytes"] == 0
    assert all("remembered" not in event for event in found[False])


def test_an_infix_is_remembered_too(make_run: MakeRun) -> None:
    method = {"kind": "prefix_tuning", "length": 2, "place": "infix"}
    found = [
        losses(list(train(make_run("llama", method=method, training={"context_cache": on})))) for on in (True, False)
    ]
    assert found[0] == pytest.approx(found[1], rel=1e-5)


def test_what_is_not_asked_for_is_chosen_by_time_and_written_down(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pays in (True, False):
        monkeypatch.setattr(Trial, "pays", property(lambda self, pays=pays: pays))
        run = make_run(**BEHIND)
        events = list(train(run))
        assert run.config.training.context_cache is pays
        assert ("context_on" in notes(events)) is pays and "context_slow" not in notes(events)


def test_it_pays_when_the_steps_that_recall_make_up_for_the_first_pass() -> None:
    trial = Trial(plain=1.0, first=1.5, recalled=0.1, steps=100, first_steps=10, is_alike=True)
    assert trial.pays and not dataclasses.replace(trial, steps=10).pays
    assert not dataclasses.replace(trial, recalled=0.9).pays


def test_a_model_on_several_cards_remembers_nothing(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backbone, "is_split", True)
    assert "context_split" in notes(list(train(make_run(**BEHIND, training={"context_cache": True}))))


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("context_front", {"data": {}}),
        ("context_front", {"method": {"kind": "p_tuning_v2", "length": 2}}),
        ("context_checkpointing", {"training": {"gradient_checkpointing": True}}),
        ("context_head", {"backbone": "bert", "data": {}}),
        ("context_front", {"backbone": "t5", "data": {}}),
        ("context_front", {"method": {"kind": "written_prompt", "examples": 1}, "data": {}}),
    ],
)
def test_where_it_cannot_be_the_reason_is_told_to_who_asked(
    reason: str, changes: dict[str, Any], make_run: MakeRun
) -> None:
    training = {"context_cache": True, "steps": 1, **changes.get("training", {})}
    run = make_run(**{**BEHIND, **changes, "training": training})
    assert reason in notes(list(train(run))) and run.config.training.context_cache is False


def test_who_did_not_ask_is_told_nothing(make_run: MakeRun) -> None:
    events = list(train(make_run(**{**BEHIND, "data": {}}, training={"steps": 1})))
    assert not [code for code in notes(events) if code.startswith("context")]


def test_a_model_that_reads_otherwise_with_it_is_found_out(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(context_choice.ContextCache, "_alone", _wrong_places(context_choice.ContextCache._alone))
    events = list(train(make_run(**BEHIND, training={"context_cache": True, "steps": 2})))
    assert "context_unlike" in notes(events)


def _wrong_places(alone: Any) -> Any:
    return lambda self, key: {**(made := alone(self, key)), "position_ids": made["position_ids"] * 2}


@pytest.mark.parametrize(
    "config",
    [
        {"layer_types": ["full_attention", "sliding_attention"]},
        {"layer_types": ["linear_attention"]},
        {"sliding_window": 4096},
        {"rope_parameters": {"rope_type": "dynamic", "factor": 2.0}},
        {"rope_parameters": {"rope_type": "longrope"}},
    ],
)
def test_windows_and_rotary_positions_that_depend_on_length_are_refused(
    config: dict[str, Any], llama: Backbone
) -> None:
    def like_llama(**values: Any) -> Any:
        stand_in = SimpleNamespace(num_hidden_layers=1, **values)
        return SimpleNamespace(family="causal", takes_positions=True, slots=[0], model=SimpleNamespace(config=stand_in))

    is_steady: Any = Backbone.is_steady.func  # type: ignore[attr-defined]
    assert llama.is_steady and is_steady(like_llama(layer_types=["full_attention"]))
    assert not is_steady(like_llama(**config))
