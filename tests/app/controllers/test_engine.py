"""Each event reaches whoever asked; a dead engine is told to all who wait and started again, but not for ever."""

import json

import pytest

from app.controllers.engine import MOST_DEATHS

from ..conftest import HELLO


def test_events_reach_the_one_who_asked_in_order(studio, engine) -> None:
    first, second = [], []
    one = studio.engine.request("estimate", first.extend, config={})
    two = studio.engine.request("estimate", second.extend, config={})
    engine.events.emit(
        [
            {"type": "estimate", "seconds": 1, "request": one},
            {"type": "estimate", "seconds": 2, "request": two},
            {"type": "finished", "request": two},
            {"type": "finished", "request": one},
        ]
    )
    assert [event.get("seconds") for event in first] == [1, None]
    assert [event.get("seconds") for event in second] == [2, None]


def test_nothing_more_is_delivered_after_the_end_of_a_request(studio, engine) -> None:
    found: list[dict] = []
    request = studio.engine.request("estimate", found.extend, config={})
    engine.answer("estimate")
    engine.events.emit([{"type": "estimate", "request": request}])
    assert [event["type"] for event in found] == ["finished"]


def test_a_forgotten_request_is_not_answered(studio, engine) -> None:
    found: list[dict] = []
    studio.engine.forget(studio.engine.request("estimate", found.extend, config={}))
    engine.answer("estimate", {"type": "estimate"})
    assert found == []


def test_a_dead_engine_is_told_to_all_who_wait_and_started_again(studio, engine) -> None:
    found: list[dict] = []
    studio.engine.request("ask", found.extend, pack="a", fields={}, sampling={})
    engine.die(-9)
    assert found == [{"type": "died", "code": -9}]
    assert engine.restarts == 1 and studio.engine.state == "failed"


def test_an_engine_that_came_back_says_that_it_was_restarted(studio, engine) -> None:
    engine.say_hello()
    assert studio.engine.state == "ready"
    engine.die()
    engine.say_hello()
    assert studio.engine.state == "restarted"


def test_an_engine_that_dies_again_and_again_is_left_until_a_person_says_so(qtbot, studio, engine) -> None:
    with qtbot.waitSignal(studio.engine.gave_up):
        for _ in range(MOST_DEATHS + 1):
            engine.die(1)
    assert engine.restarts == MOST_DEATHS
    studio.engine.restart()
    assert engine.restarts == MOST_DEATHS + 1


def test_what_the_engine_says_of_itself_is_there_at_the_next_start(studio, engine, home, settled) -> None:
    engine.say_hello()
    settled(studio)
    kept = json.loads((home / "hello.json").read_text(encoding="utf-8"))
    assert [method["kind"] for method in kept["methods"]] == ["prompt_tuning", "p_tuning_v2"]
    studio.workspace.hello = None
    studio.engine.load_hello()
    assert studio.workspace.hello == kept and not studio.workspace.is_hello_fresh


def test_a_damaged_memory_of_the_engine_is_passed_over(studio, home) -> None:
    for content in ("", "[]", '{"methods": []}', "\x00"):
        (home / "hello.json").write_text(content, encoding="utf-8")
        studio.engine.load_hello()
        assert studio.workspace.hello is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "0.0.1"),
        ("version", ["0.1.0"]),
        ("methods", 5),
        ("methods", [{"kind": "a"}]),
        ("support", None),
        ("devices", {}),
        ("training_schema", "x"),
        ("backbones", [1]),
        ("backbones", [{"source": 5}]),
    ],
)
def test_a_memory_of_another_shape_or_version_is_passed_over(name: str, value: object, studio, engine, home) -> None:
    (home / "hello.json").write_text(json.dumps({**HELLO, name: value}), encoding="utf-8")
    studio.engine.load_hello()
    assert studio.workspace.hello is None


def test_a_new_list_of_base_models_changes_what_is_known(qtbot, studio, engine) -> None:
    engine.say_hello()
    studio.engine.request("list_backbones", None)
    with qtbot.waitSignal(studio.workspace.hello_changed):
        engine.answer("list_backbones", {"type": "backbones", "backbones": []})
    assert studio.workspace.backbones == []


def test_20000_events_are_survived(studio, engine) -> None:
    found: list[dict] = []
    request = studio.engine.request("estimate", found.extend, config={})
    for number in range(20_000):
        engine.events.emit([{"type": "estimate", "seconds": number, "request": request}])
    assert len(found) == 20_000
