"""Whether a run keeps what no prompt can change of its texts: where that is right, and where it pays.

It is right where the model reads a text the same way whatever stands behind it. What can be told from the model's build
is asked here; then some rows are read both ways and must give the same loss, so that a model with habits that nobody
thought of is found out as well. It pays where a step's time, measured both ways on the run's own rows, says so.
"""

from __future__ import annotations

import dataclasses
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from engine.backbones.backbone import Backbone
from engine.devices import free_memory
from engine.events import RunEvent, note, phase
from engine.methods import Prompt
from engine.training.batches import Batch, EncodedExample
from engine.training.context_cache import ContextCache, Store
from engine.training.distribution import current
from engine.training.preparation import Prepared
from engine.training.prompted_model import PromptedModel
from engine.training.sharing import Sharing

MEMORY_SHARE, MOST_MEMORY = 0.25, 8 * 2**30  # of what is free on the device
DISK_SHARE, MOST_DISK = 0.25, 16 * 2**30
LEAST_GAIN = 0.8  # of the time without it: what it must stay below
ALIKE = {torch.float32: 1e-4, torch.float64: 1e-6}  # relative difference of losses; formats of 16 bits round more
ALIKE_ROUGHLY = 3e-2


def with_contexts(prepared: Prepared, folder: Path, sharing: Sharing) -> Iterator[RunEvent | Prepared]:
    """Yields a phase and notes, at last the Prepared with the choice made: `training.context_cache` is settled, and
    `contexts` is there where it is used; trainings side by side use the same one. Afterwards no random number has been
    drawn and no gradient is left."""
    asked = prepared.config.training.context_cache
    reason = refusal(prepared) if asked is not False else "context_asked_off"
    contexts: ContextCache | None = None
    if reason is None and sharing.contexts is not None:
        contexts = sharing.contexts
    elif reason is None:
        yield phase("timing_steps")
        contexts = make_cache(prepared.backbone, folder)
        trial = _try_out(prepared, contexts)
        if not trial.is_alike:
            reason = "context_unlike"
        elif asked is None and not trial.pays:
            reason = "context_slow"
        contexts = make_cache(prepared.backbone, folder) if reason is None else None  # the trial's texts go
        sharing.contexts = contexts
    if asked and reason is not None:
        yield note(reason)
    elif contexts is not None:
        yield note("context_on", texts=len(distinct_texts(prepared)))
    config = prepared.config.replace(training={"context_cache": contexts is not None})
    yield dataclasses.replace(prepared, config=config, contexts=contexts)


def make_cache(backbone: Backbone, folder: Path) -> ContextCache:
    """An empty cache with as much room as this machine can spare now, for each of the processes that work on a run."""
    memory = min(int(MEMORY_SHARE * free_memory(backbone.device)), MOST_MEMORY)
    disk = min(int(DISK_SHARE * shutil.disk_usage(folder).free), MOST_DISK)
    return ContextCache(backbone, Store(memory // current().count, disk // current().count, folder))


def refusal(prepared: Prepared) -> str | None:
    """Code of the reason why nothing can be kept of these texts, or None where it can."""
    backbone, training = prepared.backbone, prepared.config.training
    if prepared.method.backbone_rate is not None:
        return "context_joint"
    if not list(prepared.method.parameters()):  # a written prompt: nothing is learned, every text is read once
        return "context_front"
    if prepared.task.reads_states:
        return "context_head"
    if training.gradient_checkpointing:
        return "context_checkpointing"
    if not backbone.slots:
        return "context_build"
    if backbone.is_split:  # what is kept of all layers lies together, on one device
        return "context_split"
    if backbone.family == "seq2seq":
        prompt = prepared.method.export()
        is_prompted = prompt.length_at("encoder") or prompt.input_length
        return "context_front" if is_prompted else None
    if backbone.family == "masked" or not any(distinct_texts(prepared)):
        return "context_front"
    shapes = {(slot.kv_heads, slot.head_dim) for slot in backbone.slots}
    return None if len(shapes) == 1 and backbone.is_steady else "context_build"


def distinct_texts(prepared: Prepared) -> set[tuple[int, ...]]:
    """What could be kept of the rows to learn from and the rows kept aside, as token ids."""
    rows = [*prepared.train, *prepared.kept_aside]
    if prepared.backbone.family == "seq2seq":
        return {tuple(row.ids) for row in rows}
    prompt = prepared.method.export()
    if prompt.key_values and not prompt.is_infix:
        return set()
    return {part for row in rows if (part := tuple(row.ids[: _lead(row)]))}


def _lead(row: EncodedExample) -> int:
    return min(next((place for place, i in enumerate(row.ids) if i < 0), len(row.ids)), len(row.ids) - 1)


@dataclasses.dataclass(frozen=True)
class Trial:
    """Seconds of a step without it, of one that reads its texts for the first time, of one that recalls them; how often
    each kind of step comes in the run; and whether both ways gave the same loss."""

    plain: float
    first: float
    recalled: float
    steps: int
    first_steps: float
    is_alike: bool

    @property
    def pays(self) -> bool:
        """Whether the run is clearly faster with it."""
        kept = self.first_steps * self.first + max(0.0, self.steps - self.first_steps) * self.recalled
        return kept < LEAST_GAIN * self.steps * self.plain


def _try_out(prepared: Prepared, contexts: ContextCache) -> Trial:
    """Read a batch of rows of middling length both ways."""
    training = prepared.config.training
    order = sorted(range(len(prepared.train)), key=lambda index: len(prepared.train[index]))
    middle = max(0, len(order) // 2 - training.batch_size // 2)
    batch = prepared.task.make_batch([prepared.train[i] for i in order[middle : middle + training.batch_size]])
    prompt = prepared.method.export()
    times, losses = [], []
    for kept in (None, None, contexts, contexts):  # the first one warms up
        begun = time.perf_counter()
        losses.append(_learn(prepared, prompt, batch, kept))
        times.append(time.perf_counter() - begun)
    limit = ALIKE.get(prepared.backbone.dtype, ALIKE_ROUGHLY) * abs(losses[1])
    steps = training.steps or 1
    batches = (training.batch_size, training.accumulate, len(prepared.train))
    a_pass = -(-batches[2] // (batches[0] * batches[1]))
    is_alike = all(abs(loss - losses[1]) <= limit for loss in losses[2:])
    return Trial(times[1], times[2], times[3], steps, min(a_pass, steps), is_alike)


def _learn(prepared: Prepared, prompt: Prompt, batch: Batch, contexts: ContextCache | None) -> float:
    """The loss of a batch, forward and backward, with a copy of the prompt."""
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in prompt.tensors().items()}
    copy = Prompt.from_tensors(leaves, is_infix=prompt.is_infix)
    model = PromptedModel(prepared.backbone, copy, contexts=contexts)
    with torch.enable_grad(), model.installed(batch):
        loss = prepared.task.loss(model, batch)
        loss.backward()
    for parameter in prepared.task.parameters():
        parameter.grad = None
    return float(loss.detach())
