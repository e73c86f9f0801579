"""A table that was pasted: it becomes a file like any other, so that recipes and runs can name it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from engine.errors import InputError
from engine.files import home, write_atomic


def keep_pasted(text: str, folder: Path | None = None) -> Path:
    """The file that now holds this text, for `read_table`; the same text gives the same file.

    A text from a spreadsheet has tabs between its cells. `folder`: SOFTPROMPT_HOME/pasted if not given. Raises
    InputError for a text without anything in it.
    """
    content = text.encode("utf-8", "replace")
    if not text.strip():
        raise InputError("pasted_empty")
    ending = ".tsv" if "\t" in text.lstrip("\r\n").partition("\n")[0] else ".csv"
    path = (folder or home() / "pasted") / f"pasted-{hashlib.sha256(content).hexdigest()[:8]}{ending}"
    if not path.exists():
        write_atomic(path, content)
    return path
