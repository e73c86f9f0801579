"""Log-probabilities of answers' tokens: what every task whose answers are words trains and scores by."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.training.batches import Batch
from engine.training.prompted_model import PromptedModel


def answer_scores(model: PromptedModel, batch: Batch) -> tuple[Tensor, Tensor]:
    """Log-probability (N,) in fp32 of each answer token given what stands before it, and its row (N,).

    A masked model predicts all blanks of an answer at once. Call inside `model.installed(batch)`.
    """
    logits, ids, rows = model.answer_logits(batch)
    return log_probabilities(logits, ids), rows


def log_probabilities(logits: Tensor, ids: Tensor) -> Tensor:
    """(N,) of the tokens (N,) under logits (N, V)."""
    return -F.cross_entropy(logits, ids, reduction="none")


def row_means(values: Tensor, rows: Tensor, size: int) -> Tensor:
    """Mean of the values of each row: (size,)."""
    sums = values.new_zeros(size).index_add(0, rows, values)
    counts = values.new_zeros(size).index_add(0, rows, torch.ones_like(values))
    return sums / counts.clamp(min=1)
