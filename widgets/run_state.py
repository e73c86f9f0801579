"""What is known of a run from its events: where it is, how long it takes, what is saved. Plain data, no Qt.

`RunState.add` digests many events at once and says what is new in arrays and last values, so that a hundred thousand
events cost the window no more than a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from engine.events import GOES_BACK
from engine.scores import metric_name

FIRST_ESTIMATE_AFTER = 20  # steps
_RECENT = 100  # steps the estimate looks back
LOGGED = frozenset({"phase", "evaluation", "checkpoint", "note", "error"})


@dataclass
class News:
    """What a group of events brought, in the order of the run."""

    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    evaluations: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)
    logged: list[dict[str, Any]] = field(default_factory=list)
    speed: float | None = None
    meter: Mapping[str, Any] | None = None
    remembered: Mapping[str, Any] | None = None  # texts kept, "of" how many, and their bytes
    has_phase: bool = False
    parts: list[Mapping[str, Any]] = field(default_factory=list)  # steps of a search for a subspace, whole
    members: list[Mapping[str, Any]] = field(default_factory=list)  # what the tasks of a set say, each with its "task"


@dataclass
class Member:
    """One task of a set for which a prompt is made."""

    step: int = 0
    steps: int = 0
    scores: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    is_done: bool = False

    def add(self, event: Mapping[str, Any]) -> None:
        """Learn from one of its events."""
        if event["type"] == "step":
            self.step, self.steps = int(event["step"]), int(event["steps"])
        if event["type"] in ("evaluation", "done"):
            self.scores = event.get("metrics") or self.scores
            self.before = event.get("baseline") or self.before
        self.is_done |= event["type"] == "done" and not event.get("stopped")

    @property
    def share(self) -> float:
        """How much of it is done, 0..1."""
        return 1.0 if self.is_done else self.step / self.steps if self.steps else 0.0


class RunState:
    """One run as far as its events tell."""

    def __init__(self, config: Mapping[str, Any], name: str, folder: str = "") -> None:
        self.config: dict[str, Any] = dict(config)
        self.name = name
        self.folder = folder
        self.phase = ""
        self.done_of_phase: tuple[int | None, int | None] = (None, None)
        self.step = self.steps = self.epoch = self.epochs = 0
        self.saved_step: int | None = None
        self.learning_rate = 0.0  # the highest so far, as schedules rise and fall
        self.was_rate_tested = False  # the learning rate was left open, and some were tried
        self.is_usual_rate = False  # and the method's own was kept
        self.baseline: Mapping[str, Any] = {}
        self.evaluations: list[Mapping[str, Any]] = []
        self.notes: list[dict[str, Any]] = []  # newest last
        self.done: Mapping[str, Any] | None = None
        self.error: Mapping[str, Any] | None = None
        self.is_paused = False
        self.members: dict[str, Member] = {}
        self._times: list[tuple[int, float]] = []
        self._taken = 0
        self._logged_phase = ""

    def add(self, events: Iterable[Mapping[str, Any]]) -> News:
        """Digest events; unknown types are left alone."""
        news = News()
        for event in events:
            kind = event.get("type")
            if "member" in event:
                self.members.setdefault(str(event["member"]), Member()).add(event)
                ended, (done, total) = sum(each.is_done for each in self.members.values()), self.done_of_phase
                self.done_of_phase = (max(done or 0, ended), total) if self.phase == "task_prompts" else (done, total)
                news.members.append(event)
                continue
            if kind == "step":
                self._add_step(event, news)
                news.parts += [event] if "reconstruction" in event else []
            elif kind == "evaluation":
                self.evaluations.append(event)
                news.evaluations.append(event)
                self.baseline = event.get("baseline") or self.baseline
            elif kind == "phase":
                self.phase = str(event["name"])
                self.was_rate_tested |= self.phase == "choosing_rate"
                self.done_of_phase = (event.get("done"), event.get("total"))
                news.has_phase = True
            elif kind == "meter":
                news.meter = event
            elif kind == "checkpoint":
                self._add_checkpoint(event)
            elif kind == "note":
                news.notes.append(event)
                if event.get("code") in GOES_BACK:
                    self.evaluations = [each for each in self.evaluations if each["step"] <= event["args"]["step"]]
                self.is_usual_rate |= event.get("code") == "rate_kept"
                self.notes.append(dict(event))
            elif kind == "done":
                self.done, self.error = event, None
                self.folder = str(event.get("run") or self.folder)
            elif kind == "error":
                self.error = event
            if kind in LOGGED and not (kind == "phase" and event["name"] == self._logged_phase):
                news.logged.append(dict(event))
                self._logged_phase = str(event["name"]) if kind == "phase" else self._logged_phase
        return news

    def _add_step(self, event: Mapping[str, Any], news: News) -> None:
        step = int(event["step"])
        self.step, self.steps = step, int(event.get("steps") or self.steps)
        self.epoch, self.epochs = int(event.get("epoch") or 0), int(event.get("epochs") or 0)
        if self._times and step <= self._times[-1][0]:
            self._times.clear()
            self._taken = 0
        self._taken += 1
        self._times.append((step, float(event.get("seconds") or 0.0)))
        if len(self._times) > 2 * _RECENT:
            del self._times[:_RECENT]
        if news.steps and step <= news.steps[-1]:  # went on from an earlier save point
            keep = next((place for place, at in enumerate(news.steps) if at >= step), len(news.steps))
            del news.steps[keep:], news.losses[keep:]
        loss = event.get("loss")
        if loss is not None:
            news.steps.append(step)
            news.losses.append(float(loss))
        self.learning_rate = max(self.learning_rate, float(event.get("learning_rate") or 0.0))
        news.speed = event.get("examples_per_second", news.speed)
        news.remembered = event.get("remembered", news.remembered)

    def _add_checkpoint(self, event: Mapping[str, Any]) -> None:
        self.saved_step = int(event["step"])
        path = PurePath(str(event.get("path") or ""))
        if not self.folder and path.is_absolute():
            self.folder = str(path.parent.parent)

    def share(self) -> float | None:
        """How much of the run or of its phase is done, 0..1; None if that is unknown."""
        if self.phase in ("training", "evaluating") and self.steps:
            return self.step / self.steps
        done, total = self.done_of_phase
        if self.phase == "task_prompts" and total:
            begun = sum(member.share for member in self.members.values() if not member.is_done)
            return min(1.0, ((done or 0) + begun) / total)
        return done / total if done is not None and total else None

    def seconds_left(self) -> float | None:
        """An estimate from the recent steps; None for the first twenty steps, or outside teaching."""
        if self._taken < FIRST_ESTIMATE_AFTER or self.phase not in ("training", "evaluating") or not self.steps:
            return None
        (first, then), (last, now) = self._times[-_RECENT:][0], self._times[-1]
        if last <= first or now <= then or last >= self.steps:
            return None
        return (now - then) / (last - first) * (self.steps - last)

    @property
    def kind(self) -> str:
        """What it makes: "training" a prompt, "prompts" one for each task of a set, "search" a subspace of them."""
        return "search" if "subspace" in self.config else "prompts" if "recipe" in self.config else "training"

    @property
    def coach_phase(self) -> str:
        """The phase as the coach line speaks of it: a search saves and learns something else than a training."""
        is_own = self.kind == "search" and self.phase in ("training", "evaluating", "saving")
        return f"search_{self.phase}" if is_own else self.phase

    @property
    def task(self) -> str:
        """What is being learned, by its kind."""
        said = (self.done or {}).get("task") or (self.config.get("task") or {}).get("kind")
        return str(said or "classification")

    @property
    def metric(self) -> str:
        """Which score leads: the one that the checks name, or right answers before the first."""
        last = self.done if (self.done or {}).get("metrics") else self.evaluations[-1] if self.evaluations else None
        return metric_name(last["metrics"] if last else {})

    @property
    def is_majority(self) -> bool:
        """Whether the level to beat is the most frequent answer: a new head has nothing to say before it learned."""
        kind = self.baseline.get("kind")
        return kind == "majority" if kind else (self.config.get("task") or {}).get("output") == "head"

    @property
    def is_frozen(self) -> bool:
        """Whether only the prompt learns; else the base model is trained too."""
        return not (self.config.get("method") or {}).get("tune_backbone")

    def best_step(self) -> int | None:
        """The step of the best check so far."""
        return next((int(each["step"]) for each in reversed(self.evaluations) if each.get("best")), None)
