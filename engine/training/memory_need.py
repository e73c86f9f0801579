"""How much memory a run's steps will need, from one step tried on its longest rows before the first real one.

The try leaves no trace: no update, no gradients, every generator as it was. On CUDA the allocator tells its peak;
elsewhere the bytes of all living tensors are counted while they come and go. What the optimiser and the copy of the
best prompt will add is known without trying. Where the run remembers texts, the try has an empty cache of its own,
which tells what a token takes.
"""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from engine.devices import free_memory
from engine.errors import InputError
from engine.events import RunEvent, note, phase
from engine.files import size_text
from engine.runs import TrainingConfig
from engine.tasks.task import by_length
from engine.training.context_cache import ContextCache, Store
from engine.training.context_choice import distinct_texts
from engine.training.distribution import current
from engine.training.memory import SAYS_SO, ran_out
from engine.training.preparation import Prepared
from engine.training.sharing import Sharing

HEAP_GAPS = 1.4  # of living bytes: the C library's heap keeps holes between blocks of unlike sizes
FIRST_STEP_BYTES = 15_000_000  # code and buffers of the libraries that only a first step touches
MOMENTS = {"adamw": 2, "adafactor": 1}  # numbers that the optimiser keeps of every trained one
CLEARLY = 1.5  # times the free memory: no guess of ours is that far off


@dataclasses.dataclass(frozen=True)
class MemoryNeed:
    """Bytes that steps add to what is in use before them; `free_bytes` were free then."""

    step_bytes: int  # the peak of one step on the longest rows
    kept_bytes: int  # what stays between steps: the optimiser's numbers, the best prompt, texts remembered
    free_bytes: int

    @property
    def growth_bytes(self) -> int:
        return self.step_bytes + self.kept_bytes

    def to_json(self) -> dict[str, Any]:
        """What the event of the run says."""
        return {"growth_bytes": self.growth_bytes, "free_bytes": self.free_bytes}


def try_longest(prepared: Prepared, modules: nn.Module, training: TrainingConfig) -> MemoryNeed | None:
    """Forward and backward on the longest rows; `modules` (method and task) are given back as they were.

    None where the memory ran out meanwhile: the first step will meet that too, and says so.
    """
    device, prepared = prepared.backbone.device, _with_own_contexts(prepared)
    free = _free(device)
    trained = [part for part in (*modules.parameters(), *prepared.backbone.model.parameters()) if part.requires_grad]
    rows = current().share(by_length(prepared.train, training.batch_size)[0])
    with _given_back(modules, trained):
        try:
            peak = (
                _peak_on_cuda(prepared, rows, training) if device.type == "cuda" else _living(prepared, rows, training)
            )
        except SAYS_SO as error:
            if ran_out(error):
                return None
            raise
    remembered, texts = _texts_bytes(prepared)
    peak -= remembered
    step = peak if device.type == "cuda" else round(peak * HEAP_GAPS) + FIRST_STEP_BYTES
    copies = MOMENTS[training.optimizer] + 1  # and the best so far
    return MemoryNeed(step, copies * sum(4 * part.numel() for part in trained) + texts, free)


def training_phase(prepared: Prepared, modules: nn.Module, sharing: Sharing) -> Iterator[RunEvent]:
    """The phase of training with what its steps will need, and a note where that hardly fits. Of trainings side by side
    the first one tries for all. Raises InputError where a step clearly does not fit."""
    need = None if sharing.is_tried else try_longest(prepared, modules, prepared.config.training)
    sharing.is_tried = True
    if need:
        yield from tight_note(need)
    memory = need.to_json() if need else None
    yield {**phase("training"), "memory": memory, "processes": current().count}


def tight_note(need: MemoryNeed) -> Iterator[RunEvent]:
    """A note where the steps need more than is free. Raises InputError where that is clearly so."""
    if need.growth_bytes <= need.free_bytes:
        return
    sizes = {"needed": size_text(need.growth_bytes), "free": size_text(need.free_bytes)}
    if need.growth_bytes > CLEARLY * need.free_bytes:
        raise InputError("memory_short", **sizes)
    yield note("memory_tight", **sizes)


