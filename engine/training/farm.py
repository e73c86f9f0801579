"""Farm: several trainings side by side over one backbone, a pass of it for each step of all of them.

Every member is an ordinary training in a run folder of its own, below `members/`; this module asks each for its events
until it wishes for a step, and does the wishes of all together. So what a single run can do, a member can: its own
optimiser, limits, data order, early stop, checks and pack. The farm's own events tell of all of them.

A farm that goes on takes up all members at the newest step that each has a save point of, so that they stand together
as they stood before; each keeps two, written behind the same steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import fmean
from typing import Any

from engine.errors import EngineError, InputError
from engine.events import RunEvent, checkpoint, note, phase
from engine.runs import Run
from engine.runs.farm import ROW_BOUND, Member, members
from engine.scores import main_score
from engine.training.checkpoint import CheckpointFolder, read_checkpoint
from engine.training.control import Control
from engine.training.distribution import current
from engine.training.farm_result import farm_done
from engine.training.joint import trains_backbone
from engine.training.preparation import Warm
from engine.training.recording import recorded
from engine.training.sharing import Sharing
from engine.training.stepping import StepWish
from engine.training.together import Crowd

Training = Callable[[Run, Control, Warm, Sharing], Iterator[Any]]
HALVINGS = (0.5, 0.75)  # shares of the steps behind which the weaker half is dropped
OWN_NOTES = ("resumed", "still_improving", "not_improving", "rate_kept", "stopped", "early_stop")  # of a member alone
AT_THE_END = ("evaluating", "saving")  # phases that are told once for all


class Seat:
    """A member at work: its run, its wish, and what it has said since the last step of all."""

    def __init__(self, member: Member, run: Run) -> None:
        self.member, self.run = member, run
        self.control = Control()
        self.events: Iterator[Any] = iter(())
        self.wish: StepWish | None = None
        self.said: list[RunEvent] = []
        self.best: float | None = None  # the highest score of its checks so far
        self.done: RunEvent | None = None
        self.is_live = True

    def advance(self) -> Iterator[RunEvent]:
        """Its events up to its next wish, or to its end."""
        self.wish = None
        for item in self.events:
            if isinstance(item, StepWish):
                self.wish = item
                return
            if item["type"] == "evaluation":
                score = main_score(item["metrics"])
                self.best = score if self.best is None else max(self.best, score or 0.0)
            elif item["type"] == "done":
                self.done = item
            yield item
        self.is_live = False

    def heed(self, control: Control) -> None:
        """Take over what the person wants of the farm."""
        self.control.stop |= control.stop
        self.control.save = control.save

    def of_type(self, kind: str) -> RunEvent | None:
        """The last thing of a type that it has said since the last step of all."""
        return next((event for event in reversed(self.said) if event["type"] == kind), None)


def farm_events(run: Run, control: Control, warm: Warm, training: Training) -> Iterator[RunEvent]:
    """Train all members of the run's recipe: the farm's events, the last one `done`. `training` gives one member's.

    Raises EngineError: a recipe or table that no member can work with, when no member is left, or where a launcher
    started several processes for them.
    """
    if not current().is_alone:
        raise InputError("farm_launched", count=current().count)
    yield from _Farm(run, control).events(warm, training)


class _Farm:
    def __init__(self, run: Run, control: Control) -> None:
        self.run, self.control, self.config = run, control, run.config
        self.begun = time.perf_counter()
        found = members(self.config)
        if any(trains_backbone(member.config.method) for member in found):  # one model cannot become several
            raise InputError("farm_joint")
        self.seats = [Seat(member, _member_run(run, member)) for member in found]
        self.crowd, self.told = Crowd(), set[str]()
        self.best: float | None = None
        self.rows, self.seconds = 0, 0.0
        self.halved = 0  # how many of HALVINGS are behind

    def events(self, warm: Warm, training: Training) -> Iterator[RunEvent]:
        """Up to `done`."""
        self.run.save_config(self.config)
        if self.config.farm.control and self.config.task.kind in ROW_BOUND:
            yield note("farm_no_control")
        step = _take_up(self.seats, self._dropped())
        if step or self.run.events():
            yield note("resumed", step=step)
            self._remember()
        yield note("farm", count=len(self.seats))
        sharing = Sharing()
        for seat in self.seats:
            if seat.is_live:
                seat.events = recorded(seat.run, training(seat.run, seat.control, warm, sharing))
        try:
            yield from self._together()
        finally:
            for seat in self.seats:
                seat.events.close() if hasattr(seat.events, "close") else None
        yield phase("finished")
        yield from farm_done(self.run, self.config, self.seats, self.control, time.perf_counter() - self.begun)

    def _together(self) -> Iterator[RunEvent]:
        """Steps of all that are still there, until nobody wishes for one."""
        yield from self._advance()
        yield phase("training")
        while wishes := [seat.wish for seat in self.seats if seat.wish is not None]:
            begun, passes = time.perf_counter(), self.crowd.passes
            self.crowd.do(wishes)
            self.seconds += time.perf_counter() - begun
            self.rows += sum(len(batch) for wish in wishes for batch in wish.gathered)
            if self.crowd.passes != passes:
                yield note("farm_passes", passes=self.crowd.passes)
            yield from self._advance()
            yield from self._tell()

    def _advance(self) -> Iterator[RunEvent]:
        is_start = not any(seat.wish for seat in self.seats)
        for number, seat in enumerate(self.seats):
            if is_start and number and seat.is_live:
                yield phase("preparing_trainings", number, len(self.seats))
            seat.said.clear()
            seat.heed(self.control)
            try:
                for event in seat.advance():
                    seat.heed(self.control)  # also in the middle of a long phase
                    seat.said.append(event)
                    yield from self._pass_on(seat, event)
            except InputError:
                raise  # the recipe or the table: the same for all
            except EngineError as error:
                seat.is_live = False
                if not any(other.is_live or other.done for other in self.seats):
                    raise
                yield note("farm_member_lost", name=seat.member.name, reason=error.message)

    def _pass_on(self, seat: Seat, event: RunEvent) -> Iterator[RunEvent]:
        """What a member says that is told for all: the first one's preparation, each note once."""
        if event["type"] == "phase":
            is_last = event["name"] in AT_THE_END and event["name"] not in self.told
            is_first = seat is self.seats[0] and event["name"] not in (*AT_THE_END, "training", "finished")
            if is_first or is_last:
                self.told |= {event["name"]} if is_last else set()
                yield event
        elif event["type"] == "note" and event["code"] not in OWN_NOTES and event["code"] not in self.told:
            self.told.add(event["code"])
            yield event
        elif event["type"] == "evaluation" and event["step"] == 0 and "first check" not in self.told:
            self.told.add("first check")
            yield event

    def _tell(self) -> Iterator[RunEvent]:
        """The step of all, their check and their save point, where they had one."""
        steps = [event for seat in self._learners() if (event := seat.of_type("step"))]
        if steps:
            seconds = time.perf_counter() - self.begun
            yield {
                **steps[0],
                "loss": fmean(event["loss"] for event in steps),
                "examples_per_second": self.rows / self.seconds if self.seconds else 0.0,
                "seconds": seconds,
                "members": len(steps),
            }
        yield from self._tell_check()
        saved = next((event for seat in self.seats if (event := seat.of_type("checkpoint"))), None)
        if saved is not None:
            yield checkpoint(saved["step"], str(self.run.folder / "members"))

    def _learners(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.member.is_control]

    def _tell_check(self) -> Iterator[RunEvent]:
        checked = [(seat, event) for seat in self.seats if (event := seat.of_type("evaluation"))]
        scores = [
            (main_score(event["metrics"]) or 0.0, seat, event) for seat, event in checked if not seat.member.is_control
        ]
        if not scores:
            return
        score, _, leading = max(scores, key=lambda item: item[0])
        is_best = self.best is None or score > self.best
        self.best = score if self.best is None else max(score, self.best)
        told = [
            {"name": seat.member.name, "score": main_score(event["metrics"]), "loss": event["metrics"]["loss"]}
            for seat, event in checked
        ]
        yield {**leading, "best": is_best, "members": told}
        yield from self._halve(int(leading["step"]))

    def _halve(self, step: int) -> Iterator[RunEvent]:
        """Drop the weaker half of what still learns, where the recipe wants that and it is time."""
        total = next((seat.wish.stepper.training.steps for seat in self.seats if seat.wish is not None), None)
        if not self.config.farm.halving or total is None or self.halved == len(HALVINGS):
            return
        if step < HALVINGS[self.halved] * total:
            return
        self.halved += 1
        going = [seat for seat in self._learners() if seat.wish is not None and not seat.control.stop]
        ranked = sorted(going, key=lambda seat: -(seat.best or 0.0))
        dropped = ranked[-(-len(ranked) // 2) :]
        for seat in dropped:
            seat.control.stop = True
        if dropped:
            yield note("farm_dropped", step=step, names=", ".join(seat.member.name for seat in dropped))

    def _dropped(self) -> set[str]:
        """Whom the farm has dropped on the way, as far as its events count."""
        notes = [event for event in self.run.events() if event["type"] == "note" and event["code"] == "farm_dropped"]
        return {name for event in notes for name in str(event["args"]["names"]).split(", ")}

    def _remember(self) -> None:
        """What the farm knew at the step it goes on from: whom it had dropped, and the best score."""
        for seat in self.seats:
            seat.control.stop |= seat.member.name in self._dropped()
        for event in self.run.events():
            if event["type"] == "note" and event["code"] == "farm_dropped":
                self.halved += 1
            elif event["type"] == "evaluation":
                score = main_score(event["metrics"]) or 0.0
                self.best = score if self.best is None else max(score, self.best)
            elif event["type"] == "note" and event["code"] not in OWN_NOTES:
                self.told.add(event["code"])


def _member_run(run: Run, member: Member) -> Run:
    folder = run.folder / "members" / member.name
    if (folder / "config.json").is_file():
        return Run.open(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Run.create(folder, member.config)


def _take_up(seats: list[Seat], dropped: set[str]) -> int:
    """Bring all members to the newest step that those which are not through can all go on from; returns it, 0 for the
    start. Later save points are given up, as is the end of one that ended behind that step. Who was stopped goes on,
    unless the farm has `dropped` it."""
    kept = {id(seat): _steps_of(seat.run) for seat in seats}
    for seat in seats:
        events = seat.run.events()
        seat.done = next((event for event in reversed(events) if event["type"] == "done"), None)
        if seat.done is not None and seat.done["stopped"] and seat.member.name not in dropped:
            seat.done = None
        scores = [main_score(event["metrics"]) or 0.0 for event in events if event["type"] == "evaluation"]
        seat.best = max(scores, default=None)
        seat.is_live = seat.done is None
    going = [seat for seat in seats if seat.is_live]
    if not going:
        return max((max(steps, default=0) for steps in kept.values()), default=0)
    step = max(set.intersection(*({0, *kept[id(seat)]} for seat in going)))
    for seat in seats:
        is_beyond = seat.done is not None and int(seat.done.get("steps") or 0) > step
        if is_beyond and (step in kept[id(seat)] or not step):
            seat.done, seat.is_live = None, True
        if seat.is_live:
            for path in CheckpointFolder(seat.run.folder).paths():
                if int(path.stem.removeprefix("step-")) > step:
                    path.unlink()
            checks = [e for e in seat.run.events() if e["type"] == "evaluation" and e["step"] <= step]
            seat.best = max((main_score(event["metrics"]) or 0.0 for event in checks), default=None)
    return step


def _steps_of(run: Run) -> set[int]:
    """The steps that a run has readable save points of."""
    paths = CheckpointFolder(run.folder).paths()
    return {int(path.stem.removeprefix("step-")) for path in paths if read_checkpoint(path) is not None}
