"""From a recipe for each table to tasks that one prompt can learn; what cannot work is said before one is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from engine.errors import InputError
from engine.events import RunEvent
from engine.methods import make_config
from engine.options import schema
from engine.runs import RunConfig
from engine.training.control import Control
from engine.training.joint import is_joint
from engine.training.preparation import Prepared, Warm, prepare, read_rows

START = "init_pack"  # the option by which a method goes on from a pack


def require_usable(configs: Mapping[str, RunConfig]) -> None:
    """Read every table and settle every recipe. Raises InputError with what cannot work, and where."""
    if len(configs) < 2:
        raise InputError("pretrain_few", found=len(configs))
    for config in configs.values():
        entry, _ = make_config(config.method)
        if START not in [row["name"] for row in schema(entry.config)] or is_joint(config.method):
            raise InputError("pretrain_method", method=entry.title)
    methods: dict[str, Any] = {}
    for name, config in configs.items():
        with said_of(name):
            methods[name] = read_rows(config)[0].method
    first = next(iter(methods))
    for name, method in methods.items():
        if method != methods[first]:  # a template may count the virtual tokens out
            raise InputError("pretrain_unequal", first=first, other=name)


def prepare_tasks(
    configs: Mapping[str, RunConfig], control: Control, warm: Warm, *, is_restored: bool = False
) -> Iterator[RunEvent | tuple[str, Prepared]]:
    """Prepare each: yields the events of it with its name as `task`, then the name and what is Prepared.

    `is_restored`: a save point will be put back, so that the pack of the start is not needed.
    """
    for name, config in configs.items():
        with said_of(name):
            for item in prepare(config, control, warm, is_restored=is_restored):
                yield (name, item) if isinstance(item, Prepared) else {**item, "task": name}


@contextmanager
def said_of(name: str) -> Iterator[None]:
    """Inside, what cannot be used is said to be of this task."""
    try:
        yield
    except InputError as error:
        raise InputError("pretrain_table", name=name, reason=error.message, todo=error.action) from error
