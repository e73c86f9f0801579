"""A prompt for each task of a set, all from one start: what a subspace is found from (Qin et al. 2021, section 3.1).

Each task is an ordinary run in a folder of its own. Finished ones are kept, a broken one goes on from its save point,
and several can share the passes of the model, where that is faster.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.backbones.backbone import hash_tensors
from engine.errors import EngineError, InputError
from engine.events import RunEvent, note, phase
from engine.methods import make_config, method_entry
from engine.methods.initializers import TEXT_NOTES
from engine.options import schema
from engine.runs import Run, RunConfig
from engine.subspaces.recipes import TaskSetConfig
from engine.subspaces.runs import TaskSetRun
from engine.subspaces.task_tables import choose_rows, find_sources
from engine.training.control import Control
from engine.training.joint import is_joint
from engine.training.preparation import Warm, load_backbone, new_method, plan_of, read_rows
from engine.training.pretraining_end import mean_scores
from engine.training.pretraining_tasks import said_of
from engine.training.recording import recorded
from engine.training.sharing import Sharing
from engine.training.side_by_side import side_by_side
from engine.training.trainer import training_events

SAME_START = "Read the input and write the output."  # a text to start from that is about no task
ON_A_CARD = 8  # tasks at once, where the recipe leaves it open
WANTED = ("metrics", "baseline", "difference", "verdict", "best_step", "steps", "seconds", "pack", "run")


def make_prompts(run: TaskSetRun, control: Control | None = None, warm: Warm | None = None) -> Iterator[RunEvent]:
    """Train, or go on training, the prompts of this folder: events of each task with its name as `task`, at last
    `done` with the scores of all. What a task says stands in its own run's file.

    Raises EngineError; the event of it is already in the folder's file.
    """
    yield from recorded(run, _events(run, control or Control(), warm or Warm()))


def _events(run: TaskSetRun, control: Control, warm: Warm) -> Iterator[RunEvent]:
    config, started = run.recipe, time.perf_counter()
    yield phase("reading_data")
    for name in _prepare_tables(run, config):
        control.check()
        yield phase("reading_data", *name)
    yield phase("loading_backbone")
    backbone, _ = load_backbone(config.recipe.backbone, warm)
    _require_same_start(run, config, warm)
    waiting = [name for name in run.names if run.result(name) is None]
    size = config.together or (ON_A_CARD if backbone.device.type == "cuda" else 1)
    done = len(run.names) - len(waiting)
    while waiting and not control.stop:
        now, waiting = waiting[:size], waiting[size:]
        yield phase("task_prompts", done, len(run.names))
        yield from _train(run, now, control, warm)
        done += len(now)
    yield from _finish(run, control, started)


def _prepare_tables(run: TaskSetRun, config: TaskSetConfig) -> Iterator[tuple[int, int]]:
    """Choose every task's rows and make its run, once; then they are written down. Raises InputError naming the task
    that cannot be used."""
    if run.names:
        return
    sources = find_sources([Path(text) for text in config.sources])
    recipe = config.recipe
    _require_usable(recipe)
    for place, source in enumerate(sources):
        with said_of(source.name):
            size = {"rows": config.rows, "shots": config.shots, "seed": recipe.split_seed}
            rows = choose_rows(source, recipe.data, str(recipe.task.kind), **size)  # type: ignore[arg-type]
            rows.write(run.table(source.name, "train").parent)
            own = _task_recipe(run, recipe, source.name, rows.columns)
            read_rows(own)  # refuses what cannot work before anything is loaded
            folder = run.task_folder(source.name)
            folder.mkdir(parents=True, exist_ok=True)
            Run(folder).save_config(own)
        yield place + 1, len(sources)
    run.save(config, None, [source.name for source in sources])


def _task_recipe(run: TaskSetRun, recipe: RunConfig, name: str, columns: Mapping[str, str]) -> RunConfig:
    data = {"train": str(run.table(name, "train")), "validation": str(run.table(name, "validation"))}
    return recipe.replace(name=name, data={**data, "columns": dict(columns)}, method=_with_same_start(recipe.method))


def _with_same_start(method: Mapping[str, Any]) -> dict[str, Any]:
    """Where a method starts from a text about its task, one that is the same for all."""
    names = [row["name"] for row in schema(method_entry(method["kind"]).config)]
    is_open = "init_text" in names and not method.get("init_text")
    return {**method, **({"init_text": SAME_START} if is_open else {})}


def _require_usable(recipe: RunConfig) -> None:
    """Raises InputError for what would leave a prompt that says nothing by itself: a head beside it, a trained model,
    or a method that already lives in a subspace."""
    entry, options = make_config(recipe.method)
    if is_joint(vars(options)) or entry.files("subspace"):
        raise InputError("task_set_method", method=entry.title)
    if recipe.task.output == "head":
        raise InputError("task_set_head")
    if recipe.farm.is_on:
        raise InputError("task_set_farm")


def _require_same_start(run: TaskSetRun, config: TaskSetConfig, warm: Warm) -> None:
    """All tasks' prompts start from the same numbers, else the subspace would be that of the starts. Writes their hash
    down. Raises InputError naming two that differ."""
    found: dict[str, str] = {}
    for name in run.names:
        own, loaded = read_rows(run.task_config(name))
        if own.task.output == "head":
            raise InputError("task_set_head")
        backbone, _ = load_backbone(own.backbone, warm)
        prompt = new_method(own, backbone, plan_of(own, loaded.labels)).export()
        found[name] = hash_tensors(prompt.tensors())
    first = next(iter(found))
    for name, digest in found.items():
        if digest != found[first]:
            raise InputError("task_set_starts", first=first, other=name)
    if run.initial not in (None, found[first]):
        raise InputError("task_set_start_changed", path=str(run.folder))
    run.save(config, found[first], run.names)


def _train(run: TaskSetRun, names: list[str], control: Control, warm: Warm) -> Iterator[RunEvent]:
    sharing, trainings = Sharing(), {}
    is_our_start = not run.config.method.get("init_text")  # what becomes of our text is nobody's concern
    for name in names:
        own = Run(run.task_folder(name))
        own.save_config(run.task_config(name))  # its tables lie where the set lies now
        trainings[name] = recorded(own, training_events(own, control, warm, sharing))
    for name, item in side_by_side(trainings):
        if isinstance(item, InputError):
            with said_of(name):
                raise item
        if isinstance(item, EngineError):
            yield note("task_prompt_lost", name=name, reason=item.message)
        elif not (item["type"] == "note" and item["code"] in TEXT_NOTES and is_our_start):
            yield {**item, "task": name, "member": name}


def _finish(run: TaskSetRun, control: Control, started: float) -> Iterator[RunEvent]:
    results = {name: found for name in run.names if (found := run.result(name)) is not None}
    done: dict[str, Any] = {"type": "done", "stopped": control.stop, "run": str(run.folder), "pack": None}
    tasks = [{"task": name, **{key: found.get(key) for key in WANTED}} for name, found in results.items()]
    done |= {"metrics": None, "baseline": None, "tasks": tasks, "initial": run.initial}
    if tasks:
        done |= {name: mean_scores(tasks, name) for name in ("metrics", "baseline")}
        done |= {"pack": str(run.folder / "runs")}
    yield {**done, "of": len(run.names), "seconds": time.perf_counter() - started}
