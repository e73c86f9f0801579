"""Folders in which prompts are made for a set of tasks, and a subspace is found. Events, lock and status are a run's.

tasks.json    events.jsonl  lock  data/<task>/{train,validation,rest}.csv  runs/<task>/ (an ordinary run each)
subspace.json events.jsonl  lock  checkpoints/
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from engine.errors import InputError
from engine.events import RunEvent
from engine.files import to_json, write_atomic
from engine.runs.config import RunConfig
from engine.runs.run import Run, make_folder
from engine.subspaces.recipes import SCHEMA, SearchConfig, TaskSetConfig

T = TypeVar("T")


class Recipe(Protocol):
    """What such a folder is made from."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""


C = TypeVar("C", bound=Recipe)


class RecipeRun(Run, Generic[C]):
    """A folder whose recipe is another than a run's. Subclasses name its file, what is said where another one lies in
    the folder, and read and write it."""

    FILE: ClassVar[str]
    OTHER: ClassVar[str]  # code of an error

    @classmethod
    def start(cls, folder: Path, config: C) -> Self:
        """Make a new one in a new or empty folder, or go on with the same one. Raises InputError where there is
        something else in it."""
        run = cls(folder)
        if not cls.is_at(folder):
            make_folder(folder)
            run.begin(config)
        elif run.recipe.to_json() != config.to_json():
            raise InputError(cls.OTHER, path=str(folder))
        return run

    @classmethod
    def is_at(cls, folder: Path) -> bool:
        """Whether a folder holds one."""
        return (folder / cls.FILE).is_file()

    @property
    def file(self) -> Path:
        """Where the recipe stands."""
        return self.folder / self.FILE

    @property
    def recipe(self) -> C:
        """The recipe. Raises InputError when the file is damaged or newer."""
        raise NotImplementedError

    def begin(self, config: C) -> None:
        """Write the recipe of a new one down. Raises DiskFull or InputError."""
        raise NotImplementedError


class TaskSetRun(RecipeRun[TaskSetConfig]):
    """The folder of a set of tasks and of the prompts that are made for them."""

    FILE, OTHER = "tasks.json", "task_set_other"

    @property
    def recipe(self) -> TaskSetConfig:
        """The recipe. Raises InputError when the file is damaged or newer."""
        return read_file(self.file, lambda table: TaskSetConfig.from_json(table["set"]))

    @property
    def config(self) -> RunConfig:
        """What is the same for all tasks."""
        return self.recipe.recipe

    @property
    def names(self) -> list[str]:
        """The tasks whose tables are ready, in order."""
        return read_file(self.file, lambda table: [str(name) for name in table["tasks"]])

    @property
    def initial(self) -> str | None:
        """The hash of the prompt from which all start, once that is known."""
        return read_file(self.file, lambda table: table["initial"])

    def begin(self, config: TaskSetConfig) -> None:
        self.save(config, None, [])

    def save(self, config: TaskSetConfig, initial: str | None, names: list[str]) -> None:
        """Write it all down. Raises DiskFull or InputError."""
        table = {"schema": SCHEMA, "set": config.to_json(), "initial": initial, "tasks": names}
        write_atomic(self.file, to_json(table))

    def table(self, name: str, part: str) -> Path:
        """A task's table: "train", "validation", or "rest", the rows that were not used."""
        return self.folder / "data" / name / f"{part}.csv"

    def task_folder(self, name: str) -> Path:
        """The folder of a task's own run."""
        return self.folder / "runs" / name

    def task_config(self, name: str) -> RunConfig:
        """The recipe of a task's run, its tables where they lie now. Raises InputError where there is no run."""
        paths = {"train": str(self.table(name, "train")), "validation": str(self.table(name, "validation"))}
        return Run.open(self.task_folder(name)).config.replace(data=paths)

    def result(self, name: str) -> RunEvent | None:
        """A finished task's last event, its pack where it lies now; None for one that was stopped or is not through."""
        own = Run(self.task_folder(name))
        events = own.events()
        if own.status(events) != "finished" or own.pack_path is None:
            return None
        done = next(event for event in reversed(events) if event["type"] == "done")
        return {**done, "pack": str(own.pack_path), "run": str(own.folder)}

    @property
    def is_begun(self) -> bool:
        """Whether a step was taken for any of the tasks."""
        return any(Run(self.task_folder(name)).is_begun for name in self.names)

    @property
    def pack_path(self) -> Path | None:
        """The folder with the runs, once all are finished."""
        is_whole = bool(self.names) and all(self.result(name) for name in self.names)
        return self.folder / "runs" if is_whole else None


class SearchRun(RecipeRun[SearchConfig]):
    """The folder of a search for a subspace."""

    FILE, OTHER = "subspace.json", "subspace_search_other"

    def begin(self, config: SearchConfig) -> None:
        write_atomic(self.file, to_json(config.to_json()))

    @property
    def recipe(self) -> SearchConfig:
        """The recipe. Raises InputError when the file is damaged or newer."""
        return read_file(self.file, SearchConfig.from_json)

    @property
    def config(self) -> RunConfig:
        """As much of it as a run's recipe has."""
        found = self.recipe
        return RunConfig(name=found.title, seed=found.seed, backbone=found.backbone, training=found.training)

    @property
    def pack_path(self) -> Path | None:
        """The subspace file, once it is there."""
        out = Path(self.recipe.out)
        return out if out.is_file() else None


def read_file(path: Path, take: Callable[[dict[str, Any]], T]) -> T:
    """What `take` makes of the table in a JSON file. Raises InputError when it is damaged or newer."""
    try:
        return take(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError("config_unreadable", path=str(path), reason=error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("config_unreadable", path=str(path), reason="it is damaged") from error
