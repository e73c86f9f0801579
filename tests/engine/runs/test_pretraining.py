"""engine/runs/pretraining.py: the folder of a pre-training, and what its tasks are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.runs import PretrainingRun, Run, RunConfig, list_runs, task_names


def two() -> dict[str, RunConfig]:
    return {name: RunConfig.from_json({"name": name, "data": {"train": f"/{name}.csv"}}) for name in ("a", "b.x")}


def test_the_recipes_come_back_in_their_order(tmp_path: Path) -> None:
    run = PretrainingRun.start(tmp_path / "new" / "one", two())
    assert run.configs == two() and list(run.configs) == ["a", "b.x"]
    assert run.config == two()["a"] and run.status() == "new" and run.pack_path is None
    assert PretrainingRun.is_at(run.folder) and not PretrainingRun.is_at(tmp_path)


def test_it_is_no_run_of_one_task(tmp_path: Path) -> None:
    PretrainingRun.start(tmp_path / "several", two())
    Run.create(tmp_path / "single", RunConfig())
    assert [run.folder.name for run in list_runs(tmp_path)] == ["single"]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as caught:
        PretrainingRun.start(tmp_path, two())
    assert caught.value.code == "run_folder_not_empty" and [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 1}', '{"schema": 1, "tasks": 3}', "\xff"])
def test_a_damaged_file_is_said_in_words(content: str, tmp_path: Path) -> None:
    (tmp_path / "pretraining.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError) as caught:
        _ = PretrainingRun(tmp_path).configs
    assert caught.value.code == "config_unreadable"


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pretraining.json").write_text(json.dumps({"schema": 2, "tasks": {}}))
    with pytest.raises(InputError) as caught:
        _ = PretrainingRun(tmp_path).configs
    assert caught.value.code == "config_schema"


def test_what_one_task_was_scored_at_before_does_not_wipe_out_another(tmp_path: Path) -> None:
    run = PretrainingRun.start(tmp_path / "one", two())
    check = {"type": "evaluation", "step": 0, "metrics": {}, "preview": []}
    for task in ("a", "b.x", "a"):  # the second "a": begun anew
        run.append({**check, "task": task})
    assert [event["task"] for event in run.events()] == ["b.x", "a"]


def test_a_task_is_called_after_its_table() -> None:
    assert task_names([Path("x/rte.csv"), Path("my data/Sst 2.tsv")]) == ["rte", "Sst 2"]


@pytest.mark.parametrize("pair", [("x/a.csv", "y/a.csv"), ("a.csv", "A.tsv"), ("a.csv", "a!.csv"), ("a.csv", "a.csv")])
def test_two_tables_whose_packs_would_have_one_name_are_refused(pair: tuple[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        task_names([Path(name) for name in pair])
    assert caught.value.code == "pretrain_same_name"
    assert (caught.value.args_["first"], caught.value.args_["other"]) == tuple(map(str, map(Path, pair)))
