"""What surrounds every training: the folder's lock, events written down before they are told, errors in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, overload

from engine.errors import DiskFull, EngineError, InputError, OutOfMemory
from engine.events import RunEvent, note
from engine.runs import Run
from engine.training.control import Stopped
from engine.training.memory import SAYS_SO, ran_out
from engine.training.stepping import StepWish


@overload
def recorded(run: Run, events: Iterator[RunEvent]) -> Iterator[RunEvent]: ...
@overload
def recorded(run: Run, events: Iterator[RunEvent | StepWish]) -> Iterator[RunEvent | StepWish]: ...
def recorded(run: Run, events: Iterator[Any]) -> Iterator[Any]:
    """The events of a training that nobody has pulled yet, while this process holds the run's folder; wishes pass.

    A stop before the first step becomes the last event. Raises EngineError; the event of it is already in the file.
    """
    run.lock.take()
    _sweep(run)
    try:
        for event in _in_words(run, events):
            if isinstance(event, StepWish):
                yield event
            else:
                yield from _kept(run, event)
    except EngineError as error:
        list(_kept(run, error.to_event()))
        raise
    finally:
        run.lock.release()


def _sweep(run: Run) -> None:
    """Remove what a process left half written when it was killed; only whoever holds the folder writes there."""
    for path in run.folder.rglob(".*.tmp"):
        path.unlink(missing_ok=True)


def _kept(run: Run, event: RunEvent) -> Iterator[RunEvent]:
    """The event, written down first; a full disk is told once and does not end the run."""
    try:
        run.append(event)
    except (DiskFull, InputError) as error:
        if not run.is_unwritable:
            run.is_unwritable = True
            yield note("events_failed", reason=error.message)
    yield event


def _in_words(run: Run, events: Iterator[Any]) -> Iterator[Any]:
    """The events; what torch and Python say of memory becomes an error of ours."""
    started = time.perf_counter()
    try:
        yield from events
    except Stopped:
        done = {
            "type": "done",
            "stopped": True,
            "run": str(run.folder),
            "pack": None,
            "metrics": None,
            "baseline": None,
        }
        yield {**done, "seconds": time.perf_counter() - started, "steps": 0}
    except SAYS_SO as error:
        if not ran_out(error):
            raise
        raise OutOfMemory("out_of_memory", batch_size=run.config.training.batch_size) from error
