"""A short test of the learning rate where a recipe leaves it open: the method's own, unless another is clearly better.

Every candidate starts from the same fresh state, takes the same few steps on the same few training rows, and is scored
on other training rows; rows kept aside are never touched. Afterwards everything is as it was, the methods' own
generators too, so a run that is given the rate that was found here is the same run, bit for bit.

How it decides was measured (docs/benchmarks.md). Few steps tell a rate that is ten times too low or too high; they do
not rank rates near a good one: what falls fastest in a dozen steps is often the worse rate for a run (short-horizon
bias: Wu et al. 2018). So the method's own rate is only left for one with at least FACTOR times its progress and a
difference that is no accident. Rates are tried ten times apart, first where the own one's result points.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.events import RunEvent, note, phase
from engine.tasks.task import losses_of
from engine.training.control import Control
from engine.training.preparation import Prepared
from engine.training.stepping import Group, Stepper

STEPS = 12
SCORED_AFTER = (8, 12)  # the worse of both counts: a rate that is too high swings
JUDGED = 64  # rows on which candidates are compared
FEWEST_ROWS = 2 * JUDGED
SMALLEST_STEP = 4  # rows; a step of the test has a quarter of a step's rows, but not fewer
SHARE = 0.1  # of the work of the run's steps: the most that the test may take
SCORING = 1 / 3  # of the work of training on a row (as in the frozen forward pass against forward and backward)
MOST = 4  # candidates
APART = 10.0
FACTOR = 4.0
SURE = 2.0  # standard errors of the mean difference, row by row
TELLING = 0.05  # of the loss at the start: what another must gain where the own one gains nothing
EXPLODED = 2.0  # times the loss at the start


@dataclasses.dataclass(frozen=True)
class Tried:
    """A candidate and the losses (JUDGED,) of the rows it is judged by; None: they, or the steps, were no numbers."""

    rate: float
    losses: Tensor | None

    @property
    def loss(self) -> float:
        """Their mean."""
        return math.inf if self.losses is None else float(self.losses.mean())

    def is_out(self, fresh: Tried) -> bool:
        """Whether it exploded."""
        return not self.loss <= EXPLODED * fresh.loss

    def is_clearly_better(self, other: Tried, fresh: Tried) -> bool:
        """Whether this one learned more than another from the same fresh state, by far and not by accident."""
        mine, theirs = fresh.loss - self.loss, fresh.loss - other.loss
        if self.losses is None or other.losses is None or mine <= 0:
            return False
        gains = other.losses - self.losses
        error = float(gains.std(correction=0)) / math.sqrt(len(gains))
        least = FACTOR * theirs if theirs > 0 else TELLING * fresh.loss
        return mine >= least and float(gains.mean()) > SURE * error


def candidates_affordable(prepared: Prepared) -> int:
    """How many candidates the run can pay for; fewer than two are no test."""
    training = prepared.config.training
    if len(prepared.train) < FEWEST_ROWS:
        return 0
    work = SHARE * (training.steps or 1) * training.batch_size * training.accumulate
    one = STEPS * _step_rows(prepared) + len(SCORED_AFTER) * JUDGED * SCORING
    return min(int((work - JUDGED * SCORING) / one), MOST)


def choose_rate(prepared: Prepared, modules: nn.Module, control: Control) -> Iterator[RunEvent | float]:
    """Yields phases and a note, at last the rate; only that where the run is too short for a test.

    `modules` holds method and task, and is given back as it was. Raises Stopped when the person stops.
    """
    usual, most = prepared.config.training.learning_rate or 0.0, candidates_affordable(prepared)
    if most < 2:
        yield usual
        return
    bench = _Bench(prepared, modules)
    yield phase("choosing_rate", 0, most * STEPS)
    tried: list[Tried] = []
    try:
        fresh = Tried(0.0, bench.score())
        if fresh.losses is None:
            yield usual
            return
        for rate in plan(usual, fresh, tried, most):
            for _ in bench.take_steps(rate):
                control.check()
                yield phase("choosing_rate", len(tried) * STEPS + bench.steps, most * STEPS)
            tried.append(bench.result())
    finally:
        bench.restore()
    best = decide(fresh, tried)
    told = ", ".join(f"{each.rate:.2g}: {each.loss:.3f}" for each in tried)
    code = "rate_kept" if best.rate == usual else "rate_changed"
    yield note(code, rate=f"{best.rate:.2g}", usual=f"{usual:.2g}", tried=told, before=round(fresh.loss, 3))
    yield best.rate


def decide(fresh: Tried, tried: list[Tried]) -> Tried:
    """The candidate to train with; the first of them is the method's own."""
    best, *others = tried
    if best.is_out(fresh):  # the highest rate that does not explode, however little it learned
        return next((each for each in others if not each.is_out(fresh)), min(tried, key=lambda each: each.loss))
    for other in others:
        if other.is_clearly_better(best, fresh):
            best = other
    return best


