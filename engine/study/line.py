"""The work of a study: prompts, subspaces, what is learned with them, and the report after each of its points.

Each part is an ordinary run or a file. What is finished is read and not done again, so that a study which was killed,
at whatever moment, goes on by the same command. A part that fails is named in the report; the others go on.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import DiskFull, EngineError
from engine.events import RunEvent, note, phase
from engine.files import to_json, write_atomic
from engine.runs import Run, RunConfig, TrainingConfig
from engine.study.asking import ask_back
from engine.study.budget import STAGES, pilot_sources, steps_of_stages
from engine.study.report import write_report
from engine.study.study import (
    FOUND,
    NEW_ROWS,
    Decoder,
    Lesson,
    StudyRun,
    best_rate,
    found_decoders,
    given_back,
    lessons,
    random_decoders,
    rate_lessons,
    read_json,
    result_of,
)
from engine.subspaces.recipes import SEARCH_TRAINING, SearchConfig, SubspaceConfig, TaskSetConfig
from engine.subspaces.runs import SearchRun, TaskSetRun
from engine.subspaces.task_tables import find_sources
from engine.training.control import Control
from engine.training.preparation import Warm
from engine.training.random_subspace import write_random
from engine.training.recording import recorded
from engine.training.subspace_search import search
from engine.training.task_prompts import make_prompts
from engine.training.trainer import train

PILOT_STEPS = 4
FEW_STEPS = 20  # below which the person is told
PASSED = ("rate_kept", "scored_rows", "batch_clamped", "texts_cut")  # notes of single runs that are no news here


def study(run: StudyRun, control: Control | None = None, warm: Warm | None = None) -> Iterator[RunEvent]:
    """Do a study, or go on with it: events of its parts with the part's name as `member`, the last one `done`, whose
    `report` is what report.json says.

    Raises EngineError for what no part can do without; the event of it is already in the folder's file.
    """
    yield from recorded(run, _Line(run, control or Control(), warm or Warm()).events())


class _Line:
    """One sitting of a study."""

    def __init__(self, run: StudyRun, control: Control, warm: Warm) -> None:
        self.run, self.control, self.warm = run, control, warm
        self.config = run.recipe
        self.recipe = self.config.tasks.recipe
        self.steps: dict[str, int] = {}
        self.untouched: dict[str, dict[str, Any]] = {}  # what runs of a task are compared with, by task
        self.started = time.perf_counter()

    def events(self) -> Iterator[RunEvent]:
        """Stage after stage; each part's end is told as a `part`."""
        yield from self._settle()
        if not self.control.stop:
            yield from self._make_prompts()
        if not self.control.stop:
            self.split = self.run.split()
            decoders = found_decoders(self.config, self.split)
            decoders.sort(key=lambda each: -each.seen)  # the largest first: random ones are shaped like them
            most = max(each.seen for each in decoders)
            ordered = [each for each in decoders if each.seen == most]
            ordered += random_decoders(self.config, self.split)
            ordered += [each for each in decoders if each.seen < most]
            for done, decoder in enumerate(ordered):
                if self.control.stop:
                    break
                yield phase("studying", done, len(ordered))
                yield from self._study(decoder)
                write_report(self.run)
        report = write_report(self.run)
        headline = report["headline"]
        metrics = (
            {"metric": "e_rel", "e_rel": headline["e_rel"], "n": headline["tasks"], "loss": 0.0} if headline else None
        )
        done_event = {"type": "done", "stopped": self.control.stop, "run": str(self.run.folder), "metrics": metrics}
        done_event |= {"baseline": None, "pack": str(self.run.pack_path), "report": report}
        yield {**done_event, "seconds": time.perf_counter() - self.started}

    def _settle(self) -> Iterator[RunEvent]:
        """Steps for each stage: those asked for, or as many as its minutes are enough for, by a pilot of a few tasks.
        They are written down and not chosen again."""
        if self.run.settled is None:
            sources = [Path(text) for text in self.config.tasks.sources]
            tasks = find_sources(sources)
            facts: dict[str, Any] | None = None
            if self.config.minutes is not None:
                chosen = [str(path) for path in pilot_sources(tasks)]
                pilot = self._task_set(
                    self.run.folder / "pilot",
                    dataclasses.replace(self.config.tasks, sources=tuple(chosen)),
                    PILOT_STEPS,
                )
                yield from self._part("pilot", "pilot", make_prompts(pilot, self.control, self.warm))
                if self.control.stop:
                    return
                results = [event for name in pilot.names if (event := result_of(Run(pilot.task_folder(name))))]
                facts = {
                    "tasks": pilot.names,
                    "seconds_a_step": _mean(event["step_seconds"] / event["steps"] for event in results),
                    "seconds_around": _mean(event["seconds"] - event["step_seconds"] for event in results),
                }
            steps = steps_of_stages(self.config, len(tasks), facts)
            self.run.save(self.config, {"steps": steps, "pilot": facts})
            for stage, count in steps.items():
                if count < min(FEW_STEPS, self.config.most_steps[stage]):
                    yield note("study_few_steps", steps=count, stage=stage, minutes=f"{self.config.minutes:g}")
        settled = self.run.settled
        assert settled is not None
        self.steps = settled["steps"]

    def _make_prompts(self) -> Iterator[RunEvent]:
        made = self._task_set(self.run.prompts.folder, self.config.tasks, self.steps["prompts"])
        if made.pack_path is None:
            yield from self._part("prompts", "prompts", make_prompts(made, self.control, self.warm))

    def _task_set(self, folder: Path, config: TaskSetConfig, steps: int) -> TaskSetRun:
        recipe = config.recipe.replace(training={"steps": steps}, data={"split_seed": config.recipe.split_seed})
        return TaskSetRun.start(folder, dataclasses.replace(config, recipe=recipe))

    def _study(self, decoder: Decoder) -> Iterator[RunEvent]:
        """Find or draw a decoder, ask with what it gives back, and learn with it."""
        path = self.run.subspace(decoder)
        if not path.exists():
            yield from self._make(decoder, path)
        if not path.exists():
            return  # it failed, and the report says so
        if decoder.kind == FOUND:
            for task in given_back(self.split):
                yield from self._ask_back(decoder, task)
        for lesson in rate_lessons(self.config, self.split):
            for rate in self.config.rates:
                yield from self._learn(decoder, lesson, rate)
        if self.control.stop:
            return
        rate = best_rate(self.run, self.split, decoder)
        for lesson in lessons(self.run, self.split, decoder):
            yield from self._learn(decoder, lesson, rate)

    def _make(self, decoder: Decoder, path: Path) -> Iterator[RunEvent]:
        if decoder.kind != FOUND:
            like = self.run.subspace(dataclasses.replace(decoder, kind=FOUND, seed=0))
            if like.exists():
                write_random(like, path, decoder.seed, keeps_mean=decoder.kind != "drawn")
            return
        names = [name for name in self.split.seen[: decoder.seen] if self.run.full(name) is not None]
        config = SearchConfig(
            sources=(str(self.run.prompts.folder),),
            out=str(path),
            name=decoder.name,
            seed=decoder.seed,
            tasks=tuple(names),
            backbone=self.recipe.backbone,
            subspace=SubspaceConfig(dimension=decoder.dimension, alpha=self.config.alpha),
            training=TrainingConfig(
                **{**SEARCH_TRAINING, "steps": self.steps["search"]},
                batch_size=self.recipe.training.batch_size,
                threads=self.recipe.training.threads,
            ),
        )
        folder = path.with_name(f"{decoder.name}-search")
        yield from self._part("search", decoder.name, search(SearchRun.start(folder, config), self.control, self.warm))

    def _ask_back(self, decoder: Decoder, task: str) -> Iterator[RunEvent]:
        path = self.run.back(decoder, task)
        if self.control.stop or self.run.full(task) is None or read_json(path) is not None:
            return
        begun = _clock()
        try:
            found = ask_back(self.run, decoder, task, self.control, self.warm)
        except EngineError as error:
            yield self._lost(f"{decoder.name} {task}", error)
            return
        write_atomic(path, to_json(found))
        yield _spent("asking", f"{decoder.name} {task}", begun)

    def _learn(self, decoder: Decoder, lesson: Lesson, rate: float) -> Iterator[RunEvent]:
        own = self.run.lesson(decoder, lesson, rate)
        if self.control.stop or self.run.full(lesson.task) is None or result_of(own) is not None:
            return
        if not (own.folder / "config.json").is_file():
            Run.create(own.folder, self._recipe(decoder, lesson, rate))
        self.warm.baselines = self.untouched.setdefault(lesson.task, {})
        name = f"{decoder.name} {lesson.task}{', new rows' if lesson.rows == NEW_ROWS else ''}"
        yield from self._part("learning", name, train(own, self.control, self.warm))

    def _recipe(self, decoder: Decoder, lesson: Lesson, rate: float) -> RunConfig:
        """The task's own, asked and scored as its full prompt was, with a few numbers to learn."""
        prompts = self.run.prompts
        own = prompts.task_config(lesson.task).to_json()
        training = self.recipe.to_json()["training"] | {"steps": self.steps["learning"], "learning_rate": rate}
        rows = {"train": str(prompts.table(lesson.task, lesson.rows)), "skip_rows": []}
        method = {"kind": "intrinsic_prompt_tuning", "subspace": str(self.run.subspace(decoder))}
        changed = {"seed": self.recipe.seed + decoder.seed, "method": method, "training": training}
        return RunConfig.from_json({**own, **changed, "data": {**own["data"], **rows}})

    def _part(self, stage: str, name: str, events: Iterator[RunEvent]) -> Iterator[RunEvent]:
        """The events of a part, which its own folder keeps. A part of a stage of many that fails is told; what all
        others need raises."""
        begun = _clock()
        try:
            for event in events:
                if event["type"] not in ("done", "part") and event.get("code") not in PASSED:
                    yield {"task": name, **event, "member": name}
        except DiskFull:
            raise
        except EngineError as error:
            if stage in ("pilot", "prompts"):
                raise
            yield self._lost(name, error)
        yield _spent(stage, name, begun)

    def _lost(self, name: str, error: EngineError) -> RunEvent:
        return note("study_part_lost", name=name, reason=error.message)


def _clock() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _spent(stage: str, name: str, begun: tuple[float, float]) -> RunEvent:
    assert stage in STAGES
    now = _clock()
    spent = {"seconds": now[0] - begun[0], "processor_seconds": now[1] - begun[1]}
    return {"type": "part", "stage": stage, "name": name, **spent}


def _mean(values: Iterator[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
