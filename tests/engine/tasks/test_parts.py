"""A batch in parts has the gradient of the whole batch, whatever the task's loss is a mean of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.runs import Run
from engine.tasks.generation import Generation
from engine.tasks.task import Task
from engine.training.control import Control
from engine.training.preparation import Prepared, Warm, prepare
from engine.training.stepping import Group, Stepper

MakeRun = Callable[..., Run]
WORDS = {"yes": ["very good"], "no": ["bad"]}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "classification, words": ("gpt2", {"data": {"verbalizer": WORDS}}),
    "classification, head, dropout": ("bert", {"method": {"kind": "p_tuning_v2", "length": 2, "dropout": 0.3}}),
    "choice": ("gpt2", {}),
    "cloze": ("bert_mlm", {}),
    "generation": ("gpt2", {"method": {"kind": "prompt_tuning", "length": 2}}),
    "tagging": ("bert", {}),
    "span_qa": ("bert", {}),
}
ROWS = [[0, 3, 1, 7, 9], [2, 4]]  # two batches gathered for a step, one of them an odd one


@pytest.fixture(scope="module")
def warm() -> dict[str, Warm]:
    return {name: Warm() for name in ("gpt2", "bert", "bert_mlm")}


@pytest.fixture
def prepared_for(
    make_run: MakeRun, tables: Mapping[str, Path], uneven: Path, warm: dict[str, Warm]
) -> Callable[[str], Prepared]:
    """A run of a case at its start, made anew."""

    def make(case: str) -> Prepared:
        name, sections = CASES[case]
        kind = case.partition(",")[0]
        path = uneven if kind == "generation" else tables[kind]
        data = {"train": str(path), "keep_aside": 0.25, "max_tokens": 48, **sections.get("data", {})}
        method = sections.get("method", {"kind": "prefix_tuning", "length": 2})
        config = make_run(name, task={"kind": kind}, data=data, method=method).config
        return next(item for item in prepare(config, Control(), warm[name]) if isinstance(item, Prepared))

    return make


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers of one word, and of many."""
    path = tmp_path_factory.mktemp("uneven") / "uneven.csv"
    rows = [f"the film number {row},{'very ' * (row % 5)}good" for row in range(24)]
    path.write_text("\n".join(["source,target", *rows]) + "\n", encoding="utf-8")
    return path


def learned(prepared: Prepared, parts: int) -> tuple[float, dict[str, Tensor]]:
    """The mean loss and every gradient of a step in so many parts."""
    modules = nn.ModuleDict({"method": prepared.method, "task": prepared.task}).train()
    stepper = Stepper(prepared.config.training, [Group(list(modules.parameters()))])
    stepper.parts = parts
    stepper.begin(0, 1)
    mean = stepper.learn(prepared, ROWS)
    return mean, {name: item.grad.clone() for name, item in modules.named_parameters() if item.grad is not None}


def is_close(first: dict[str, Tensor], second: dict[str, Tensor]) -> bool:
    assert first.keys() == second.keys() and first
    return all(torch.allclose(first[name], second[name], rtol=1e-4, atol=1e-6) for name in first)


@pytest.mark.parametrize("case", CASES)
def test_parts_have_the_gradient_of_the_whole(case: str, prepared_for: Callable[[str], Prepared]) -> None:
    mean, whole = learned(prepared_for(case), 1)
    assert any(float(gradient.abs().max()) > 1e-4 for gradient in whole.values())
    for parts in (2, 8):
        mean_of_parts, gradients = learned(prepared_for(case), parts)
        assert mean_of_parts == pytest.approx(mean, rel=1e-5)
        assert is_close(whole, gradients)


def test_weighing_parts_by_their_rows_would_show(
    prepared_for: Callable[[str], Prepared], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, whole = learned(prepared_for("generation"), 1)
    monkeypatch.setattr(Generation, "loss_count", Task.loss_count)
    _, gradients = learned(prepared_for("generation"), 2)
    assert not is_close(whole, gradients)
