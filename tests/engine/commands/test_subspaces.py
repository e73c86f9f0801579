"""engine/commands/subspaces.py: the whole line by commands, and its bad input."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engine.commands.conftest import SMALL, Call

STEPS = ("--set", "training.steps=2", "--set", "method.length=3")


@pytest.fixture
def task_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tasks"
    words = ("film", "book", "soup", "phone", "battery", "review", "good", "bad", "great", "poor")
    for place, name in enumerate(("one", "two", "three", "four")):
        (folder / name).mkdir(parents=True)
        lines = [f"{word} {other},{(word, other, word[0], other[0])[place]}" for word in words for other in words]
        text = "\n".join(["input,output", *lines[place::4][:20]]) + "\n"
        (folder / name / "train.csv").write_text(text, encoding="utf-8")
    return folder


def test_from_tables_to_a_prompt_of_few_numbers(
    call: Call, task_folder: Path, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    out, file = tmp_path / "prompts", tmp_path / "two.promptsubspace"
    backbone = ("--backbone", model_folders["llama"])
    prompts = ("subspace", "prompts", task_folder, *backbone, *SMALL, *STEPS, "--rows", 8, "--out", out)
    made = call(*prompts, "--json")
    assert made.code == 0 and [task["task"] for task in made.done["tasks"]] == ["four", "one", "three", "two"]
    again = call(*prompts)
    assert again.code == 0 and "4 of 4 tasks" in again.out and not (out / "events.jsonl").read_text().count('"step"')
    find = ("subspace", "find", out, "--dim", 2, "--steps", 3, "--set", "subspace.width=8", "--out", file)
    found = call(*find, "--set", "training.threads=1", "--json")
    assert found.code == 0 and found.done["subspace"] == str(file) and found.done["dimension"] == 2
    assert call(*find, "--set", "training.threads=1").err.strip() == "This is already finished."
    assert call("subspace", "verify", file).code == 0
    shown = call("subspace", "show", file)
    assert "auto-encoder" in shown.out and "three" in shown.out
    drawn = tmp_path / "drawn.promptsubspace"
    assert call("subspace", "random", "--like", file, "--out", drawn).code == 0
    table = task_folder / "one" / "train.csv"
    train = ("train", "--data", table, *backbone, *SMALL, "--task", "generation", "--set", "training.steps=2")
    for subspace in (file, drawn):
        few = ("--method", "intrinsic_prompt_tuning", "--set", f"method.subspace={subspace}")
        learned = call(*train, *few, "--out", tmp_path / f"run {subspace.stem}", "--json")
        assert learned.code == 0 and learned.done["trainable_parameters"] == 2 and learned.done["decoder_unchanged"]


def test_packs_become_a_subspace_on_the_shelf(
    call: Call, task_folder: Path, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "prompts"
    backbone = ("--backbone", model_folders["llama"])
    made = call("subspace", "prompts", task_folder, *backbone, *SMALL, *STEPS, "--rows", 8, "--out", out, "--json")
    packs = [task["pack"] for task in made.done["tasks"]]
    assert call("subspace", "list").out.startswith("There is no subspace yet")
    found = call("subspace", "find", *packs, "--dim", 3, "--quick", "--name", "mine")
    assert found.code == 0 and "quick, not the paper's way" in found.out
    listed = call("subspace", "list", "--json").events[0]["subspaces"]
    assert [(entry["name"], entry["mode"]) for entry in listed] == [("mine", "closed_form")]


def test_bad_input_ends_with_two_and_leaves_nothing(
    call: Call, task_folder: Path, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    backbone = ("--backbone", model_folders["llama"])
    (task_folder / "one" / "train.csv").write_text("input,output\nfilm,\n", encoding="utf-8")
    refused = call("subspace", "prompts", task_folder, *backbone, *SMALL, "--out", tmp_path / "prompts")
    assert refused.code == 2 and "one: No usable row is left" in refused.err and not (tmp_path / "prompts").exists()
    assert call("subspace", "show", "nowhere").code == 2
    few = call("subspace", "find", tmp_path, "--out", tmp_path / "x")
    assert few.code == 2 and "no prompts were made in it" in few.err and not (tmp_path / "x-search").exists()