def _step(prepared: Prepared, rows: Sequence[int], training: TrainingConfig) -> None:
    backbone = prepared.backbone
    batch = prepared.task.make_batch([prepared.train[index] for index in rows])
    model = prepared.prompted(prepared.method())
    with model.installed(batch), backbone.checkpointed(training.gradient_checkpointing):
        loss = prepared.task.loss(model, batch)
        if loss.requires_grad:  # a written prompt is only read
            loss.backward()


def _with_own_contexts(prepared: Prepared) -> Prepared:
    """The same, but that the texts of the try are not remembered for the run."""
    if prepared.contexts is None:
        return prepared
    store = Store(prepared.contexts.store.memory_room)
    return dataclasses.replace(prepared, contexts=ContextCache(prepared.backbone, store))


def _texts_bytes(tried: Prepared) -> tuple[int, int]:
    """What the try has remembered of its texts, and what all texts of the run will take in memory: bytes."""
    if tried.contexts is None:
        return 0, 0
    store = tried.contexts.store
    tokens = sum(map(len, store.kept))
    everything = store.memory_bytes * sum(map(len, distinct_texts(tried))) // tokens if tokens else 0
    return store.memory_bytes, min(everything, store.memory_room)


@contextmanager
def _given_back(modules: nn.Module, trained: Sequence[nn.Parameter]) -> Iterator[None]:
    """Inside, in training; after it mode, generators and gradients are what they were."""
    was_training = modules.training
    state = {name: value.clone() for name, value in modules.state_dict().items()}
    modules.train()
    try:
        with torch.random.fork_rng(devices=[]):
            yield
    finally:
        modules.load_state_dict(state)
        modules.train(was_training)
        for part in trained:
            part.grad = None


def _peak_on_cuda(prepared: Prepared, rows: Sequence[int], training: TrainingConfig) -> int:
    device = prepared.backbone.device
    torch.cuda.synchronize(device)
    torch.cuda.reset_peak_memory_stats(device)
    before = torch.cuda.memory_allocated(device)
    _step(prepared, rows, training)
    torch.cuda.synchronize(device)
    return torch.cuda.max_memory_allocated(device) - before


def _living(prepared: Prepared, rows: Sequence[int], training: TrainingConfig) -> int:
    model, method = prepared.backbone.model, prepared.method
    parts = (*model.parameters(), *model.buffers(), *method.parameters(), *prepared.task.parameters())
    with LivingBytes(parts) as counted:
        _step(prepared, rows, training)
    return counted.peak


class LivingBytes(TorchDispatchMode):
    """Counts the bytes of the tensors that operations make, forward and backward, for as long as they live.

    `peak` is the most at any moment. Tensors that are there before (`known`) count nothing, nor do views of them.
    """

    def __init__(self, known: Sequence[Tensor] = ()) -> None:
        super().__init__()
        self.peak = 0
        self._living: dict[int, int] = {}
        self._total = 0
        self._known = {part.untyped_storage()._cdata for part in known}

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        made = func(*args, **(kwargs or {}))
        for part in tree_leaves(made):
            if isinstance(part, Tensor):
                self._note(part)
        return made

    def _note(self, part: Tensor) -> None:
        storage = part.untyped_storage()
        name = storage._cdata
        if name in self._known or name in self._living:
            return
        self._living[name] = storage.nbytes()
        self._total += storage.nbytes()
        self.peak = max(self.peak, self._total)
        weakref.finalize(storage, self._forget, name).atexit = False

    def _forget(self, name: int) -> None:
        self._total -= self._living.pop(name)


def _free(device: torch.device) -> int:
    """What steps can use: free memory, and what the allocator of a card holds without using it."""
    held = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device) if device.type == "cuda" else 0
    return free_memory(device) + held
