"""Prompts of six tasks, their subspace, and a few numbers learned in it: the whole line on a tiny model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.events import RunEvent
from engine.inference import LoadedPack
from engine.packs import read_pack
from engine.runs import Run, RunConfig
from engine.subspaces import read_subspace
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.training.subspace_search import search
from engine.training.trainer import train
from tests.engine.subspaces.conftest import SIX, TASKS

MakeSearch = Callable[..., SearchRun]


def of_type(events: list[RunEvent], kind: str) -> list[RunEvent]:
    return [event for event in events if event["type"] == kind]


@pytest.fixture
def tuned(made: TaskSetRun, make_search: MakeSearch, tmp_path: Path) -> Callable[..., tuple[Run, RunEvent]]:
    """A run in a subspace that was found from five of the tasks, on the sixth."""

    def learn(**sections: Any) -> tuple[Run, RunEvent]:
        found = list(search(make_search(tasks=[name for name in TASKS if name != "turned"])))[-1]
        own = made.task_config("turned").to_json()
        own |= {"method": {"kind": "intrinsic_prompt_tuning", "subspace": found["subspace"]}}
        run = Run.create(tmp_path / "few", RunConfig.from_json({**own, "name": "few", **sections}))
        return run, list(train(run))[-1]

    return learn


def test_every_task_has_a_prompt_that_started_where_the_others_did(made: TaskSetRun) -> None:
    assert made.names == sorted(TASKS) and made.status() == "finished" and made.initial
    for name in made.names:
        run = Run(made.task_folder(name))
        manifest = read_pack(run.pack_path).manifest  # type: ignore[arg-type]
        assert run.status() == "finished" and manifest.name == name and manifest.shapes == {"embeddings": [3, 32]}
        assert manifest.data["rows"] == 16 and len(made.table(name, "rest").read_text("utf-8").splitlines()) == 13


def test_a_search_mixes_tasks_and_tells_both_parts_of_its_loss(make_search: MakeSearch) -> None:
    run = make_search()
    events = list(search(run))
    steps = of_type(events, "step")
    assert [event["step"] for event in steps] == list(range(1, 13))
    for event in steps:
        assert event["loss"] == pytest.approx(event["task_loss"] + 200 * event["reconstruction"])
    checks = of_type(events, "evaluation")
    assert [event["step"] for event in checks] == [0, 4, 8, 12]
    assert {task["task"] for task in checks[0]["tasks"]} == set(TASKS)
    done = events[-1]
    assert done["backbone_unchanged"] and run.status() == "finished" and not run.has_checkpoint
    manifest = read_subspace(Path(done["subspace"])).manifest
    assert manifest.losses == ["task", "reconstruction"] and manifest.mode == "autoencoder"
    assert [task.name for task in manifest.tasks] == sorted(TASKS)
    assert all(task.loss and task.own_loss and len(task.numbers) == 3 for task in manifest.tasks)
    numbers = np.array([task.numbers for task in manifest.tasks])
    assert np.allclose(numbers.mean(axis=0), 0, atol=1e-5) and np.allclose(numbers.std(axis=0), 1, atol=1e-4)


def test_only_the_few_numbers_change(tuned: Callable[..., tuple[Run, RunEvent]]) -> None:
    run, done = tuned(training={**SIX, "steps": 4})
    assert done["trainable_parameters"] == 3 and done["decoder_unchanged"] and done["backbone_unchanged"]
    pack = read_pack(Path(done["pack"]))
    place = pack.manifest.method["subspace"]
    assert len(place["numbers"]) == 3 and pack.manifest.shapes == {"embeddings": [3, 32]}
    assert place["id"] == read_subspace(next((run.folder / "subspace").iterdir())).manifest.id


def test_a_pack_is_whole_without_its_subspace_and_a_full_prompt_can_start_from_it(
    tuned: Callable[..., tuple[Run, RunEvent]], made: TaskSetRun, tmp_path: Path
) -> None:
    run, done = tuned(training={**SIX, "steps": 2})
    for path in tmp_path.rglob("*.promptsubspace"):
        path.unlink()
    loaded = LoadedPack.open(Path(done["pack"]), source=run.config.backbone.source, dtype="float32", device="cpu")
    assert loaded.model.prompt.input_length == 3
    own = made.task_config("turned").to_json()
    own |= {"method": {"kind": "prompt_tuning", "length": 3, "init_pack": done["pack"]}}
    full = Run.create(tmp_path / "full", RunConfig.from_json({**own, "training": {**SIX, "learning_rate": 1e-9}}))
    ended = read_pack(Path(list(train(full))[-1]["pack"]))
    assert np.allclose(ended.tensors()["embeddings"], read_pack(Path(done["pack"])).tensors()["embeddings"], atol=1e-6)


def test_as_many_numbers_as_tasks_give_every_prompt_back(make_search: MakeSearch) -> None:
    done = list(search(make_search(subspace={"dimension": len(TASKS)})))[-1]
    assert all(task["error"] < 0.05 for task in done["tasks"])
    assert done["metrics"]["explained"] > 0.95


def test_the_backbone_is_read_once_a_step(make_search: MakeSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.training.bank_model import BankModel

    hidden, passes = BankModel.hidden, []

    def counted(self: BankModel, batch: Any) -> torch.Tensor:
        passes.append(batch.size)
        return hidden(self, batch)

    monkeypatch.setattr(BankModel, "hidden", counted)
    list(search(make_search(training={"steps": 3})))
    assert len(passes) == 3 and set(passes) == {8}
