"""engine/commands/pretraining.py: `pretrain` from two tables to two packs, its settings, and what it refuses."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.commands.pretraining import configs_of
from engine.errors import InputError
from tests import warm
from tests.engine.commands.conftest import SMALL, Call

STEPS = ("--set", "training.steps=6", "--set", "training.evaluate_every=3", "--set", "method.length=2")


@pytest.fixture
def words(model_folders: dict[str, Path], task_tables: dict[str, Path]) -> list[object]:
    """`pretrain` on both tables, without a folder."""
    backbone = ["--backbone", model_folders["bert"], "--method", "p_tuning_v2"]
    return ["pretrain", *task_tables.values(), *backbone, *SMALL, *STEPS]


def test_two_tables_become_two_packs_and_a_single_one_goes_on(
    call: Call, words: list[object], task_tables: dict[str, Path], model_folders: dict[str, Path], tmp_path: Path
) -> None:
    outcome = call(*words, "--out", tmp_path / "both", "--json")
    assert outcome.code == 0 and outcome.done["metrics"]["n"] > 0
    assert [Path(task["pack"]).name for task in outcome.done["tasks"]] == ["praise.promptpack", "thing.promptpack"]
    assert {event["task"] for event in outcome.events if event["type"] == "step"} <= {"praise", "thing"}
    pack = outcome.done["tasks"][1]["pack"]
    single = ["train", "--data", task_tables["thing"], "--backbone", model_folders["bert"], "--method", "p_tuning_v2"]
    went_on = call(*single, *SMALL, *STEPS, "--set", f"method.init_pack={pack}", "--out", tmp_path / "one", "--json")
    assert went_on.code == 0 and went_on.done["pack"]
    assert call("evaluate", pack, "--data", task_tables["thing"], "--json").code == 0  # finds the model by itself


def test_a_person_reads_each_task_and_how_to_go_on(call: Call, words: list[object], tmp_path: Path) -> None:
    outcome = call(*words, "--out", tmp_path / "both")
    assert outcome.code == 0
    for part in ("praise ", "thing ", "always the commonest answer", "method.init_pack=", "unchanged (SHA-256"):
        assert part in outcome.out, part
    assert "Encoding the rows (thing) ..." in outcome.err and "thing, step 3: kept-aside" in outcome.err
    (tmp_path / "both").rename(tmp_path / "moved")
    again = call("resume", tmp_path / "moved")
    assert again.code == 0 and "already finished" in again.err
    assert f"method.init_pack={tmp_path / 'moved' / 'packs' / 'praise.promptpack'}" in again.out.replace("\n", "")


def test_a_killed_one_goes_on(
    call: Call, start: Callable[..., warm.Command], words: list[object], tmp_path: Path
) -> None:
    more = ("--set", "training.steps=200", "--set", "training.checkpoint_every=5", "--out", tmp_path / "both", "--json")
    process = start(*words, *more)
    assert any('"type": "checkpoint"' in line for line in process.stdout)
    process.kill()
    process.wait()
    outcome = call("resume", tmp_path / "both", "--json")
    notes = [event["code"] for event in outcome.events if event["type"] == "note"]
    assert outcome.code == 0 and "resumed" in notes and outcome.done["steps"] == 200


def arguments(tables: list[object], settings: list[str], **more: Any) -> argparse.Namespace:
    given: dict[str, Any] = {"task": None, "backbone": "starter:minilm-l6", "method": "p_tuning_v2", "seed": None}
    return argparse.Namespace(tables=[str(table) for table in tables], set=settings, **{**given, **more})


def test_a_setting_is_for_all_or_for_the_data_of_one(task_tables: dict[str, Path]) -> None:
    settings = ["training.steps=9", "data.max_tokens=40", "thing.data.max_tokens=20", "praise.task.output=head"]
    configs = configs_of(arguments(list(task_tables.values()), settings))
    assert [config.training.steps for config in configs.values()] == [9, 9]
    assert {name: config.data.max_tokens for name, config in configs.items()} == {"praise": 40, "thing": 20}
    assert {name: config.task.output for name, config in configs.items()} == {"praise": "head", "thing": None}
    assert [config.name for config in configs.values()] == ["praise", "thing"]


def test_a_table_called_like_a_section_leaves_the_section_its_name(tmp_path: Path) -> None:
    configs = configs_of(arguments([tmp_path / "data.csv", tmp_path / "b.csv"], ["data.max_tokens=20"]))
    assert [config.data.max_tokens for config in configs.values()] == [20, 20]


def test_what_all_tasks_share_cannot_be_set_for_one(task_tables: dict[str, Path]) -> None:
    with pytest.raises(InputError) as caught:
        configs_of(arguments(list(task_tables.values()), ["thing.method.length=3"]))
    assert caught.value.code == "pretrain_setting" and caught.value.args_ == {"place": "method.length", "name": "thing"}


BAD: dict[str, tuple[Callable[[list[Any], Path], list[Any]], str]] = {
    "one table": (lambda words, folder: [words[0], words[1], *words[3:]], "at least two tables"),
    "the same table twice": (lambda words, folder: [words[0], words[1], words[1], *words[3:]], "are called praise"),
    "a table that is not there": (lambda words, folder: [*words[:2], folder / "gone.csv", *words[3:]], "gone"),
    "a table with one answer": (lambda words, folder: [*words[:2], folder / "same.csv", *words[3:]], "same: All"),
    "a method that cannot": (lambda words, folder: [*words[:6], "p_tuning", *words[7:-2]], "cannot start from"),
    "a model that is not there": (lambda words, folder: [*words[:4], folder / "model", *words[5:]], "no folder"),
    "an unknown setting": (lambda words, folder: [*words, "--set", "methode.length=3"], "methode.length"),
    "an unknown option": (lambda words, folder: [*words, "--set", "method.lenght=3"], "lenght"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_work_is_said_once_and_leaves_nothing(
    what: str, call: Call, words: list[object], tmp_path: Path
) -> None:
    (tmp_path / "same.csv").write_text("text,label\n" + "a good film,praise\n" * 12)
    change, said = BAD[what]
    before = sorted(tmp_path.rglob("*"))
    outcome = call(*change(words, tmp_path), "--out", tmp_path / "both", "--json")
    errors = [event for event in outcome.events if event["type"] == "error"]
    assert outcome.code == 2 and len(errors) == 1 and outcome.events[-1] == errors[0]
    assert said in errors[0]["message"] and errors[0]["action"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_with_something_in_it_stays_as_it_is(call: Call, words: list[object], tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    outcome = call(*words, "--out", folder, "--json")
    assert outcome.code == 2 and outcome.events[-1]["code"] == "run_folder_not_empty"
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_a_file_in_the_folders_place_is_refused(call: Call, words: list[object], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    assert call(*words, "--out", tmp_path / "taken", "--json").events[-1]["code"] == "not_writable"
