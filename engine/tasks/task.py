"""Task: what is asked of a prompted model. It encodes rows, gives the loss of a batch, and predicts.

A task may train something of its own beside the prompt (a head); the trainer sees only parameters.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.events import RunEvent
from engine.tasks.encoding import ExampleEncoder
from engine.training.batches import Batch, EncodedExample, make_batch
from engine.training.prompted_model import PromptedModel


@dataclass(frozen=True)
class Predictions:
    """What a model answers on N rows: probabilities (N, C) over the labels and the loss of each row (N,).

    `illegal` (N,), bool, where labels are words: of all the words that the model knows it finds another one likelier
    than the beginning of any label's.
    """

    probabilities: Tensor
    losses: Tensor
    illegal: Tensor | None = None

    @property
    def answers(self) -> list[int]:
        """Index of the likeliest label of each row."""
        return [int(index) for index in self.probabilities.argmax(dim=1)]

    @property
    def illegal_rate(self) -> float | None:
        """Share of the rows that are `illegal`; None where labels are no words."""
        return None if self.illegal is None else int(self.illegal.sum()) / max(1, len(self.illegal))

    def rows(self, indices: Sequence[int]) -> Predictions:
        """Those of some rows."""
        picked = list(indices)
        illegal = None if self.illegal is None else self.illegal[picked]
        return Predictions(self.probabilities[picked], self.losses[picked], illegal)


class Task(nn.Module):
    """Labels, their rows and their loss on one backbone."""

    def __init__(self, backbone: Backbone, labels: Sequence[str], encoder: ExampleEncoder) -> None:
        super().__init__()
        self.labels = list(labels)
        self.encoder = encoder
        self.device = backbone.device

    @abstractmethod
    def encode(self, example: Example) -> EncodedExample:
        """A row with what training needs of its answer; a row without a label is encoded for prediction."""

    def make_batch(self, examples: Sequence[EncodedExample]) -> Batch:
        """Rows as tensors on the backbone's device, answers where its family reads them."""
        return make_batch(examples, self.encoder.layout).to(self.device)

    @abstractmethod
    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        """Mean loss of a batch, a scalar under autograd. Call inside `model.installed(batch)`."""

    @abstractmethod
    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """Answers for some rows, (n, C) and (n,), on the CPU."""

    def notes(self) -> list[RunEvent]:
        """What the person is to be told of how this task will work."""
        return []

    def head_tensors(self) -> dict[str, Tensor]:
        """What the task itself trained, by its names in a pack."""
        return {}

    def load_head(self, tensors: dict[str, Tensor]) -> None:
        """Take back what `head_tensors` gave; other names are left alone."""
        for name, tensor in tensors.items():
            if name.startswith("head."):
                self.get_parameter(name).data.copy_(tensor)


def by_length(examples: Sequence[EncodedExample], batch_size: int) -> list[list[int]]:
    """Indices in batches of similar length, longest first, so that memory runs out at once or never."""
    order = sorted(range(len(examples)), key=lambda index: -len(examples[index]))
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def predict_all(
    task: Task, model: PromptedModel, examples: Sequence[EncodedExample], batch_size: int
) -> Iterator[int | Predictions]:
    """Predict every row in batches of similar length: yields how many rows are done, at last the Predictions."""
    probabilities = torch.zeros(len(examples), len(task.labels))
    losses = torch.zeros(len(examples))
    illegal: Tensor | None = None
    done = 0
    for indices in by_length(examples, batch_size):
        with torch.no_grad():  # not around the yield: whoever pulls has gradients of its own
            part = task.predict(model, [examples[index] for index in indices])
        probabilities[indices], losses[indices] = part.probabilities, part.losses
        if part.illegal is not None:
            illegal = torch.zeros(len(examples), dtype=torch.bool) if illegal is None else illegal
            illegal[indices] = part.illegal
        done += len(indices)
        yield done
    yield Predictions(probabilities, losses, illegal)
