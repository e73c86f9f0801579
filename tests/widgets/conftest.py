"""Every widget test starts with the light theme at normal text size; what a keyboard and a screen reader reach."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget

from widgets import theme

RECORDED = Path(__file__).with_name("recorded_run.jsonl")


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[None]:
    """The light theme, applied anew only if a test left another one."""
    now = theme.current()
    if not qapp.styleSheet() or now.is_dark or now.scale != 1.0:
        theme.apply(qapp, "light")
    yield


@pytest.fixture
def text_size(request: pytest.FixtureRequest, light_theme: None, qapp: QApplication) -> float:
    """This text size, by `parametrize(..., indirect=True)`. Name it before the fixture that makes widgets: with many of
    them there, a change of size costs a second."""
    if request.param != 1.0:
        theme.apply(qapp, "light", request.param)
    return request.param


@pytest.fixture
def recorded_run() -> list[dict[str, Any]]:
    """Every event of a run over 340 steps, 120 rows kept aside, 61 to 89 % right answers."""
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def tab_stops() -> Callable[[QWidget], list[QWidget]]:
    """The widgets that Tab reaches, in order, until it comes round. The widget must be shown and active."""

    def walk(widget: QWidget) -> list[QWidget]:
        found: list[QWidget] = []
        for _ in range(200):
            QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            if focused is None or focused in found:
                break
            found.append(focused)
        return found

    return walk


@pytest.fixture
def controls() -> Callable[[QWidget], list[QWidget]]:
    """The visible, enabled things a person acts on; of an exclusive group only the one that holds."""

    def find(widget: QWidget) -> list[QWidget]:
        found = []
        for child in widget.findChildren(QWidget):
            if not isinstance(child, QAbstractButton | QLineEdit | QAbstractItemView):
                continue
            if isinstance(child, QAbstractButton):
                group = child.group()
                if group is not None and group.exclusive() and not child.isChecked():
                    continue
            if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found.append(child)
        return found

    return find


@pytest.fixture
def name_of() -> Callable[[QWidget], str]:
    """What a screen reader says of a control."""

    def say(widget: QWidget) -> str:
        return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")

    return say
