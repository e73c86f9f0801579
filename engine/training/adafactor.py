"""Adafactor as prompts are trained with it (Lester et al. 2021, section 3.1): the given rate, neither relative to the
step nor to a parameter's size, and second moments of every number by itself.

The authors' recipe keeps the prompt's rows and columns out of the factoring, and a prompt is small; transformers' class
would factor any matrix. On vectors both are the same, which a test holds them to. Shazeer and Stern 2018, algorithm 4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

TINY = 1e-30  # epsilon_1 of the paper's section 9
MOST_CHANGE = 1.0  # d: root mean square of an update, in units of the rate
DECAY = 0.8  # exponent of the second moments' memory


class Adafactor(torch.optim.Optimizer):
    """State by parameter: `step` and `squares`, the running mean of squared gradients. `weight_decay` is decoupled."""

    def __init__(self, params: list[dict[str, Any]] | list[nn.Parameter], lr: float, weight_decay: float = 0.0) -> None:
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One update. A closure is not asked for; the trainer has run backward before."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, parameter.grad.float(), group["lr"], group["weight_decay"])

    def _update(self, parameter: nn.Parameter, gradient: torch.Tensor, rate: float, decay: float) -> None:
        state = self.state[parameter]
        if not state:
            state["step"], state["squares"] = 0, torch.zeros_like(gradient)
        state["step"] += 1
        kept = 1.0 - state["step"] ** -DECAY
        squares = state["squares"].mul_(kept).add_(gradient.square() + TINY, alpha=1.0 - kept)
        update = gradient * squares.rsqrt()
        update /= (update.square().mean().sqrt() / MOST_CHANGE).clamp(min=1.0)
        if decay:
            parameter.mul_(1.0 - rate * decay)
        parameter.sub_(update.to(parameter.dtype), alpha=rate)
