"""What the prompt is compared with, on the same kept-aside rows: the untouched model, and the head alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from engine.events import RunEvent, phase
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions, predict_all
from engine.training.control import Control
from engine.training.gap_filling import gap_filling_note
from engine.training.head_alone import probe
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel

EVALUATION_BATCH = 32


@dataclass(frozen=True)
class Baselines:
    """`untouched`: with words the model without a prompt, with a head the commonest answer (`kind` says which)."""

    kind: str
    untouched: Predictions
    head_alone: Predictions | None


def measure_baselines(prepared: Prepared, control: Control) -> Iterator[RunEvent | Baselines]:
    """Yields phases and a warning of a model that fills gaps, at last the Baselines."""
    task, kept = prepared.base_task, prepared.base_kept_aside()
    model = PromptedModel(prepared.backbone)
    if not isinstance(task, HeadClassification):
        warning = gap_filling_note(prepared)
        if warning is not None:
            yield warning
        yield phase("trying_base", 0, len(kept))
        for part in predict_all(task, model, kept, EVALUATION_BATCH):
            control.check()
            if isinstance(part, Predictions):
                yield Baselines("untouched", part, None)
            else:
                yield phase("trying_base", part, len(kept))
        return
    train = [task.encode(example) for example in prepared.loaded.train]
    yield phase("probing_head", 0, len(train) + len(kept))
    for item in probe(task, model, train, kept, prepared.config.training, prepared.config.seed):
        control.check()
        if isinstance(item, Predictions):
            yield Baselines("majority", majority(prepared), item)
        else:
            yield phase("probing_head", *item)


def majority(prepared: Prepared) -> Predictions:
    """Always the training rows' commonest label, with the labels' shares as probabilities (add-one smoothed)."""
    labels = prepared.plan.labels
    counts = Counter(row.target for row in prepared.train)
    total = len(prepared.train) + len(labels)
    shares = torch.tensor([(counts[index] + 1) / total for index in range(len(labels))])
    targets = torch.tensor([row.target for row in prepared.kept_aside])
    return Predictions(shares.expand(len(targets), -1).clone(), -shares[targets].log())
