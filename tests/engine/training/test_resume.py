"""A run that goes on ends bit for bit as one that never stopped, and only because nothing of its state is forgotten."""

from __future__ import annotations

import functools
import itertools
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.errors import InputError, PackError
from engine.events import RunEvent
from engine.methods.networks import SeededDropout
from engine.packs import read_pack
from engine.runs import Run, RunConfig
from engine.training import save_point, stepping
from engine.training.batches import DataOrder
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.early_stopping import BestSoFar
from engine.training.trainer import train
from tests.engine.training.follow_run import kill_behind
from tests.tiny_models import tiny_bert

MakeRun = Callable[..., Run]
Trained = Callable[[str], Run]
FORTY = {"steps": 40, "evaluate_every": 8, "checkpoint_every": 10, "learning_rate": 0.02}
FIRST = "encoder, head, dropout"
RECIPES: dict[str, dict[str, Any]] = {
    FIRST: {
        "backbone": "bert",
        "method": {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3},
        "training": FORTY,
    },
    "causal, words, network, adafactor": {
        "backbone": "llama",
        "method": {"kind": "p_tuning_v2", "length": 2, "reparameterization": "mlp", "width": 16},
        "training": {**FORTY, "optimizer": "adafactor", "accumulate": 2, "batch_size": 4},
    },
    "causal, words, remembered texts": {
        "backbone": "qwen3",
        "data": {"template": "{text}{soft} It is {answer}"},
        "method": {"kind": "prompt_tuning", "length": 3},
        "training": {**FORTY, "context_cache": True, "batch_size": 4},
    },
}


def state_of(run: Run) -> dict[str, Tensor]:
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None and found.facts["step"] == 40
    return found.tensors


def pack_of(run: Run) -> dict[str, Any]:
    assert run.pack_path is not None
    return read_pack(run.pack_path).tensors()


