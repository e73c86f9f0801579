"""engine/training/trainer.py: a recipe becomes events, save points and a pack; whatever goes wrong is told."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.errors import DiskFull, EngineError, InputError, OutOfMemory
from engine.events import RunEvent
from engine.packs import read_pack
from engine.runs import Run
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions
from engine.training.checkpoint import CheckpointFolder
from engine.training.control import Control
from engine.training.trainer import train

MakeRun = Callable[..., Run]


def kinds(events: list[RunEvent]) -> list[str]:
    return [str(event["type"]) for event in events]


def notes(events: list[RunEvent]) -> list[str]:
    return [event["code"] for event in events if event["type"] == "note"]


def last_state(run: Run) -> dict[str, Tensor]:
    found, damaged = CheckpointFolder(run.folder).newest()
    assert found is not None and not damaged
    return found.tensors


def is_same(first: dict[str, Tensor], second: dict[str, Tensor], part: str = "") -> bool:
    names = {name for name in first if name.startswith(part)}
    assert names and names == {name for name in second if name.startswith(part)}
    return all(torch.equal(first[name], second[name]) for name in names)


def pull_until(events: Any, step: int) -> None:
    """Pull a training until it has taken so many steps."""
    for event in events:
        if event["type"] == "step" and event["step"] == step:
            return
    raise AssertionError("the training ended before that step")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("bert", "p_tuning_v2"), ("bert", "prompt_tuning"), ("llama", "prompt_tuning"), ("gpt2", "p_tuning_v2")],
)
def test_the_loss_falls_on_a_toy_task(name: str, kind: str, make_run: MakeRun) -> None:
    words = {"praise": ["good"], "complaint": ["bad"]} if name != "bert" else None
    training = {"steps": 80, "learning_rate": 0.1 if kind == "prompt_tuning" else 0.05, "warmup": 0.0}
    run = make_run(name, method={"kind": kind, "length": 4}, data={"verbalizer": words}, training=training)
    events = list(train(run))
    losses = [event["loss"] for event in events if event["type"] == "step"]
    assert len(losses) == 80 and sum(losses[-8:]) < 0.75 * sum(losses[:8])
    done = events[-1]
    assert done["baseline"]["kind"] == ("majority" if name == "bert" else "untouched")
    assert (done["head_alone"] is None) == (name != "bert")


def test_the_events_come_in_order_and_are_in_the_file(make_run: MakeRun) -> None:
    run = make_run()
    events = list(train(run))
    phases = [event["name"] for event in events if event["type"] == "phase" and not event["done"]]
    assert list(dict.fromkeys(phases)) == [
        "reading_data",
        "loading_backbone",
        "encoding",
        "probing_head",
        "training",
        "evaluating",
        "saving",
    ]
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(1, 9))
    assert [event["step"] for event in events if event["type"] == "evaluation"] == [0, 4, 8]
    assert [event["step"] for event in events if event["type"] == "checkpoint"] == [4, 8]
    assert kinds(events)[-1] == "done" and kinds(events).count("done") == 1
    written = [{key: value for key, value in event.items() if key != "t"} for event in run.events()]
    kept = [event for event in events if not (event["type"] == "phase" and event["done"])]
    assert written == json.loads(json.dumps(kept))
    assert run.status() == "finished"


def test_what_was_left_open_is_written_before_the_first_step(make_run: MakeRun) -> None:
    run = make_run(training={"steps": None, "epochs": 2.0, "evaluate_every": None, "threads": None})
    assert run.config.training.steps is None
    events = train(run)
    pull_until(events, 1)
    config = run.config
    assert (config.task.kind, config.task.output, config.task.pooling) == ("classification", "head", "mean")
    assert config.data.template and config.data.columns == {"text": "text", "label": "label"}
    assert config.method["dropout"] == 0.1
    settled = config.training
    assert settled.steps == 14 and settled.early_stopping == 3 and settled.evaluate_every
    assert settled.learning_rate and settled.threads == torch.get_num_threads()
    events.close()  # type: ignore[attr-defined]


def test_the_result_says_everything_once(make_run: MakeRun) -> None:
    run = make_run(training={"steps": 20, "learning_rate": 0.05})
    events = list(train(run))
    done = events[-1]
    count = done["metrics"]["n"]
    assert sum(map(sum, done["confusion"])) == count == done["baseline"]["n"] == done["head_alone"]["n"]
    right = sum(done["confusion"][index][index] for index in range(2))
    assert done["metrics"]["accuracy"] == right / count and len(done["mistakes"]) == count - right
    gained = done["metrics"]["accuracy"] - done["baseline"]["accuracy"]
    assert (done["fixed"] - done["broke"]) / count == pytest.approx(gained)
    assert done["labels"] == ["complaint", "praise"] and done["baseline"]["kind"] == "majority"
    assert done["prompt_added"] == (done["head_verdict"] == "better")
    assert done["backbone_unchanged"] and done["trainable_parameters"] == 3 * 2 * 2 * 32 + 2 * 32 + 2
    assert done["steps"] == 20 and done["best_step"] in (4, 8, 12, 16, 20)
    assert Path(done["pack"]).stat().st_size == done["pack_bytes"] and Path(done["pack"]) == run.pack_path
    for mistake in done["mistakes"]:
        assert mistake["expected"] != mistake["answer"] and mistake["p"] >= mistake["p_second"]


def test_the_same_eight_rows_are_shown_at_every_check(make_run: MakeRun) -> None:
    checks = [event for event in train(make_run()) if event["type"] == "evaluation"]
    rows = [[row["row"] for row in check["preview"]] for check in checks]
    assert len(rows[0]) == 8 and rows[0] == rows[1] == rows[2]
    assert all(row["now"] == row["before"] for row in checks[0]["preview"])
    assert sorted(row["expected"] for row in checks[0]["preview"]) == ["complaint"] * 4 + ["praise"] * 4


def test_the_pack_holds_the_best_step_not_the_last(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    predict, calls = HeadClassification.predict, iter(range(100))

    def worse_later(self: HeadClassification, *args: Any) -> Predictions:
        found = predict(self, *args)
        return found if next(calls) == 0 else Predictions(1 - found.probabilities, found.losses + 1)

    run = make_run(training={"learning_rate": 0.05, "steps": 12})
    monkeypatch.setattr(HeadClassification, "predict", worse_later)
    done = list(train(run))[-1]
    assert done["best_step"] == 4
    state = last_state(run)
    pack = read_pack(Path(done["pack"])).tensors()
    assert all(torch.equal(torch.from_numpy(array), state[f"best.{name}"]) for name, array in pack.items())
    assert not torch.equal(state["best.head.weight"], state["modules.task.head.weight"])


def test_the_same_seed_gives_the_same_prompt_bit_for_bit(make_run: MakeRun) -> None:
    runs = [make_run(seed=seed) for seed in (5, 5, 6)]
    for run in runs:
        list(train(run))
    first, second, other = map(last_state, runs)
    assert is_same(first, second) and "head_alone.p" in first
    assert not is_same(first, other, "modules.method.embeddings")


def test_checks_and_save_points_use_no_randomness_of_the_training(make_run: MakeRun) -> None:
    method = {"kind": "p_tuning_v2", "length": 3, "dropout": 0.3}
    often = make_run(method=method, training={"steps": 12, "evaluate_every": 1, "checkpoint_every": 1})
    rarely = make_run(method=method, training={"steps": 12, "evaluate_every": 12, "checkpoint_every": None})
    for run in (often, rarely):
        list(train(run))
    assert is_same(last_state(often), last_state(rarely), "modules.")


def test_torchs_own_random_state_decides_nothing(make_run: MakeRun) -> None:
    states = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        run = make_run(method={"kind": "p_tuning_v2", "length": 3, "reparameterization": "mlp"})
        list(train(run))
        states.append(last_state(run))
    assert is_same(*states)


def test_gathered_batches_are_one_step(make_run: MakeRun) -> None:
    events = list(train(make_run(training={"steps": 3, "batch_size": 4, "accumulate": 2})))
    assert [event["step"] for event in events if event["type"] == "step"] == [1, 2, 3]


def test_speed_counts_the_rows_that_were_seen(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(10_000))
    monkeypatch.setattr("engine.training.trainer.time.perf_counter", lambda: float(next(ticks)))
    run = make_run(training={"steps": 4, "batch_size": 50})  # 56 rows: passes of 50 and 6
    speeds = [event["examples_per_second"] for event in train(run) if event["type"] == "step"]
    assert speeds[1] == (50 + 6) / 2 and speeds[3] == 112 / 4


def test_flat_checks_end_the_run_early_with_a_pack(make_run: MakeRun) -> None:
    training = {"steps": 500, "evaluate_every": 2, "early_stopping": 3, "learning_rate": 1e-9}
    events = list(train(make_run(training=training)))
    assert "early_stop" in notes(events)
    done = events[-1]
    assert done["steps"] < 500 and done["pack"] and not done["stopped"]


@pytest.mark.parametrize("at", [2, 6])
def test_stop_and_save_ends_with_a_pack(at: int, make_run: MakeRun) -> None:
    run, control = make_run(training={"steps": 200}), Control()
    events = train(run, control)
    pull_until(events, at)
    control.stop = True
    rest = list(events)
    done = rest[-1]
    assert "step" not in kinds(rest) and "stopped" in notes(rest)
    assert done["stopped"] and done["steps"] == at and done["pack"] and done["metrics"]["n"] == 24
    assert run.status() == "stopped" and run.has_checkpoint


def test_stop_and_discard_writes_no_pack(make_run: MakeRun) -> None:
    run, control = make_run(training={"steps": 200}), Control()
    events = train(run, control)
    pull_until(events, 6)
    control.stop, control.save = True, False
    done = list(events)[-1]
    assert done["stopped"] and done["pack"] is None and done["metrics"] is None
    assert run.pack_path is None and not (run.folder / "pack").exists()
    assert run.status() == "stopped" and run.lock.holder() is None


@pytest.mark.parametrize("phase", ["reading_data", "loading_backbone", "encoding", "probing_head"])
def test_a_stop_before_the_first_step_ends_the_run_at_once(phase: str, make_run: MakeRun) -> None:
    from engine.runs.run import summarize

    run, control = make_run(), Control()
    events = train(run, control)
    for event in events:
        if event["type"] == "phase" and event["name"] == phase:
            break
    control.stop = True
    done = list(events)[-1]
    assert done["type"] == "done" and done["stopped"] and done["pack"] is None
    assert run.status() == "stopped" and summarize(run)["seconds"] >= 0


def test_leaving_a_training_gives_the_folder_back(make_run: MakeRun) -> None:
    run = make_run()
    events = train(run)
    pull_until(events, 2)
    assert run.lock.holder() == os.getpid()
    events.close()  # type: ignore[attr-defined]
    assert run.lock.holder() is None and run.status() == "interrupted"


# ---- what goes wrong ------------------------------------------------------------------------------------------------


def explode(events: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        list(events)
    return caught.value


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_the_save_point(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    events = train(run)
    pull_until(events, 5)
    monkeypatch.setattr(HeadClassification, "loss", lambda self, *_: self.head.weight.sum() * float("nan"))
    error = explode(events)
    assert (error.code, error.args_["step"]) == ("loss_exploded_again", 5)
    assert run.events()[-1]["code"] == "loss_exploded_again" and run.status() == "failed"
    assert all(tensor.isfinite().all() for name, tensor in last_state(run).items() if name.startswith("modules."))
    assert run.lock.holder() is None


def test_a_gradient_that_is_no_number_ends_the_run_before_the_update(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss = HeadClassification.loss

    def with_a_cliff(self: HeadClassification, *args: Any) -> Tensor:
        return loss(self, *args) + (self.head.bias.sum() * 0).sqrt()  # 0, and its slope is 0 times infinity

    run = make_run(training={"clip": 0.0, "checkpoint_every": 1})
    events = train(run)
    pull_until(events, 5)
    monkeypatch.setattr(HeadClassification, "loss", with_a_cliff)
    assert explode(events).code == "loss_exploded_again"
    assert all(tensor.isfinite().all() for name, tensor in last_state(run).items() if name.startswith("modules."))


def test_a_check_that_is_no_number_ends_the_run(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    predict = HeadClassification.predict

    def lost(self: HeadClassification, *args: Any) -> Predictions:
        found = predict(self, *args)
        return Predictions(found.probabilities, found.losses * float("nan"))

    run = make_run()
    events = train(run)
    pull_until(events, 1)
    monkeypatch.setattr(HeadClassification, "predict", lost)
    error = explode(events)
    assert (error.code, error.args_["step"]) == ("loss_exploded_again", 4)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried ..."),
    ],
)
def test_memory_that_runs_out_has_its_own_error(
    error: BaseException, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> Tensor:
        raise error

    monkeypatch.setattr(HeadClassification, "loss", full)
    run = make_run()
    found = explode(train(run))
    assert isinstance(found, OutOfMemory) and found.args_ == {"batch_size": 8}
    assert run.events()[-1]["code"] == "out_of_memory"


def test_another_runtime_error_is_not_taken_for_memory(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: Any) -> Tensor:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(HeadClassification, "loss", wrong)
    with pytest.raises(RuntimeError, match="mat1"):
        list(train(make_run()))


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)


def test_a_full_disk_while_saving_is_told_and_the_run_goes_on(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(training={"steps": 16})
    events = train(run)
    pull_until(events, 5)
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        pull_until(events, 14)
    rest = list(events)
    assert rest[-1]["type"] == "done" and rest[-1]["pack"]
    assert notes(run.events()).count("checkpoint_failed") >= 2
    assert [event["step"] for event in run.events() if event["type"] == "checkpoint"] == [4, 16]
    assert not list(run.folder.rglob("*.tmp"))


def test_a_disk_that_stays_full_keeps_the_last_good_save_point_and_ends_without_a_pack(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(training={"steps": 12})
    events = train(run)
    pull_until(events, 5)
    fill_the_disk(monkeypatch)
    rest = list(events)
    done = rest[-1]
    assert done["type"] == "done" and done["pack"] is None and done["metrics"]["n"] == 24
    assert "pack_failed" in notes(rest) and run.pack_path is None
    assert [path.name for path in CheckpointFolder(run.folder).paths()] == ["step-00000004.safetensors"]


def test_a_disk_that_is_full_from_the_first_save_point_on_says_that_nothing_could_be_kept(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run(training={"steps": 12})
    events = train(run)
    pull_until(events, 2)
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        rest = list(events)
    assert rest[-1]["pack"] is None and "pack_lost" in notes(rest) and "pack_failed" not in notes(rest)
    assert run.status() == "stopped" and not run.has_checkpoint
    assert list(train(run))[-1]["pack"]


def test_a_history_that_cannot_be_written_is_told_once_and_the_run_goes_on(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = Path.open

    def full(self: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if self.name == "events.jsonl" and mode == "ab":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return really_open(self, mode, *args, **more)

    monkeypatch.setattr(Path, "open", full)
    run = make_run()
    events = list(train(run))
    assert notes(events).count("events_failed") == 1 and events[-1]["pack"]


def test_a_full_disk_at_the_very_start_is_said_in_words(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_the_disk(monkeypatch)
    assert isinstance(explode(train(make_run_without_sync(make_run, monkeypatch))), DiskFull)


def make_run_without_sync(make_run: MakeRun, monkeypatch: pytest.MonkeyPatch) -> Run:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        return make_run()


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ({"method": {}}, "not_enough_choices"),
        ({"method": {"kind": "p_tuning_v2", "lenght": 3}}, "unknown_option"),
        ({"data": {"train": "/nowhere.csv"}}, "table_missing"),
        ({"data": {"template": "{text} {nothing}"}}, "template_column"),
        ({"data": {"template": "{text}"}, "method": {"kind": "prompt_tuning"}}, "template_no_soft"),
        ({"task": {"output": "verbalizer"}}, "verbalizer_masked"),
        ({"method": {"kind": "p_tuning_v2", "length": 155}}, "prompt_too_long"),
    ],
)
def test_a_recipe_that_cannot_work_is_refused_in_words(section: dict[str, Any], code: str, make_run: MakeRun) -> None:
    run = make_run(**section)
    error = explode(train(run))
    assert isinstance(error, InputError) and error.code == code
    assert run.events()[-1]["type"] == "error" and run.status() == "failed"


def test_a_folder_that_is_gone_ends_the_run_in_words(make_run: MakeRun) -> None:
    run = make_run()
    shutil.rmtree(run.folder)
    assert explode(train(run)).code in ("not_writable", "config_unreadable")
