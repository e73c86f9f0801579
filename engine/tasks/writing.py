"""Writing: the model continues the filled template in its own words; there are no labels to pick from.

What imported prompts without labels do, and what a text column as the answer asks for.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task
from engine.training.batches import Batch, EncodedExample
from engine.training.prompted_model import PromptedModel


class Writing(Task):
    """Free text behind the template, ended by the model's own end sign."""

    def __init__(self, backbone: Backbone, encoder: ExampleEncoder) -> None:
        super().__init__(backbone, (), encoder)
        self.end = backbone.tokenizer.eos_token_id

    def encode(self, example: Example) -> EncodedExample:
        if example.label is None:
            return self.encoder.encode(example)
        ids = self.encoder.answer_ids(example.label)
        return self.encoder.encode(example, ids + ([int(self.end)] if self.end is not None else []))

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        """Mean cross-entropy of the answers' tokens, every token alike (Li and Liang 2021, section 3)."""
        states, ids, _ = model.answer_states(batch)
        return F.cross_entropy(model.backbone.logits(states).float(), ids)

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """Raises InputError: there are no labels to choose from; `engine.inference` writes the text."""
        raise InputError("writes_text")
