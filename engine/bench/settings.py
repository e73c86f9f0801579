"""Settings: what somebody who measures may choose, the same for every work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError

PEFT_SETTINGS = ("default", "best")
COMMAND = "softprompt bench"
Tell = Callable[[str], None]
Row = dict[str, Any]


@dataclass(frozen=True)
class Settings:
    """`folder` is where the measurements may write, and is gone afterwards."""

    folder: Path
    backbone: str | None = None  # None: a random model in the shape of distilgpt2
    data: Path | None = None  # None: rows made up from a seed
    steps: int = 20
    batch_size: int = 8
    repeats: int = 3
    max_tokens: int = 128
    threads: int = 1
    dtype: str = "auto"  # of our backbone
    peft: tuple[str, ...] = PEFT_SETTINGS


Measure = Callable[[Settings, Tell], Iterator[Row]]


def usage(reason: str) -> InputError:
    """Sentences of this tool alone stay out of the table that the window translates."""
    return InputError("usage", reason=reason, command=COMMAND)
