"""The lock of a run folder: which living process trains it. A dead process's lock counts for nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psutil

from engine.errors import InputError
from engine.files import writing_error


class RunLock:
    """A file with process id and start time, so that a reused id is not taken for the old process."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"

    def holder(self) -> int | None:
        """Process id of the living holder, or None."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            process = psutil.Process(int(found["pid"]))
            is_same = abs(process.create_time() - float(found["started"])) < 2.0
            return process.pid if is_same and process.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess, psutil.AccessDenied):
            return None

    def take(self) -> None:
        """Hold the folder. Raises InputError while another living process does, DiskFull when it cannot be written."""
        content = json.dumps({"pid": os.getpid(), "started": psutil.Process().create_time()})
        holder = self.holder()
        if holder is not None and holder != os.getpid():
            raise InputError("run_busy", pid=holder)
        try:
            self.path.unlink(missing_ok=True)
            with self.path.open("x", encoding="utf-8") as handle:  # two at once: one of them fails here
                handle.write(content)
        except FileExistsError:
            raise InputError("run_busy", pid=self.holder() or 0) from None
        except OSError as error:
            raise writing_error(self.path, error) from error

    def release(self) -> None:
        """Give the folder back."""
        if self.holder() == os.getpid():
            self.path.unlink(missing_ok=True)
