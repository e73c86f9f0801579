"""Task: what is asked of a prompted model. It encodes rows, gives the loss of a batch, predicts, and says how answers
are measured.

A task may train something of its own beside the prompt (a head); the trainer sees only parameters.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.events import RunEvent
from engine.scoring import MEASURES, Measure
from engine.tasks.encoding import ExampleEncoder
from engine.training.batches import Batch, EncodedExample, make_batch
from engine.training.memory import SAYS_SO, give_back, ran_out
from engine.training.prompted_model import PromptedModel

T = TypeVar("T")
CHECKED_ROWS = 256  # kept-aside rows scored at each check; the last score uses all of them


@dataclass(frozen=True)
class Predictions:
    """What a model answers on N rows: probabilities (N, C) over what there was to choose from and the loss of each row
    (N,).

    `illegal` (N,), bool, where labels are words: of all the words that the model knows it finds another one likelier
    than the beginning of any label's. `texts` (N): the answers in words, where they are no labels; `probabilities` is
    None where nothing was chosen from a list.
    """

    probabilities: Tensor | None
    losses: Tensor
    illegal: Tensor | None = None
    texts: tuple[str, ...] | None = None

    @property
    def answers(self) -> list[int]:
        """Index of the likeliest choice of each row."""
        assert self.probabilities is not None
        return [int(index) for index in self.probabilities.argmax(dim=1)]

    @property
    def illegal_rate(self) -> float | None:
        """Share of the rows that are `illegal`; None where labels are no words."""
        return None if self.illegal is None else int(self.illegal.sum()) / max(1, len(self.illegal))

    def rows(self, indices: Sequence[int]) -> Predictions:
        """Those of some rows."""
        picked = list(indices)
        return Predictions(
            None if self.probabilities is None else self.probabilities[picked],
            self.losses[picked],
            None if self.illegal is None else self.illegal[picked],
            None if self.texts is None else tuple(self.texts[index] for index in picked),
        )

    @staticmethod
    def merged(parts: Sequence[Predictions], places: Sequence[int]) -> Predictions:
        """Of several parts, laid end to end, the row at each place: `places` (N) says where each row of the parts
        belongs."""
        order = torch.tensor(places).argsort()
        width = max((0 if part.probabilities is None else part.probabilities.shape[1] for part in parts), default=0)
        chosen: list[Tensor] = []
        illegal: list[Tensor] = []
        texts: list[str] = []
        for part in parts:  # a row may have fewer candidates than others
            if part.probabilities is not None:
                chosen.append(nn.functional.pad(part.probabilities, (0, width - part.probabilities.shape[1])))
            if part.illegal is not None:
                illegal.append(part.illegal)
            texts += part.texts or ()
        return Predictions(
            torch.cat(chosen)[order] if chosen else None,
            torch.cat([part.losses for part in parts])[order],
            torch.cat(illegal)[order] if illegal else None,
            tuple(texts[place] for place in order.tolist()) if texts else None,
        )


class Task(nn.Module):
    """Labels, their rows and their loss on one backbone."""

    has_labels = False  # whether a row's answer is one of the labels
    is_written = False  # whether an answer is written token by token
    sampling: Any = None  # how, where it is (engine.tasks.decoding.Sampling)
    reads_states = False  # whether it reads the states of the text itself, not only of where answers stand
    picks_by_loss = False  # whether the best step is told by the loss, where answers are costly to write
    checked_rows = CHECKED_ROWS
    most_at_once: int | None = None  # rows that memory has room for while they are scored, where it once had none
    scored_rows: int | None = None  # kept-aside rows for the last score; None: all
    baseline_kind = "untouched"  # or what stands for it where the model has no head: "majority"

    def __init__(self, backbone: Backbone, labels: Sequence[str], encoder: ExampleEncoder) -> None:
        super().__init__()
        self.labels = list(labels)
        self.encoder = encoder
        self.device = backbone.device

    @property
    def measures(self) -> tuple[Measure, ...]:
        """How answers are measured, the main measure first."""
        return (MEASURES["accuracy"],)

    @abstractmethod
    def encode(self, example: Example) -> EncodedExample:
        """A row with what training needs of its answer; a row without a label is encoded for prediction."""

    def left_out(self, example: Example) -> str | None:
        """Code of the note why a row cannot take part, or None when it can."""
        return None

    def lessons(self, encoded: EncodedExample) -> list[EncodedExample]:
        """What training makes of a row: itself, or its parts."""
        return [encoded]

    def make_batch(self, examples: Sequence[EncodedExample]) -> Batch:
        """Rows as tensors on the backbone's device, answers where its family reads them."""
        return make_batch(examples, self.encoder.layout).to(self.device)

    @abstractmethod
    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        """Mean loss of a batch, a scalar under autograd. Call inside `model.installed(batch)`."""

    def loss_count(self, batch: Batch) -> int:
        """Over how many equal terms `loss` is the mean: by it the parts of a batch are weighed, where it is parted."""
        return len(batch.targets)

    @abstractmethod
    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """Answers for some rows, on the CPU."""

    def row_losses(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Tensor:
        """Losses (n,) on the CPU of some rows whose answers are known, without writing any."""
        return self.predict(model, examples).losses

    def said(self, predictions: Predictions) -> list[str]:
        """Each row's answer in words."""
        if predictions.texts is not None:
            return list(predictions.texts)
        return [self.labels[index] for index in predictions.answers]

    def majority(self, train: Sequence[EncodedExample], rows: Sequence[EncodedExample]) -> Predictions:
        """What stands for the untouched model where it has no head: always the commonest answer of the training rows,
        on some rows."""
        raise NotImplementedError

    def notes(self) -> list[RunEvent]:
        """What the person is to be told of how this task will work."""
        return []

    def head_tensors(self) -> dict[str, Tensor]:
        """What the task itself trained, its `head`, by its names in a pack."""
        return {name: part.detach().clone() for name, part in self.named_parameters() if name.startswith("head.")}

    def load_head(self, tensors: dict[str, Tensor]) -> None:
        """Take back what `head_tensors` gave; other names are left alone."""
        for name, tensor in tensors.items():
            if name.startswith("head."):
                self.get_parameter(name).data.copy_(tensor)


def new_head(width: int, outputs: int, generator: torch.Generator | None = None, *, bias: bool = True) -> nn.Linear:
    """A linear head at its start: weights from N(0, 0.02), as transformers draws new layers; bias 0."""
    head = nn.Linear(width, outputs, bias=bias)
    head.weight.data.normal_(0.0, 0.02, generator=generator)
    if bias:
        head.bias.data.zero_()
    return head


def references_of(example: Example) -> tuple[str, ...]:
    """The accepted answers of a row."""
    return example.references or (str(example.label),)


def by_length(examples: Sequence[EncodedExample], batch_size: int) -> list[list[int]]:
    """Indices in batches of similar length, longest first, so that memory runs out at once or never."""
    order = sorted(range(len(examples)), key=lambda index: -len(examples[index]))
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def predict_all(
    task: Task, model: PromptedModel, examples: Sequence[EncodedExample], batch_size: int
) -> Iterator[int | Predictions]:
    """Predict every row in batches of similar length: yields how many rows are done, at last the Predictions."""
    parts: list[Predictions] = []
    places: list[int] = []
    for indices, part in _in_batches(task, lambda rows: task.predict(model, rows), examples, batch_size):
        parts.append(part)
        places += indices
        yield len(places)
    nothing = Predictions(torch.zeros(0, len(task.labels)), torch.zeros(0))
    yield Predictions.merged(parts, places) if parts else nothing


def losses_of(
    task: Task, model: PromptedModel, examples: Sequence[EncodedExample], batch_size: int
) -> Iterator[int | Tensor]:
    """The loss of every row, in the same way: yields how many are done, at last the losses (N,)."""
    losses, done = torch.zeros(len(examples)), 0
    for indices, part in _in_batches(task, lambda rows: task.row_losses(model, rows), examples, batch_size):
        losses[indices] = part
        done += len(indices)
        yield done
    yield losses


def _in_batches(
    task: Task, ask: Callable[[list[EncodedExample]], T], examples: Sequence[EncodedExample], batch_size: int
) -> Iterator[tuple[list[int], T]]:
    """What `ask` says of each batch, and which rows are in it; in smaller ones from where memory runs out.

    Raises what said so where a batch is a single row.
    """
    waiting = by_length(examples, min(batch_size, task.most_at_once or batch_size))
    while waiting:
        indices = waiting[0]
        try:
            with torch.no_grad():  # not around the yield: whoever pulls has gradients of its own
                found = ask([examples[index] for index in indices])
        except SAYS_SO as error:
            if not ran_out(error) or len(indices) == 1:
                raise
            task.most_at_once = -(-len(indices) // 2)
        else:
            yield waiting.pop(0), found
            continue
        give_back(task.device)
        left = [index for batch in waiting for index in batch]
        size = task.most_at_once
        waiting = [left[start : start + size] for start in range(0, len(left), size)]
