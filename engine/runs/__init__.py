"""Runs: the recipe of a training and the folder that is its truth. Free of torch and Qt."""

from engine.runs.config import (
    BackboneConfig,
    DataConfig,
    RunConfig,
    TaskConfig,
    TrainingConfig,
    read_config,
)
from engine.runs.farm import FarmConfig
from engine.runs.lock import RunLock
from engine.runs.pretraining import PretrainingRun, task_names
from engine.runs.run import Run, list_runs, new_run_folder, summarize

__all__ = [
    "BackboneConfig",
    "DataConfig",
    "FarmConfig",
    "PretrainingRun",
    "Run",
    "RunConfig",
    "RunLock",
    "TaskConfig",
    "TrainingConfig",
    "list_runs",
    "new_run_folder",
    "read_config",
    "summarize",
    "task_names",
]
