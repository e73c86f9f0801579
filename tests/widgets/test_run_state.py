"""Events add up to what is known of a run, in groups of any size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.run_state import RunState


def step(number: int, seconds: float, steps: int = 340) -> dict:
    return {"type": "step", "step": number, "steps": steps, "loss": 1.0, "seconds": seconds, "epoch": 1, "epochs": 5}


TRAINING = {"type": "phase", "name": "training", "done": None, "total": None}


def test_recorded_run_ends_with_its_result(recorded_run) -> None:
    run = RunState({}, "run")
    run.add(recorded_run)
    assert run.done is not None and run.done["verdict"] == "better"
    assert (run.step, run.steps, run.epochs, run.saved_step) == (340, 340, 5, 340)
    assert run.folder == "/home/me/runs/customer-messages-3"


@settings(max_examples=15, deadline=None)
@given(size=st.integers(1, 120))
def test_groups_of_any_size_bring_the_same_points(size) -> None:
    events = [TRAINING, *(step(number, number * 0.5) for number in range(1, 200))]
    run, steps = RunState({}, ""), []
    for start in range(0, len(events), size):
        steps += run.add(events[start : start + size]).steps
    assert steps == list(range(1, 200))
    assert run.seconds_left() == pytest.approx((340 - 199) * 0.5)


def test_there_is_no_estimate_in_the_first_twenty_steps() -> None:
    run = RunState({}, "")
    run.add([TRAINING, *(step(number, number * 0.5) for number in range(1, 20))])
    assert run.seconds_left() is None
    run.add([step(20, 10.0)])
    assert run.seconds_left() == pytest.approx(160.0)


def test_the_estimate_follows_the_recent_speed() -> None:
    run = RunState({}, "")
    slow = [step(number, number * 1.0) for number in range(1, 101)]
    fast = [step(number, 100 + (number - 100) * 0.1) for number in range(101, 301)]
    run.add([TRAINING, *slow, *fast])
    assert run.seconds_left() == pytest.approx(4.0)


def test_a_phase_that_reports_progress_is_logged_once() -> None:
    run = RunState({}, "")
    first = run.add([{"type": "phase", "name": "encoding", "done": 1, "total": 9}])
    second = run.add([{"type": "phase", "name": "encoding", "done": 5, "total": 9}, TRAINING])
    assert [event["name"] for event in first.logged + second.logged] == ["encoding", "training"]


def test_a_run_that_went_on_from_a_save_point_replaces_later_points_in_the_group() -> None:
    news = RunState({}, "").add([step(1, 1), step(2, 2), step(3, 3), step(2, 4)])
    assert news.steps == [1, 2]


def test_folder_comes_from_an_absolute_save_point_only() -> None:
    run = RunState({}, "")
    run.add([{"type": "checkpoint", "step": 5, "path": "checkpoints/5"}])
    assert run.folder == ""
    run.add([{"type": "checkpoint", "step": 6, "path": "/runs/a/checkpoints/6"}])
    assert run.folder == "/runs/a"


@pytest.mark.parametrize(
    ("output", "kind", "is_majority"), [("head", None, True), ("verbalizer", None, False), ("head", "untouched", False)]
)
def test_the_level_to_beat_is_told_by_the_engine_or_by_the_recipe(output, kind, is_majority) -> None:
    run = RunState({"task": {"output": output}}, "")
    run.add([{"type": "evaluation", "step": 0, "metrics": {}, "baseline": {"accuracy": 0.5, "kind": kind}}])
    assert run.is_majority is is_majority


def test_events_of_unknown_types_are_left_alone() -> None:
    assert RunState({}, "").add([{"type": "from_the_future"}, {}]).logged == []


def test_a_learning_rate_that_was_found_by_trying_is_known() -> None:
    run = RunState({"method": {"kind": "p_tuning", "tune_backbone": True}}, "")
    assert not run.was_rate_tested and not run.is_frozen
    run.add([{"type": "phase", "name": "choosing_rate", "done": 1, "total": 5}, TRAINING])
    run.add([{**step(1, 0.5), "learning_rate": 0.001}, {**step(2, 1.0), "learning_rate": 0.003}])
    assert run.was_rate_tested and not run.is_usual_rate and run.learning_rate == 0.003
    run.add([{"type": "note", "code": "rate_kept", "args": {}}])
    assert run.is_usual_rate
