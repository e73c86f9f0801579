"""The networks between few numbers and a prompt: the auto-encoder of Qin et al. 2021, section 3.2, and its start.

Encoder Linear(n, d), decoder Linear(d, H), tanh, Linear(H, n): "type 1" of the authors' code, the one that all of their
scripts use. n counts every number of a prompt, d is the subspace's dimension. A closed form's decoder is one matrix.

What is ours: the start. The authors draw all weights and take 100,000 steps; here the network begins as the principal
components of the prompts, which it then leaves, so that a few hundred steps are enough. And at the end the numbers are
measured anew (`standardize`), so that they are spread by one around zero over the tasks: the same prompts can be
reached, and learning rates and sliders mean the same in every subspace.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.methods.method import Prompt
from engine.methods.networks import seeded

STRAIGHT = 0.3  # how far a task's numbers move the tanh at the start: nearly as if there were none
SMALLEST_SHARE = (
    1e-3  # of the largest direction of the hidden units: smaller ones are left alone when a layer is fitted
)
SMALLEST_SPREAD = 1e-6  # of numbers over the tasks, below which they tell nothing and keep their measure


class PromptLayout:
    """A prompt as one row of n numbers: its tensors end to end, in the order of their names."""

    def __init__(self, shapes: Mapping[str, Sequence[int]], *, is_infix: bool = False) -> None:
        self.shapes = {name: tuple(shapes[name]) for name in sorted(shapes)}
        self.is_infix = is_infix

    @staticmethod
    def of(prompt: Prompt) -> PromptLayout:
        """The layout of prompts like this one."""
        shapes = {name: list(tensor.shape) for name, tensor in prompt.tensors().items()}
        return PromptLayout(shapes, is_infix=prompt.is_infix)

    @property
    def size(self) -> int:
        """n."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    def row(self, prompt: Prompt) -> Tensor:
        """(n,) of a prompt of this layout."""
        tensors = prompt.tensors()
        return torch.cat([tensors[name].reshape(-1) for name in self.shapes])

    def prompt(self, row: Tensor) -> Prompt:
        """The prompt of a row (n,)."""
        parts = row.split([math.prod(shape) for shape in self.shapes.values()])
        tensors = {name: part.reshape(shape) for (name, shape), part in zip(self.shapes.items(), parts, strict=True)}
        return Prompt.from_tensors(tensors, is_infix=self.is_infix)


class PromptDecoder(nn.Module):
    """(..., d) -> (..., n): Linear, tanh, Linear, or one Linear where `width` is None."""

    def __init__(self, dimension: int, width: int | None, size: int) -> None:
        super().__init__()
        self.inner = None if width is None else nn.Linear(dimension, width)
        self.outer = nn.Linear(dimension if width is None else width, size)

    @staticmethod
    def of(tensors: Mapping[str, Tensor]) -> PromptDecoder:
        """The decoder in a subspace file's tensors."""
        own = {name.removeprefix("decoder."): part for name, part in tensors.items() if name.startswith("decoder.")}
        outer, inner = own["outer.weight"], own.get("inner.weight")
        with torch.device("meta"):  # no numbers are drawn for nothing
            decoder = PromptDecoder(
                int((outer if inner is None else inner).shape[1]),
                None if inner is None else int(inner.shape[0]),
                int(outer.shape[0]),
            )
        decoder.load_state_dict({name: part.float() for name, part in own.items()}, assign=True)
        return decoder

    def hidden(self, numbers: Tensor) -> Tensor:
        """What the last layer reads."""
        return numbers if self.inner is None else self.inner(numbers).tanh()

    def forward(self, numbers: Tensor) -> Tensor:
        prompts: Tensor = self.outer(self.hidden(numbers))
        return prompts


class PromptAutoEncoder(nn.Module):
    """Prompts (K, n) -> numbers (K, d) -> prompts (K, n)."""

    def __init__(self, size: int, dimension: int, width: int | None) -> None:
        super().__init__()
        self.encoder = nn.Linear(size, dimension)
        self.decoder = PromptDecoder(dimension, width, size)

    def forward(self, prompts: Tensor) -> Tensor:
        given_back: Tensor = self.decoder(self.encoder(prompts))
        return given_back

    @torch.no_grad()
    def standardize(self, prompts: Tensor) -> None:
        """Measure the numbers anew, so that over these prompts (K, n) each has mean 0 and spread 1: z' = (z - m) / s.

        What the decoder gives for a prompt stays as it was; both layers that touch the numbers take the change up.
        """
        numbers = self.encoder(prompts)
        mean, spread = numbers.mean(dim=0), numbers.std(dim=0, correction=0)
        spread = torch.where(spread > SMALLEST_SPREAD, spread, torch.ones_like(spread))
        self.encoder.weight.div_(spread[:, None])
        self.encoder.bias.copy_((self.encoder.bias - mean) / spread)
        first = self.decoder.outer if self.decoder.inner is None else self.decoder.inner
        first.bias.add_(first.weight @ mean)
        first.weight.mul_(spread)


