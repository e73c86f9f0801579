"""File names made from what people call things: safe on every system, never longer than a disk allows; and short ones
to tell files apart."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from engine.packs.archive import DEVICE_NAMES

SUFFIX = ".promptpack"
MAX_LETTERS = 80
MAX_BYTES = 180  # 255 is the usual limit of a name; a number and the suffix still go behind
KEPT_MARKS = "-_.()+,' "


def safe_name(name: str) -> str:
    """A file name without suffix: letters and digits of every script stay, emoji, separators and marks go."""
    kept = [
        letter if letter in KEPT_MARKS or unicodedata.category(letter)[0] in "LMN" else " "
        for letter in unicodedata.normalize("NFC", name)
    ]
    text = " ".join("".join(kept).split()).strip(KEPT_MARKS)[:MAX_LETTERS]
    while len(text.encode("utf-8", "replace")) > MAX_BYTES:
        text = text[:-1]
    text = text.strip(KEPT_MARKS)
    if text.split(".")[0].strip().lower() in DEVICE_NAMES:
        text = f"pack {text}"
    return text or "prompt"


def short_names(paths: Sequence[Path]) -> list[str]:
    """What to call some files in one list: their names, or, where two have the same, the part of their paths in which
    they differ."""
    whole = [path.absolute() for path in paths]
    different = set(whole)
    if len({path.name for path in different}) == len(different):
        return [path.name for path in whole]
    parent = os.path.commonpath([path.parent for path in different])
    return [str(path.relative_to(parent)) for path in whole]


def free_path(folder: Path, name: str) -> Path:
    """A path in `folder` that no file has, also not in other capitals: "name", "name 2", "name 3" and so on."""
    taken = {path.name.lower() for path in folder.iterdir()}
    base = safe_name(name)
    number = 1
    while (file_name := (base if number == 1 else f"{base} {number}") + SUFFIX).lower() in taken:
        number += 1
    return folder / file_name
