"""A recipe (the JSON of a RunConfig) as flat names for forms, and back.

"training.epochs" is config["training"]["epochs"].
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

SECTIONS = ("backbone", "task", "data", "training", "farm", "method")


def flat(config: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting of the sections by its sectioned name."""
    return {f"{section}.{name}": value for section in SECTIONS for name, value in (config.get(section) or {}).items()}


def with_choices(config: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe after a form went from the values `before` to `after` (both only what differs from defaults).

    What is no longer in the form goes back to its default by being left out; the method's section holds only
    what the form says, for its settings belong to one method.
    """
    made = copy.deepcopy(dict(config))
    for name in {*before, *after}:
        section, _, setting = name.partition(".")
        if section == "method":
            continue
        part = made.setdefault(section, {})
        if name in after:
            part[setting] = after[name]
        else:
            part.pop(setting, None)
    made["method"] = {name.partition(".")[2]: value for name, value in after.items() if name.startswith("method.")}
    return made
