"""engine/training/checkpoint.py: what is written comes back bit for bit, and damage is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers.optimization import Adafactor

from engine.training.checkpoint import (
    KEPT,
    MOST_SNAPSHOTS,
    Checkpoint,
    CheckpointFolder,
    flatten_optimizer,
    read_checkpoint,
    restore_optimizer,
    write_checkpoint,
)

SOME = Checkpoint({"modules.a": torch.randn(40, 30), "order.rest": torch.zeros(0, dtype=torch.long)}, {"step": 3})


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "a.safetensors", SOME)
    found = read_checkpoint(tmp_path / "a.safetensors")
    assert found is not None and found.facts == SOME.facts and found.tensors.keys() == SOME.tensors.keys()
    assert all(torch.equal(found.tensors[name], tensor) for name, tensor in SOME.tensors.items())
    assert list(found.part("modules")) == ["a"]


def cut_off(content: bytes) -> bytes:
    return content[:-100]


def change_a_number(content: bytes) -> bytes:
    return content[:-700] + bytes([content[-700] ^ 1]) + content[-699:]


def change_a_fact(content: bytes) -> bytes:
    return content.replace(b'{\\"step\\": 3}', b'{\\"step\\": 4}')


def zero(content: bytes) -> bytes:
    return bytes(len(content))


@pytest.mark.parametrize("damage", [cut_off, change_a_number, change_a_fact, zero, lambda content: b""])
def test_a_damaged_checkpoint_is_none(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    write_checkpoint(path, SOME)
    content = path.read_bytes()
    path.write_bytes(damage(content))
    assert path.read_bytes() != content
    assert read_checkpoint(path) is None


def test_a_file_of_somebody_elses_is_no_checkpoint(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"a": torch.ones(2)}, tmp_path / "a.safetensors")
    assert read_checkpoint(tmp_path / "a.safetensors") is None
    assert read_checkpoint(tmp_path / "missing.safetensors") is None


def test_two_are_kept_and_a_damaged_one_is_passed_over(tmp_path: Path) -> None:
    folder = CheckpointFolder(tmp_path)
    for step in (5, 10, 15, 100):
        folder.write(step, Checkpoint(SOME.tensors, {"step": step}))
    assert [path.name for path in folder.paths()] == ["step-00000100.safetensors", "step-00000015.safetensors"]
    assert len(folder.paths()) == KEPT
    newest = folder.paths()[0]
    newest.write_bytes(newest.read_bytes()[:-1])
    found, damaged = folder.newest()
    assert found is not None and found.facts["step"] == 15 and damaged == [newest]


def test_a_run_begun_anew_keeps_its_own_and_drops_the_damaged_ones(tmp_path: Path) -> None:
    folder = CheckpointFolder(tmp_path)
    for number in (80, 100):
        folder.write(number, SOME).write_bytes(b"damaged")
    assert folder.newest()[0] is None
    path = folder.write(5, SOME)
    assert folder.paths() == [path]
    assert folder.write(6, SOME).exists() and [each.name[5:13] for each in folder.paths()] == ["00000006", "00000005"]


def test_snapshots_are_thinned_and_the_newest_stays(tmp_path: Path) -> None:
    folder = CheckpointFolder(tmp_path)
    for step in range(1, 3 * MOST_SNAPSHOTS):
        folder.write_snapshot(step, {"embeddings": torch.zeros(1)})
        names = sorted(path.stem for path in folder.snapshots.glob("*.safetensors"))
        assert names[-1] == f"{step:08d}" and len(names) <= MOST_SNAPSHOTS
    assert names[0] == "00000001"


@pytest.mark.parametrize(
    "make",
    [
        lambda parameters: torch.optim.AdamW(parameters, lr=0.1),
        lambda parameters: Adafactor(parameters, lr=0.1, scale_parameter=False, relative_step=False, warmup_init=False),
    ],
)
def test_an_optimizer_goes_on_bit_for_bit(
    make: Callable[[list[nn.Parameter]], torch.optim.Optimizer], tmp_path: Path
) -> None:
    def fresh() -> list[nn.Parameter]:
        torch.manual_seed(0)
        return [nn.Parameter(torch.randn(4, 3)), nn.Parameter(torch.randn(3))]

    def step(parameters: list[nn.Parameter], optimizer: torch.optim.Optimizer) -> None:
        optimizer.zero_grad()
        sum(parameter.pow(3).sum() for parameter in parameters).backward()  # type: ignore[union-attr]
        optimizer.step()

    straight = fresh()
    optimizer = make(straight)
    for _ in range(3):
        step(straight, optimizer)
    resumed = [nn.Parameter(parameter.detach().clone()) for parameter in straight]
    other = make(resumed)
    write_checkpoint(tmp_path / "a.safetensors", Checkpoint(flatten_optimizer(optimizer), {}))
    found = read_checkpoint(tmp_path / "a.safetensors")
    assert found is not None
    restore_optimizer(other, found.tensors)
    for _ in range(3):
        step(straight, optimizer)
        step(resumed, other)
    assert all(torch.equal(a, b) for a, b in zip(straight, resumed, strict=True))
