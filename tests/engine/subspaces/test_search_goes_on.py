"""engine/training/subspace_*.py, task_prompts.py: what is stopped, killed or moved goes on as if it had not been."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.events import RunEvent
from engine.packs import read_pack
from engine.runs import Run, RunConfig
from engine.subspaces import read_subspace
from engine.subspaces.recipes import TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.training import stepping, subspace_state
from engine.training.control import Control
from engine.training.subspace_search import search
from engine.training.task_order import TaskOrder
from engine.training.task_prompts import make_prompts
from engine.training.trainer import train
from tests.engine.subspaces.conftest import TASKS
from tests.engine.training.follow_run import kill_behind

MakeSearch = Callable[..., SearchRun]


def found_by(run: SearchRun) -> dict[str, str]:
    manifest = read_subspace(Path(run.recipe.out)).manifest
    return manifest.members


TRAINING = {"learning_rate": 1e-2, "evaluate_every": 12}  # only the last state counts


@pytest.fixture(scope="module")
def straight(new_search: MakeSearch, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a search finds that is not broken off."""
    run = new_search(tmp_path_factory.mktemp("straight") / "search", training=TRAINING)
    list(search(run))
    return found_by(run)


def leave(events: Any, step: int) -> None:
    """Leave it as a crash does, behind this step."""
    for event in events:
        if event["type"] == "step" and event["step"] == step:
            events.close()
            return


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_search_ends_bit_for_bit_as_one_that_was_not(
    straight: dict[str, str], make_search: MakeSearch
) -> None:
    killed = make_search(training=TRAINING)
    kill_behind(killed.folder, 8)
    assert killed.status() == "interrupted"
    events = list(search(killed))
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(7, 13))
    assert [event["code"] for event in events if event["type"] == "note"].count("resumed") == 1
    assert found_by(killed) == straight


FORGET: dict[str, tuple[Any, str, Any]] = {
    "the order of the tasks": (TaskOrder, "load", lambda self, state: None),
    "the order of the rows": (subspace_state, "restore_orders", lambda work, found: None),
    "the optimiser": (subspace_state, "restore_optimizer", lambda optimizer, tensors: None),
    "the schedule's place": (stepping, "rate_factor", lambda *_: 1.0),
}


@pytest.mark.parametrize("what", FORGET)
def test_forgetting_one_thing_would_show(
    what: str, straight: dict[str, str], make_search: MakeSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = make_search(training=TRAINING)
    leave(search(left), 8)
    monkeypatch.setattr(*FORGET[what])
    list(search(left))
    assert found_by(left) != straight


def test_a_stopped_search_keeps_what_it_found_and_goes_on(straight: dict[str, str], make_search: MakeSearch) -> None:
    stopped, control = make_search(training=TRAINING), Control()
    for event in search(stopped, control):
        control.stop |= event["type"] == "step" and event["step"] == 5
    assert stopped.status() == "stopped" and stopped.pack_path is not None and stopped.has_checkpoint
    list(search(stopped))
    assert stopped.status() == "finished" and found_by(stopped) == straight


def test_a_search_does_not_go_on_with_other_prompts(make_search: MakeSearch, made: TaskSetRun, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made.folder, copy)
    run = make_search(sources=[str(copy)])
    leave(search(run), 8)
    pack, other = (next((copy / "runs" / name / "pack").iterdir()) for name in ("both", "same"))
    shutil.copyfile(other, pack)
    with pytest.raises(InputError) as caught:
        list(search(run))
    assert caught.value.code == "subspace_prompts_changed"


def test_a_set_goes_on_where_it_was_left_and_wherever_it_lies(
    set_config: Callable[..., TaskSetConfig], made: TaskSetRun, tmp_path: Path
) -> None:
    run, control = TaskSetRun.start(tmp_path / "set", set_config()), Control()
    steps: list[RunEvent] = []
    for event in make_prompts(run, control):
        steps += [event] if event["type"] == "step" else []
        control.stop = len(steps) == 6 + 3
    done = run.events()[-1]
    assert done["stopped"] and len(done["tasks"]) == 1 and {step["task"] for step in steps} == set(run.names[:2])
    assert run.result(run.names[0]) and run.result(run.names[1]) is None and run.pack_path is None
    names, moved = run.names, TaskSetRun(run.folder.rename(tmp_path / "moved"))
    events = list(make_prompts(moved))
    again = [event for event in events if event["type"] == "step"]
    assert {step["task"] for step in again} == set(names[1:]) and again[0]["step"] == 4
    assert len(events[-1]["tasks"]) == len(TASKS) and moved.status() == "finished"
    for name in made.names:
        mine, theirs = (read_pack(Run(each.task_folder(name)).pack_path) for each in (moved, made))  # type: ignore[arg-type]
        assert (mine.tensors()["embeddings"] == theirs.tensors()["embeddings"]).all(), name


def test_tasks_side_by_side_learn_the_same(
    set_config: Callable[..., TaskSetConfig], made: TaskSetRun, tmp_path: Path
) -> None:
    config = set_config()
    run = TaskSetRun.start(tmp_path / "set", TaskSetConfig(config.sources, config.recipe, config.rows, None, 3))
    list(make_prompts(run))
    for name in made.names:
        mine, theirs = (read_pack(Run(each.task_folder(name)).pack_path) for each in (run, made))  # type: ignore[arg-type]
        assert abs(mine.tensors()["embeddings"] - theirs.tensors()["embeddings"]).max() < 1e-4, name


def test_a_run_in_a_subspace_goes_on_elsewhere_and_without_the_file(
    made: TaskSetRun, make_search: MakeSearch, tmp_path: Path
) -> None:
    found = Path(list(search(make_search()))[-1]["subspace"])
    own = made.task_config("both").to_json() | {"name": "few"}
    own |= {"method": {"kind": "intrinsic_prompt_tuning", "subspace": str(found)}}
    straight, left = (Run.create(tmp_path / name, RunConfig.from_json(own)) for name in ("straight", "left"))
    expected = list(train(straight))[-1]
    leave(train(left), 5)
    found.unlink()
    moved = Run(left.folder.rename(tmp_path / "elsewhere"))
    done = list(train(moved))[-1]
    packs = [read_pack(Path(each["pack"])).manifest for each in (expected, done)]
    assert packs[0].method["subspace"] == packs[1].method["subspace"] and packs[0].members == packs[1].members
