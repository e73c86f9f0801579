"""What the prompt is compared with, on the same kept-aside rows: the untouched model, and the head alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch

from engine.events import RunEvent, phase
from engine.tasks.classification import HeadClassification
from engine.tasks.judging import Judge
from engine.tasks.task import Predictions, predict_all
from engine.tasks.token_head import TokenHeadTask
from engine.training.control import Control
from engine.training.gap_filling import gap_filling_note
from engine.training.head_alone import probe, probe_tokens
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel

EVALUATION_BATCH = 32
MOST_KNOWN = 4
HEAD_HABITS = ("steps", "batch_size", "accumulate", "warmup", "schedule", "weight_decay", "evaluate_every")


@dataclass(frozen=True)
class Baselines:
    """`untouched`: with words the model without a prompt, with a head the commonest answer (`kind` says which)."""

    kind: str
    untouched: Predictions
    head_alone: Predictions | None


def recalled_baselines(
    prepared: Prepared, control: Control, known: dict[str, Baselines]
) -> Iterator[RunEvent | Baselines]:
    """`measure_baselines`, or what an earlier run found with the same model, rows and, for a head, steps: `known`,
    which keeps the last few."""
    key = _key(prepared)
    if key in known:
        yield known[key]
        return
    for item in measure_baselines(prepared, control):
        if isinstance(item, Baselines):
            known[key] = item
            for old in list(known)[:-MOST_KNOWN]:
                del known[old]
        yield item


def measure_baselines(prepared: Prepared, control: Control) -> Iterator[RunEvent | Baselines]:
    """Yields phases and a warning of a model that fills gaps, at last the Baselines."""
    for item in measure_untouched(prepared, control):
        if isinstance(item, Baselines) and isinstance(prepared.base_task, HeadClassification | TokenHeadTask):
            yield from _with_head_alone(prepared, prepared.base_task, item, control)
        else:
            yield item


def measure_untouched(prepared: Prepared, control: Control) -> Iterator[RunEvent | Baselines]:
    """The same without the head alone, which has to be trained first."""
    task = prepared.base_task
    if task.baseline_kind == "majority":
        yield Baselines("majority", task.majority(prepared.train, prepared.kept_aside), None)
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
    prepared: Prepared, task: HeadClassification | TokenHeadTask, found: Baselines, control: Control
) -> Iterator[RunEvent | Baselines]:
    """Train the head alone; yields phases, at last the Baselines with it."""
    train = [part for example in prepared.loaded.train for part in task.lessons(task.encode(example))]
    kept, training, seed = prepared.base_kept_aside(), prepared.config.training, prepared.config.seed
    model = PromptedModel(prepared.backbone)
    if not isinstance(task, TokenHeadTask):
        yield phase("probing_head", 0, len(train) + len(kept))
    work: Iterator[tuple[int, int] | Predictions]
    if isinstance(task, TokenHeadTask):
        work = probe_tokens(task, model, train, kept, training, seed, Judge(task, prepared.loaded.kept_aside).merit)
    else:
        work = probe(task, model, train, kept, training, seed)
    for item in work:
        control.check()
        yield replace(found, head_alone=item) if isinstance(item, Predictions) else phase("probing_head", *item)


def _key(prepared: Prepared) -> str:
    """What the baselines depend on, as one hash; the method is no part of it, but for the room that it leaves."""
    backbone, training = prepared.backbone, prepared.config.training
    habits = [getattr(training, name) for name in HEAD_HABITS]
    model = [prepared.fingerprint.weights_hash, backbone.number_format, str(backbone.device), torch.get_num_threads()]
    asked = [prepared.plan, prepared.base_task.encoder.max_tokens, prepared.config.seed]
    digest = hashlib.sha256(repr([*model, *asked, habits]).encode())
    for row in (*prepared.loaded.train, *prepared.loaded.kept_aside):
        digest.update(repr(row).encode(errors="surrogatepass"))
    return digest.hexdigest()
