"""The claims of the methods' contract, each as one function that fails where a case breaks it.

`test_every_method.py` says them of every case, `test_every_method_can_fail.py` of a program with a fault in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import torch
from torch import Tensor

from engine.backbones import attention
from engine.inference import LoadedPack
from engine.methods import Prompt
from engine.tasks.task import Predictions
from engine.training import prompted_model
from engine.training.checkpoint import CheckpointFolder
from engine.training.prompted_model import PromptedModel
from tests.engine.method_cases import (
    BROKEN_BEHIND,
    STEPS,
    Studied,
    dead_rows,
    difference,
    gradients,
    moved_left,
    predictions,
    real_states,
    soiled,
)

SAME = 1e-5  # relative, in fp32


def assert_same(first: dict[str, Tensor], second: dict[str, Tensor]) -> None:
    assert first.keys() == second.keys()
    for name in first:
        assert torch.equal(first[name], second[name]), name


def assert_alive(studied: Studied) -> None:
    """Every virtual token in every slot has a gradient, every parameter of method and task too, the backbone none."""
    prepared = studied.prepared
    prepared.method.zero_grad()
    prepared.task.zero_grad()
    prompt = prepared.method()
    for tensor in prompt.tensors().values():
        tensor.retain_grad()
    model = PromptedModel(prepared.backbone, prompt)
    batch = prepared.task.make_batch(prepared.train[:6])
    with model.installed(batch):
        prepared.task.loss(model, batch).backward()
    assert not dead_rows(prompt.tensors())
    for name, parameter in (*prepared.method.named_parameters(), *prepared.task.named_parameters()):
        assert parameter.grad is not None and parameter.grad.abs().max() > 0, name
    for parameter in prepared.backbone.model.parameters():
        assert not parameter.requires_grad and parameter.grad is None


def assert_alone(studied: Studied, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row gives alone, among longer and shorter ones, and padded on the other side, the same states, answers and
    gradients."""
    task, rows = studied.prepared.task, studied.uneven_rows()
    model = PromptedModel(studied.prepared.backbone, studied.strong_prompt())
    batch = soiled(task.make_batch(rows))
    alone = [task.make_batch([row]) for row in rows]
    for together in (batch, moved_left(batch)):
        for state, single in zip(real_states(model, together), alone, strict=True):
            assert difference(state, real_states(model, single)[0]) < SAME
    expected = predictions(studied, model, rows, 1)
    parts = [gradients(studied, single) for single in alone]
    make_batch = task.make_batch
    for move in (soiled, lambda whole: moved_left(soiled(whole))):
        monkeypatch.setattr(task, "make_batch", lambda some, move=move: move(make_batch(some)))
        answered = predictions(studied, model, rows, len(rows))
        assert difference(answered.probabilities.log(), expected.probabilities.log()) < SAME
        assert difference(answered.losses, expected.losses) < SAME
        found = gradients(studied, task.make_batch(rows))
        for name, gradient in found.items():
            assert difference(gradient, torch.stack([part[name] for part in parts]).mean(dim=0)) < SAME, name


def assert_checkpointed(studied: Studied) -> None:
    """The same gradients with layers run again in the backward pass, and every one of them was."""
    batch = studied.prepared.task.make_batch(studied.uneven_rows())
    apart = gradients(studied, batch)  # a prompt in front may be read once for all rows
    with mock.patch.object(prompted_model, "read_once", return_value=None):
        plain, once = counted(lambda: gradients(studied, batch))
    again, twice = counted(lambda: gradients(studied, batch, is_checkpointed=True))
    assert twice == 2 * once
    assert plain.keys() == again.keys() and plain
    for name in plain:
        assert difference(again[name], plain[name]) < SAME, name
        assert difference(apart[name], plain[name]) < SAME, name


def assert_repeated(studied: Studied) -> None:
    """A run that was broken off and went on ends as one in one go, which learned something and moved no weight."""
    (straight, done), (broken, events) = studied.straight, studied.broken
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(BROKEN_BEHIND, STEPS + 1))
    assert events[-1]["type"] == done["type"] == "done"
    found = [CheckpointFolder(run.folder).newest()[0] for run in (straight, broken)]
    assert found[0] is not None and found[1] is not None and found[0].facts["step"] == STEPS
    assert_same(found[0].tensors, found[1].tensors)
    start = studied.prepared.method.state_dict()
    moved = found[0].part("modules.method")
    assert any(not torch.equal(moved[name], start[name]) for name in start), "nothing was learned"
    for name in ("metrics", "baseline", "best_step", "fixed", "broke", "steps", "backbone_unchanged"):
        assert events[-1][name] == done[name], name
    assert done["backbone_unchanged"] is True


def assert_pack(studied: Studied, folder: Path) -> None:
    """The pack of a run answers bit for bit as the prompt that the run kept, and as well as the run said."""
    run, done = studied.straight
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None
    prepared, best = studied.prepared, found.part("best")
    before = prepared.task.head_tensors()
    prepared.task.load_head(best)
    prompt = Prompt.from_tensors(best, is_infix=prepared.method.export().is_infix)
    expected = predictions(studied, PromptedModel(prepared.backbone, prompt), prepared.kept_aside, 32)
    prepared.task.load_head(before)
    loaded = LoadedPack.open(Path(done["pack"]), source=str(folder), device="cpu", dtype="float32", warm=studied.warm)
    rows = prepared.loaded.kept_aside
    answered = list(loaded.predict(rows))[-1]
    assert isinstance(answered, Predictions)
    assert torch.equal(answered.probabilities, expected.probabilities)
    assert_same(loaded.model.prompt.tensors(), prompt.tensors())
    assert loaded.model.prompt.is_infix == prompt.is_infix
    right = sum(loaded.labels[answer] == row.label for answer, row in zip(answered.answers, rows, strict=True))
    assert done["metrics"]["accuracy"] == right / len(rows)


def counted(work: Callable[[], dict[str, Tensor]]) -> tuple[dict[str, Tensor], int]:
    """What some work gives, and how many attention calls it took."""
    calls = 0

    def count(*_: Any) -> None:
        nonlocal calls
        calls += 1

    with attention.observed(count):
        result = work()
    return result, calls
