"""The trainer: a recipe in, a stream of events out, a run folder behind it. No threads, no signals, no Qt.

`train()` is an iterator. To pause is not to pull; to stop is `control.stop`, read between steps. Everything that
the next step depends on is in the checkpoint, so that a run that goes on ends bit for bit as one that never stopped
(CPU, fp32, same thread count and torch build).
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import DiskFull, EngineError, InputError
from engine.events import RunEvent, note
from engine.methods import method_entry
from engine.runs import Run
from engine.scores import main_score
from engine.tasks.task import Predictions, predict_all
from engine.training.baselines import EVALUATION_BATCH, Baselines, recalled_baselines
from engine.training.batches import DataOrder
from engine.training.checkpoint import Checkpoint, CheckpointFolder
from engine.training.context_choice import distinct_texts, with_contexts
from engine.training.control import Control
from engine.training.distribution import current
from engine.training.early_stopping import BestSoFar
from engine.training.explosion import LossWatch, go_back, start_of
from engine.training.farm import farm_events
from engine.training.helping import call_in
from engine.training.joint import Joint
from engine.training.memory import score_notes, step_notes
from engine.training.memory_need import training_phase
from engine.training.own_files import with_own_files
from engine.training.packing import numbers_of
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.prompted_model import PromptedModel
from engine.training.rate_test import choose_rate
from engine.training.recording import recorded
from engine.training.result import KeptAside, evaluation_event, finish
from engine.training.room import require_disk, run_bytes
from engine.training.save_point import gather, go_on
from engine.training.shared_stepping import stepper_for
from engine.training.sharing import Sharing
from engine.training.stepping import Group, Stepper, StepWish
from engine.training.watching import Watch


def train(run: Run, control: Control | None = None, warm: Warm | None = None) -> Iterator[RunEvent]:
    """Train, or go on with, the run in this folder: its events, the last one `done`.

    Raises EngineError; the event of it is already in the run's file. `warm`: where the
    loaded backbone is found and kept.
    """
    control, warm = control or Control(), warm or Warm()
    if run.config.farm.is_on:
        yield from recorded(run, farm_events(run, control, warm, training_events))
    else:
        yield from recorded(run, _alone(training_events(run, control, warm, Sharing())))


def _alone(events: Iterator[RunEvent | StepWish]) -> Iterator[RunEvent]:
    for item in events:
        if isinstance(item, StepWish):
            item.do_alone()
        else:
            yield item


def training_events(run: Run, control: Control, warm: Warm, sharing: Sharing) -> Iterator[RunEvent | StepWish]:
    """One training's events, none of them written down, with the passes of its steps left to whoever pulls: a StepWish
    before the event of each."""
    config, started = with_own_files(run), time.perf_counter()
    if config.training.threads:
        torch.set_num_threads(config.training.threads)
    # the numbers of a pack to start from are in the save point by now: the pack itself may be gone
    is_restored = bool(config.method.get("init_pack")) and CheckpointFolder(run.folder).newest()[0] is not None
    prepared: Prepared | None = None
    for item in prepare(config, control, warm, is_restored=is_restored):
        if isinstance(item, Prepared):
            prepared = item
        else:
            yield item
    assert prepared is not None
    for choice in with_contexts(prepared, run.folder, sharing):
        if isinstance(choice, Prepared):
            prepared = choice
        else:
            yield choice
    yield from Trainer(run, prepared, control, started, warm.baselines, sharing).events()


class Trainer:
    """The loop over the steps of one prepared run."""

    def __init__(
        self,
        run: Run,
        prepared: Prepared,
        control: Control,
        started: float,
        known: dict[str, Baselines] | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self.run, self.prepared, self.control = run, prepared, control
        self.config = prepared.config
        self.training = prepared.config.training
        self.sharing = sharing or Sharing()
        self.known_baselines = {} if known is None else known
        self.folder = CheckpointFolder(run.folder)
        self.modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task})
        self.parameters = list(self.modules.parameters())
        self.joint = Joint.of(prepared.method, prepared.backbone)  # None: the backbone stays frozen
        self.distribution = current()
        self.stepper = self._stepper()
        lengths = [len(row) for row in prepared.train]
        self.order = DataOrder(lengths, self.training.batch_size, self.config.seed)
        self.best = BestSoFar(self.training.early_stopping or 0)
        self.best_state: dict[str, Tensor] | None = None  # prompt and head, by their names in a pack
        self.losses, self.watch = LossWatch(), Watch()
        self.start: Checkpoint | None = None  # where a run goes back to that has no save point yet
        self.is_check_due = False  # also when a stop left the check of this step early
        self.step = 0
        self.rows_seen = 0
        self.step_seconds = 0.0  # spent in steps, over all sittings
        self._started = started
        self.earlier_seconds = 0.0  # of earlier sittings
        self.texts = len(distinct_texts(prepared)) if prepared.contexts else 0
        self.hash_before = self.sharing.hash_before(prepared.backbone)
        self.method_hash_before = prepared.method.frozen_hash

    def events(self) -> Iterator[RunEvent | StepWish]:
        """Baselines, steps, checks, save points; at last the result."""
        call_in(self.distribution, self.prepared)
        found, damaged = self.folder.newest()
        is_rate_open = found is None and self.prepared.is_rate_open
        # an open rate stays open in the file until it is chosen: a run that ends before that chooses when it goes on
        self.run.save_config(self.config.replace(training={"learning_rate": None}) if is_rate_open else self.config)
        for path in damaged:
            yield note("checkpoint_damaged", path=path.name)
        if found is None:
            if not self.joint:
                needed = run_bytes(self.training, self.modules, self.prepared.method.export())
                require_disk(self.run.folder, needed)
            if any(event["type"] == "step" for event in self.run.events()):
                yield note("resumed", step=0)  # ended before its first save point: what was told since counts no more
            baselines: Baselines | None = None
            for item in recalled_baselines(self.prepared, self.control, self.known_baselines):
                if isinstance(item, Baselines):
                    baselines = item
                else:
                    yield item
            assert baselines is not None
            self.use(baselines)
            yield self.kept_aside.first_event()
            if is_rate_open and self.is_trained:
                yield from self._choose_rate()
        else:
            yield from go_on(self, found)
        if self.joint:  # only now: the baselines were the untouched model's
            yield from self.joint.begin(self.run.folder)
        if self.is_trained:
            yield from training_phase(self.prepared, self.modules, self.sharing)
            yield from self._training()
        else:
            yield from self._check(must_end=True)
        yield from finish(self)

    def use(self, baselines: Baselines) -> None:
        """What the run is compared with, from now on."""
        self.kept_aside = KeptAside(self.prepared, baselines, self.checked_rows)
        self.losses.untouched = float(baselines.untouched.losses.mean())

    @property
    def is_trained(self) -> bool:
        """False where a written prompt is only asked."""
        return method_entry(self.config.method["kind"]).is_trained

    @property
    def checked_rows(self) -> int:
        """Kept-aside rows that each check scores."""
        return min(self.prepared.task.checked_rows, len(self.prepared.kept_aside))

    def _stepper(self) -> Stepper:
        groups = [Group(self.joint.parameters, self.joint.rate)] if self.joint else []
        return stepper_for(self.distribution, self.prepared, [Group(self.parameters), *groups])

    def _choose_rate(self) -> Iterator[RunEvent]:
        """Settle the learning rate and write it down. Where the backbone learns too, the method's own rates are kept:
        its share of them is named in the recipe, and each trial would need a copy of it."""
        rate = self.training.learning_rate or 0.0
        for item in () if self.joint else choose_rate(self.prepared, self.modules, self.control):
            if isinstance(item, float):
                rate = item
            else:
                yield item
        self.config = self.config.replace(training={"learning_rate": rate})
        self.training = self.config.training
        self.prepared = dataclasses.replace(self.prepared, config=self.config, is_rate_open=False)
        self.stepper = self._stepper()
        self.run.save_config(self.config)

    @property
    def elapsed_seconds(self) -> float:
        """By the clock, over all sittings."""
        return self.earlier_seconds + time.perf_counter() - self._started

    @property
    def examples_per_second(self) -> float:
        """Rows that went through steps, by the time that the steps took."""
        return self.rows_seen / self.step_seconds if self.step_seconds else 0.0

    def model(self) -> PromptedModel:
        """The backbone with the prompt of this moment, as it would be exported."""
        return self.prepared.prompted(self.prepared.method.export())

    def _training(self) -> Iterator[RunEvent | StepWish]:
        """The steps, once more from the last good state where the loss explodes."""
        self.start = None if self.folder.paths() else start_of(self)
        while True:
            try:
                yield from self._steps()
                return
            except EngineError as error:
                if error.code != "loss_exploded":
                    raise
                exploded = error
            yield from go_back(self, exploded)
            yield self._save()

    def _steps(self) -> Iterator[RunEvent | StepWish]:
        total = self.training.steps or 1
        self.modules.train()
        if self.is_check_due:
            yield from self._check(must_end=False)
        while self.step < total and not self.control.stop and not self.best.is_flat:
            begun, parts = time.perf_counter(), self.stepper.parts
            gathered = [self.order.next() for _ in range(self.training.accumulate)]
            self.stepper.look_ahead(self.prepared, gathered, self.order.waiting[: self.training.accumulate])
            wish = StepWish(self.stepper, self.prepared, gathered)
            self.stepper.begin(self.step, total)
            yield wish
            assert wish.loss is not None
            self.stepper.update(self.step, loss := wish.loss)
            self.step_seconds += time.perf_counter() - begun
            self.step += 1
            self.rows_seen += sum(map(len, gathered))
            yield from step_notes(parts, self.stepper.parts, self.step)
            yield self._step_event(loss, total)
            if self.losses.is_exploded(loss) and (self.start or self.folder.paths()):
                raise EngineError("loss_exploded", step=self.step)
            self.is_check_due = self.step % (self.training.evaluate_every or total) == 0 or self.step == total
            if self.is_check_due:
                yield from self._check(must_end=False)
            every = self.training.checkpoint_every
            is_due = self.step % every == 0 if every else self.sharing.clock.is_due(self.step)
            if is_due and self.step < total:  # the last state is saved below
                begun = time.perf_counter()
                yield self._save()
                if self.joint:  # its save points are large
                    self.sharing.clock.took(time.perf_counter() - begun)
        if self.best.is_flat:
            yield note("early_stop", checks=self.best.patience, step=self.step)
        yield self._save()
        if self.best_state is None and self.step and self.control.save:  # stopped before the first check: still score
            yield from self._check(must_end=True)  # what there is, behind the save point, for this check has no turn
        if self.control.stop:
            yield note("stopped", step=self.step)

    def _step_event(self, loss: float, total: int) -> RunEvent:
        a_pass = -(-len(self.prepared.train) // (self.training.batch_size * self.training.accumulate))
        return {
            "type": "step",
            "step": self.step,
            "steps": total,
            "loss": loss,
            "learning_rate": self.stepper.optimizer.param_groups[0]["lr"],
            "examples_per_second": self.examples_per_second,
            "seconds": self.elapsed_seconds,
            "epoch": 1 + (self.step - 1) // a_pass,
            "epochs": -(-total // a_pass),
            **self._remembered(),
        }

    def _remembered(self) -> dict[str, Any]:
        """How many texts are kept by now and what they take, where any are."""
        contexts = self.prepared.contexts
        return {} if contexts is None else {"remembered": {**contexts.facts(), "of": self.texts}}

    def _check(self, must_end: bool) -> Iterator[RunEvent]:
        """Score the kept-aside rows; keep the state when it is the best. A stop leaves it early unless it must end."""
        model = self.model()
        rows, at_once = self.kept_aside.checked, self.prepared.task.most_at_once
        predictions: Predictions | None = None
        for part in predict_all(self.prepared.task, model, rows, EVALUATION_BATCH):
            if isinstance(part, Predictions):
                predictions = part
            elif self.control.stop and not must_end:
                return
        assert predictions is not None
        yield from score_notes(at_once, self.prepared.task.most_at_once, self.step)
        self.is_check_due = False
        said = self.prepared.task.said(predictions)
        event = evaluation_event(self.kept_aside, self.step, predictions, said)
        if not math.isfinite(event["metrics"]["loss"]):
            raise EngineError("loss_exploded", step=self.step)
        before, score = self.best.score, main_score(event["metrics"]) or 0.0
        if self.prepared.task.picks_by_loss:
            score = -event["metrics"]["loss"]
        is_best = self.best.note(self.step, score, event["metrics"]["loss"])
        tensors = {**model.prompt.tensors(), **self.prepared.task.head_tensors(), **numbers_of(self.prepared.method)}
        try:
            self.folder.write_snapshot(self.step, tensors)
        except (DiskFull, InputError) as error:
            yield note("checkpoint_failed", step=self.step, reason=error.message)
        if is_best:
            self.best_state = tensors
            if self.joint:
                self.joint.keep()
        yield {**event, "best": is_best}
        if is_best and before is not None and score > before:
            if not self.prepared.task.picks_by_loss:
                yield note("still_improving", step=self.step, before=round(100 * before, 1), now=round(100 * score, 1))
        elif not is_best:
            yield note("not_improving", step=self.step, checks=self.best.flat_checks)
        if self.is_trained:
            references = [self.kept_aside.judge.references[index][0] for index in self.kept_aside.indices]
            yield from self.watch.look(
                self.step,
                prompt=model.prompt.tensors(),
                embedding=self.prepared.backbone.embedding,
                said=said,
                expected=references if self.prepared.task.has_labels else None,
                loss=event["metrics"]["loss"],
                training_loss=self.losses.mean,
            )

    def _save(self) -> RunEvent:
        return self.folder.keep(self.step, gather(self))
