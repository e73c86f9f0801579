"""Generation: the model writes its answer behind the filled template, or with its decoder, in its own words.

Trained by the likelihood of the answers' tokens (Li and Liang 2021, section 3); measured by what it writes. Writing
takes many passes a row, so the best step is told by the loss, and few rows are written out at each check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from torch import Tensor
from torch.nn import functional as F

from engine.backbones.backbone import Backbone
from engine.data import Example
from engine.errors import InputError
from engine.runs.config import WRITING_METRICS
from engine.scoring import MEASURES, Measure
from engine.tasks.answers import answer_scores, row_means
from engine.tasks.decoding import Sampling, write_all
from engine.tasks.encoding import ExampleEncoder
from engine.tasks.task import Predictions, Task
from engine.training.batches import IGNORED, Batch, EncodedExample
from engine.training.prompted_model import PromptedModel

OTHERS = {"bleu": ("rouge_l",), "rouge_l": ("rouge_1", "rouge_2"), "exact_match": ("bleu",)}
UNTOLD_TOKENS = 96  # longest answer where nothing tells how long they are


class Generation(Task):
    """Free text, ended by the model's own end sign.

    `answer_tokens`: the most tokens an answer has, end sign and all; longer ones are cut in training. None: imported
    prompts do not say. `sampling` says how answers are written when they are scored: greedily, as it stands.
    """

    is_written = True
    picks_by_loss = True
    checked_rows = 32
    scored_rows = 200

    def __init__(
        self, backbone: Backbone, encoder: ExampleEncoder, metric: str, answer_tokens: int | None, has_space: bool
    ) -> None:
        super().__init__(backbone, (), encoder)
        if metric not in WRITING_METRICS:
            raise InputError(
                "option_choice", name="task.metric", value=repr(metric), choices=", ".join(WRITING_METRICS)
            )
        self.metric, self.answer_tokens = metric, answer_tokens
        self.space = " " if has_space else ""
        self.tokenizer, self.end = backbone.tokenizer, backbone.tokenizer.eos_token_id
        self.sampling = Sampling(max_new_tokens=answer_tokens or UNTOLD_TOKENS)
        encoder.answer_room = answer_tokens or 0
        encoder.has_own_room = backbone.family == "seq2seq"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(MEASURES[name] for name in (self.metric, *OTHERS[self.metric]))

    def encode(self, example: Example) -> EncodedExample:
        if example.label is None:
            return self.encoder.encode(example)
        return self.encoder.encode(example, self.answer_ids(example.label))

    def answer_ids(self, text: str) -> list[int]:
        """Tokens of an answer with the end sign, at most `answer_tokens`."""
        ids = self.encoder.answer_ids(self.space + text.strip())
        ids = ids + ([int(self.end)] if self.end is not None else [])
        return ids[: self.answer_tokens] if self.answer_tokens else ids

    def loss(self, model: PromptedModel, batch: Batch) -> Tensor:
        """Mean cross-entropy of the answers' tokens, every token alike (Li and Liang 2021, section 3)."""
        scores, _ = answer_scores(model, batch)
        return -scores.mean()

    def loss_count(self, batch: Batch) -> int:
        return int((batch.labels != IGNORED).sum())

    def row_losses(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Tensor:
        batch = self.make_batch(examples)
        with model.installed(batch):
            scores, rows = answer_scores(model, batch)
        return row_means(-scores, rows, batch.size).cpu()

    def predict(self, model: PromptedModel, examples: Sequence[EncodedExample]) -> Predictions:
        """`texts` as they are written; losses of the known answers, 0 where there is none."""
        open_rows = [replace(example, answer=[]) for example in examples]
        written = write_all(model, self.encoder.layout, open_rows, self.sampling)
        texts = tuple(self.tokenizer.decode(ids, skip_special_tokens=True).strip() for ids in written)
        is_known = all(example.answer for example in examples)
        losses = self.row_losses(model, examples) if is_known else F.pad(Tensor(), (0, len(examples)))
        return Predictions(None, losses, texts=texts)


def longest_answer(encoder: ExampleEncoder, answers: Sequence[str], limit: int) -> int:
    """Tokens that the longest of these answers has, its end sign counted; at most `limit`."""
    return min(limit, max(len(encoder.answer_ids(" " + answer.strip())) + 1 for answer in answers))
