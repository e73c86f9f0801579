"""From the command to a window: what Qt needs of the system, settings, language, and the event loop."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

PACKAGES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxcb-cursor0 libxkbcommon-x11-0"


def open_window(options: dict[str, str], paths: Sequence[str]) -> int:
    """Show the window with these files and run until it closes: the exit code."""
    is_inside = options.get("engine") == "inside"
    if is_inside:
        _load_engine_first()
    lacking = missing_library()
    if lacking:
        print(missing_text(lacking), file=sys.stderr)
        return 2
    from app.application import Language, build_application
    from app.errors import LastResort
    from app.settings import AppSettings
    from app.window import MainWindow

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal ends the window; the engine ends by itself
    settings = AppSettings.load()
    if "theme" in options:
        settings.theme = options["theme"]
    application = build_application(settings)
    last_resort = LastResort()
    last_resort.install()
    language = Language(application)
    language.set(options.get("lang") or settings.language)
    window = MainWindow(settings, language, _engine_maker(is_inside))
    last_resort.told.connect(lambda event: window.dialogs.tell(event) if window.is_complete else None)
    for path in paths:
        window.open_path(path)
    if settings.is_maximized:
        window.showMaximized()
    else:
        window.show()
    code = application.exec()
    last_resort.remove()
    return int(code)


def missing_library() -> str:
    """The name of a system library that Qt lacks here, "" if it has all. A window on X needs one that Qt loads late."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        name = str(error).partition(":")[0]
        if ".so" not in name:
            raise
        return name
    is_x = sys.platform.startswith("linux") and not os.environ.get("WAYLAND_DISPLAY")
    if is_x and os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb"):
        try:
            ctypes.CDLL("libxcb-cursor.so.0")
        except OSError:
            return "libxcb-cursor.so.0"
    return ""


def missing_text(library: str) -> str:
    """What to do about a missing system library."""
    return (
        f"The window cannot be opened: the system library {library} is missing.\n"
        f"On Debian or Ubuntu: sudo apt-get install {PACKAGES}\n"
        "Without a window every command still works: softprompt --help"
    )


def _load_engine_first() -> None:
    """The engine inside the window: its libraries must be loaded before Qt's."""
    import importlib

    importlib.import_module("engine.host")


def _engine_maker(is_inside: bool) -> Callable[[], Any]:
    def make() -> Any:
        from engine.bridge import EngineThread

        return EngineThread(inside=is_inside)

    return make
