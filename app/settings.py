"""AppSettings: what the program remembers about itself, and its file. Runs, packs and models are elsewhere.

A file that is damaged or from a newer version is kept beside under another name, and the defaults are used.
"""

from __future__ import annotations

import dataclasses
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import DiskFull, InputError
from engine.files import home, to_json, write_atomic

SCHEMA = 1
LANGUAGES, THEMES = ("system", "en", "zh"), ("system", "light", "dark")
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)


@dataclass
class AppSettings:
    """Every field has the value of a first start as its default."""

    language: str = "system"
    theme: str = "system"
    text_scale: float = 1.0
    width: int = 1280
    height: int = 720
    is_maximized: bool = False
    last_folder: str = ""
    kept_aside: Path | None = field(default=None, compare=False)  # where an unusable file was put; never saved

    @staticmethod
    def load(path: Path | None = None) -> AppSettings:
        """The settings of the file (home()/settings.json), or the defaults. Never raises."""
        path = path or settings_path()
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return AppSettings()
        except (OSError, ValueError, RecursionError):
            return AppSettings(kept_aside=_keep_aside(path))
        found = _checked(values)
        return found if found is not None else AppSettings(kept_aside=_keep_aside(path))

    def save(self, path: Path | None = None) -> bool:
        """Write the file; whether it worked. What could not be saved is only forgotten at the end."""
        values = {"schema": SCHEMA, **dataclasses.asdict(self)}
        del values["kept_aside"]
        try:
            write_atomic(path or settings_path(), to_json(values))
        except (DiskFull, InputError):
            return False
        return True


def settings_path() -> Path:
    """Where the settings are."""
    return home() / "settings.json"


def _checked(values: Any) -> AppSettings | None:
    """Settings from JSON; None when it is no settings file or one of a newer version.

    Single values that cannot be used fall back to their defaults; unknown ones are left out.
    """
    if not isinstance(values, dict) or type(values.get("schema")) is not int or not 1 <= values["schema"] <= SCHEMA:
        return None
    made = AppSettings()
    choices: dict[str, tuple[Any, ...]] = {"language": LANGUAGES, "theme": THEMES, "text_scale": TEXT_SCALES}
    for row in dataclasses.fields(AppSettings):
        value = values.get(row.name)
        default = getattr(made, row.name)
        is_fine = type(value) is type(default) or (isinstance(default, float) and type(value) is int)
        if row.name == "kept_aside" or not is_fine or (row.name in choices and value not in choices[row.name]):
            continue
        setattr(made, row.name, value)
    made.width, made.height = max(made.width, 640), max(made.height, 400)
    return made


def _keep_aside(path: Path) -> Path | None:
    """Move a file that cannot be used out of the way, so that a person can still look into it."""
    target = path.with_name(f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        path.replace(target)
    except OSError:
        return None
    return target
