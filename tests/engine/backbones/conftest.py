"""Here, where loading is what is tested, every load reads its files."""

from __future__ import annotations

import pytest

from engine.backbones.backbone import Backbone

LOAD = Backbone.load


@pytest.fixture(autouse=True)
def from_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what `model_folders` puts in its place."""
    monkeypatch.setattr(Backbone, "load", LOAD)