def same(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    assert first.keys() == second.keys()
    return all(torch.equal(first[name], second[name]) for name in first)


def facts_of(run: Run) -> list[RunEvent]:
    """What a run found out, without times and places."""
    dropped = ("t", "seconds", "examples_per_second", "step_seconds", "path", "run", "pack", "pack_bytes", "remembered")
    kept = ("step", "evaluation", "checkpoint", "done")
    return [{key: value for key, value in e.items() if key not in dropped} for e in run.events() if e["type"] in kept]


def stop_behind(run: Run, step: int) -> None:
    """Leave a training as a crash does: no last word, behind its save points."""
    events = train(run)
    for event in events:
        if event["type"] == "step" and event["step"] == step:
            events.close()  # type: ignore[attr-defined]
            return


@pytest.fixture(scope="module")
def trained(recipe: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A run of each recipe in one go, trained when first asked for and only to be read."""

    @functools.cache
    def train_straight(name: str) -> Run:
        run = Run.create(tmp_path_factory.mktemp("runs") / "straight", RunConfig.from_json(recipe(**RECIPES[name])))
        list(train(run))
        return run

    return train_straight


@pytest.fixture(scope="module")
def left_behind(recipe: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of the first recipe, left behind step 23; only to be copied."""
    run = Run.create(tmp_path_factory.mktemp("runs") / "left", RunConfig.from_json(recipe(**RECIPES[FIRST])))
    stop_behind(run, 23)
    return run


@pytest.fixture
def interrupted(trained: Trained, left_behind: Run, tmp_path: Path) -> tuple[Run, Run]:
    """(a run of 40 steps in one go, the same run left behind step 23, to go on with)."""
    return trained(FIRST), Run.open(shutil.copytree(left_behind.folder, tmp_path / "left"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("name", RECIPES)
def test_forty_steps_are_twenty_and_a_kill_and_twenty_bit_for_bit(
    name: str, trained: Trained, make_run: MakeRun
) -> None:
    straight, killed = trained(name), make_run(**RECIPES[name])
    kill_behind(killed.folder, 23)
    assert killed.status() == "interrupted" and killed.lock.holder() is None
    events = list(train(killed))
    codes = [event["code"] for event in events if event["type"] == "note"]
    assert "resumed" in codes and "not_exact" not in codes
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(21, 41))
    assert same(state_of(straight), state_of(killed))
    assert pack_of(straight).keys() == pack_of(killed).keys()
    assert all((pack_of(straight)[key] == array).all() for key, array in pack_of(killed).items())
    assert facts_of(straight) == facts_of(killed)


def test_a_run_goes_on_without_the_pack_it_started_from(make_run: MakeRun, tmp_path: Path) -> None:
    """Its numbers are in the save point; only a run that has none yet must find the pack."""
    recipe: dict[str, Any] = {
        "backbone": "llama",
        "method": {"kind": "prefix_tuning", "length": 2, "initializer": "random"},
        "training": {**FORTY, "steps": 2},
    }
    first = make_run(**recipe)
    list(train(first))
    start = tmp_path / "start.promptpack"
    shutil.copy(str(first.pack_path), start)
    recipe |= {"method": {**recipe["method"], "init_pack": str(start)}, "training": FORTY}
    straight, left, unsaved = make_run(**recipe), make_run(**recipe), make_run(**recipe)
    list(train(straight))
    stop_behind(left, 23)
    start.unlink()
    list(train(left))
    assert same(state_of(straight), state_of(left))
    with pytest.raises(PackError) as caught:
        list(train(unsaved))
    assert caught.value.code == "pack_missing"


def load_only(part: str) -> Callable[[DataOrder, dict[str, Tensor]], None]:
    """DataOrder.load that forgets one part of the state."""
    load = DataOrder.load

    def forgetful(self: DataOrder, state: dict[str, Tensor]) -> None:
        load(self, {**state, **{name: value for name, value in self.state().items() if name.startswith(part)}})

    return forgetful


FORGET: dict[str, tuple[Any, str, Any]] = {
    "the dropout generator": (SeededDropout, "set_extra_state", lambda self, state: None),
    "the whole data order": (DataOrder, "load", lambda self, state: None),
    "the shuffle generator": (DataOrder, "load", load_only("shuffle")),
    "the bucket generator": (DataOrder, "load", load_only("bucket")),
    "the rest of this pass": (DataOrder, "load", load_only("")),
    "the optimiser": (save_point, "restore_optimizer", lambda optimizer, tensors: None),
    "the schedule's place": (
        stepping,
        "rate_factor",
        lambda step, *_: forty_factor(step - 20 if step >= 20 else step),
    ),
}


def forty_factor(step: int) -> float:
    from engine.training.schedule import rate_factor

    return rate_factor(step, 40, 0.06, "linear")


def test_nothing_is_forgotten(interrupted: tuple[Run, Run]) -> None:
    straight, left = interrupted
    list(train(left))
    assert same(state_of(straight), state_of(left)) and facts_of(straight) == facts_of(left)


@pytest.mark.parametrize("what", FORGET)
def test_forgetting_one_thing_would_show(
    what: str, interrupted: tuple[Run, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, left = interrupted
    monkeypatch.setattr(*FORGET[what])
    list(train(left))
    assert not torch.equal(state_of(straight)["modules.method.embeddings"], state_of(left)["modules.method.embeddings"])


def test_forgetting_the_best_so_far_would_show(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    training = {**FORTY, "learning_rate": 1e-9, "early_stopping": 4, "evaluate_every": 4, "checkpoint_every": 5}
    straight, left, forgetful = (make_run(training=training) for _ in range(3))
    ended = [event for event in train(straight) if event["type"] == "step"][-1]["step"]
    assert ended < 40
    stop_behind(left, ended - 2)
    shutil.copytree(left.folder, forgetful.folder, dirs_exist_ok=True)
    assert list(train(left))[-1]["steps"] == ended
    assert facts_of(left)[-1] == facts_of(straight)[-1]
    monkeypatch.setattr(BestSoFar, "facts", lambda self: {})
    monkeypatch.setattr(save_point, "BestSoFar", lambda patience, **_: BestSoFar(patience))
    assert list(train(forgetful))[-1]["steps"] > ended


def test_a_continued_history_reads_as_one(interrupted: tuple[Run, Run]) -> None:
    _, left = interrupted
    list(train(left))
    events = left.events()
    for kind, steps in (("step", range(1, 41)), ("evaluation", range(0, 41, 8)), ("checkpoint", range(10, 41, 10))):
        assert [event["step"] for event in events if event["type"] == kind] == list(steps)
    checks = [event["args"]["step"] for event in events if event.get("code") in ("still_improving", "not_improving")]
    assert checks == sorted(set(checks))
    assert [event["type"] for event in events].count("done") == 1


def test_a_continued_run_does_not_measure_its_baselines_again(interrupted: tuple[Run, Run]) -> None:
    phases = {event["name"] for event in train(interrupted[1]) if event["type"] == "phase"}
    assert "probing_head" not in phases


def test_the_time_of_all_sittings_counts(interrupted: tuple[Run, Run]) -> None:
    _, left = interrupted
    before = [event["seconds"] for event in left.events() if event["type"] == "step" and event["step"] == 20]
    after = [event["seconds"] for event in train(left) if event["type"] == "step"]
    assert after[0] > before[0] and after == sorted(after)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    path.write_bytes(content)


def test_a_damaged_save_point_is_passed_over_and_that_is_said(interrupted: tuple[Run, Run]) -> None:
    straight, left = interrupted
    damage(left.folder / "checkpoints" / "step-00000020.safetensors")
    events = list(train(left))
    said = [event for event in events if event["type"] == "note"]
    assert said[0]["code"] == "checkpoint_damaged" and said[0]["args"] == {"path": "step-00000020.safetensors"}
    assert next(event["step"] for event in events if event["type"] == "step") == 11
    assert same(state_of(straight), state_of(left)) and facts_of(straight) == facts_of(left)


@pytest.mark.parametrize("change", [{"method": {"length": 2}}, {"training": {"optimizer": "adafactor"}}])
def test_a_recipe_changed_since_is_refused_in_words(interrupted: tuple[Run, Run], change: dict[str, Any]) -> None:
    _, left = interrupted
    config = left.config
    left.save_config(config.replace(**change))
    with pytest.raises(InputError) as caught:
        list(train(left))
    assert caught.value.code == "recipe_changed" and left.has_checkpoint
    left.save_config(config)
    assert list(train(left))[-1]["pack"]


def test_with_every_save_point_damaged_it_starts_again(interrupted: tuple[Run, Run]) -> None:
    straight, left = interrupted
    for path in (left.folder / "checkpoints").iterdir():
        damage(path)
    events = list(train(left))
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(1, 41))
    assert same(state_of(straight), state_of(left)) and facts_of(straight) == facts_of(left)


def test_a_kill_between_the_last_step_and_the_pack_ends_with_the_same_pack(trained: Trained, make_run: MakeRun) -> None:
    straight, left = trained(FIRST), make_run(**RECIPES[FIRST])
    events = train(left)
    for event in events:
        if event["type"] == "phase" and event["name"] == "saving":
            events.close()  # type: ignore[attr-defined]
            break
    assert left.pack_path is None
    done = list(train(left))[-1]
    assert done["pack"] and facts_of(straight)[-1] == facts_of(left)[-1]


@pytest.mark.parametrize("at", [3, 13, 16, 40])
def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped(at: int, trained: Trained, make_run: MakeRun) -> None:
    """Before the first check, between two, and on a step whose check the stop leaves early."""
    straight, stopped = trained(FIRST), make_run(**RECIPES[FIRST])
    control = Control()
    for event in train(stopped, control):
        control.stop = control.stop or (event["type"] == "step" and event["step"] == at)
    assert stopped.status() == "stopped" and stopped.pack_path is not None
    list(train(stopped))
    assert stopped.status() == "finished" and same(state_of(straight), state_of(stopped))
    assert facts_of(straight)[-1] == facts_of(stopped)[-1]


def test_other_threads_are_told_not_to_be_exact(interrupted: tuple[Run, Run]) -> None:
    _, left = interrupted
    config = left.config
    left.save_config(config.replace(training={"threads": 2}))
    before_a_step = itertools.takewhile(lambda event: event["type"] != "step", train(left))
    try:
        codes = [event["code"] for event in before_a_step if event["type"] == "note"]
    finally:
        torch.set_num_threads(1)
    assert "not_exact" in codes


def test_a_run_whose_backbone_changed_is_refused(make_run: MakeRun, tmp_path: Path) -> None:
    folder = tiny_bert(tmp_path / "model")
    run = make_run(training=FORTY)
    run.save_config(run.config.replace(backbone={"source": str(folder)}))
    stop_behind(run, 13)
    tiny_bert(folder, seed=1)
    with pytest.raises(InputError) as caught:
        list(train(run))
    assert caught.value.code == "backbone_changed" and run.lock.holder() is None


@pytest.mark.parametrize("change", ["swap", "cut"])
def test_a_run_whose_data_changed_is_refused(change: str, make_run: MakeRun, toy_table: Path, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    header, *lines = toy_table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    run = make_run(data={"train": str(table)}, training=FORTY)
    stop_behind(run, 13)
    lines = [lines[1], lines[0], *lines[2:]] if change == "swap" else lines[:60]
    table.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(train(run))
    assert caught.value.code == "data_changed" and str(table) in caught.value.action


def test_what_a_kill_left_half_written_is_removed(interrupted: tuple[Run, Run]) -> None:
    _, left = interrupted
    halves = [left.folder / ".config.json.1.tmp", left.folder / "checkpoints" / ".step-00000025.safetensors.1.tmp"]
    for path in halves:
        path.write_bytes(b"half")
    list(train(left))
    assert not any(path.exists() for path in halves)
