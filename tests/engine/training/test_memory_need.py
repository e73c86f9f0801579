"""engine/training/memory_need.py: what steps need is known before the first, and finding out leaves no trace."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from engine.errors import InputError
from engine.runs import Run, RunConfig
from engine.tasks.classification import HeadClassification
from engine.training import memory_need
from engine.training.context_choice import distinct_texts, make_cache
from engine.training.control import Control
from engine.training.memory_need import LivingBytes, MemoryNeed, tight_note, try_longest
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.trainer import train

DROPOUT = {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}


def prepared_by(recipe: Callable[..., dict[str, Any]], backbone: str = "bert", **sections: Any) -> Prepared:
    config = RunConfig.from_json(recipe(backbone, **sections))
    return next(item for item in prepare(config, Control(), Warm()) if isinstance(item, Prepared))


def test_living_bytes_are_those_that_live_at_once() -> None:
    known = torch.ones(1000)
    with LivingBytes([known]) as counted:
        first = known * 2  # 4000 bytes
        again = first.view(10, 100)  # the same ones
        assert counted.peak == 4000
        del first, again
        second = known + 1
        third = second + 1
    assert counted.peak == 8000 and len(third) == 1000


def test_the_backward_pass_is_counted_too() -> None:
    weight = torch.ones(100, requires_grad=True)
    with LivingBytes([weight]) as counted:
        loss = (weight * 2).square().sum()
        before = counted.peak
        loss.backward()
    assert weight.grad is not None and counted.peak > before


def test_trying_leaves_no_trace(recipe: Callable[..., dict[str, Any]]) -> None:
    prepared = prepared_by(recipe, method=DROPOUT)
    modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task}).eval()
    before = {name: value.clone() for name, value in modules.state_dict().items()}
    drawn = torch.get_rng_state()
    need = try_longest(prepared, modules, prepared.config.training)
    assert need is not None and need.step_bytes > memory_need.FIRST_STEP_BYTES
    assert all(torch.equal(before[name], value) for name, value in modules.state_dict().items())
    assert torch.equal(drawn, torch.get_rng_state()) and not modules.training
    assert all(part.grad is None for part in modules.parameters())


def test_more_rows_need_more_and_fewer_kept_layers_less(recipe: Callable[..., dict[str, Any]]) -> None:
    prepared = prepared_by(recipe)
    modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task})

    def bytes_with(**changes: Any) -> int:
        need = try_longest(prepared, modules, dataclasses.replace(prepared.config.training, **changes))
        assert need is not None
        return need.step_bytes

    assert bytes_with(batch_size=16) > bytes_with(batch_size=8) > bytes_with(batch_size=2)
    assert bytes_with(gradient_checkpointing=True) < bytes_with()


def test_a_run_says_before_its_steps_what_they_need(make_run: Callable[..., Run]) -> None:
    events = list(train(make_run()))
    said = next(event for event in events if event["type"] == "phase" and event["name"] == "training")
    assert 0 < said["memory"]["growth_bytes"] < said["memory"]["free_bytes"]
    assert not [event for event in events if event["type"] == "note" and event["code"] == "memory_tight"]


def test_a_run_ends_as_one_that_tried_nothing(make_run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    losses = []
    for tries in (try_longest, lambda *args: None):
        monkeypatch.setattr("engine.training.memory_need.try_longest", tries)
        events = train(make_run(method=DROPOUT))
        losses.append([event["loss"] for event in events if event["type"] == "step"])
    assert losses[0] == losses[1]


def test_texts_that_a_run_remembers_are_counted_and_not_remembered_by_trying(
    recipe: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    sections: dict[str, Any] = {"method": {"kind": "prompt_tuning", "length": 3}}
    sections["data"] = {"template": "{text}{soft} It is {answer}"}
    plain = prepared_by(recipe, "llama", **sections)
    own = dataclasses.replace(plain, contexts=make_cache(plain.backbone, tmp_path))
    modules = nn.ModuleDict({"method": plain.method, "task": plain.task})
    without, remembering = (try_longest(each, modules, each.config.training) for each in (plain, own))
    assert without is not None and remembering is not None and own.contexts is not None
    assert own.contexts.facts() == {"texts": 0, "memory_bytes": 0, "disk_bytes": 0}
    with torch.no_grad():
        batch = own.task.make_batch([*own.train, *own.kept_aside])
        with (model := own.prompted(own.method.export())).installed(batch):
            own.task.loss(model, batch)
    assert own.contexts.facts()["texts"] == len(distinct_texts(own))
    assert remembering.kept_bytes - without.kept_bytes == own.contexts.store.memory_bytes


def test_a_written_prompt_can_be_tried_and_is_only_read(recipe: Callable[..., dict[str, Any]]) -> None:
    prepared = prepared_by(recipe, "gpt2", method={"kind": "written_prompt", "examples": 1}, data={"max_tokens": 24})
    need = try_longest(prepared, nn.ModuleDict({"method": prepared.method}), prepared.config.training)
    assert need is not None and need.step_bytes > memory_need.FIRST_STEP_BYTES and need.kept_bytes == 0


def test_what_hardly_fits_is_told_and_what_clearly_does_not_is_refused() -> None:
    assert not list(tight_note(MemoryNeed(80, 10, free_bytes=100)))
    (told,) = tight_note(MemoryNeed(100, 10, free_bytes=100))
    assert told["code"] == "memory_tight" and told["args"] == {"needed": "110 B", "free": "100 B"}
    with pytest.raises(InputError, match="gradient_checkpointing"):
        list(tight_note(MemoryNeed(150, 10, free_bytes=100)))


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")])
def test_running_out_while_trying_is_left_to_the_first_step(
    error: Exception, recipe: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise error

    prepared = prepared_by(recipe)
    monkeypatch.setattr(HeadClassification, "loss", fail)
    assert try_longest(prepared, nn.ModuleDict({"method": prepared.method}), prepared.config.training) is None
