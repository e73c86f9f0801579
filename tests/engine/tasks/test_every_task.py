"""Every task with every method on the families it was made for: it trains, is scored, and its pack answers alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.data import ColumnMapping, examples, read_table
from engine.inference import LoadedPack
from engine.methods import METHODS
from engine.packs import read_pack
from engine.runs import Run
from engine.scores import main_score
from engine.tasks.support import TASKS
from engine.tasks.task import Predictions
from engine.training.preparation import Warm
from engine.training.trainer import train

MODELS = {"causal": "gpt2", "masked": "bert", "seq2seq": "t5"}
WORKING = [  # what must work; classification has a contract of its own (test_every_method.py)
    *(("choice", "gpt2"), ("cloze", "gpt2"), ("generation", "gpt2"), ("tagging", "bert"), ("span_qa", "bert")),
    *(("generation", "t5"), ("generation", "bart"), ("tagging", "gpt2"), ("cloze", "bert_mlm"), ("choice", "t5")),
]
ONE_METHOD = {("generation", "bart"), ("tagging", "gpt2"), ("cloze", "bert_mlm"), ("choice", "t5")}
CASES = [
    (kind, name, method)
    for kind, name in WORKING
    for method in METHODS
    if (kind, name) not in ONE_METHOD or method == "prefix_tuning"
]
MakeRun = Callable[..., Run]


@pytest.fixture(scope="module")
def warm() -> dict[str, Warm]:
    return {name: Warm() for name in ("gpt2", "bert", "t5", "bart", "bert_mlm")}


def trained(make_run: MakeRun, tables: Mapping[str, Path], kind: str, name: str, warm: Warm, **more: Any) -> Run:
    training = {"steps": 2, "evaluate_every": 1, "learning_rate": 0.01, **more.pop("training", {})}
    data = {"train": str(tables[kind]), "keep_aside": 0.25, "max_tokens": 48, **more.pop("data", {})}
    run = make_run(name, task={"kind": kind}, data=data, training=training, **more)
    for _ in train(run, warm=warm):
        pass
    return run


def done_of(run: Run) -> dict[str, Any]:
    return run.events()[-1]


@pytest.mark.parametrize(("kind", "name", "method"), CASES)
def test_a_task_is_trained_scored_and_its_pack_answers_as_it_did(
    kind: str, name: str, method: str, make_run: MakeRun, tables: Mapping[str, Path], warm: dict[str, Warm]
) -> None:
    length = {"length": 2} if "length" in METHODS[method].config.__dataclass_fields__ else {}
    run = trained(make_run, tables, kind, name, warm[name], method={"kind": method, **length})
    done = done_of(run)
    assert done["task"] == kind and done["backbone_unchanged"]
    metrics = done["metrics"]
    assert metrics["metric"] == TASKS[kind]["metric"]
    assert metrics["low"] - 1e-9 <= (main_score(metrics) or 0.0) <= metrics["high"] + 1e-9
    difference = done["difference"]
    assert difference["low"] - 1e-9 <= difference["value"] <= difference["high"] + 1e-9
    assert (done["verdict"] == "unclear") == (difference["low"] <= 0 <= difference["high"])
    has_head = TASKS[kind]["outputs"] == ["head"]
    assert done["baseline"]["kind"] == ("majority" if has_head else "untouched")
    assert (done["head_alone"] is not None) == has_head == (done["prompt_added"] is not None)

    loaded = LoadedPack.open(Path(done["pack"]), source=run.config.backbone.source, warm=warm[name])
    preview = [event for event in run.events() if event["type"] == "evaluation"][-1]["preview"]
    table = read_table(tables[kind])
    asked = {row.row: row for row in examples(table, ColumnMapping(run.config.data.columns or {}), (), kind)}
    rows = [asked[row["row"]] for row in preview]
    found = list(loaded.predict(rows))[-1]
    assert isinstance(found, Predictions)
    if done["best_step"] == run.config.training.steps:  # what was shown is what was kept
        assert loaded.task.said(found) == [row["now"] for row in preview]


def test_the_same_seed_gives_the_same_answers(
    make_run: MakeRun, tables: Mapping[str, Path], warm: dict[str, Warm]
) -> None:
    method = {"kind": "prompt_tuning", "length": 2}
    first, second = (
        done_of(trained(make_run, tables, "generation", "gpt2", warm["gpt2"], method=method)) for _ in range(2)
    )
    assert first["metrics"] == second["metrics"] and first["mistakes"] == second["mistakes"]


@pytest.mark.parametrize(("kind", "name"), [("tagging", "bert"), ("span_qa", "bert"), ("generation", "gpt2")])
def test_a_run_that_goes_on_ends_like_one_in_one_go(
    kind: str, name: str, make_run: MakeRun, tables: Mapping[str, Path], warm: dict[str, Warm]
) -> None:
    method = {"kind": "p_tuning_v2", "length": 2}
    training = {"steps": 4, "checkpoint_every": 2}
    whole = trained(make_run, tables, kind, name, warm[name], method=method, training=training)
    data = {"train": str(tables[kind]), "keep_aside": 0.25, "max_tokens": 48}
    steps = {"evaluate_every": 1, "learning_rate": 0.01, **training}
    broken = make_run(name, task={"kind": kind}, data=data, training=steps, method=method)
    events = train(broken, warm=warm[name])
    for event in events:
        if event["type"] == "checkpoint":
            break
    events.close()  # as a kill leaves it: behind a save point
    for _ in train(broken, warm=warm[name]):
        pass
    assert any(event.get("code") == "resumed" for event in broken.events())
    names = ("metrics", "baseline", "head_alone", "mistakes", "difference")
    assert {key: done_of(whole)[key] for key in names} == {key: done_of(broken)[key] for key in names}
    tensors = [read_pack(Path(done_of(run)["pack"])).tensors() for run in (whole, broken)]
    assert tensors[0].keys() == tensors[1].keys()
    assert all(torch.equal(*(torch.from_numpy(part[key]) for part in tensors)) for key in tensors[0])
