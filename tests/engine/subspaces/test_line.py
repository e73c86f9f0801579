"""Prompts of six tasks, their subspace, and a few numbers learned in it: the whole line on a tiny model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.errors import InputError
from engine.events import RunEvent
from engine.inference import LoadedPack
from engine.inference.moving import MovablePack
from engine.inference.rows import make_example
from engine.jobs import JOB_OF_KIND
from engine.packs import read_pack
from engine.protocol import make_request
from engine.runs import Run, RunConfig
from engine.subspaces import read_subspace
from engine.subspaces.recipes import SearchConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.training.control import Control
from engine.training.preparation import Warm
from engine.training.subspace_search import search
from engine.training.task_prompts import make_prompts
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


def test_prompts_in_every_layer_have_a_subspace_too(set_config: Callable[..., TaskSetConfig], tmp_path: Path) -> None:
    config = set_config(method={"kind": "p_tuning_v2", "length": 2}, training={"steps": 1, "evaluate_every": 1})
    sources = tuple(str(Path(config.sources[0]) / name) for name in ("both", "first", "same"))
    made = TaskSetRun.start(tmp_path / "set", TaskSetConfig(sources, config.recipe, 8))
    list(make_prompts(made))
    recipe = SearchConfig.from_json(
        {
            "sources": [str(made.folder)],
            "out": str(tmp_path / "deep.promptsubspace"),
            "backbone": vars(made.config.backbone),
            "subspace": {"dimension": 2, "width": 8},
            "training": {"steps": 2, "batch_size": 4, "threads": 1},
        }
    )
    found = list(search(SearchRun.start(tmp_path / "search", recipe)))[-1]
    own = made.task_config("both").to_json() | {"name": "few"}
    own |= {"method": {"kind": "intrinsic_prompt_tuning", "subspace": found["subspace"]}}
    done = list(train(Run.create(tmp_path / "few", RunConfig.from_json(own))))[-1]
    assert done["trainable_parameters"] == 2
    assert all(name.startswith("key_values.") for name in read_pack(Path(done["pack"])).manifest.shapes)


def test_moved_numbers_answer_as_the_prompt_of_them_does(
    tuned: Callable[..., tuple[Run, RunEvent]], tmp_path: Path
) -> None:
    run, done = tuned(training={**SIX, "steps": 2})
    subspace = str(next((run.folder / "subspace").iterdir()))
    rows = [{"input": "film soup"}, {"input": "good book"}]
    source, warm = str(run.config.backbone.source), Warm()

    def ask(**fields: Any) -> list[RunEvent]:
        request = make_request("r1", "ask_at", {"pack": done["pack"], "backbone": source, "rows": rows, **fields})
        return list(JOB_OF_KIND["ask_at"](request, Control(), warm))

    numbers = read_pack(Path(done["pack"])).manifest.method["subspace"]["numbers"]
    (answered,) = ask(numbers=numbers, subspace=subspace)
    loaded = LoadedPack.open(Path(done["pack"]), source=source, warm=warm)
    expected = list(loaded.predict([make_example(place, row, loaded.columns) for place, row in enumerate(rows)]))[-1]
    assert [answer["text"] for answer in answered["answers"]] == list(expected.texts)  # type: ignore[union-attr]
    movable = MovablePack.open(Path(done["pack"]), subspace=subspace, source=source, warm=warm)
    assert warm.movable["pack"] is movable  # opened once
    own, moved = (movable.prompt(place).embeddings for place in (numbers, [5.0, 0.0, 0.0]))
    assert torch.allclose(own, loaded.model.prompt.embeddings, atol=1e-6)  # type: ignore[arg-type]
    assert not torch.allclose(own, moved, atol=1e-3)  # type: ignore[arg-type]
    for fields, code in (({"numbers": [1.0]}, "numbers_wrong"), ({"numbers": [float("nan")] * 3}, "numbers_wrong")):
        with pytest.raises(InputError) as caught:
            ask(**fields)
        assert caught.value.code == code
