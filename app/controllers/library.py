"""Packs on the shelf and runs in their folder: list, install, export, remove and bring back."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.jobs import Jobs
from app.samples import is_sample
from app.workspace import Workspace
from engine.data import Template, needed_columns
from engine.errors import EngineError, InputError
from engine.files import home, writing_error
from engine.messages import MATCHES
from engine.packs import Fingerprint, Installed, Library, LibraryEntry, Match, match
from engine.runs import Run, list_runs, summarize
from engine.scores import main_score, metric_name
from widgets.in_a_row import in_a_row
from widgets.sentences import engine_text, error_texts

TRASH = ".trash"
RANK = {"green": 0, "amber": 1, "red": 2}
STATES = {"running": "running", "finished": "finished", "stopped": "stopped", "failed": "failed"}


class LibraryController(QObject):
    """Fills `workspace.packs` and `workspace.runs`. Signals tell what was done, so that it can be said and undone."""

    installed = Signal(str, bool)  # path, whether it had been there
    exported = Signal(str)
    pack_removed = Signal(str)  # its name
    run_removed = Signal(str, str)  # its name, and where it is now
    failed = Signal(dict)

    def __init__(self, workspace: Workspace, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._jobs = workspace, jobs
        self._entries: Sequence[LibraryEntry] = ()

    @property
    def library(self) -> Library:
        """The packs under home()."""
        return Library(home() / "packs")

    # ---- packs -----------------------------------------------------------------------------------------------------

    def refresh_packs(self) -> None:
        """Read the shelf again."""
        self._jobs.start(lambda: self.library.list(), self._on_packs, self.failed.emit, lane="packs")

    def show_packs(self) -> None:
        """Colour the packs again, for other base models or another language."""
        titles = {each["kind"]: each["title"] for each in (self._workspace.hello or {}).get("methods", ())}
        self._workspace.set_packs([_card(entry, self._workspace.backbones, titles) for entry in self._entries])

    def install(self, path: str, *, quiet: bool = False) -> None:
        """Verify a pack file and put it on the shelf; `quiet` for those that a run just made."""

        def work() -> tuple[Installed, Sequence[LibraryEntry]]:
            return self.library.install(Path(path)), self.library.list()

        def then(found: tuple[Installed, Sequence[LibraryEntry]]) -> None:
            self._on_packs(found[1])
            if not quiet:
                self.installed.emit(str(found[0].path), found[0].was_there)

        self._jobs.start(work, then, self.failed.emit)

    def place(self, path: str, then: Callable[[str], None]) -> None:
        """Call `then` with where a pack is on the shelf; put it there first where it is not."""
        if any(pack["path"] == path for pack in self._workspace.packs):
            then(path)
            return

        def work() -> tuple[str, Sequence[LibraryEntry]]:
            return str(self.library.install(Path(path)).path), self.library.list()

        def placed(found: tuple[str, Sequence[LibraryEntry]]) -> None:
            self._on_packs(found[1])
            then(found[0])

        self._jobs.start(work, placed, self.failed.emit)

    def renew(self, path: str, then: Callable[[str], None]) -> None:
        """Read the shelf again, then call `then` with a path that the engine put there."""

        def read(entries: Sequence[LibraryEntry]) -> None:
            self._on_packs(entries)
            then(path)

        self._jobs.start(lambda: self.library.list(), read, self.failed.emit)

    def export(self, path: str, target: str) -> None:
        """Copy a pack to a file; one that is not on the shelf yet is put there first."""

        def work() -> Path:
            place = self.library.install(Path(path)).path
            return self.library.export(place, Path(target))

        def then(made: Path) -> None:
            self.exported.emit(str(made))
            self.refresh_packs()

        self._jobs.start(work, then, self.failed.emit)

    def remove(self, path: str) -> None:
        """Take a pack off the shelf; `undo_remove` brings it back."""
        name = next((pack["name"] for pack in self._workspace.packs if pack["path"] == path), Path(path).stem)

        def then(_nothing: None) -> None:
            self.pack_removed.emit(name)
            self.refresh_packs()

        self._jobs.start(lambda: self.library.remove(Path(path)), then, self.failed.emit)

    def undo_remove(self) -> None:
        """Bring back what was removed last."""
        self._jobs.start(lambda: self.library.undo(), lambda _path: self.refresh_packs(), self.failed.emit)

    def _on_packs(self, entries: Sequence[LibraryEntry]) -> None:
        self._entries = entries
        self.show_packs()

    # ---- runs ------------------------------------------------------------------------------------------------------

    def refresh_runs(self) -> None:
        """Read every run folder again."""
        folder, live = home() / "runs", self._workspace.run_folder
        self._jobs.start(lambda: list(_summaries(folder, live)), self._on_runs, self.failed.emit, lane="runs")

    def show_runs(self) -> None:
        """Tell the runs again, after the engine named its methods."""
        self._on_runs([run["summary"] for run in self._workspace.runs])

    def remove_run(self, folder: str) -> None:
        """Move a run folder to the trash beside the runs. Refused while it goes on."""

        def then(place: Path) -> None:
            name = next((run["name"] for run in self._workspace.runs if run["folder"] == folder), Path(folder).name)
            self.run_removed.emit(name, str(place))
            self.refresh_runs()

        self._jobs.start(lambda: _to_trash(Path(folder)), then, self.failed.emit)

    def undo_remove_run(self, place: str) -> None:
        """Put a run folder back."""
        self._jobs.start(lambda: _from_trash(Path(place)), lambda _done: self.refresh_runs(), self.failed.emit)

    def _on_runs(self, summaries: Sequence[dict[str, Any]]) -> None:
        hello = self._workspace.hello or {}
        titles = {each["kind"]: each["title"] for each in hello.get("methods", ())}
        names = {each["source"]: each["name"] for each in self._workspace.backbones}
        self._workspace.set_runs([_row(summary, titles, names) for summary in summaries])


def reveal(path: str) -> None:
    """Open the folder that a file lies in, or a folder itself, in the system's file manager."""
    place = Path(path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place if place.is_dir() else place.parent)))


