"""A linear layer on the frozen model's state of each real token: what tagging and finding a span share.

"Verbalizers do not reach" such tasks (Liu et al. 2022, section 3.2): every token has an answer of its own.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task, new_head
from engine.training.batches import Batch, EncodedExample
from engine.training.prompted_model import PromptedModel


class TokenHeadTask(Task):
    """`head` maps states (B, T, H) to logits (B, T, O); subclasses say which places count and what they mean."""

    baseline_kind = "majority"
    reads_states = True

    def __init__(
        self,
        backbone: Backbone,
        labels: Sequence[str],
        encoder: ExampleEncoder,
        outputs: int,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(backbone, labels, encoder)
        self.head = new_head(backbone.hidden_size, outputs, generator)
        self.to(backbone.device)

    def states(self, model: PromptedModel, batch: Batch) -> Tensor:
        """(B, T, H) in the head's format, fp32. Call inside `model.installed(batch)`."""
        return model.hidden(batch).to(self.head.weight.dtype)

    @abstractmethod
    def head_loss(self, logits: Tensor, batch: Batch) -> Tensor:
        """Mean loss, a scalar, of logits (B, T, O)."""

    @abstractmethod
    def judge(self, logits: Tensor, batch: Batch, examples: Sequence[EncodedExample]) -> Predictions:
        """Predictions for the examples that `parts` laid out in this batch, from its logits (B, T, O)."""

    def parts(self, examples: Sequence[EncodedExample]) -> list[EncodedExample]:
        """The rows of the batch that these examples are read in."""
        return list(examples)

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        return self.head_loss(self.head(self.states(model, batch)), batch)

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        batch = self.make_batch(self.parts(examples))
        with model.installed(batch):
            return self.judge(self.head(self.states(model, batch)), batch, examples)
