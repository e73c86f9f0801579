"""A step that several processes take together (`distribution`): the first one leads, the others follow its orders.

Every process goes through its own rows of each batch. Their losses weigh as they would in the whole batch, so the sum
of all gradients is the gradient of one process alone, up to rounding; it is limited after it was added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from engine.errors import EngineError
from engine.runs import TrainingConfig
from engine.training.checkpoint import flatten_optimizer, restore_optimizer
from engine.training.distribution import Distribution
from engine.training.prefetching import BatchesAhead
from engine.training.preparation import Prepared
from engine.training.stepping import Group, Stepper


class SharedStepper(Stepper):
    """The stepper of one of several processes."""

    def __init__(self, training: TrainingConfig, groups: Sequence[Group], distribution: Distribution) -> None:
        super().__init__(training, groups)
        self.distribution = distribution
        self._sent: tuple[int, ...] = ()  # versions of the parameters as all processes have them

    def learn(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        """Have everyone learn from a share of these batches: gradients and mean loss of the whole."""
        self._send_state(prepared)
        rates = [options["lr"] for options in self.optimizer.param_groups]
        order = {"kind": "step", "rates": rates, "gathered": [list(rows) for rows in gathered]}
        self.distribution.tell(order, _draws(prepared))
        self.distribution.is_amid = True
        return self._learn_share(prepared, gathered)

    def update(self, step: int, mean: float) -> None:
        try:
            super().update(step, mean)
        finally:
            self._sent = self._versions

    def look_ahead(self, prepared: Prepared, now: Sequence[Sequence[int]], coming: Sequence[Sequence[int]]) -> None:
        now, coming = ([own for rows in part if (own := self.distribution.share(rows))] for part in (now, coming))
        super().look_ahead(prepared, now, coming)

    def follow(self, facts: dict[str, Any], tensors: dict[str, Tensor], prepared: Prepared) -> None:
        """Do what the first process ordered: take over its state, or a share of its step.

        Where loss or gradients are no numbers nothing moves, as there; what comes of it is decided there.
        """
        if facts["kind"] == "state":
            self._take_over(tensors)
            return
        self.optimizer.zero_grad()
        for options, rate in zip(self.optimizer.param_groups, facts["rates"], strict=True):
            options["lr"] = rate
        if tensors:
            prepared.method.load_state_dict(tensors, strict=False)
        mean = self._learn_share(prepared, facts["gathered"])
        try:
            self.update(0, mean)
        except EngineError as error:
            if error.code != "loss_exploded":
                raise

    def _learn_share(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        return self.distribution.add_up(self._parameters, super().learn(prepared, gathered))

    def _added_up(self, prepared: Prepared, gathered: Sequence[Sequence[int]]) -> float:
        rows, mean, task = sum(map(len, gathered)), 0.0, prepared.task
        for indices in gathered:
            own = self.distribution.share(indices)
            if not own:
                prepared.method()  # draws what the other processes draw
                continue
            counts = [
                task.loss_count(task.make_batch([prepared.train[index] for index in part])) for part in (own, indices)
            ]
            if counts[0]:
                mean += self._learn_batch(prepared, own, len(indices) / rows * counts[0] / counts[1])
        return mean

    @property
    def _parameters(self) -> list[nn.Parameter]:
        return [part for group in self.groups for part in group.parameters]

    @property
    def _versions(self) -> tuple[int, ...]:
        """Torch counts the changes of a tensor: a state that was put back in between has other counts."""
        return tuple(part._version for part in self._parameters)

    def _send_state(self, prepared: Prepared) -> None:
        """Before the first step, and after a state was put back: everything the update depends on."""
        if self._sent == self._versions:
            return
        tensors: dict[str, Tensor] = {f"parameters.{place}": part for place, part in enumerate(self._parameters)}
        tensors |= {f"optimizer.{name}": part for name, part in flatten_optimizer(self.optimizer).items()}
        self.distribution.tell({"kind": "state"}, tensors)

    def _take_over(self, tensors: dict[str, Tensor]) -> None:
        for place, part in enumerate(self._parameters):
            part.data.copy_(tensors[f"parameters.{place}"])
        start = len("optimizer.")
        moments = {name[start:]: part for name, part in tensors.items() if name.startswith("optimizer.")}
        restore_optimizer(self.optimizer, moments)


def stepper_for(distribution: Distribution, prepared: Prepared, groups: Sequence[Group]) -> Stepper:
    """The stepper of a process that leads, or that is alone; on a card somebody makes batches ahead for it."""
    training = prepared.config.training
    stepper = Stepper(training, groups) if distribution.is_alone else SharedStepper(training, groups, distribution)
    stepper.ahead = BatchesAhead.for_device(prepared.backbone.device)
    return stepper


def _draws(prepared: Prepared) -> dict[str, Tensor]:
    """The states of the method's generators, by which all processes drop the same numbers."""
    return {name: part for name, part in prepared.method.state_dict().items() if name.endswith("_extra_state")}
