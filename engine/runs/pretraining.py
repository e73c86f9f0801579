"""PretrainingRun: one prompt trained on several tables, as a folder. Events, lock and status are a run's.

pretraining.json  events.jsonl  checkpoints/  packs/  lock
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.files import to_json, write_atomic
from engine.packs.file_names import safe_name
from engine.runs.config import SCHEMA, RunConfig
from engine.runs.run import Run, make_folder

FILE = "pretraining.json"


class PretrainingRun(Run):
    """The folder of a pre-training: a recipe for each task, by the task's name."""

    @staticmethod
    def start(folder: Path, configs: Mapping[str, RunConfig]) -> PretrainingRun:
        """Make a new one in a new or empty folder. Raises InputError when there is something in it."""
        make_folder(folder)
        run = PretrainingRun(folder)
        run.save_configs(configs)
        return run

    @staticmethod
    def is_at(folder: Path) -> bool:
        """Whether a folder holds one."""
        return (folder / FILE).is_file()

    @property
    def configs(self) -> dict[str, RunConfig]:
        """The recipe of each task. Raises InputError when the file is damaged or newer."""
        path = self.folder / FILE
        try:
            table: Any = json.loads(path.read_text(encoding="utf-8"))
            found, tasks = table["schema"], dict(table["tasks"])
        except OSError as error:
            raise InputError("config_unreadable", path=str(path), reason=error.strerror or str(error)) from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError("config_unreadable", path=str(path), reason="it describes no tasks") from error
        if found != SCHEMA:
            raise InputError("config_schema", found=found, known=SCHEMA)
        return {str(name): RunConfig.from_json(values) for name, values in tasks.items()}

    @property
    def config(self) -> RunConfig:
        """What is the same for all tasks, as the first one's recipe says it."""
        return next(iter(self.configs.values()), RunConfig())

    def save_configs(self, configs: Mapping[str, RunConfig]) -> None:
        """Write the recipes down. Raises DiskFull or InputError."""
        tasks = {name: config.to_json() for name, config in configs.items()}
        write_atomic(self.folder / FILE, to_json({"schema": SCHEMA, "tasks": tasks}))

    @property
    def pack_path(self) -> Path | None:
        """The folder of the finished packs."""
        found = self.folder / "packs"
        return found if any(found.glob("*.promptpack")) else None


def task_names(paths: Sequence[Path]) -> list[str]:
    """What the tasks of these tables, and their packs, are called. Raises InputError where two are called the same."""
    seen: dict[str, Path] = {}
    for path in paths:
        other = seen.setdefault(safe_name(path.stem).casefold(), path)
        if other is not path:
            raise InputError("pretrain_same_name", name=path.stem, first=str(other), other=str(path))
    return [path.stem for path in paths]
