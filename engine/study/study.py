"""StudyRun: the folder of a study, and what is planned in it. Everything that is finished is a file or a run in it.

study.json  events.jsonl  lock  pilot/  prompts/ (a set of tasks)  subspaces/<decoder>.promptsubspace
back/<decoder>/<task>.json (prompts given back)  runs/<decoder>/<task>-<rows>-<rate>/  report.json  report.md  *.svg
"""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.data.reading import read_table
from engine.data.text_and_label import distinct, looks_like_classes
from engine.errors import InputError
from engine.events import RunEvent
from engine.files import to_json, write_atomic
from engine.runs import Run, RunConfig
from engine.study.recipe import SCHEMA, StudyConfig
from engine.study.splits import Split, split_tasks
from engine.subspaces import SUFFIX
from engine.subspaces.runs import RecipeRun, TaskSetRun, read_file

FEWEST_NEW = 8  # rows of a seen task that were not used, from which on it is learned from them
FOUND, DRAWN, AROUND = "found", "drawn", "around"
OWN_ROWS, NEW_ROWS = "train", "rest"  # of a task: those that its full prompt learned from, and those that it did not


@dataclass(frozen=True)
class Decoder:
    """What makes prompts of `dimension` numbers: a subspace found from the first `seen` tasks, or a random one."""

    dimension: int
    seen: int
    seed: int
    kind: str = FOUND

    @property
    def name(self) -> str:
        """Of its files."""
        tasks = f"-n{self.seen}" if self.kind == FOUND else f"-{self.kind}"
        return f"d{self.dimension}{tasks}-s{self.seed}"


@dataclass(frozen=True)
class Lesson:
    """A task that is learned with a decoder, from its own rows or from new ones."""

    task: str
    rows: str = OWN_ROWS


class StudyRun(RecipeRun[StudyConfig]):
    """The folder of a study."""

    FILE, OTHER = "study.json", "study_other"

    @staticmethod
    def open(folder: Path) -> StudyRun:
        """An existing one. Raises InputError when the folder holds none."""
        if not StudyRun.is_at(folder):
            raise InputError("study_missing", path=str(folder))
        return StudyRun(folder)

    def begin(self, config: StudyConfig) -> None:
        self.save(config, None)

    def save(self, config: StudyConfig, settled: dict[str, Any] | None) -> None:
        """Write it down. Raises DiskFull or InputError."""
        write_atomic(self.file, to_json({"schema": SCHEMA, "study": config.to_json(), "settled": settled}))

    @property
    def recipe(self) -> StudyConfig:
        """The recipe. Raises InputError when the file is damaged or newer."""
        return read_file(self.file, lambda table: StudyConfig.from_json(table["study"]))

    @property
    def settled(self) -> dict[str, Any] | None:
        """{"steps": {stage: steps}, "pilot": what they follow from}, once that is chosen."""
        return read_file(self.file, lambda table: table["settled"])

    @property
    def config(self) -> RunConfig:
        """What is the same for all prompts."""
        return self.recipe.tasks.recipe

    @property
    def prompts(self) -> TaskSetRun:
        """The set of tasks with their full prompts."""
        return TaskSetRun(self.folder / "prompts")

    @property
    def is_begun(self) -> bool:
        """Whether a step was taken for a prompt."""
        return TaskSetRun.is_at(self.prompts.folder) and self.prompts.is_begun

    @property
    def pack_path(self) -> Path | None:
        """The report, once there is one."""
        path = self.folder / "report.json"
        return path if path.is_file() else None

    def subspace(self, decoder: Decoder) -> Path:
        """Its file."""
        return self.folder / "subspaces" / f"{decoder.name}{SUFFIX}"

    def back(self, decoder: Decoder, task: str) -> Path:
        """What was found of a task's full prompt that went through a subspace."""
        return self.folder / "back" / decoder.name / f"{task}.json"

    def lesson(self, decoder: Decoder, lesson: Lesson, rate: float) -> Run:
        """The run in which a task is learned at a rate."""
        return Run(self.folder / "runs" / decoder.name / f"{lesson.task}-{lesson.rows}-{rate:g}")

    def split(self) -> Split:
        """Seen and unseen tasks. Those that are learned again are seen by every subspace, and first come those whose
        full prompt helps, for only they count. Raises InputError where there are too few tasks."""
        prompts, config = self.prompts, self.recipe
        kinds = {name: _has_classes(prompts, name) for name in prompts.names}
        split = split_tasks(kinds, config.split, config.tasks.recipe.seed)
        common = split.seen[: seen_counts(config, split)[0]]
        again = sorted(common, key=lambda name: (self.full(name) or {}).get("verdict") != "better")
        return dataclasses.replace(split, again=tuple(again[: config.measured]))

    def full(self, task: str) -> RunEvent | None:
        """The last event of a task's full prompt."""
        return result_of(Run(self.prompts.task_folder(task)))


