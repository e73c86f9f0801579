"""A study of six small tasks on a tiny model: seconds, and every stage is the real one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.study.recipe import StudyConfig
from engine.study.study import StudyRun
from engine.subspaces.recipes import TaskSetConfig
from tests.engine.subspaces.conftest import set_config, task_folder

__all__ = ["set_config", "task_folder"]
GRID: dict[str, Any] = {
    "dimensions": (2,),
    "seen": (4,),
    "seeds": 1,
    "drawn": 1,
    "measured": 1,
    "rates": (0.1,),
    "rate_tasks": 0,
    "steps": (3,),
    "minutes": None,
}


@pytest.fixture(scope="session")
def study_config(set_config: Callable[..., TaskSetConfig]) -> Callable[..., StudyConfig]:
    """The recipe of a small study; keywords change its grid."""
    training = {"steps": None, "checkpoint_every": 1, "evaluate_every": 3, "scored_rows": 4}
    tasks = set_config(training=training)
    return lambda **grid: StudyConfig(tasks, **{**GRID, **grid})


@pytest.fixture(scope="session")
def studied(study_config: Callable[..., StudyConfig], tmp_path_factory: pytest.TempPathFactory) -> StudyRun:
    """A study that came to its end. Read it only."""
    from engine.study.line import study

    run = StudyRun.start(tmp_path_factory.mktemp("studied") / "study", study_config())
    assert list(study(run))[-1]["stopped"] is False
    return run


@pytest.fixture
def without(studied: StudyRun, tmp_path: Path) -> Callable[..., StudyRun]:
    """A copy of it that lacks some of its files, as if it had not come so far; its report and last word are gone."""

    def make(*patterns: str) -> StudyRun:
        folder = tmp_path / "study"
        shutil.copytree(studied.folder, folder)
        for path in [
            path for pattern in ("events.jsonl", "report.*", "*.svg", *patterns) for path in folder.glob(pattern)
        ]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return StudyRun(folder)

    return make


@pytest.fixture
def begun(without: Callable[..., StudyRun]) -> StudyRun:
    """One in which nothing was learned with the random decoder yet."""
    return without("runs/d2-drawn-s0/*")
