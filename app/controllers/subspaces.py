"""Subspaces of the shelf: begun from packs or from a folder of tables, gone on with, removed and brought back.

Two folders stand beside the file of a subspace: "<name>-prompts", in which a prompt is made for each table, and
"<name>-search". Both recipes are written before the first step, so whatever was interrupted goes on from its folder.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.controllers.engine import EngineController
from app.jobs import Jobs
from app.workspace import Workspace
from engine.errors import EngineError, InputError
from engine.files import home, writing_error
from engine.runs import RunConfig
from engine.subspaces import SUFFIX, shelf_path
from engine.subspaces.recipes import SearchConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from widgets.subspace_report import read_report

PROMPTS, SEARCH = "-prompts", "-search"
TRASH = ".trash"


class SubspacesController(QObject):
    """Signals tell what was done. Learning itself is `TrainingController`'s, as one thing is learned at a time."""

    begun = Signal(str)  # the folder to go on with
    refused = Signal(dict)  # it could not be begun
    removed = Signal(str, str)  # what was removed, by name, and where it is now
    unfinished_changed = Signal(list)  # {"folder", "name", "stage": "prompts" | "search"} of what was broken off
    report_ready = Signal(object)  # a StudyReport
    failed = Signal(dict)

    def __init__(
        self, workspace: Workspace, engine: EngineController, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._engine, self._jobs = workspace, engine, jobs

    def begin(self, choices: dict[str, Any]) -> None:
        """Write the recipes of a new one; see `SubspaceDialog` for the choices."""
        self._jobs.start(lambda: str(write_recipes(choices)), self.begun.emit, self.refused.emit)

    def refresh(self) -> None:
        """Read the shelf again, and what was broken off."""
        self._engine.request("list_subspaces")
        live = self._workspace.run_folder
        self._jobs.start(lambda: unfinished(live), self.unfinished_changed.emit, self.failed.emit, lane="subspaces")

    def read_report(self, path: str) -> None:
        """Read the report of a study in a folder."""
        self._jobs.start(lambda: read_report(Path(path)), self.report_ready.emit, self.failed.emit, lane="report")

    def remove(self, path: str) -> None:
        """Move a subspace, or the folder of one that was broken off, to the trash beside it."""
        place = Path(path)

        def then(where: Path) -> None:
            self.removed.emit(_name(place), str(where))
            self.refresh()

        self._jobs.start(lambda: _to_trash(place), then, self.failed.emit)

    def undo_remove(self, where: str) -> None:
        """Put it back."""
        self._jobs.start(lambda: _from_trash(Path(where)), lambda _place: self.refresh(), self.failed.emit)


def free_name(name: str) -> str:
    """The name, with a number where one of that name was found or begun."""
    number = 1
    while _is_taken(shelf_path(found := name if number == 1 else f"{name} {number}")):
        number += 1
    return found


def write_recipes(choices: dict[str, Any]) -> Path:
    """Write what is to be done, and return the folder of what comes first. Raises InputError where it cannot be."""
    out = shelf_path(str(choices["name"]))
    if _is_taken(out):
        raise InputError("subspace_taken", name=out.stem)
    prompts, search = _folder(out, PROMPTS), _folder(out, SEARCH)
    tables = choices.get("tables")
    backbone = {"source": choices["backbone"]}
    config = SearchConfig.from_json(
        {
            "name": choices["name"],
            "sources": [str(prompts)] if tables else list(choices["packs"]),
            "out": str(out),
            "backbone": backbone,
            "subspace": dict(choices["subspace"]),
            "training": dict(choices.get("training") or {}),
        }
    )
    if tables:
        recipe = {
            "backbone": backbone,
            "task": {"kind": "generation"},
            "method": {"kind": "prompt_tuning"},
            "training": {"steps": int(choices["steps"])},
        }
        sizes = {name: value for name, value in dict(choices.get("set") or {}).items() if value is not None}
        made = {"sources": [str(tables)], "recipe": RunConfig().replace(**recipe).to_json(), **sizes}
        TaskSetRun.start(prompts, TaskSetConfig.from_json(made))
    SearchRun.start(search, config)
    return prompts if tables else search


def search_after(folder: str) -> str:
    """The search that waits for the prompts made in a folder; "" where there is none."""
    place = Path(folder)
    if not place.name.endswith(PROMPTS):
        return ""
    search = place.with_name(place.name.removesuffix(PROMPTS) + SEARCH)
    return str(search) if SearchRun.is_at(search) and SearchRun(search).status() != "finished" else ""


def unfinished(live: str) -> list[dict[str, Any]]:
    """What was begun and is neither done nor going on; of two stages the one that comes first."""
    found: list[dict[str, Any]] = []
    shelf = home() / "subspaces"
    seen = {_name(Path(live))} if live else set()
    for stage, kind, ending in (("prompts", TaskSetRun, PROMPTS), ("search", SearchRun, SEARCH)):
        for folder in sorted(shelf.glob(f"*{ending}")):
            name = _name(folder)
            try:
                is_open = kind.is_at(folder) and kind(folder).status() not in ("finished", "running")
                if is_open and name not in seen:
                    seen.add(name)
                    found.append({"folder": str(folder), "name": name, "stage": stage})
            except EngineError:  # its recipe is damaged: there is nothing to go on with
                continue
    return found


def _folder(out: Path, ending: str) -> Path:
    return out.with_name(out.stem + ending)


def _is_taken(out: Path) -> bool:
    return any(path.exists() for path in (out, _folder(out, PROMPTS), _folder(out, SEARCH)))


def _name(place: Path) -> str:
    """The subspace's name, of its file or of one of its folders."""
    return place.stem if place.suffix == SUFFIX else place.name.removesuffix(PROMPTS).removesuffix(SEARCH)


def _parts(place: Path) -> Sequence[Path]:
    """What goes with it: a file or a folder of its name, and the folders in which it was made."""
    out = place.with_name(_name(place) + SUFFIX)
    return [path for path in (out, _folder(out, PROMPTS), _folder(out, SEARCH)) if path.exists()]


def _to_trash(place: Path) -> Path:
    trash = place.parent / TRASH / str(time.time_ns())
    try:
        trash.mkdir(parents=True)
        for part in _parts(place):
            part.replace(trash / part.name)
    except OSError as error:
        raise writing_error(place, error) from error
    return trash


def _from_trash(trash: Path) -> Path:
    shelf = trash.parent.parent
    try:
        for part in trash.iterdir():
            part.replace(shelf / part.name)
    except OSError as error:
        raise writing_error(shelf, error) from error
    return shelf
