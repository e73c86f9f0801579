"""The real window over the real engine process, and what a person would do with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from app.application import Language, build_application
from app.settings import AppSettings
from app.window import MainWindow
from tests import warm
from widgets import theme

PATIENCE_MS = 240_000  # a loaded machine is slow; what is measured is printed, not asserted


@pytest.fixture
def open_window(qtbot, qapp: QApplication, monkeypatch) -> Iterator[Callable[[], MainWindow]]:
    """Open the program's window as a start of the program does; every window is closed at the end.

    Only its engine is a warm process. Windows that start theirs cold are in test_start.py and test_engine_killed.py.
    """
    monkeypatch.setattr("engine.bridge.PROCESSES", SimpleNamespace(Process=warm.EngineProcess))
    made: list[MainWindow] = []
    if not qapp.styleSheet() or theme.current().is_dark:
        theme.apply(qapp, "light")

    def open_one() -> MainWindow:
        build_application(AppSettings(theme="light"))
        language = Language(qapp)
        language.set("en")
        window = MainWindow(AppSettings(theme="light"), language)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: window.is_complete, timeout=PATIENCE_MS)
        made.append(window)
        return window

    yield open_one
    for window in made:
        window.ask_before_closing(lambda: True)
        window.close()


@pytest.fixture
def in_home(monkeypatch) -> Callable[[Path], None]:
    """Make another folder the program's home, for what is opened from now on."""
    return lambda folder: monkeypatch.setenv("SOFTPROMPT_HOME", str(folder))


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Whether a process still runs."""

    def ask(process_id: int) -> bool:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return False
        return True

    return ask