def best_match(pack: dict[str, Any], backbones: Iterable[dict[str, Any]]) -> tuple[Match, str] | None:
    """How a pack fits the base model here that suits it best, and that one's source; None where there is none."""
    found: list[tuple[int, Match, str]] = []
    fingerprint = Fingerprint.from_json(pack["fingerprint"])
    for backbone in backbones:
        if backbone.get("present") and backbone.get("fingerprint"):
            own = Fingerprint.from_json(backbone["fingerprint"])
            each = match(fingerprint, own, tensors=pack["tensors"], is_frozen=pack.get("is_frozen", True))
            found.append((RANK[each.colour], each, str(backbone["source"])))
    if not found:
        return None
    named = pack.get("source")  # of several that cannot fit, the number that differs is told for its own
    _, each, source = min(found, key=lambda item: (item[0], item[2] != named))
    return each, source


def _card(entry: LibraryEntry, backbones: Sequence[dict[str, Any]], titles: dict[str, str]) -> dict[str, Any]:
    """What Shelf and Play show of a pack; see `ShelfPage.set_packs` and `PlayPage`."""
    if entry.summary is None:
        text = in_a_row(*error_texts(entry.problem or {}))
        return {
            "path": str(entry.path),
            "name": entry.path.stem,
            "match": {"level": "red", "text": text},
            "broken": True,
        }
    pack = entry.summary
    score = pack["score"] or {}
    found = best_match(pack, backbones)
    level = found[0].colour if found else None
    text = engine_text(MATCHES[found[0].code], **found[0].args) if found and level != "green" else ""
    return {
        **{
            key: pack[key]
            for key in ("path", "name", "author", "description", "method", "tokens", "bytes", "languages")
        },
        "licence": pack["licence"],
        "id": pack["id"],
        "created": _seconds(pack["created"]),
        "before": score.get("base"),
        "now": score.get("tuned"),
        "n": score.get("n"),
        "metric": score.get("name") or "accuracy",
        "method_title": titles.get(pack["method"], ""),
        "backbone": pack["backbone"],
        "is_frozen": pack.get("is_frozen", True),
        "match": {"level": level, "text": text} if level else None,
        "fits": found[1] if found and level != "red" else None,
        "task": pack["task"],
        "labels": pack["labels"],
        "columns": list(needed_columns(Template.parse(pack["template"]).fields(), pack.get("columns") or {})),
        "length": pack["tokens"],
        "subspace": pack.get("subspace"),
    }


def play_pack(card: dict[str, Any]) -> dict[str, Any]:
    """The same as Play wants it: the colour alone, and its sentence beside it."""
    found = card.get("match") or {}
    return {**card, "match": found.get("level"), "match_note": found.get("text") or ""}


def _seconds(stamp: str) -> float | None:
    try:
        return dt.datetime.fromisoformat(stamp).timestamp()
    except ValueError:
        return None


def _summaries(folder: Path, live: str) -> Iterable[dict[str, Any]]:
    """Every run that can be read; a folder that cannot is passed over, for it is listed nowhere else either."""
    for run in list_runs(folder):
        try:
            summary = summarize(run)
        except EngineError:
            continue
        is_ours = summary["folder"] == live
        if summary["status"] == "running" and not is_ours:
            summary["status"] = "running elsewhere"
        yield summary | {"sample": is_sample(run.config.data.train)}


def _row(summary: dict[str, Any], titles: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    """What Home and Shelf show of a run."""
    scores, before = summary["metrics"] or {}, summary["baseline"] or {}
    state = "running" if summary["status"].startswith("running") else STATES.get(summary["status"], "stopped")
    name = metric_name(scores) if main_score(scores) is not None else "loss"
    return {
        "folder": summary["folder"],
        "name": summary["name"],
        "data": summary["data"],
        "sample": summary["sample"],
        "backbone": names.get(summary["backbone"], Path(summary["backbone"] or "").name),
        "task": summary["task"],
        "method": summary["method"] or "",
        "method_title": titles.get(summary["method"], ""),
        "curve": summary["curve"],
        "metric": name,
        "before": before.get(name),
        "now": scores.get(name),
        "low": scores.get("low"),
        "high": scores.get("high"),
        "seconds": summary["seconds"],
        "state": state,
        "step": summary["step"],
        "share": summary["step"] / summary["steps"] if summary["steps"] else 0.0,
        "when": summary["ended"] or summary["started"],
        "note": "",
        "pack": summary["pack"],
        "summary": summary,
    }


def _to_trash(folder: Path) -> Path:
    run = Run.open(folder)
    holder = run.lock.holder()
    if holder is not None:
        raise InputError("run_busy", pid=holder)
    place = folder.parent / TRASH / f"{time.time_ns()}-{folder.name}"
    try:
        place.parent.mkdir(exist_ok=True)
        folder.replace(place)
    except OSError as error:
        raise writing_error(folder, error) from error
    return place


def _from_trash(place: Path) -> Path:
    target = place.parent.parent / place.name.partition("-")[2]
    try:
        place.replace(target)
    except OSError as error:
        raise writing_error(target, error) from error
    return target
