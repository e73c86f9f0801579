"""What a pack must hold to be used on a backbone: checked on the loaded model, whose modules have the last word.

A pack may come from anybody. `engine.packs` found its parts sound, each for itself; here they are held against each
other and against the model, so that nothing is answered by parts that do not belong together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.errors import InputError, PackError
from engine.methods import Prompt
from engine.packs import Manifest
from engine.tasks.task import Task


def require_answers(manifest: Manifest) -> None:
    """Raises PackError where the description lacks what answering needs: a head where the answers come out of one,
    labels where one is picked, the longest text."""
    task = manifest.task
    if "max_tokens" not in task:
        raise PackError("pack_field", field="task", reason="max_tokens is missing")
    if manifest.head is None and task["output"] == "head":
        raise PackError("pack_field", field="head", reason="it is missing, and the answers come out of it")
    if not manifest.labels and task["output"] != "text":
        raise PackError("pack_field", field="labels", reason="there are none to choose from")


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
