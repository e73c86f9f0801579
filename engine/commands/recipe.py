"""From the arguments of `train` to a RunConfig: the recipe in a file, then the flags, then each --set."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from engine.data import TABLE_ENDINGS
from engine.errors import InputError
from engine.options import nearest
from engine.runs import RunConfig, read_config

FLAGS = {  # flag -> where it stands in a recipe
    "data": "data.train",
    "validation": "data.validation",
    "task": "task.kind",
    "backbone": "backbone.source",
    "method": "method.kind",
    "seed": "seed",
    "name": "name",
}
NEEDED = {"data.train": "--data", "backbone.source": "--backbone", "method.kind": "--method"}
OF_ONE_FILE = (  # what was decided about its rows
    *("skip_rows", "joined_rows", "merged_labels", "only", "keep_together", "sheet", "header"),
)


def recipe_of(args: argparse.Namespace, *, has_table: bool = True) -> RunConfig:
    """The recipe that the arguments describe, with absolute paths. Raises InputError for anything wrong in it.

    `has_table` False: it is that of several runs, each with a table of its own.
    """
    values = RunConfig().to_json()
    folders = [Path.cwd()]
    if args.config:
        path = Path(args.config).expanduser()
        if path.suffix.lower() in TABLE_ENDINGS and path.suffix.lower() != ".json":
            raise InputError(
                "usage", reason=f"{path} is a table, not a recipe; give it with --data", command=args.leaf.prog
            )
        values = read_config(path).to_json()
        folders.append(path.absolute().parent)
    for flag, place in FLAGS.items():
        given = getattr(args, flag)
        if given is not None:
            _forget_what_belonged_to(values, flag, given)
            put(values, place, given)
    for text in args.set:
        place, value = read_setting(text)
        put(values, place, value)
    config = RunConfig.from_json(values)
    for place, flag in NEEDED.items():
        section, name = place.split(".")
        if place == "data.train" and not has_table:
            continue
        if not values[section].get(name):
            raise InputError("not_enough_choices", name=place, flag=flag)
    return _with_absolute_paths(config, folders)


def read_setting(text: str) -> tuple[str, Any]:
    """ "a.b=5" -> ("a.b", 5): the value is JSON, or else the text itself."""
    place, value = read_pair(text, "training.steps=200")
    try:
        return place, json.loads(value)
    except (json.JSONDecodeError, RecursionError):
        return place, value


def read_pair(text: str, example: str) -> tuple[str, str]:
    """ "a=b" -> ("a", "b"). Raises InputError with an example of how it is written."""
    name, separator, value = text.partition("=")
    if not separator or not name.strip():
        raise InputError("argument_form", text=text, example=example)
    return name.strip(), value


def put(values: dict[str, Any], place: str, value: Any) -> None:
    """Set a value in nested tables by its dotted path. Raises InputError naming the nearest of the known names."""
    *sections, name = place.split(".")
    for depth, section in enumerate(sections):
        if depth == 0 and section not in values:
            raise InputError("unknown_option", name=place, nearest=_nearest_place(place, values))
        if values.get(section) is None and depth:
            values[section] = {}  # data.columns and data.verbalizer are tables that may be absent
        if not isinstance(values.get(section), dict):
            raise InputError("unknown_option", name=place, nearest=".".join([*sections[:depth], section]))
        values = values[section]
    if not sections and name not in values:
        raise InputError("unknown_option", name=name, nearest=_nearest_place(name, values))
    values[name] = value


def _nearest_place(place: str, values: dict[str, Any]) -> str:
    known = list(values)
    for section, content in values.items():
        known += [f"{section}.{name}" for name in content] if isinstance(content, dict) else []
    found = nearest(place, known)
    return found if found in known else nearest(place, list(values))


def _forget_what_belonged_to(values: dict[str, Any], flag: str, given: Any) -> None:
    """A flag that replaces a recipe's method or data also takes away what made sense only with the old one."""
    if flag == "method" and values["method"].get("kind") not in (None, given):
        values["method"] = {}
        values["training"]["learning_rate"] = None
    if flag == "data" and values["data"].get("train") not in (None, given):
        usual = RunConfig().to_json()["data"]
        values["data"].update({name: usual[name] for name in OF_ONE_FILE})


def _with_absolute_paths(config: RunConfig, folders: list[Path]) -> RunConfig:
    """Paths that hold wherever the run is resumed from: beside the caller, or else beside the recipe."""

    def absolute(text: str) -> str:
        tried = [folder / Path(text).expanduser() for folder in folders]
        return str(next((path for path in tried if path.exists()), tried[0]))

    def is_there(text: str) -> bool:  # else it is a name on the shelf
        return Path(absolute(text)).is_file()

    data: dict[str, Any] = {"train": absolute(config.data.train)} if config.data.train else {}
    if config.data.validation:
        data["validation"] = absolute(config.data.validation)
    source = str(config.backbone.source)
    if not source.startswith(("starter:", "hub:")):
        from engine.backbones.starters import STARTERS

        known = source in STARTERS and not Path(source).exists()
        source = f"starter:{source}" if known else absolute(source)
    method = {
        name: absolute(path)
        for name in ("init_pack", "subspace")
        if isinstance(path := config.method.get(name), str) and path and (name == "init_pack" or is_there(path))
    }
    return config.replace(data=data, backbone={"source": source}, method=method)