def frozen(decoder: PromptDecoder) -> PromptDecoder:
    """The decoder with buffers for weights: they move with it to a device, and are neither parameters nor state."""
    for part in decoder.modules():
        for name, parameter in list(part.named_parameters(recurse=False)):
            delattr(part, name)
            part.register_buffer(name, parameter.detach(), persistent=False)
    return decoder


def drawn_autoencoder(size: int, dimension: int, width: int | None, generator: torch.Generator) -> PromptAutoEncoder:
    """One at torch's own start for such layers, as the authors' code has it."""
    with seeded(generator):
        return PromptAutoEncoder(size, dimension, width)


def principal_components(prompts: Tensor, dimension: int) -> PromptAutoEncoder:
    """The closed form: the best that d numbers and one matrix can do for the squared error of prompts (K, n).

    Beyond the K - 1 directions in which K prompts differ, numbers change nothing. Numbers have mean 0 and spread 1.
    """
    mean = prompts.double().mean(dim=0)
    _, sizes, directions = torch.linalg.svd(prompts.double() - mean, full_matrices=False)
    found = min(dimension, int((sizes > sizes[:1] * 1e-7).sum()))
    spread = sizes[:found] / math.sqrt(len(prompts))  # (found,)
    directions = directions[:found] * directions[:found].gather(1, directions[:found].abs().argmax(1, True)).sign()
    with torch.device("meta"):
        network = PromptAutoEncoder(prompts.shape[1], dimension, None)
    encode = F.pad(directions / spread[:, None], (0, 0, 0, dimension - found))  # (d, n)
    decode = F.pad((directions * spread[:, None]).T, (0, dimension - found))  # (n, d)
    tensors = {
        "encoder.weight": encode,
        "encoder.bias": -encode @ mean,
        "decoder.outer.weight": decode,
        "decoder.outer.bias": mean,
    }
    network.load_state_dict({name: part.float().contiguous() for name, part in tensors.items()}, assign=True)
    return network


def autoencoder_from(prompts: Tensor, dimension: int, width: int, generator: torch.Generator) -> PromptAutoEncoder:
    """The auto-encoder at its start: it gives prompts (K, n) back as their d principal components do.

    The first layer of the decoder is drawn, so that its tanh is nearly straight where the tasks lie; the last one is
    the smallest that fits. Numbers beyond the prompts' own directions read drawn directions and move nothing yet.
    """
    straight = principal_components(prompts, dimension)
    network = drawn_autoencoder(prompts.shape[1], dimension, width, generator)
    inner = network.decoder.inner
    assert inner is not None
    with torch.no_grad():
        is_empty = (straight.encoder.weight == 0).all(dim=1)
        network.encoder.weight.copy_(torch.where(is_empty[:, None], network.encoder.weight, straight.encoder.weight))
        mean = prompts.mean(dim=0)
        network.encoder.bias.copy_(-(network.encoder.weight @ mean))
        nn.init.normal_(inner.weight, 0.0, STRAIGHT / math.sqrt(dimension), generator=generator)
        nn.init.zeros_(inner.bias)
        numbers = network.encoder(prompts)
        hidden = network.decoder.hidden(numbers).double()  # (K, H)
        wanted = (straight(prompts) - mean).double()  # (K, n)
        fitted = torch.linalg.pinv(hidden, rtol=SMALLEST_SHARE) @ wanted  # (H, n)
        network.decoder.outer.weight.copy_(fitted.T.float())
        network.decoder.outer.bias.copy_(mean)
    return network


@torch.no_grad()
def likeness(given_back: Tensor, prompts: Tensor) -> dict[str, float]:
    """How near prompts (K, n) came back: the share of their spread around their mean that is explained, and the mean
    squared error."""
    missing = (given_back - prompts).square()
    spread = (prompts - prompts.mean(dim=0)).square().sum()
    return {"explained": float(1 - missing.sum() / spread) if spread > 0 else 1.0, "error": float(missing.mean())}


@torch.no_grad()
def random_decoder(
    like: PromptDecoder, numbers: Tensor, generator: torch.Generator, *, keeps_mean: bool
) -> PromptDecoder:
    """One of the same shape that learned nothing, with outputs of the same size: over N(0, 1) numbers (samples, d).

    `keeps_mean`: drawn directions around the same mean prompt, scaled to the same spread; otherwise all of it is drawn
    and scaled to the same norm.
    """
    inner = None if like.inner is None else like.inner.out_features
    with seeded(generator):
        drawn = PromptDecoder(numbers.shape[1], inner, like.outer.out_features)
    wanted, found = like(numbers), drawn(numbers)
    if keeps_mean:
        middle, own = wanted.mean(dim=0), found.mean(dim=0)
        scale = (wanted - middle).norm(dim=1).mean() / (found - own).norm(dim=1).mean()
        drawn.outer.weight.mul_(scale)
        drawn.outer.bias.copy_(drawn.outer.bias * scale + middle - own * scale)
    else:
        scale = wanted.norm(dim=1).mean() / found.norm(dim=1).mean()
        drawn.outer.weight.mul_(scale)
        drawn.outer.bias.mul_(scale)
    return drawn
