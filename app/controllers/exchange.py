"""Packs told to other programs, and other programs' prompts made into packs: what a file is, then the engine's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.controllers.engine import EngineController, Event
from app.jobs import Jobs
from engine.errors import InputError
from engine.packs import read_pack
from engine.packs.exchange import EXPORTS, caveats, check_export, look

SAFE = ".safetensors"


@dataclass(frozen=True)
class Told:
    """A format and this pack: the error event of why it cannot be told in it, or the notes of what is left out."""

    format: str
    refusal: Event | None
    notes: Sequence[Event]


class ExchangeController(QObject):
    """Files are looked at in a thread pool; what is written, the engine writes."""

    described = Signal(str, list)  # a pack's path, and a `Told` for each format
    looked = Signal(str, dict)  # a foreign file or folder, and what it is
    exported = Signal(str)  # where it is now
    imported = Signal(dict, list)  # the pack event, and the notes of what must be known
    import_failed = Signal(dict)
    failed = Signal(dict)

    def __init__(self, engine: EngineController, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._jobs = engine, jobs

    def describe(self, path: str) -> None:
        """Find out in which formats a pack can be told."""
        self._jobs.start(
            lambda: _told(Path(path)), lambda found: self.described.emit(path, found), self.failed.emit, lane="export"
        )

    def export(self, pack: str, to: str, out: str) -> None:
        """Write a pack for another program."""

        def on_events(events: list[Event]) -> None:
            for event in events:
                if event["type"] == "pack":
                    self.exported.emit(str(event["path"]))
                elif event["type"] == "error":
                    self.failed.emit(event)
                elif event["type"] == "died":
                    self.failed.emit(InputError("engine_gone").to_event())

        self._engine.request("export_pack", on_events, pack=pack, to=to, out=out)

    def look(self, path: str) -> None:
        """Find out what another program's file or folder is."""
        place = _prompt_in(Path(path))
        self._jobs.start(
            lambda: look(place), lambda facts: self.looked.emit(str(place), facts), self.failed.emit, lane="import"
        )

    def take(self, path: str, choices: dict[str, Any]) -> None:
        """Make a pack of it on the shelf; `choices` are those of `ImportDialog`."""
        notes: list[Event] = []

        def on_events(events: list[Event]) -> None:
            for event in events:
                if event["type"] == "note":
                    notes.append(event)
                elif event["type"] == "pack":
                    self.imported.emit(event, list(notes))
                elif event["type"] == "error":
                    self.import_failed.emit(event)
                elif event["type"] == "died":
                    self.import_failed.emit(InputError("engine_gone").to_event())

        self._engine.request("import_pack", on_events, path=path, out=None, **choices)


def _told(path: Path) -> list[Told]:
    manifest = read_pack(path).manifest
    found = []
    for to in EXPORTS:
        try:
            check_export(manifest, to)
        except InputError as error:
            found.append(Told(to, error.to_event(), ()))
        else:
            found.append(Told(to, None, caveats(manifest, to)))
    return found


def _prompt_in(path: Path) -> Path:
    """The file that is meant by a folder that holds one file of tensors and is none of PEFT's."""
    if path.is_dir() and not (path / "adapter_config.json").exists():
        files = sorted(path.glob(f"*{SAFE}"))
        if len(files) == 1:
            return files[0]
    return path
