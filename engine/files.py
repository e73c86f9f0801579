"""Where the program keeps things, and how a file is written so that a crash leaves the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from pathlib import Path
from typing import Any

import platformdirs

from engine.errors import DiskFull, InputError


def home() -> Path:
    """Folder of runs, packs, models and settings: SOFTPROMPT_HOME, else the user's data folder of the system."""
    chosen = os.environ.get("SOFTPROMPT_HOME")
    return (
        Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("softprompt-studio", appauthor=False))
    )


def write_atomic(path: Path, content: bytes) -> None:
    """Write beside the target, flush to the disk, rename. Raises DiskFull or InputError; the old file stays."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
        raise writing_error(path, error) from error


def is_left_over(path: Path) -> bool:
    """Whether this is what a killed process left of a file that it was writing."""
    return path.name.startswith(".") and path.name.endswith(".tmp") and path.is_file()


def writing_error(path: Path, error: OSError) -> DiskFull | InputError:
    """The error of ours that an OSError while writing `path` means."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("disk_full", path=str(path))
    return InputError("not_writable", path=str(path), reason=error.strerror or str(error))


def to_json(value: Any) -> bytes:
    """JSON for a person to read: indented, UTF-8, keys in the order given, no NaN."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def size_text(size: float) -> str:
    """A size in decimal units: 82 KB, 4.6 MB."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 999.5 or unit == "GB":
            return f"{size:.1f} {unit}" if size < 9.95 and unit != "B" else f"{size:.0f} {unit}"
        size /= 1000
    raise AssertionError("unreachable")
