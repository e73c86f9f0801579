"""What the processes do that help another one with its run: load the same, follow its orders, end with it."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import nn

from engine.errors import InputError
from engine.runs import RunConfig
from engine.training.context_choice import make_cache
from engine.training.control import Control
from engine.training.distribution import Distribution, own_card
from engine.training.joint import Joint
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.shared_stepping import SharedStepper
from engine.training.stepping import Group


def call_in(distribution: Distribution, prepared: Prepared) -> None:
    """Tell the other processes which run it is, so that they load it; nothing where there are none."""
    if distribution.is_alone:
        return
    backbone, config = prepared.backbone, prepared.config
    named = {"device": backbone.device.type, "dtype": backbone.number_format}
    checked = {"weights": prepared.fingerprint.weights_hash, "rows": prepared.rows_hash()}
    distribution.tell({"kind": "begin", "config": config.replace(backbone=named).to_json(), **checked})


def help_along(distribution: Distribution) -> None:
    """Follow the first process until it ends. Raises EngineError where it is gone, or its run cannot be loaded here."""
    prepared: Prepared | None = None
    stepper: SharedStepper | None = None
    while True:
        facts, tensors = distribution.hear()
        if facts["kind"] == "end":
            return
        if facts["kind"] == "begin":
            prepared = _load(facts, distribution)
            stepper = _stepper(prepared, distribution)
        else:
            assert prepared is not None and stepper is not None
            stepper.follow(facts, tensors, prepared)


def _load(facts: dict[str, Any], distribution: Distribution) -> Prepared:
    """The run that the first process told of. Its numbers come later, so a pack to start from is not looked for."""
    config = RunConfig.from_json(facts["config"])
    if config.backbone.device == "cuda":
        config = config.replace(backbone={"device": f"cuda:{own_card()}"})
    if config.training.threads:
        torch.set_num_threads(config.training.threads)
    found = prepare(config, Control(), Warm(), is_restored=True)
    prepared = next(item for item in found if isinstance(item, Prepared))
    for what, value in (("weights", prepared.fingerprint.weights_hash), ("rows", prepared.rows_hash())):
        if facts[what] != value:
            raise InputError("process_differs", rank=distribution.rank, what=what)
    if not config.training.context_cache:
        return prepared
    return dataclasses.replace(prepared, contexts=make_cache(prepared.backbone, Path(tempfile.gettempdir())))


def _stepper(prepared: Prepared, distribution: Distribution) -> SharedStepper:
    modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task}).train()
    groups = [Group(list(modules.parameters()))]
    joint = Joint.of(prepared.method, prepared.backbone)
    if joint:
        prepared.backbone.model.requires_grad_(True)
        groups.append(Group(joint.parameters, joint.rate))
    return SharedStepper(prepared.config.training, groups, distribution)
