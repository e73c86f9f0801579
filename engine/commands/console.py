"""Where a command writes: results to standard output, everything else to standard error, JSON lines when asked.

With `--json` standard output holds JSON lines and nothing else, each flushed at once.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from engine.files import writing_error
from engine.packs.json_text import HIDDEN


def shown(text: str) -> str:
    """A text that cannot steer the terminal: control characters and those that turn the writing become spaces."""
    return HIDDEN.sub(" ", text)


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows of text under each other; wide letters count twice, as terminals draw them."""
    rows = [tuple(shown(text) for text in row) for row in rows]
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


class _Nowhere(io.StringIO):
    """Takes the place of an output that there is not."""

    def write(self, text: str) -> int:
        return len(text)


class Console:
    """One command's output. `say` is for people, `event` for programs; only one of the two writes."""

    def __init__(self, is_json: bool = False) -> None:
        self.is_json = is_json
        sys.stdout, sys.stderr = sys.stdout or _Nowhere(), sys.stderr or _Nowhere()  # None where it was closed
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a narrow code page must not end a run
                stream.reconfigure(encoding="utf-8" if is_json else None, errors="backslashreplace")

    @property
    def has_progress_bar(self) -> bool:
        """Whether somebody watches a terminal that no JSON lines run through."""
        return sys.stderr.isatty() and not (self.is_json and sys.stdout.isatty())

    def event(self, event: dict[str, Any]) -> None:
        """One JSON line, flushed; nothing without `--json`."""
        if self.is_json:
            _print(json.dumps(event, ensure_ascii=False, allow_nan=False) + "\n")

    def say(self, text: str = "") -> None:
        """A line of the result for a person; nothing with `--json`."""
        if not self.is_json:
            _print(shown(text) + "\n")

    def write(self, text: str) -> None:
        """A piece of a line for a person, as it comes; nothing with `--json`."""
        if not self.is_json:
            _print(shown(text))

    def tell(self, text: str) -> None:
        """A line beside the result, on standard error."""
        with contextlib.suppress(OSError):  # nobody listens, or no room for it: the work goes on
            print(shown(text), file=sys.stderr, flush=True)


def _print(text: str) -> None:
    """Raises BrokenPipeError when the reader has gone, DiskFull or InputError when standard output takes nothing."""
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise writing_error(Path("standard output"), error) from error


def drop_output() -> None:
    """When standard output takes nothing any more: let the interpreter's last flush go nowhere instead of failing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
