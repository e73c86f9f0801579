"""The search for a subspace: an auto-encoder over the prompts of many tasks (Qin et al. 2021, section 3.2, "MSF").

Each step gives every prompt back through d numbers; its loss is the tasks' own with the prompts that were given back,
in one pass of the frozen model over rows of several tasks, and alpha times the mean squared error of all prompts. (The
paper's error is of the prompts of the step's rows alone; those of all cost next to nothing.) Its start is not the
paper's either: see `engine.methods.subspace_networks`. A search that was killed goes on bit for bit, as a run does.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from engine.devices import choose_device, free_memory
from engine.errors import EngineError, InputError
from engine.events import RunEvent, note, phase
from engine.files import size_text
from engine.methods.subspace_networks import (
    PromptAutoEncoder,
    autoencoder_from,
    drawn_autoencoder,
    likeness,
    principal_components,
)
from engine.subspaces.recipes import SearchConfig
from engine.subspaces.runs import SearchRun
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.early_stopping import BestSoFar
from engine.training.preparation import Warm
from engine.training.recording import recorded
from engine.training.sharing import SaveClock
from engine.training.stepping import Group, Stepper
from engine.training.subspace_end import finish
from engine.training.subspace_lessons import Lesson, prepare_lessons, settled
from engine.training.subspace_material import Material, read_material
from engine.training.subspace_state import gather, go_on
from engine.training.task_order import TaskOrder
from engine.training.together import Crowd

SEED_OF_TURNS = 4  # added to the recipe's seed
COPIES = 5  # of every number of the network: itself, its gradient, the optimiser's two, the best so far


def search(run: SearchRun, control: Control | None = None, warm: Warm | None = None) -> Iterator[RunEvent]:
    """Find, or go on finding, the subspace of this folder: its events, the last one `done`.

    Raises EngineError; the event of it is already in the folder's file.
    """
    yield from recorded(run, _events(run, control or Control(), warm or Warm()))


def _events(run: SearchRun, control: Control, warm: Warm) -> Iterator[RunEvent]:
    started = time.perf_counter()
    config = settled(run.recipe)
    if config.training.threads:
        torch.set_num_threads(config.training.threads)
    yield phase("reading_prompts")
    material = read_material(config)
    yield from _require_sensible(config, material)
    lessons: list[Lesson] = []
    if config.subspace.without != "task" and not config.subspace.quick:
        for item in prepare_lessons(material, config, control, warm):
            if isinstance(item, Lesson):
                lessons.append(item)
            else:
                yield item
        if not lessons:
            yield note("subspace_no_rows")
            if config.subspace.without == "reconstruction":
                raise InputError("subspace_nothing")
    yield from Search(run, config, material, lessons, control, started).events()


class Search:
    """The loop over the steps of one search."""

    def __init__(
        self,
        run: SearchRun,
        config: SearchConfig,
        material: Material,
        lessons: Sequence[Lesson],
        control: Control,
        started: float,
    ) -> None:
        self.run, self.config, self.material, self.lessons, self.control = run, config, material, lessons, control
        self.subspace, self.training = config.subspace, config.training
        self.backbone = lessons[0].prepared.backbone if lessons else None
        device = self.backbone.device if self.backbone else choose_device(config.backbone.device)
        self.prompts = material.prompts.to(device)  # (K, n)
        self.network = self._start().to(device)
        self.stepper = Stepper(self.training, [Group(list(self.network.parameters()))])
        self.turns = TaskOrder(
            [len(lesson.prepared.train) for lesson in lessons] or [1], 1, config.seed + SEED_OF_TURNS
        )
        self.crowd, self.clock = Crowd(), SaveClock()
        self.folder = CheckpointFolder(run.folder)
        self.best = BestSoFar(self.training.early_stopping or 0)
        self.best_state: dict[str, Tensor] | None = None
        self.best_losses: list[float] = []  # of the lessons, at the best check
        self.is_check_due = False
        self.step = self.rows_seen = 0
        self.step_seconds = self.earlier_seconds = 0.0
        self.started = started
        self.hash_before = self.backbone.tensor_hash() if self.backbone else None

    def _start(self) -> PromptAutoEncoder:
        generator = torch.Generator().manual_seed(self.config.seed)
        prompts, dimension = self.material.prompts, self.subspace.dimension
        if self.subspace.quick:
            return principal_components(prompts, dimension)
        if self.subspace.start == "drawn":
            return drawn_autoencoder(prompts.shape[1], dimension, width_of(self.config, self.material), generator)
        return autoencoder_from(prompts, dimension, width_of(self.config, self.material), generator)

    def events(self) -> Iterator[RunEvent]:
        """Steps, checks, save points; at last the file."""
        found, damaged = self.folder.newest()
        for path in damaged:
            yield note("checkpoint_damaged", path=path.name)
        if found is None and any(event["type"] == "step" for event in self.run.events()):
            yield note("resumed", step=0)
        if found is not None:
            yield from go_on(self, found)
        else:
            yield from self._measure_own()
            yield from self._check()
        if not self.subspace.quick:
            yield phase("training")
            yield from self._steps()
        yield from finish(self)

    @property
    def elapsed_seconds(self) -> float:
        """By the clock, over all sittings."""
        return self.earlier_seconds + time.perf_counter() - self.started

    def _measure_own(self) -> Iterator[RunEvent]:
        """The loss of each task with its own prompt, which the given-back one is compared with."""
        for done, lesson in enumerate(self.lessons):
            self.control.check()
            yield phase("trying_prompts", done, len(self.lessons))
            lesson.own_loss = lesson.loss_with(self.prompts[lesson.place])

    def _steps(self) -> Iterator[RunEvent]:
        total = self.training.steps or 1
        if self.is_check_due:
            yield from self._check()
        while self.step < total and not self.control.stop and not self.best.is_flat:
            begun, passes = time.perf_counter(), self.crowd.passes
            event = self._take_step(total)
            self.step_seconds += time.perf_counter() - begun
            if self.crowd.passes != passes:
                yield note("farm_passes", passes=self.crowd.passes)
            yield event | {"seconds": self.elapsed_seconds}
            self.is_check_due = self.step % (self.training.evaluate_every or total) == 0 or self.step == total
            if self.is_check_due:
                yield from self._check()
            every = self.training.checkpoint_every
            is_due = self.step % every == 0 if every else self.clock.is_due(self.step)
            if is_due and self.step < total:
                begun = time.perf_counter()
                yield self._save()
                self.clock.took(time.perf_counter() - begun)
        if self.best.is_flat:
            yield note("early_stop", checks=self.best.patience, step=self.step)
        yield self._save()
        if self.control.stop:
            yield note("stopped", step=self.step)

    def _take_step(self, total: int) -> RunEvent:
        self.stepper.begin(self.step, total)
        given_back: Tensor = self.network(self.prompts)  # (K, n)
        error = (given_back - self.prompts).square().mean()
        task_loss, gradient = self._ask(given_back.detach())
        alpha = 0.0 if self.subspace.without == "reconstruction" else self.subspace.alpha
        torch.autograd.backward([given_back, alpha * error], [gradient, None])
        reconstruction = float(error.detach())
        loss = (task_loss or 0.0) + alpha * reconstruction
        self.stepper.update(self.step, loss)
        self.step += 1
        return {
            "type": "step",
            "step": self.step,
            "steps": total,
            "loss": loss,
            "task_loss": task_loss,
            "reconstruction": reconstruction,
            "learning_rate": self.stepper.optimizer.param_groups[0]["lr"],
            "examples_per_second": self.rows_seen / self.step_seconds if self.step_seconds else 0.0,
        }

    def _ask(self, given_back: Tensor) -> tuple[float | None, Tensor]:
        """One pass of the model over the next rows of several tasks, through these prompts (K, n): the mean loss, where
        every turn counts the same, and its gradient with respect to the prompts."""
        gradient = torch.zeros_like(given_back)
        if not self.lessons:
            return None, gradient
        turns = Counter(self.turns.next() for _ in range(self.subspace.mix))
        wishes = {
            place: self.lessons[place].wish(given_back[self.lessons[place].place], count)
            for place, count in sorted(turns.items())
        }
        self.crowd.do(list(wishes.values()))
        mean = 0.0
        for place, wish in wishes.items():
            share, lesson = turns[place] / self.subspace.mix, self.lessons[place]
            assert wish.loss is not None and lesson.held.row.grad is not None
            mean += share * wish.loss
            gradient[lesson.place] = share * lesson.held.row.grad
            self.rows_seen += sum(map(len, wish.gathered))
        return mean, gradient

    def _check(self) -> Iterator[RunEvent]:
        """Hold the prompts that are given back against their own, and ask every task's kept-aside rows through them;
        keep the network when the mean loss is the lowest, or without rows the error."""
        with torch.no_grad():
            given_back = self.network(self.prompts)
        facts = likeness(given_back, self.prompts)
        losses = []
        for done, lesson in enumerate(self.lessons):
            if self.control.stop:
                return
            yield phase("evaluating", done, len(self.lessons))
            losses.append(lesson.loss_with(given_back[lesson.place]))
        self.is_check_due = False
        loss = sum(losses) / len(losses) if losses else facts["error"]
        if not math.isfinite(loss):
            raise EngineError("loss_exploded", step=self.step)
        is_best = self.best.note(self.step, -loss, loss)
        if is_best:
            self.best_state = {name: part.detach().cpu().clone() for name, part in self.network.state_dict().items()}
            self.best_losses = losses
        own = [lesson.own_loss for lesson in self.lessons]
        yield {
            "type": "evaluation",
            "step": self.step,
            "metrics": {"metric": "explained", **facts, "loss": loss, "n": len(self.prompts)},
            "baseline": {"metric": "explained", "explained": 1.0, "loss": sum(own) / len(own) if own else 0.0},
            "best": is_best,
            "tasks": [
                {"task": lesson.name, "loss": found, "own_loss": lesson.own_loss}
                for lesson, found in zip(self.lessons, losses, strict=True)
            ],
            "preview": [],
        }

    def _save(self) -> RunEvent:
        return self.folder.keep(self.step, gather(self))


def width_of(config: SearchConfig, material: Material) -> int:
    """The middle of the decoder: the model's own width, as in the paper, where the recipe does not say."""
    return config.subspace.width or material.backbone.hidden


def _require_sensible(config: SearchConfig, material: Material) -> Iterator[RunEvent]:
    """Notes of what is possible and odd. Raises InputError where the numbers make no sense, or the memory is short."""
    subspace, count, size = config.subspace, len(material.tasks), material.layout.size
    width = size if subspace.quick else width_of(config, material)
    most = count - 1 if subspace.quick else min(width, size)
    if subspace.dimension > most:
        code = "subspace_dimension_quick" if subspace.quick else "subspace_dimension"
        raise InputError(code, dimension=subspace.dimension, most=most, count=count)
    if subspace.dimension >= count:
        yield note("subspace_many_numbers", dimension=subspace.dimension, count=count)
    if subspace.quick:
        yield note("subspace_quick")
        return
    numbers = size * (subspace.dimension + width)
    needed, free = 4 * COPIES * numbers, free_memory(choose_device(config.backbone.device))
    if needed > free:
        raise InputError("subspace_too_big", needed=size_text(needed), free=size_text(free), width=width)
