"""What a pack must hold to be used on a backbone: checked on the loaded model, whose modules have the last word.

A pack may come from anybody. `engine.packs` found its parts sound, each for itself; here they are held against each
other and against the model, so that nothing is answered by parts that do not belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError, PackError
from engine.methods import Prompt
from engine.packs import Manifest
from engine.runs.config import WRITING_METRICS
from engine.tasks.cloze import MOST_WORDS
from engine.tasks.task import Task

LABELLED = ("classification", "tagging")


def require_answers(manifest: Manifest) -> None:
    """Raises PackError where the description lacks what answering needs: a head where the answers come out of one,
    labels where one is picked, the longest text; and where what it says of answers is no such thing."""
    task = manifest.task
    if "max_tokens" not in task:
        raise PackError("pack_field", field="task", reason="max_tokens is missing")
    if manifest.head is None and task["output"] == "head":
        raise PackError("pack_field", field="head", reason="it is missing, and the answers come out of it")
    if not manifest.labels and task["kind"] in LABELLED:
        raise PackError("pack_field", field="labels", reason="there are none to choose from")

    for name, is_fine in FACTS.items():
        if task.get(name) is not None and not is_fine(task[name]):
            raise PackError("pack_field", field="task", reason=f"{name} is nothing possible")


def _is_vocabulary(value: Any) -> bool:
    is_list = isinstance(value, list) and 0 < len(value) <= MOST_WORDS
    return is_list and all(isinstance(word, str) and 0 < len(word) <= 200 for word in value)


FACTS: dict[str, Callable[[Any], bool]] = {
    "metric": lambda value: value in WRITING_METRICS,
    "answer_tokens": lambda value: type(value) is int and 0 < value <= 4096,
    "vocabulary": _is_vocabulary,
}


def require_slots(prompt: Prompt, backbone: Backbone) -> None:
    """Raises InputError for a place that the model does not have, PackError for keys and values of another size than
    the model's there, or where the parts of one site differ in their number of tokens."""
    slots = {slot.name: slot for slot in backbone.slots}
    missing = sorted(set(prompt.key_values) - set(slots))
    if missing:
        raise InputError("pack_slots", slots=", ".join(missing[:3]), backbone=backbone.name)
    for name, tensor in prompt.key_values.items():
        slot = slots[name]
        expected = (2, slot.kv_heads, prompt.length_at(slot.site), slot.head_dim)
        if tensor.shape != expected:
            raise _misfit(f"key_values.{name}", tensor.shape, expected, backbone)


def require_head(tensors: Mapping[str, Tensor], task: Task, backbone: Backbone) -> None:
    """Raises PackError where the head in a pack is not of the shape that the task's is on this model."""
    own = task.head_tensors()
    found = {name: tensor for name, tensor in tensors.items() if name.startswith("head.")}
    for name in sorted(own.keys() ^ found.keys()):
        code = "pack_tensor_missing" if name in own else "pack_tensor_unknown"
        raise PackError(code, tensor=name)
    for name, tensor in found.items():
        if tensor.shape != own[name].shape:
            raise _misfit(name, tensor.shape, own[name].shape, backbone)


def _misfit(name: str, found: Sequence[int], expected: Sequence[int], backbone: Backbone) -> PackError:
    has, takes = (" x ".join(map(str, shape)) for shape in (found, expected))
    return PackError("pack_misfit", tensor=name, found=has, expected=takes, backbone=backbone.name)