def plan(usual: float, fresh: Tried, tried: list[Tried], most: int) -> Iterator[float]:
    """The rates to try, one after the other; `tried` grows while it runs.

    Up from a rate that learns, for as long as ten times as much learns far more; down from one that does harm, until
    one does not explode.
    """
    yield usual
    is_harmful = not tried[0].loss <= fresh.loss
    for step in range(1, most):
        yield float(f"{usual * APART ** (-step if is_harmful else step):.6g}")
        is_next_open = tried[-1].is_out(fresh) if is_harmful else tried[-1].is_clearly_better(tried[-2], fresh)
        if not is_next_open:
            return


class _Bench:
    """The fresh state, the rows, and the candidate that is under way."""

    def __init__(self, prepared: Prepared, modules: nn.Module) -> None:
        self.prepared, self.modules = prepared, modules
        self.state = {name: value.clone() for name, value in modules.state_dict().items()}
        generator = torch.Generator().manual_seed(prepared.config.seed)
        order = torch.randperm(len(prepared.train), generator=generator).tolist()
        self.judged = [prepared.train[index] for index in order[:JUDGED]]
        self.rest = order[JUDGED:]
        self.size = _step_rows(prepared)
        self.steps, self.rate = 0, 0.0
        self.worst: Tensor | None = None

    def restore(self) -> None:
        """Back to the fresh state."""
        self.modules.load_state_dict(self.state)
        for parameter in self.modules.parameters():
            parameter.grad = None

    def take_steps(self, rate: float) -> Iterator[None]:
        """A candidate's steps, one at a time; it ends early where loss or gradients are no numbers."""
        self.restore()
        self.modules.train()
        self.steps, self.rate, self.worst = 0, rate, None
        training = self.prepared.config.training
        plain = dataclasses.replace(training, learning_rate=rate, schedule="constant", warmup=0.0)
        stepper = Stepper(plain, [Group(list(self.modules.parameters()))])
        for step in range(STEPS):
            first = step * self.size
            rows = [self.rest[(first + place) % len(self.rest)] for place in range(self.size)]
            try:
                stepper.take(step, STEPS, self.prepared, [rows])
            except EngineError:
                self.worst = None
                return
            self.steps = step + 1
            if self.steps in SCORED_AFTER:
                losses = self.score()
                if losses is None:
                    self.worst = None
                    return
                if self.worst is None or losses.mean() > self.worst.mean():
                    self.worst = losses
            yield

    def result(self) -> Tried:
        """The candidate whose steps were taken last."""
        return Tried(self.rate, self.worst)

    def score(self) -> Tensor | None:
        """Losses (JUDGED,) of the judged rows with the prompt of this moment; None where one is no number."""
        model = self.prepared.prompted(self.prepared.method.export())
        for part in losses_of(self.prepared.task, model, self.judged, JUDGED // 2):
            if isinstance(part, Tensor):
                return part if bool(part.isfinite().all()) else None
        return None


def _step_rows(prepared: Prepared) -> int:
    return max(SMALLEST_STEP, prepared.config.training.batch_size // 4)
