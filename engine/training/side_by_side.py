"""Several independent trainings whose steps share the passes of the model; none waits for another's end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import EngineError
from engine.events import RunEvent
from engine.training.stepping import StepWish
from engine.training.together import Crowd


def side_by_side(trainings: Mapping[str, Iterator[Any]]) -> Iterator[tuple[str, RunEvent | EngineError]]:
    """The events of all, each with its training's name; a training that fails gives its error and is no more.

    A training that is alone makes its own passes: it is the same run as by itself, to the bit.
    """
    crowd, live = Crowd(), dict(trainings)
    try:
        while live:
            wishes: list[StepWish] = []
            for name in list(live):
                try:
                    for item in live[name]:
                        if isinstance(item, StepWish):
                            wishes.append(item)
                            break
                        yield name, item
                    else:
                        del live[name]
                except EngineError as error:
                    del live[name]
                    yield name, error
            if len(trainings) == 1 and wishes:
                wishes[0].do_alone()
            elif wishes:
                crowd.do(wishes)
    finally:
        for events in live.values():
            if hasattr(events, "close"):
                events.close()
