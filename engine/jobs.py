"""What each request of the window does, as an iterator of events. The host decides when it is pulled."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from engine import __version__
from engine.backbones.backbone import Backbone
from engine.backbones.catalog import add_folder, get_backbone, list_backbones
from engine.data import ColumnMapping, Example, language_of
from engine.data.patterns import needed_columns
from engine.devices import describe_devices
from engine.inference import LoadedPack, Sampling, import_events
from engine.inference.moving import MovablePack
from engine.inference.rows import make_example
from engine.methods import METHODS, describe_methods
from engine.options import build, schema
from engine.packs.exchange import Choices, export_events
from engine.protocol import Event, Request
from engine.runs import DataConfig, Run, RunConfig, TrainingConfig
from engine.study.line import study
from engine.study.study import StudyRun
from engine.subspaces import list_subspaces
from engine.subspaces.recipes import SearchConfig, SubspaceConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.tasks.factory import TaskPlan
from engine.tasks.support import TASKS, support_table
from engine.tasks.tagging import Tagging
from engine.tasks.task import Predictions, Task
from engine.training.comparing import compare_rows
from engine.training.control import Control
from engine.training.estimate import estimate
from engine.training.measuring import measure
from engine.training.preparation import Warm, load_backbone, plan_of
from engine.training.settling import settle
from engine.training.shown_example import show_example
from engine.training.subspace_search import search
from engine.training.task_prompts import make_prompts
from engine.training.trainer import train

SEEN_ROWS = 200  # rows that tell the language of a table

Job = Callable[[Request, Control, Warm], Iterator[Event]]


def hello() -> Event:
    """What the engine can do, from which the window draws its forms."""
    return {
        "type": "hello",
        "version": __version__,
        "methods": describe_methods(),
        "tasks": [{"kind": kind, **entry} for kind, entry in TASKS.items()],
        "support": support_table(list(METHODS)),
        "devices": describe_devices(),
        "training_schema": schema(TrainingConfig),
        "data_schema": schema(DataConfig),
        "backbones": list_backbones(psutil.virtual_memory().available),
        "subspaces": list_subspaces(),
        "subspace_schema": schema(SubspaceConfig),
        "task_set_schema": schema(TaskSetConfig),
    }


def _train(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    run = Run.create(Path(request["folder"]), RunConfig.from_json(request["config"]))
    yield from _trained(run, control, warm)


def _resume(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    folder = Path(request["folder"])
    if TaskSetRun.is_at(folder):
        yield from make_prompts(TaskSetRun(folder), control, warm)
    elif StudyRun.is_at(folder):
        yield from study(StudyRun(folder), control, warm)
    elif SearchRun.is_at(folder):
        yield from _searched(SearchRun(folder), control, warm)
    else:
        yield from _trained(Run.open(folder), control, warm)


def _make_prompts(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """A prompt for each task of a set: `config` is a TaskSetConfig as JSON."""
    run = TaskSetRun.start(Path(request["folder"]), TaskSetConfig.from_json(request["config"]))
    yield from make_prompts(run, control, warm)


def _find_subspace(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """The subspace of some prompts: `config` is a SearchConfig as JSON; its `out` names the file."""
    run = SearchRun.start(Path(request["folder"]), SearchConfig.from_json(request["config"]))
    yield from _searched(run, control, warm)


def _searched(run: SearchRun, control: Control, warm: Warm) -> Iterator[Event]:
    """The search; before its last word, the subspaces anew."""
    for event in search(run, control, warm):
        if event["type"] == "done" and event["subspace"]:
            yield from _list_subspaces({}, control, warm)
        yield event


def _list_subspaces(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    yield {"type": "subspaces", "subspaces": list_subspaces()}


def _ask_at(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """Answer some rows with a pack whose few numbers are moved: one `answers_at` event, one answer a row."""
    movable = MovablePack.open(
        Path(request["pack"]), subspace=request.get("subspace"), source=request.get("backbone"), warm=warm
    )
    rows = [{name: str(value) for name, value in row.items()} for row in request["rows"]]
    for part in movable.predict(request["numbers"], rows):
        if control.stop:
            return
        if isinstance(part, Predictions):
            task, columns = movable.loaded.task, movable.loaded.columns
            answers = [
                answer_facts(task, part.rows([place]), make_example(place, row, columns))
                for place, row in enumerate(rows)
            ]
            yield {"type": "answers_at", "numbers": list(request["numbers"]), "answers": answers}


def _trained(run: Run, control: Control, warm: Warm) -> Iterator[Event]:
    """The training; before its last word, the base models anew where it made one."""
    for event in train(run, control, warm):
        if event["type"] == "done" and event.get("tuned_backbone"):
            yield from _list_backbones({}, control, warm)
        yield event


def _ask(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """Answer with the pack, then without it; text is streamed, both sides in turn, from the same seed."""
    loaded = LoadedPack.open(Path(request["pack"]), source=request.get("backbone"), warm=warm)
    sampling = build(Sampling, request["sampling"])
    needed = needed_columns(loaded.fields, loaded.columns)
    given = {name: str(request["fields"].get(name, "")) for name in needed}
    if loaded.task.is_written:
        streams = {
            "base": loaded.stream(given, sampling, base=True),
            "tuned": loaded.stream(given, sampling),
        }
        yield from _text_answers(streams, control)
        return
    example = make_example(0, given, loaded.columns)
    sides = {"tuned": loaded.predict, **({"base": loaded.base_predict} if loaded.has_own_words else {})}
    for side, predict in sides.items():
        for part in predict([example]):
            if isinstance(part, Predictions):
                yield {**_answer(side), **answer_facts(loaded.task, part, example)}
    if "base" not in sides:
        yield _answer("base")


def _answer(side: str) -> Event:
    return {"type": "answer", "side": side, "label": None, "scores": None, "text": None, "stopped": False}


def answer_facts(task: Task, found: Predictions, example: Example) -> dict[str, Any]:
    """What an `answer` event tells of one row: a label, candidate or word with "scores" ({"label", "p"}, the likeliest
    first where there are many), or a "text"; tags come with the "words" that they mark."""
    said = task.said(found)[0]
    if task.has_labels:
        assert found.probabilities is not None
        return {"label": said, "scores": _scores(task.labels, found.probabilities[0].tolist())}
    if example.candidates:
        assert found.probabilities is not None
        return {"label": said, "scores": _scores(example.candidates, found.probabilities[0].tolist())}
    if found.probabilities is not None:
        return {"label": said, "scores": [{"label": said, "p": float(found.probabilities[0].max())}]}
    if isinstance(task, Tagging):
        return {"text": said, "words": example.fields[task.column].split()}
    return {"text": said}


def _scores(names: Sequence[str], chances: Sequence[float]) -> list[dict[str, Any]]:
    return [{"label": name, "p": p} for name, p in zip(names, chances, strict=True)]


def _text_answers(streams: dict[str, Iterator[str]], control: Control) -> Iterator[Event]:
    begun = time.perf_counter()
    texts = dict.fromkeys(streams, "")
    counts = dict.fromkeys(streams, 0)
    open_sides = list(streams)
    while open_sides:
        for side in list(open_sides):
            part = None if control.stop else next(streams[side], None)
            if part is not None:
                texts[side] += part
                counts[side] += 1
                yield {"type": "answer_part", "side": side, "text": part}
                continue
            open_sides.remove(side)
            yield {
                "type": "answer",
                "side": side,
                "label": None,
                "scores": None,
                "text": texts[side],
                "tokens": counts[side],
                "tokens_per_second": counts[side] / max(time.perf_counter() - begun, 1e-9),
                "stopped": control.stop,
            }


def _show_example(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """The tokens of one row as the model will see them."""
    config, backbone, plan = _planned(request, warm, [request["fields"]])
    yield show_example(config, backbone, plan, _rows(plan, [request["fields"]])[0])


def _measure(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """How long some rows are in tokens, and the words for the answers."""
    rows = request["rows"]
    config, backbone, plan = _planned(request, warm, rows)
    language = language_of([text for row in rows[:SEEN_ROWS] for text in row.values()])
    yield from measure(config, backbone, plan, _rows(plan, rows), language)


def _compare(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    """Which rows to test on are nearly rows to learn from."""
    yield from compare_rows(RunConfig.from_json(request["config"]), control)


def _planned(request: Request, warm: Warm, rows: Sequence[Mapping[str, str]]) -> tuple[RunConfig, Backbone, TaskPlan]:
    """The recipe of a question settled by some rows (column -> value), its base model and its task."""
    config = RunConfig.from_json(request["config"])
    labels = tuple(request.get("labels") or ("?",))
    texts = (text for row in rows[:SEEN_ROWS] for text in row.values())
    config = settle(config, ColumnMapping(config.data.columns or {}), labels, texts)
    backbone, _ = load_backbone(config.backbone, warm)
    return config, backbone, plan_of(config, labels)


def _rows(plan: TaskPlan, rows: Sequence[Mapping[str, str]]) -> list[Example]:
    """Rows (column -> value) as examples of a task."""
    label = str(plan.columns.get("label"))
    return [make_example(0, row, plan.columns, label=row.get(label)) for row in rows]


def _estimate(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    yield estimate(RunConfig.from_json(request["config"]), int(request.get("rows", 0)), warm)


def _get_backbone(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    for event in get_backbone(request["name"]):
        yield event
        if control.stop:
            return
    yield from _list_backbones(request, control, warm)


def _add_folder(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    add_folder(Path(request["folder"]))
    yield from _list_backbones(request, control, warm)


def _list_backbones(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    yield {"type": "backbones", "backbones": list_backbones(psutil.virtual_memory().available)}


def _import_pack(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    given = {field.name: request[field.name] for field in dataclasses.fields(Choices) if request.get(field.name)}
    out = Path(request["out"]) if request.get("out") else None
    yield from import_events(Path(request["path"]), request["backbone"], out, Choices(**given), warm)


def _export_pack(request: Request, control: Control, warm: Warm) -> Iterator[Event]:
    yield from export_events(Path(request["pack"]), request["to"], Path(request["out"]))


JOB_OF_KIND: dict[str, Job] = {
    "train": _train,
    "resume": _resume,
    "ask": _ask,
    "show_example": _show_example,
    "measure": _measure,
    "compare": _compare,
    "estimate": _estimate,
    "get_backbone": _get_backbone,
    "add_folder": _add_folder,
    "list_backbones": _list_backbones,
    "import_pack": _import_pack,
    "export_pack": _export_pack,
    "ask_at": _ask_at,
    "list_subspaces": _list_subspaces,
    "make_prompts": _make_prompts,
    "find_subspace": _find_subspace,
}
