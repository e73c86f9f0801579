"""What the prompt is compared with, on the same kept-aside rows: the untouched model, and the head alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
    for item in measure_untouched(prepared, control):
        if isinstance(item, Baselines) and isinstance(prepared.base_task, HeadClassification):
            yield from _with_head_alone(prepared, prepared.base_task, item, control)
        else:
            yield item


def measure_untouched(prepared: Prepared, control: Control) -> Iterator[RunEvent | Baselines]:
    """The same without the head alone, which has to be trained first."""
    task = prepared.base_task
    if isinstance(task, HeadClassification):
        yield Baselines("majority", majority(prepared), None)
        return
    kept = prepared.base_kept_aside()
    warning = gap_filling_note(prepared)
    if warning is not None:
        yield warning
    yield phase("trying_base", 0, len(kept))
    for part in predict_all(task, PromptedModel(prepared.backbone), kept, EVALUATION_BATCH):
        control.check()
        if isinstance(part, Predictions):
            yield Baselines("untouched", part, None)
        else:
            yield phase("trying_base", part, len(kept))


def _with_head_alone(
    prepared: Prepared, task: HeadClassification, found: Baselines, control: Control
) -> Iterator[RunEvent | Baselines]:
    """Train the head alone; yields phases, at last the Baselines with it."""
    train, kept = [task.encode(example) for example in prepared.loaded.train], prepared.base_kept_aside()
    model = PromptedModel(prepared.backbone)
    yield phase("probing_head", 0, len(train) + len(kept))
    for item in probe(task, model, train, kept, prepared.config.training, prepared.config.seed):
        control.check()
        if isinstance(item, Predictions):
            yield replace(found, head_alone=item)
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