def seen_counts(config: StudyConfig, split: Split) -> list[int]:
    """How many tasks subspaces are found from, each once; none has more than there are."""
    return sorted({min(count, len(split.seen)) for count in config.seen})


def found_decoders(config: StudyConfig, split: Split) -> list[Decoder]:
    """The subspaces of the grid, those of one seed and number of tasks after each other."""
    counts = seen_counts(config, split)
    return [
        Decoder(dimension, count, seed)
        for seed in range(config.seeds)
        for count in reversed(counts)
        for dimension in dict.fromkeys(config.dimensions)
    ]


def random_decoders(config: StudyConfig, split: Split) -> list[Decoder]:
    """What they are compared with: for each number of dimensions, shaped like the one of most tasks."""
    most = seen_counts(config, split)[-1]
    kinds = [(DRAWN, seed) for seed in range(config.drawn)] + [(AROUND, seed) for seed in range(config.around)]
    return [Decoder(d, most, seed, kind) for d in dict.fromkeys(config.dimensions) for kind, seed in kinds]


def lessons(run: StudyRun, split: Split, decoder: Decoder) -> list[Lesson]:
    """All that is learned with a decoder: the unseen tasks; with a subspace some seen ones again, from the same rows
    and, where there are enough, from new ones."""
    planned = [Lesson(name) for name in split.new]
    if decoder.kind == FOUND:
        planned += [Lesson(name) for name in split.again]
        planned += [Lesson(name, NEW_ROWS) for name in split.again if new_rows(run, name) >= FEWEST_NEW]
    return planned


def given_back(split: Split) -> list[str]:
    """The tasks whose full prompts go through a subspace and back."""
    return [*split.again, *split.new]


def new_rows(run: StudyRun, task: str) -> int:
    """Rows of a task that its full prompt did not learn from."""
    try:
        with run.prompts.table(task, NEW_ROWS).open(encoding="utf-8", newline="") as handle:
            return max(0, sum(1 for _ in csv.reader(handle)) - 1)
    except FileNotFoundError:
        return 0


def rate_lessons(config: StudyConfig, split: Split) -> list[Lesson]:
    """Those on which every rate is tried."""
    return [Lesson(name) for name in split.new[: config.rate_tasks]]


def best_rate(run: StudyRun, split: Split, decoder: Decoder) -> float:
    """The rate with the lowest mean loss on kept-aside rows; the middle one where none was tried.

    The same rows give the scores, so they are a little too good, for subspaces and random decoders alike."""
    config = run.recipe
    tried = rate_lessons(config, split)
    losses: dict[float, float] = {}
    for rate in config.rates:
        found = [result_of(run.lesson(decoder, lesson, rate)) for lesson in tried]
        if found and all(found):
            losses[rate] = sum(float(event["metrics"]["loss"]) for event in found if event) / len(found)
    return min(losses, key=lambda rate: losses[rate]) if losses else config.rates[len(config.rates) // 2]


def result_of(run: Run) -> RunEvent | None:
    """The last event of a run that came to its end with scores."""
    events = run.events()
    if run.status(events) != "finished":
        return None
    return next((event for event in reversed(events) if event["type"] == "done" and event["metrics"]), None)


def failure_of(run: Run) -> str:
    """Why a run has no result."""
    last = next((event for event in reversed(run.events()) if event["type"] == "error"), None)
    return last["message"] if last else "not done yet"


def read_json(path: Path) -> dict[str, Any] | None:
    """A table that was written whole, or None."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError):
        return None


def parts(run: StudyRun) -> Iterator[RunEvent]:
    """The events of what was done, each with its "stage", "seconds" by the clock and "processor_seconds"."""
    yield from (event for event in run.events() if event["type"] == "part")


def _has_classes(prompts: TaskSetRun, name: str) -> bool:
    table = read_table(str(prompts.table(name, OWN_ROWS)))
    label = str((prompts.task_config(name).data.columns or {}).get("label"))
    return looks_like_classes(table, label, distinct(table, label))
