"""Six small tasks over one tiny model, and the prompts that were made for them: the line of Intrinsic Prompt Tuning."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.runs import RunConfig
from engine.subspaces.recipes import SearchConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun

WORDS = ("film", "book", "soup", "phone", "battery", "review", "good", "bad", "great", "poor", "fine", "awful")
TASKS: dict[str, Callable[[str, str], str]] = {
    "first": lambda one, other: one,
    "second": lambda one, other: other,
    "letter": lambda one, other: one[0],
    "both": lambda one, other: f"{one} {other}",
    "turned": lambda one, other: f"{other} {one}",
    "same": lambda one, other: "yes" if one[0] == other[0] else "no",
}
SIX = {"steps": 6, "batch_size": 8, "threads": 1, "learning_rate": 0.05, "checkpoint_every": 2, "evaluate_every": 6}


@pytest.fixture(scope="session")
def task_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a folder for each task, as task sets come: <task>/train.csv and validation.csv."""
    folder = tmp_path_factory.mktemp("set")
    pairs = list(itertools.permutations(WORDS, 2))
    for place, (name, answer) in enumerate(TASKS.items()):
        (folder / name).mkdir()
        rows = [pairs[(7 * index + place) % len(pairs)] for index in range(40)]
        lines = [f"{one} {other},{answer(one, other)}" for one, other in rows]
        for part, some in (("train", lines[:28]), ("validation", lines[28:])):
            (folder / name / f"{part}.csv").write_text("\n".join(["input,output", *some]) + "\n", encoding="utf-8")
    (folder / "tasks.csv").write_text("task,rows\nfirst,28\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def set_config(task_folder: Path, model_folders: Mapping[str, Path]) -> Callable[..., TaskSetConfig]:
    """The recipe of a set; keywords go into its `recipe`."""

    def make(backbone: str = "llama", rows: int = 16, shots: int | None = None, **sections: Any) -> TaskSetConfig:
        values: dict[str, Any] = {
            "seed": 1,
            "backbone": {"source": str(model_folders[backbone]), "dtype": "float32", "device": "cpu"},
            "task": {"kind": "generation", "answer_tokens": 4, "metric": "exact_match"},
            "method": {"kind": "prompt_tuning", "length": 3},
            "training": {**SIX, "scored_rows": 6},
        }
        for name, section in sections.items():
            is_merged = isinstance(section, dict) and name != "method"
            values[name] = {**values.get(name, {}), **section} if is_merged else section
        return TaskSetConfig((str(task_folder),), RunConfig.from_json(values), rows, shots)

    return make


@pytest.fixture(scope="session")
def made(set_config: Callable[..., TaskSetConfig], tmp_path_factory: pytest.TempPathFactory) -> TaskSetRun:
    """A set whose prompts are made. Read it only."""
    from engine.training.task_prompts import make_prompts

    run = TaskSetRun.start(tmp_path_factory.mktemp("made") / "set", set_config())
    assert list(make_prompts(run))[-1]["of"] == len(TASKS)
    return run


@pytest.fixture(scope="session")
def new_search(made: TaskSetRun) -> Callable[..., SearchRun]:
    """A new search over these prompts in a folder; keywords are sections of its recipe."""

    def make(folder: Path, **sections: Any) -> SearchRun:
        values: dict[str, Any] = {
            "sources": [str(made.folder)],
            "out": str(folder.with_suffix(".promptsubspace")),
            "seed": 2,
            "backbone": vars(made.config.backbone),
            "subspace": {"dimension": 3, "width": 16},
            "training": {"steps": 12, "batch_size": 8, "threads": 1, "evaluate_every": 4, "checkpoint_every": 3},
        }
        for name, section in sections.items():
            values[name] = {**values[name], **section} if isinstance(section, dict) else section
        return SearchRun.start(folder, SearchConfig.from_json(values))

    return make


@pytest.fixture
def make_search(new_search: Callable[..., SearchRun], tmp_path: Path) -> Callable[..., SearchRun]:
    """The same in a folder of the test's own."""
    numbers = itertools.count()
    return lambda **sections: new_search(tmp_path / f"search{next(numbers)}", **sections)
