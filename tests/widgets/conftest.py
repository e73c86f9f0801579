"""What the window tests share: the look, and one recorded run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from widgets import theme

RECORDED = Path(__file__).with_name("recorded_run.jsonl")


@pytest.fixture
def light(qapp: QApplication) -> Iterator[theme.Theme]:
    """The light look at normal size, also after the test."""
    yield theme.apply(qapp, "light")
    theme.apply(qapp, "light")


@pytest.fixture
def recorded_run() -> list[dict[str, Any]]:
    """Every event of a run over 340 steps, 120 rows kept aside, 61 to 89 % right answers."""
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
