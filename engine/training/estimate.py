"""What a run will about take, before it starts: time, memory, trained numbers. Estimates, and called so.

Time: a frozen step costs 4 operations a weight and token (2 forward, 2 back to the prompt; weights get no gradient),
one whose backbone is trained too 6, divided by the rate that this machine was measured to multiply matrices at.
"""

from __future__ import annotations

import functools
import time
from typing import Any

import torch

from engine.backbones.model_facts import needed_bytes
from engine.data import ColumnMapping
from engine.errors import InputError
from engine.runs import RunConfig
from engine.runs.farm import members
from engine.training.joint import is_joint, joint_bytes
from engine.training.preparation import Warm, load_backbone, new_method, plan_of
from engine.training.settling import settle, settle_steps

SHARE_OF_PEAK = 0.35  # small matrices and everything that is no matrix product
SECONDS_AROUND = 4.0  # loading, encoding, the first score
TYPICAL_TOKENS = 32


def estimate(config: RunConfig, rows: int, warm: Warm) -> dict[str, Any]:
    """An `estimate` event for `rows` usable rows. Raises InputError for choices that cannot work together."""
    columns = config.data.columns or {}
    mapping = ColumnMapping(columns)
    if not mapping.inputs:
        raise InputError("not_enough_choices", name="data.columns", flag="--set data.columns")
    labels = tuple(config.data.verbalizer or ("a", "b"))
    config = settle(config, mapping, labels, ())
    backbone, _ = load_backbone(config.backbone, warm)
    kept = max(1, round(rows * config.data.keep_aside))
    training = settle_steps(config, max(1, rows - kept), kept).training
    method = new_method(config, backbone, plan_of(config, labels), is_sketch=True)
    prompt = method.export()
    tokens = min(TYPICAL_TOKENS, config.data.max_tokens) + prompt.input_length
    weights = backbone.parameter_count - backbone.embedding.weight.numel()
    seen = (training.steps or 1) * training.batch_size * training.accumulate
    own = backbone.parameter_count if is_joint(config.method) else 0  # numbers of the backbone that are trained
    trainings = len(members(config))  # side by side
    operations = trainings * (6.0 if own else 4.0) * weights * tokens * seen * 1.5  # half as much again for the checks
    shape: Any = backbone.model.config
    return {
        "type": "estimate",
        "seconds": SECONDS_AROUND + operations / (matrix_rate(backbone.device, backbone.dtype) * SHARE_OF_PEAK),
        "steps": training.steps,
        "memory_bytes": needed_bytes(
            backbone.parameter_count,
            int(shape.num_hidden_layers),
            backbone.hidden_size,
            int(shape.num_attention_heads),
        )
        + joint_bytes(own)
        - 4 * own,  # the numbers themselves are in it
        "trainable_parameters": own + sum(parameter.numel() for parameter in method.parameters()),
        "backbone_parameters": backbone.parameter_count,
        "pack_bytes": sum(4 * tensor.numel() for tensor in prompt.tensors().values()),
    }


@functools.cache
def matrix_rate(device: torch.device, dtype: torch.dtype) -> float:
    """Multiply-adds counted as two operations, a second, of a 1024-wide product on this device; measured once."""
    a = torch.ones(512, 1024, device=device, dtype=dtype)
    b = torch.ones(1024, 1024, device=device, dtype=dtype)
    a @ b
    begun, count = time.perf_counter(), 0
    while time.perf_counter() - begun < 0.05:
        a @ b
        count += 1
    if device.type == "cuda":
        torch.cuda.synchronize()
    return count * 2.0 * 512 * 1024 * 1024 / (time.perf_counter() - begun)
