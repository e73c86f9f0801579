"""What a person does about a problem, as settings of a recipe's `data` section.

So it is recorded, and undone by taking the setting back. No file is ever changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.data.problems import Problem

SKIP_LISTS = {"train": "skip_rows", "validation": "skip_validation_rows"}


def fix_settings(problem: Problem, fix: str) -> dict[str, Any]:
    """The settings that a fix adds, of those in `problem.fixes`: {"skip_rows": [18, 406]}."""
    if fix not in problem.fixes:
        raise ValueError(f"{fix} does not mend {problem.code}")
    if fix == "merge":
        return {"merged_labels": dict(problem.merge)}
    return {"joined_rows" if fix == "join" else SKIP_LISTS[problem.file]: list(problem.rows)}


def with_fix(data: Mapping[str, Any], problem: Problem, fix: str) -> dict[str, Any]:
    """The `data` section of a recipe with this fix."""
    changed = dict(data)
    for name, value in fix_settings(problem, fix).items():
        before = data.get(name) or ()
        changed[name] = {**dict(before), **value} if isinstance(value, dict) else sorted({*before, *value})
    return changed


def without_fix(data: Mapping[str, Any], problem: Problem, fix: str) -> dict[str, Any]:
    """The `data` section as if this fix had never been chosen."""
    changed = dict(data)
    for name, value in fix_settings(problem, fix).items():
        before = data.get(name) or ()
        if isinstance(value, dict):
            changed[name] = {key: label for key, label in dict(before).items() if key not in value}
        else:
            changed[name] = sorted(set(before) - set(value))
    return changed
