"""FarmConfig: which trainings a recipe asks for side by side, and the recipe of each. No torch.

A farm is a recipe with some settings varied. Each of its members is an ordinary recipe that could be run by itself, on
the same split of the same rows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.data.roles import SPAN_QA, TAGGING
from engine.errors import InputError
from engine.options import option

if TYPE_CHECKING:
    from engine.runs.config import RunConfig

LENGTHS = (5, 10, 20, 50)  # tried for `length: auto`
MOST_MEMBERS = 64
CONTROL = "control"
ROW_BOUND = (TAGGING, SPAN_QA)  # tasks whose answers make sense in their own row alone


@dataclass(frozen=True)
class FarmConfig:
    """`vary`: dotted setting -> the values to try, each with each: {"method.length": [5, 20]}."""

    seeds: int = option(
        1,
        label="Repeat",
        help="Train several times from other starting points, and keep the best. Says how much is luck.",
        low=1,
        high=16,
        unit="times",
        advanced=True,
    )
    control: bool = option(
        False,
        label="Check with shuffled answers",
        help="Also train on answers dealt out at random. Nothing can be learned from them: it shows what luck scores.",
        advanced=True,
    )
    halving: bool = option(
        False,
        label="Drop the weaker half",
        help="Halfway through, and again after three quarters, only the better half goes on.",
        advanced=True,
    )
    vary: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What no form field checks."""
        is_lists = isinstance(self.vary, dict) and all(
            isinstance(name, str) and "." in name and isinstance(values, list) and values
            for name, values in self.vary.items()
        )
        if not is_lists:
            raise InputError(
                "option_type", name="vary", value=repr(self.vary), expected="settings with lists of values"
            )

    @property
    def is_on(self) -> bool:
        """Whether there is more than one training."""
        return self.seeds > 1 or self.control or any(len(values) > 1 for values in self.vary.values())


@dataclass(frozen=True)
class Member:
    """One training of a farm: its folder's name, what it differs by, and its recipe."""

    name: str
    varied: dict[str, Any]
    config: RunConfig
    is_control: bool = False


def members(config: RunConfig) -> list[Member]:
    """The trainings of a recipe, the control last. Raises InputError for a setting that is none, and for too many."""
    farm = config.farm
    names = list(farm.vary)
    found: list[Member] = []
    for values in itertools.product(*farm.vary.values()):
        varied = dict(zip(names, values, strict=True))
        for turn in range(farm.seeds):
            found.append(_member(config, str(len(found) + 1), varied, config.seed + turn))
    if farm.control and config.task.kind not in ROW_BOUND:
        found.append(_member(config, CONTROL, found[0].varied, config.seed, is_control=True))
    if len(found) > MOST_MEMBERS:
        raise InputError("farm_large", count=len(found), most=MOST_MEMBERS)
    return found


def _member(config: RunConfig, name: str, varied: dict[str, Any], seed: int, *, is_control: bool = False) -> Member:
    from engine.runs.config import RunConfig

    values = config.to_json()
    for place, value in varied.items():
        section, _, key = place.partition(".")
        if section not in ("task", "data", "method", "training") or not key:
            raise InputError("unknown_option", name=place, nearest="method.length, training.learning_rate")
        values[section][key] = value
    values |= {"seed": seed, "farm": {}}
    values["data"] |= {"split_seed": config.split_seed, "shuffled_answers": is_control}
    return Member(name, varied, RunConfig.from_json(values), is_control)
