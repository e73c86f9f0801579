"""Pre-training: one prompt learns several tasks, each with its own head or label words, before it goes on with one.

Liu et al. 2022, section 3.3, "Multi-task learning": the prompt is shared, the heads are not; the authors' code has none
of it. Each step is of one task. Preparing, stepping and scoring are a run's, and so is the promise that a pre-training
which was killed goes on bit for bit.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.events import RunEvent, note, phase
from engine.runs import PretrainingRun, RunConfig
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH, Baselines, measure_untouched
from engine.training.batches import DataOrder
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.early_stopping import BestSoFar
from engine.training.memory import step_notes
from engine.training.preparation import Prepared, Warm
from engine.training.pretraining_end import finish, mean_loss, mean_score
from engine.training.pretraining_state import baselines_of, gather, go_on, require_same
from engine.training.pretraining_tasks import START, prepare_tasks, require_usable
from engine.training.prompted_model import PromptedModel
from engine.training.recording import recorded
from engine.training.result import KeptAside, evaluation_event
from engine.training.settling import settle_steps
from engine.training.sharing import SECONDS_BETWEEN_SAVES
from engine.training.stepping import Group, Stepper
from engine.training.task_order import TaskOrder

SEED_OF_TURNS, SEED_OF_ROWS = 4, 10  # added to the recipe's seed; rows of the n-th task n times


def pretrain(run: PretrainingRun, control: Control | None = None, warm: Warm | None = None) -> Iterator[RunEvent]:
    """Train, or go on with, the prompt of this folder: its events, the last one `done`.

    Raises EngineError; the event of it is already in the folder's file.
    """
    yield from recorded(run, _events(run, control or Control(), warm or Warm()))


def _events(run: PretrainingRun, control: Control, warm: Warm) -> Iterator[RunEvent]:
    configs, started = run.configs, time.perf_counter()
    require_usable(configs)
    threads = run.config.training.threads
    if threads:
        torch.set_num_threads(threads)
    found: dict[str, Prepared] = {}
    is_restored = bool(run.config.method.get(START)) and CheckpointFolder(run.folder).newest()[0] is not None
    for item in prepare_tasks(configs, control, warm, is_restored=is_restored):
        if isinstance(item, tuple):
            found[item[0]] = item[1]
        else:
            yield item
    yield from Pretrainer(run, found, control, started).events()


@dataclass
class Lesson:
    """One of the tasks: what it works with (the method is everybody's), and the order of its rows."""

    name: str
    prepared: Prepared
    order: DataOrder
    kept_aside: KeptAside


class Pretrainer:
    """The loop over the steps of some prepared tasks with one prompt."""

    def __init__(self, run: PretrainingRun, found: Mapping[str, Prepared], control: Control, started: float) -> None:
        self.run, self.control, self.started = run, control, started
        first = next(iter(found.values()))
        self.method, self.backbone, self.fingerprint = first.method, first.backbone, first.fingerprint
        self.seed = first.config.seed
        size = first.config.training.batch_size * first.config.training.accumulate
        self.turns = TaskOrder([len(task.train) for task in found.values()], size, self.seed + SEED_OF_TURNS)
        self.training = self._settled(found, run.config).training
        self.tasks = {name: self._shared(name, task) for name, task in found.items()}
        heads = {f"task{place}": task.task for place, task in enumerate(self.tasks.values())}
        self.modules = nn.ModuleDict({"method": self.method, **heads})
        self.stepper = Stepper(self.training, [Group(list(self.modules.parameters()))])
        self.lessons: list[Lesson] = []
        self.folder = CheckpointFolder(run.folder)
        self.best = BestSoFar(self.training.early_stopping or 0)
        self.best_state: dict[str, Tensor] | None = None  # the prompt's and "<place>.head..." of each task
        self.is_check_due = False
        self.step = self.rows_seen = 0
        self.step_seconds = self.earlier_seconds = 0.0
        self.hash_before = self.backbone.tensor_hash()

    def _settled(self, found: Mapping[str, Prepared], asked: RunConfig) -> RunConfig:
        """The recipe that all tasks share: steps, passes and checks counted over all their rows."""
        rates = [task.config.training.learning_rate or math.inf for task in found.values()]
        open_ones = {name: getattr(asked.training, name) for name in ("steps", "epochs", "evaluate_every")}
        open_ones |= {"early_stopping": asked.training.early_stopping, "learning_rate": min(rates)}
        config = next(iter(found.values())).config.replace(training=open_ones)
        return settle_steps(config, sum(self.turns.rows), sum(len(task.kept_aside) for task in found.values()))

    def _shared(self, name: str, task: Prepared) -> Prepared:
        """A task with everybody's method and training, called after its table."""
        config = task.config.replace(name=name, training=vars(self.training))
        return dataclasses.replace(task, config=config, method=self.method)

    def events(self) -> Iterator[RunEvent]:
        """The untouched model on every task, steps, checks, save points; at last the result."""
        self.run.save_configs({name: task.config for name, task in self.tasks.items()})
        found, damaged = self.folder.newest()
        for path in damaged:
            yield note("checkpoint_damaged", path=path.name)
        if found is not None:
            require_same(self, found)
        elif any(event["type"] == "step" for event in self.run.events()):
            yield note("resumed", step=0)  # ended before its first save point: what was told since counts no more
        for place, (name, task) in enumerate(self.tasks.items()):
            baselines: Baselines | None = None
            if found is not None:
                baselines = baselines_of(found, place)
            else:
                for item in measure_untouched(task, self.control):
                    if isinstance(item, Baselines):
                        baselines = item
                    else:
                        yield {**item, "task": name}
            assert baselines is not None
            order = DataOrder([len(row) for row in task.train], self.training.batch_size, self._row_seed(place))
            kept_aside = KeptAside(task, baselines, min(task.task.checked_rows, len(task.kept_aside)))
            self.lessons.append(Lesson(name, task, order, kept_aside))
            if found is None:
                yield {**kept_aside.first_event(), "task": name}
        if found is not None:
            yield from go_on(self, found)
        yield phase("training")
        yield from self._steps()
        yield from finish(self)

    def _row_seed(self, place: int) -> int:
        return self.seed + SEED_OF_ROWS * place

    @property
    def elapsed_seconds(self) -> float:
        """By the clock, over all sittings."""
        return self.earlier_seconds + time.perf_counter() - self.started

    def _steps(self) -> Iterator[RunEvent]:
        total = self.training.steps or 1
        saved_at = time.perf_counter()
        self.modules.train()
        if self.is_check_due:
            yield from self._check(must_end=False)
        while self.step < total and not self.control.stop and not self.best.is_flat:
            begun, parts = time.perf_counter(), self.stepper.parts
            lesson = self.lessons[self.turns.next()]
            gathered = [lesson.order.next() for _ in range(self.training.accumulate)]
            loss = self.stepper.take(self.step, total, lesson.prepared, gathered)
            self.step_seconds += time.perf_counter() - begun
            self.step += 1
            self.rows_seen += sum(len(indices) for indices in gathered)
            yield from step_notes(parts, self.stepper.parts, self.step)
            yield self._step_event(lesson.name, loss, total)
            self.is_check_due = self.step % (self.training.evaluate_every or total) == 0 or self.step == total
            if self.is_check_due:
                yield from self._check(must_end=False)
            every = self.training.checkpoint_every
            is_due = self.step % every == 0 if every else time.perf_counter() - saved_at > SECONDS_BETWEEN_SAVES
            if is_due and self.step < total:  # the last state is saved below
                saved_at = time.perf_counter()
                yield self._save()
        if self.best.is_flat:
            yield note("early_stop", checks=self.best.patience, step=self.step)
        yield self._save()
        if self.best_state is None and self.step and self.control.save:  # stopped before the first check
            yield from self._check(must_end=True)
        if self.control.stop:
            yield note("stopped", step=self.step)

    def _step_event(self, task: str, loss: float, total: int) -> RunEvent:
        a_pass = len(self.turns.turns)
        return {
            "type": "step",
            "task": task,
            "step": self.step,
            "steps": total,
            "loss": loss,
            "learning_rate": self.stepper.optimizer.param_groups[0]["lr"],
            "examples_per_second": self.rows_seen / self.step_seconds,
            "seconds": self.elapsed_seconds,
            "epoch": 1 + (self.step - 1) // a_pass,
            "epochs": -(-total // a_pass),
        }

    def _check(self, must_end: bool) -> Iterator[RunEvent]:
        """Score every task's kept-aside rows; keep the state when the tasks' mean is the best."""
        prompt = self.method.export()
        model = PromptedModel(self.backbone, prompt)
        events: list[RunEvent] = []
        for lesson in self.lessons:
            for part in predict_all(lesson.prepared.task, model, lesson.kept_aside.checked, EVALUATION_BATCH):
                if isinstance(part, Predictions):
                    said = lesson.prepared.task.said(part)
                    event = evaluation_event(lesson.kept_aside, self.step, part, said)
                    events.append({**event, "task": lesson.name})
                elif self.control.stop and not must_end:
                    return
        self.is_check_due = False
        score, loss = mean_score(events), mean_loss(events)
        if not math.isfinite(loss):
            raise EngineError("loss_exploded", step=self.step)
        is_best = self.best.note(self.step, score, loss)
        if is_best:
            self.best_state = prompt.tensors()
            for place, lesson in enumerate(self.lessons):
                heads = lesson.prepared.task.head_tensors()
                self.best_state |= {f"{place}.{name}": tensor for name, tensor in heads.items()}
        yield from ({**event, "best": is_best} for event in events)

    def _save(self) -> RunEvent:
        return self.folder.keep(self.step, gather(self))
