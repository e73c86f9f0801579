"""Several processes work on one run: each takes its share of the rows of every step, and only gradients travel.

`accelerate launch` and `torchrun` start the processes and say in the environment who is who. The first one leads: it
alone has the run's folder, its events, its order of rows and its decisions, and tells the others what comes next. They
answer with gradients; after a step all have made the same update. What is sent is numbers, as safetensors and JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

import torch
from safetensors.torch import load, save
from torch import Tensor, nn
from torch import distributed as processes

from engine.errors import EngineError

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = timedelta(days=7)  # the others wait while the first one scores; one that died is noticed by its connection
FACTS = "facts"  # the JSON of an order, among its tensors

_joined: list[Distribution] = []


class Distribution:
    """One process among `count`; alone it is the first of one, and nothing is sent."""

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank, self.count = rank, count
        self.is_amid = False  # between an order and the sum that answers it: no other order can be heard then

    @property
    def is_alone(self) -> bool:
        return self.count == 1

    def share(self, rows: Sequence[int]) -> list[int]:
        """The rows of a batch that are this process's own."""
        return list(rows[self.rank :: self.count])

    def tell(self, facts: Mapping[str, Any], tensors: Mapping[str, Tensor] | None = None) -> None:
        """Send an order to the others. Raises EngineError where one of them is gone."""
        text = torch.frombuffer(bytearray(json.dumps(facts).encode()), dtype=torch.uint8)
        parts = {name: tensor.detach().cpu().contiguous() for name, tensor in (tensors or {}).items()}
        content = torch.frombuffer(bytearray(save({**parts, FACTS: text})), dtype=torch.uint8)
        _together(processes.broadcast, torch.tensor([len(content)]), src=0)
        _together(processes.broadcast, content, src=0)

    def hear(self) -> tuple[dict[str, Any], dict[str, Tensor]]:
        """Wait for the next order. Raises EngineError where the first process is gone."""
        size = torch.zeros(1, dtype=torch.long)
        _together(processes.broadcast, size, src=0)
        content = torch.zeros(int(size), dtype=torch.uint8)
        _together(processes.broadcast, content, src=0)
        tensors = load(content.numpy().tobytes())
        facts: dict[str, Any] = json.loads(tensors.pop(FACTS).numpy().tobytes())
        return facts, tensors

    def add_up(self, parameters: Sequence[nn.Parameter], number: float) -> float:
        """Replace the gradients by their sums over all processes, in one message; returns the sum of `number`."""
        if self.is_alone:
            return number
        self.is_amid = False
        device = parameters[0].device
        for part in parameters:
            if part.grad is None:
                part.grad = torch.zeros_like(part)
        flat = [part.grad.reshape(-1).float() for part in parameters if part.grad is not None]
        message = torch.cat([*flat, torch.tensor([number], dtype=torch.float32, device=device)])
        _together(processes.all_reduce, message)
        place = 0
        for part in parameters:
            assert part.grad is not None
            part.grad.copy_(message[place : place + part.numel()].view_as(part))
            place += part.numel()
        return float(message[-1])

    def leave(self) -> None:
        """Tell the others that there is nothing left to do. Those that wait for a sum notice that this one is gone."""
        if not self.is_amid:
            with suppress(EngineError):  # they are gone already
                self.tell({"kind": "end"})


ALONE = Distribution()


def current() -> Distribution:
    """The processes that this one works with."""
    return _joined[-1] if _joined else ALONE


def own_card() -> int:
    """The number of this process on its computer, which is that of its graphics card."""
    return int(os.environ.get("LOCAL_RANK", "0"))


@contextmanager
def joined() -> Iterator[Distribution]:
    """Meet the other processes that a launcher started, for as long as the block lasts; `current()` inside.

    Numbers on the CPU travel through gloo, those on graphics cards through NCCL. Raises EngineError where they do not
    come together.
    """
    has_cards = torch.cuda.is_available()
    if has_cards:
        torch.cuda.set_device(own_card() % torch.cuda.device_count())
    _together(processes.init_process_group, "cpu:gloo,cuda:nccl" if has_cards else "gloo", timeout=PATIENCE)
    _joined.append(Distribution(processes.get_rank(), processes.get_world_size()))
    try:
        yield _joined[-1]
    finally:
        _joined.pop()
        processes.destroy_process_group()


def _together(what: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Something that all processes do at once. Raises EngineError where one of them does not."""
    try:
        return what(*args, **kwargs)
    except (RuntimeError, ValueError) as error:  # torch has its own kinds below these, and gloo raises the plain ones
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise EngineError("process_lost", reason=reason[:200]) from error
