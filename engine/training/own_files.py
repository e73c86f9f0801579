"""What a run reads beside its data is kept in its folder, so that it goes on anywhere: the subspace it searches in.

The recipe of the run names the copy. A run folder that was moved finds its copy again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from engine.files import writing_error
from engine.methods import make_config, method_entry
from engine.runs import Run, RunConfig
from engine.subspaces import SUFFIX, find_subspace

FOLDER = "subspace"


def with_own_files(run: Run) -> RunConfig:
    """The recipe of a run with the paths of its own copies; they are made the first time.

    Raises InputError where what is to be copied is not there, or options do not fit; DiskFull when there is no room.
    """
    config = run.config
    for name in subspace_options(config):
        own = next(iter(sorted((run.folder / FOLDER).glob(f"*{SUFFIX}"))), None) or _copied(config, name, run.folder)
        config = config.replace(method={name: str(own.absolute())})
    return config


def subspace_options(config: RunConfig) -> list[str]:
    """The options of a recipe's method that name a subspace."""
    kind = config.method.get("kind")
    return [name for name in method_entry(kind).files("subspace") if config.method.get(name)] if kind else []


def _copied(config: RunConfig, name: str, folder: Path) -> Path:
    """A copy of the subspace that an option names, or another name of the same file where the disk can do that."""
    make_config(config.method)  # what is no text is refused here
    source = find_subspace(str(config.method[name]))
    target = folder / FOLDER / source.name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
    except OSError as error:
        raise writing_error(target, error) from error
    return target
