"""engine/training/farm.py: side by side each training ends as it would alone, in one pass of the backbone a step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.errors import EngineError, InputError
from engine.events import RunEvent
from engine.packs import read_pack
from engine.runs import Run, RunConfig
from engine.runs.farm import LENGTHS, members
from engine.training import together
from engine.training.batches import DataOrder
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.farm_result import summarize_farm
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.stepping import Group, Stepper, StepWish
from engine.training.together import JointPass
from engine.training.trainer import train

MakeRun = Callable[..., Run]
THREE: dict[str, Any] = {"farm": {"seeds": 3}}
KINDS: dict[str, dict[str, Any]] = {
    "encoder, head, dropout": {"backbone": "bert", "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}},
    "encoder, head, input": {"backbone": "bert", "method": {"kind": "p_tuning", "length": 3}},
    "causal, words, prefix": {"backbone": "llama", "method": {"kind": "prefix_tuning", "length": 2}},
    "causal, words, input": {"backbone": "gpt2", "method": {"kind": "prompt_tuning", "length": 3}},
    "two-sided, words": {"backbone": "t5", "method": {"kind": "prefix_tuning", "length": 2}},
    "causal, remembered texts": {
        "backbone": "llama",
        "data": {"template": "{text}{soft} It is {answer}"},
        "method": {"kind": "prompt_tuning", "length": 3},
        "training": {"context_cache": True},
    },
}


def finish(run: Run, **more: Any) -> list[RunEvent]:
    return list(train(run, **more))


def of_type(events: list[RunEvent], kind: str) -> list[RunEvent]:
    return [event for event in events if event["type"] == kind]


def alone(run: Run, make_alone: Callable[[RunConfig], Run]) -> list[tuple[Run, Run]]:
    """(member's run in the farm, the same recipe in a run of its own), trained."""
    pairs, warm = [], Warm()
    for member in members(run.config):
        single = make_alone(member.config)
        finish(single, warm=warm)
        pairs.append((Run.open(run.folder / "members" / member.name), single))
    return pairs


@pytest.fixture
def make_alone(tmp_path: Path) -> Callable[[RunConfig], Run]:
    count = iter(range(100))
    return lambda config: Run.create(tmp_path / f"alone{next(count)}", config)


def losses(run: Run) -> list[float]:
    return [event["loss"] for event in run.events() if event["type"] == "step"]


def tensors(run: Run) -> dict[str, Tensor]:
    assert run.pack_path is not None
    return {name: torch.from_numpy(array) for name, array in read_pack(run.pack_path).tensors().items()}


@pytest.mark.parametrize("name", KINDS)
def test_each_member_learns_what_it_learns_alone(name: str, make_run: MakeRun, make_alone: Any) -> None:
    run = make_run(**{**KINDS[name], **THREE})
    finish(run)
    for beside, single in alone(run, make_alone):
        assert losses(beside) == pytest.approx(losses(single), rel=1e-5)


@pytest.mark.parametrize(
    ("backbone", "method"),
    [
        ("bert", {"kind": "p_tuning_v2", "dropout": 0.3}),
        ("llama", {"kind": "prompt_tuning"}),
    ],
)
def test_in_double_precision_fifty_steps_side_by_side_are_fifty_steps_alone(
    backbone: str, method: dict[str, Any], recipe: Callable[..., dict[str, Any]]
) -> None:
    """Prompts of three lengths: the numbers of each to 1e-9."""

    def trained(is_farm: bool) -> list[list[Tensor]]:
        warm, wishing = Warm(), []
        for number in range(3):
            config = RunConfig.from_json(
                recipe(backbone, seed=number, method={**method, "length": 2 + number}, training={"learning_rate": 0.01})
            )
            prepared = next(item for item in prepare(config, Control(), warm) if isinstance(item, Prepared))
            prepared.backbone.model.double()
            parameters = [*prepared.method.double().parameters(), *prepared.task.double().parameters()]
            stepper = Stepper(prepared.config.training, [Group(parameters)])
            order = DataOrder([len(row) for row in prepared.train], 4 + number, number)
            wishing.append((prepared, stepper, order, parameters))
        for step in range(50):
            wishes = []
            for prepared, stepper, order, _ in wishing:
                stepper.begin(step, 50)
                wishes.append(StepWish(stepper, prepared, [order.next()]))
            if is_farm:
                together.learn_together(wishes)
            for wish in wishes:
                if not is_farm:
                    wish.do_alone()
                assert wish.loss is not None
                wish.stepper.update(step, wish.loss)
        return [[parameter.detach().clone() for parameter in parameters] for *_, parameters in wishing]

    for mine, theirs in zip(trained(True), trained(False), strict=True):
        for first, second in zip(mine, theirs, strict=True):
            assert first.dtype == torch.float64
            assert torch.allclose(first, second, rtol=1e-9, atol=1e-9 * float(second.abs().max()))


def test_members_may_differ_in_length_rate_and_method_options(make_run: MakeRun, make_alone: Any) -> None:
    vary = {"method.length": [2, 5], "training.learning_rate": [0.01, 0.1], "method.dropout": [0.0, 0.2]}
    run = make_run("bert", farm={"vary": vary})
    finish(run)
    pairs = alone(run, make_alone)
    assert len(pairs) == 8
    for beside, single in pairs:
        assert losses(beside) == pytest.approx(losses(single), rel=1e-5)


def test_one_forward_pass_of_the_backbone_a_step(make_run: MakeRun) -> None:
    warm, counts = Warm(), []
    run = make_run("bert", training={"steps": 3, "evaluate_every": 3, "checkpoint_every": 3}, farm={"seeds": 4})
    forward = 0

    def count(*_: Any) -> None:
        nonlocal forward
        forward += torch.is_grad_enabled()

    events = train(run, None, warm)
    handle = None
    for event in events:
        if warm.backbone is not None and handle is None:
            handle = warm.backbone.body.register_forward_hook(count)
        if event["type"] == "phase" and event["name"] == "training":
            forward = 0  # the head alone was learned before
        if event["type"] == "step":
            counts.append(forward)
    assert handle is not None
    handle.remove()
    assert counts == [1, 2, 3]


def test_a_neighbour_that_leaks_is_noticed(make_run: MakeRun, make_alone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above must fail when a member reads a neighbour's rows."""
    hidden: Any = JointPass.hidden.func  # type: ignore[attr-defined]
    monkeypatch.setattr(JointPass, "hidden", property(lambda self: (*(parts := hidden(self))[1:], parts[0])))
    run = make_run(**{**KINDS["encoder, head, dropout"], **THREE})
    finish(run)
    beside, single = alone(run, make_alone)[0]
    assert losses(beside) != pytest.approx(losses(single), rel=1e-5)


def test_the_best_member_is_kept_and_mean_and_spread_are_told(make_run: MakeRun) -> None:
    run = make_run("bert", farm={"seeds": 3, "control": True})
    events = finish(run)
    done = events[-1]
    told = done["farm"]
    scores = [each["score"] for each in told["members"] if not each["is_control"]]
    assert len(scores) == 3 and done["metrics"]["accuracy"] == max(scores)
    assert told["mean"] == pytest.approx(sum(scores) / 3) and told["control"] is not None
    winner = Run.open(run.folder / "members" / told["winner"])
    assert run.pack_path is not None and winner.pack_path is not None
    assert run.pack_path.read_bytes() == winner.pack_path.read_bytes() and done["pack"] == str(run.pack_path)
    codes = [event["code"] for event in of_type(events, "note")]
    assert "farm_result" in codes and ("farm_control_far" in codes or "farm_control_near" in codes)
    assert run.status() == "finished"
    steps = of_type(events, "step")
    assert [event["step"] for event in steps] == list(range(1, 9)) and {event["members"] for event in steps} == {3}


def test_all_members_are_tested_on_the_same_rows(make_run: MakeRun) -> None:
    run = make_run("bert", training={"steps": 1}, farm={"seeds": 3})
    finish(run)
    first = [
        of_type(Run.open(run.folder / "members" / name).events(), "evaluation")[0]["preview"]
        for name in ("1", "2", "3")
    ]
    rows = [[row["row"] for row in preview] for preview in first]
    assert rows[0] == rows[1] == rows[2]


def test_the_weaker_half_is_dropped_twice(make_run: MakeRun) -> None:
    run = make_run(
        "bert",
        training={"steps": 8, "evaluate_every": 2},
        farm={"vary": {"training.learning_rate": [1e-6, 0.02, 0.1, 1e-5]}, "halving": True},
    )
    events = finish(run)
    dropped = [
        event["args"]["names"].split(", ") for event in of_type(events, "note") if event["code"] == "farm_dropped"
    ]
    assert [len(names) for names in dropped] == [2, 1]
    told = {each["name"]: each["is_whole"] for each in events[-1]["farm"]["members"]}
    assert sum(told.values()) == 1 and told[events[-1]["farm"]["winner"]]


def test_a_farm_that_goes_on_ends_bit_for_bit_as_one_that_never_stopped(make_run: MakeRun) -> None:
    recipe: dict[str, Any] = {
        **KINDS["encoder, head, dropout"],
        "training": {"steps": 12, "evaluate_every": 4, "checkpoint_every": 4},
        "farm": {"seeds": 2, "control": True},
    }
    straight, left = make_run(**recipe), make_run(**recipe)
    finish(straight)
    events = train(left)
    for event in events:
        if event["type"] == "step" and event["step"] == 9:
            events.close()  # type: ignore[attr-defined]
            break
    # as a kill between the save points of two members would leave it
    paths = CheckpointFolder(left.folder / "members" / "2").paths()
    assert [int(path.stem[5:]) for path in paths] == [8, 4]
    paths[0].unlink()
    codes = [event["code"] for event in of_type(finish(left), "note")]
    assert "resumed" in codes
    for name in ("1", "2", "control"):
        first, second = (Run.open(run.folder / "members" / name) for run in (straight, left))
        mine, theirs = tensors(first), tensors(second)
        assert mine.keys() == theirs.keys() and all(torch.equal(mine[key], theirs[key]) for key in mine)
        assert losses(first) == losses(second)
    assert [e["loss"] for e in of_type(straight.events(), "step")] == [
        e["loss"] for e in of_type(left.events(), "step")
    ]


def test_a_stop_stops_all_and_keeps_what_there_is(make_run: MakeRun) -> None:
    run, control = make_run("bert", farm={"seeds": 2}), Control()
    done: RunEvent = {}
    for event in train(run, control):
        control.stop |= event["type"] == "step" and event["step"] == 5
        done = event
    assert done["type"] == "done" and done["stopped"] and done["pack"] and run.status() == "stopped"
    assert all(each["is_whole"] is False for each in done["farm"]["members"])


def test_a_farm_that_was_stopped_goes_on_to_the_same_end(make_run: MakeRun) -> None:
    recipe: dict[str, Any] = {**KINDS["encoder, head, dropout"], "farm": {"seeds": 2}}
    straight, stopped = make_run(**recipe), make_run(**recipe)
    finish(straight)
    control = Control()
    for event in train(stopped, control):
        control.stop |= event["type"] == "step" and event["step"] == 4
    assert stopped.status() == "stopped"
    done = finish(stopped)[-1]
    assert not done["stopped"] and stopped.status() == "finished"
    for name in ("1", "2"):
        first, second = (tensors(Run.open(run.folder / "members" / name)) for run in (straight, stopped))
        assert all(torch.equal(first[key], second[key]) for key in first)


def test_a_stop_is_heeded_while_members_are_prepared(make_run: MakeRun) -> None:
    run, control = make_run("bert", farm={"seeds": 3}), Control()
    events = []
    for event in train(run, control):
        events.append(event)
        control.stop |= event["type"] == "phase" and event["name"] == "encoding"
    assert events[-1]["type"] == "done" and events[-1]["stopped"] and not of_type(events, "step")
    assert not of_type(events, "evaluation")


def test_a_member_that_explodes_leaves_the_others_alone(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    update = Stepper.update

    def update_or_not(self: Stepper, step: int, mean: float) -> None:
        if (self.training.learning_rate or 0) > 0.5 and step == 3:
            raise EngineError("loss_exploded_again", step=step, rate=1.0)
        update(self, step, mean)

    monkeypatch.setattr(Stepper, "update", update_or_not)
    run = make_run("bert", farm={"vary": {"training.learning_rate": [0.02, 0.9]}})
    events = finish(run)
    lost = [event["args"]["name"] for event in of_type(events, "note") if event["code"] == "farm_member_lost"]
    assert lost == ["2"] and events[-1]["farm"]["winner"] == "1" and len(events[-1]["farm"]["members"]) == 1


def test_where_memory_is_short_a_step_takes_more_passes_and_comes_to_the_same(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = {**KINDS["encoder, head, dropout"], "farm": {"seeds": 4}}
    plain, tight = make_run(**recipe), make_run(**recipe)
    finish(plain)
    learn = together.learn_together

    def learn_few(wishes: Any) -> None:
        if len(wishes) > 2:
            learn(wishes[:1])  # the memory runs out halfway
            wishes[0].loss = None
            raise torch.OutOfMemoryError("no room")
        learn(wishes)

    monkeypatch.setattr(together, "learn_together", learn_few)
    events = finish(tight)
    assert [e["args"]["passes"] for e in of_type(events, "note") if e["code"] == "farm_passes"] == [2]
    for name in "1234":
        pair = [losses(Run.open(run.folder / "members" / name)) for run in (plain, tight)]
        assert pair[0] == pytest.approx(pair[1], rel=1e-5)


def test_a_length_to_be_found_is_the_shortest_within_one_spread_of_the_best() -> None:
    def member(length: int, score: float) -> dict[str, Any]:
        name = f"{length}-{score}"
        told = {"name": name, "seed": 0, "varied": {"method.length": length}, "is_control": False, "is_whole": True}
        return {**told, "score": score, "low": score - 0.05, "high": score + 0.05}

    found = [member(5, 0.70), member(5, 0.71), member(10, 0.79), member(10, 0.80), member(20, 0.80), member(20, 0.83)]
    assert summarize_farm(found)["winner"] == "10-0.8"  # 0.795 is within 0.021 of 0.815, 0.705 is not
    single = [member(5, 0.70), member(10, 0.79), member(20, 0.81)]
    assert summarize_farm(single)["winner"] == "10-0.79"


def test_a_length_may_be_left_to_be_found(recipe: Callable[..., dict[str, Any]]) -> None:
    config = RunConfig.from_json(recipe(method={"kind": "p_tuning_v2", "length": "auto"}))
    assert [member.config.method["length"] for member in members(config)] == list(LENGTHS)


@pytest.mark.parametrize(
    ("farm", "code"),
    [
        ({"vary": {"length": [1]}}, "option_type"),
        ({"vary": {"method.length": []}}, "option_type"),
        ({"vary": {"data.nothing": [1]}}, "unknown_option"),
        ({"vary": {"name.x": [1]}}, "unknown_option"),
        ({"vary": {"backbone.source": ["a", "b"]}}, "unknown_option"),
        ({"vary": {"training.steps": list(range(1, 30))}, "seeds": 3}, "farm_large"),
        ({"seeds": 0}, "option_range"),
    ],
)
def test_a_farm_that_cannot_be_is_refused_with_a_reason(
    farm: dict[str, Any], code: str, recipe: Callable[..., dict[str, Any]]
) -> None:
    with pytest.raises(InputError) as caught:
        members(RunConfig.from_json(recipe(farm=farm)))
    assert caught.value.code == code


@pytest.mark.parametrize("method", [{"kind": "full_fine_tuning"}, {"kind": "p_tuning", "tune_backbone": True}])
def test_trainings_of_the_base_model_itself_cannot_share_it(method: dict[str, Any], make_run: MakeRun) -> None:
    with pytest.raises(InputError) as caught:
        finish(make_run("bert", method=method, farm={"seeds": 2}))
    assert caught.value.code == "farm_joint"
