"""The command `softprompt`: a window, or with other arguments one of the headless commands.

Kept light: the engine process imports this file again before it does anything.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

WINDOW_OPTIONS = {"--engine": ("process", "inside"), "--lang": ("en", "zh"), "--theme": ("light", "dark", "system")}
PACK_ENDINGS = (".promptpack", ".zip")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; returns the exit code."""
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    wanted = window_arguments(arguments)
    if wanted is None:
        import resources
        from engine.__main__ import main as run

        return run(arguments, samples=resources.sample_path("product_reviews_en.csv").parent)
    if not has_display():
        return _run_sample()
    from app.start import open_window

    options, paths = wanted
    return open_window(options, paths)


def window_arguments(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]] | None:
    """Options and files for the window; None where the arguments are those of a headless command."""
    options: dict[str, str] = {}
    paths: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, separator, value = word.partition("=")
        if name in WINDOW_OPTIONS:
            value = value if separator else rest.pop(0) if rest else ""
            if value not in WINDOW_OPTIONS[name]:
                return None
            options[name.removeprefix("--")] = value
        elif _is_for_window(word):
            paths.append(word)
        else:
            return None
    return options, paths


def has_display() -> bool:
    """Whether a window can be shown; only Linux can be without a display."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _is_for_window(word: str) -> bool:
    path = Path(word)
    if not path.is_file():
        return path.is_dir() and (path / "events.jsonl").is_file()
    from engine.data import TABLE_ENDINGS  # brings pyarrow

    return path.suffix.lower() in (*TABLE_ENDINGS, *PACK_ENDINGS)


def _run_sample() -> int:
    """No display: say so, and do the main job on the sample all the same."""
    import resources
    from engine.__main__ import main as run

    print("There is no display, so no window. The sample runs here instead; `softprompt --help` lists the commands.")
    return run(["sample"], samples=resources.sample_path("product_reviews_en.csv").parent)


if __name__ == "__main__":
    raise SystemExit(main())
