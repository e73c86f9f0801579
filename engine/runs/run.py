"""Run: one training as a folder. Status, scores and curves are read from its files, never stored twice.

config.json  events.jsonl  checkpoints/  snapshots/  pack/  lock
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import DiskFull, InputError
from engine.events import GOES_BACK, RunEvent, is_kept, is_whole
from engine.files import is_left_over, to_json, write_atomic, writing_error
from engine.runs import history
from engine.runs.config import RunConfig, read_config
from engine.runs.lock import RunLock


class Run:
    """A run folder. Reading never fails on a line that is half written or damaged: it counts as not written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = RunLock(folder)
        self._step_lines: int | None = None  # in the file of events, counted when the first is added
        self.is_unwritable = False  # told once, so that a full disk does not flood the window

    @staticmethod
    def create(folder: Path, config: RunConfig) -> Run:
        """Make a new run in a new or empty folder. Raises InputError when there is something in it."""
        make_folder(folder)
        run = Run(folder)
        run.save_config(config)
        return run

    @staticmethod
    def open(folder: Path) -> Run:
        """An existing run. Raises InputError when the folder holds none."""
        if not (folder / "config.json").is_file():
            raise InputError("run_missing", path=str(folder))
        return Run(folder)

    @property
    def config(self) -> RunConfig:
        return read_config(self.folder / "config.json")

    def save_config(self, config: RunConfig) -> None:
        write_atomic(self.folder / "config.json", to_json(config.to_json()))

    @property
    def pack_path(self) -> Path | None:
        """The pack of a finished run."""
        return next(iter(sorted((self.folder / "pack").glob("*.promptpack"))), None)

    def append(self, event: RunEvent) -> None:
        """Add one event as one line. Raises DiskFull or InputError; the lines before stay whole."""
        if not is_kept(event):
            return
        line = json.dumps({**event, "t": round(time.time(), 3)}, ensure_ascii=False, allow_nan=False) + "\n"
        path = self.folder / "events.jsonl"
        try:
            with path.open("ab") as handle:
                if handle.tell() and not _ends_line(path):
                    handle.write(b"\n")  # a crash cut the last line: it stays ignored, the next one is whole
                handle.write(line.encode())
            if event["type"] == "step":
                self._count_step(path)
        except OSError as error:
            raise writing_error(path, error) from error

    def _count_step(self, path: Path) -> None:
        """Keep the file short: see `history`. Where that cannot be written, it is tried again much later."""
        if self._step_lines is None:
            self._step_lines = history.count_steps(path.read_bytes())
        else:
            self._step_lines += 1
        if self._step_lines > history.MOST_STEPS:
            lines = history.thinned(path.read_bytes())
            self._step_lines = history.count_steps(lines)
            with contextlib.suppress(DiskFull, InputError):
                write_atomic(path, lines)

    def events(self) -> list[RunEvent]:
        """Every event that counts: after a continuation, or a way back, what came behind its save point is not told
        twice."""
        kept: list[RunEvent] = []
        for event in self._lines():
            if event["type"] == "note" and event.get("code") in GOES_BACK:
                step = event["args"]["step"]
                kept = [e for e in kept if e["type"] not in ("done", "error") and _step_of(e) <= step]
            elif event["type"] == "evaluation" and event.get("step") == 0:  # begun anew, before any save point
                kept = [e for e in kept if e["type"] != "evaluation" or e.get("task") != event.get("task")]
            kept.append(event)
        return kept

    def _lines(self) -> Iterator[RunEvent]:
        try:
            lines = (self.folder / "events.jsonl").read_bytes().split(b"\n")
        except OSError:
            return
        for line in lines:
            try:
                event: Any = json.loads(line) if line else None
            except (ValueError, RecursionError):
                continue
            if is_whole(event):
                yield event

    def status(self, events: list[RunEvent] | None = None) -> str:
        """running | finished | stopped | failed | interrupted | new, from lock and events."""
        if self.lock.holder() is not None:
            return "running"
        for event in reversed(self.events() if events is None else events):
            if event["type"] == "done":
                is_without_pack = event.get("pack", "") is None  # it could not be written: the run can go on
                return "stopped" if event.get("stopped") or is_without_pack else "finished"
            if event["type"] == "error":
                return "failed"
            if event["type"] == "step":
                return "interrupted"
        return "new"

    @property
    def is_begun(self) -> bool:
        """Whether a step was taken."""
        return any(event["type"] == "step" for event in self.events())

    @property
    def has_checkpoint(self) -> bool:
        return any((self.folder / "checkpoints").glob("step-*.safetensors"))


def make_folder(folder: Path) -> None:
    """Make the folder of a new run. Raises InputError when there is something in it, or it cannot be made.

    What a process that was killed left of its half-written recipe is nothing, and removed.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(not is_left_over(path) for path in folder.iterdir())):
            raise InputError("run_folder_not_empty", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
    except OSError as error:
        raise writing_error(folder, error) from error


def list_runs(folder: Path) -> list[Run]:
    """The runs in a folder, newest first; folders that are no run are passed over."""
    found = [path.parent for path in folder.glob("*/config.json")] if folder.is_dir() else []
    return [Run(path) for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


def new_run_folder(runs: Path, name: str) -> Path:
    """A folder that does not exist yet: date, time and a name that every file system takes."""
    safe = re.sub(r"[^\w-]+", "-", name, flags=re.UNICODE).strip("-")[:40] or "run"
    stem = f"{time.strftime('%Y%m%d-%H%M%S')}-{safe}"
    for number in range(1, 1000):
        folder = runs / (stem if number == 1 else f"{stem}-{number}")
        if not folder.exists():
            return folder
    raise InputError("run_folder_not_empty", path=str(runs / stem))


def summarize(run: Run) -> dict[str, Any]:
    """One line about a run, for lists: name, data, method, backbone, scores, status, curve and times."""
    config, events = run.config, run.events()
    evaluations = [event for event in events if event["type"] == "evaluation"]
    steps = [event for event in events if event["type"] == "step"]
    done = next((event for event in reversed(events) if event["type"] == "done"), None)
    best = done or next((event for event in reversed(evaluations) if event.get("best")), None) or {}
    last = steps[-1] if steps else {}
    return {
        "folder": str(run.folder),
        "name": config.name or run.folder.name,
        "data": Path(config.data.train or "").name,
        "method": config.method.get("kind"),
        "backbone": config.backbone.source,
        "task": config.task.kind,
        "status": run.status(events),
        "has_checkpoint": run.has_checkpoint,
        "step": last.get("step", 0),
        "steps": last.get("steps", 0),
        "metrics": best.get("metrics"),
        "baseline": best.get("baseline"),
        "head_alone": best.get("head_alone"),
        "curve": [event["metrics"]["loss"] for event in evaluations],
        "started": events[0].get("t") if events else None,
        "ended": events[-1].get("t") if events else None,
        "seconds": (done or last).get("seconds"),
        "pack": str(run.pack_path) if run.pack_path else None,
    }


def _step_of(event: RunEvent) -> int:
    """The step an event tells of, also where it stands among a note's arguments; 0 for what belongs to no step."""
    return int(event.get("step", event.get("args", {}).get("step", 0)))


def _ends_line(path: Path) -> bool:
    with path.open("rb") as handle:
        handle.seek(-1, 2)
        return handle.read(1) == b"\n"
