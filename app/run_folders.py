"""What is read from a folder in which something is learned: a prompt, prompts of a set of tasks, or their subspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.runs import Run
from engine.subspaces.runs import SearchRun, TaskSetRun


def read_run(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """Recipe, events and name of a run. Raises InputError where there is none, or its recipe is damaged."""
    if TaskSetRun.is_at(folder):
        prompts = TaskSetRun(folder)
        return prompts.recipe.to_json(), prompts.events(), folder.name
    if SearchRun.is_at(folder):
        search = SearchRun(folder)
        return search.recipe.to_json(), search.events(), search.recipe.title
    run = Run.open(folder)
    recipe = run.config.to_json()
    return recipe, run.events(), str(recipe.get("name") or folder.name)
