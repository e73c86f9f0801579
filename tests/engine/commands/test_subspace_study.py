"""engine/commands/subspace_study.py: the whole line by one command, its report, and its bad input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engine.commands.conftest import SMALL, Call

GRID = ("--dims", "2", "--seen", "3", "--seeds", 1, "--drawn", 1, "--measured", 0, "--rates", "0.1", "--minutes", 0)


@pytest.fixture
def task_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tasks"
    words = ("film", "book", "soup", "phone", "good", "bad")
    for place, name in enumerate(("one", "two", "three", "four")):
        (folder / name).mkdir(parents=True)
        lines = [f"{word} {other},{(word, other, word[0], other[0])[place]}" for word in words for other in words]
        (folder / name / "train.csv").write_text("\n".join(["input,output", *lines[:20]]) + "\n", encoding="utf-8")
    return folder


def test_one_command_does_the_line_and_another_says_what_it_found(
    call: Call, task_folder: Path, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "study"
    own = ("--backbone", model_folders["llama"], *SMALL, "--set", "method.length=3", "--rows", 8, "--steps", "2,3,1")
    words = ("subspace", "study", task_folder, *own, *GRID, "--set", "training.scored_rows=3", "--out", out)
    made = call(*words, "--json")
    assert made.code == 0 and made.done["report"]["missing"] == []
    steps = {event["member"].partition(" ")[0]: event["steps"] for event in made.events if event["type"] == "step"}
    assert steps == {"prompts": 2, "d2-n3-s0": 1, "d2-drawn-s0": 1}
    assert call("resume", out).err.strip() == "This is already finished."
    said = call("subspace", "report", out)
    assert said.code == 0 and "0 of 4 tasks count for E_rel" in said.out and "report.md" in said.out
    stored = json.loads((out / "report.json").read_text("utf-8"))
    assert call("subspace", "report", out, "--json").events[0]["report"] == stored
    other = call(*words, "--seed", 7)
    assert other.code == 2 and "another study" in other.err


def test_bad_input_ends_with_two_and_leaves_nothing(
    call: Call, task_folder: Path, model_folders: Mapping[str, Path], tmp_path: Path
) -> None:
    study = ("subspace", "study", task_folder, "--backbone", model_folders["llama"], "--out", tmp_path / "study")
    for words, said in (
        (("--dims", "five"), "--dims 1,5,25"),
        (("--seen", "2"), "seen"),
        (("--set", "training.steps=5"), "--steps N"),
    ):
        refused = call(*study, *words)
        assert refused.code == 2 and said in refused.err and "Traceback" not in refused.err
    (task_folder / "one" / "train.csv").write_text("input,output\nfilm,\n", encoding="utf-8")
    refused = call(*study, *GRID, *SMALL)
    assert refused.code == 2 and "one: No usable row is left" in refused.err and not (tmp_path / "study").exists()
    assert call("subspace", "report", tmp_path).code == 2
