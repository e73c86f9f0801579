"""engine/training/pretraining*.py: one prompt learns several tasks, gives each a pack, and goes on after a kill."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import EngineError, InputError
from engine.events import RunEvent
from engine.inference import LoadedPack
from engine.packs import read_pack
from engine.runs import PretrainingRun, Run, RunConfig
from engine.tasks.classification import HeadClassification
from engine.tasks.task import Predictions
from engine.training import pretraining_state, stepping
from engine.training.checkpoint import Checkpoint, CheckpointFolder
from engine.training.control import Control
from engine.training.preparation import Warm
from engine.training.pretraining import pretrain
from engine.training.task_order import TaskOrder
from engine.training.trainer import train
from tests.engine.training.follow_run import kill_behind

FORTY = {"steps": 40, "evaluate_every": 8, "checkpoint_every": 10, "learning_rate": 0.02}
WORDS = {
    "praise": {"praise": ["good"], "complaint": ["bad"]},
    "thing": {"art": ["film"], "food": ["soup"], "device": ["phone"]},
}
MakeRun = Callable[..., PretrainingRun]


@pytest.fixture(scope="module")
def settle(recipe: Callable[..., dict[str, Any]], task_tables: dict[str, Path]) -> Callable[..., dict[str, RunConfig]]:
    """The recipes of a pre-training on two tables; `own` sections for one of them."""

    def configs(backbone: str = "bert", own: dict[str, Any] | None = None, **sections: Any) -> dict[str, RunConfig]:
        found = {}
        for name, table in task_tables.items():
            more = (own or {}).get(name, {})
            data = {**sections.get("data", {}), "train": str(table), **more.get("data", {})}
            values = recipe(backbone, **{**sections, **more, "name": name, "data": data})
            found[name] = RunConfig.from_json(values)
        return found

    return configs


@pytest.fixture
def make(settle: Callable[..., dict[str, RunConfig]], tmp_path: Path) -> MakeRun:
    """A new pre-training of such recipes."""
    numbers = iter(range(100))
    return lambda *words, **sections: PretrainingRun.start(
        tmp_path / f"several{next(numbers)}", settle(*words, **sections)
    )


@pytest.fixture(scope="module")
def straight(settle: Callable[..., dict[str, RunConfig]], tmp_path_factory: pytest.TempPathFactory) -> PretrainingRun:
    """Forty steps in one go; only to be read."""
    run = PretrainingRun.start(tmp_path_factory.mktemp("runs") / "straight", settle(training=FORTY))
    list(pretrain(run))
    return run


@pytest.fixture(scope="module")
def left_behind(
    settle: Callable[..., dict[str, RunConfig]], tmp_path_factory: pytest.TempPathFactory
) -> PretrainingRun:
    """The same, left behind step 23; only to be copied."""
    run = PretrainingRun.start(tmp_path_factory.mktemp("runs") / "left", settle(training=FORTY))
    stop_behind(run, 23)
    return run


def state_of(run: Run, step: int = 40) -> Checkpoint:
    found, _ = CheckpointFolder(run.folder).newest()
    assert found is not None and found.facts["step"] == step
    return found


def is_same(first: Run, second: Run, step: int = 40) -> bool:
    one, other = state_of(first, step).tensors, state_of(second, step).tensors
    assert one.keys() == other.keys()
    return all(torch.equal(one[name], other[name]) for name in one)


def tensors_of(run: Run, name: str) -> dict[str, Any]:
    return read_pack(run.folder / "packs" / f"{name}.promptpack").tensors()


def facts_of(run: Run) -> list[RunEvent]:
    """What it found out, without times and places."""
    dropped = ("t", "seconds", "examples_per_second", "step_seconds", "path", "run", "pack", "pack_bytes")
    kept = [event for event in run.events() if event["type"] in ("step", "evaluation", "checkpoint", "done")]
    text = [{key: value for key, value in event.items() if key not in dropped} for event in kept]
    return [
        {**event, "tasks": [{k: v for k, v in t.items() if k not in dropped} for t in event.get("tasks", [])]}
        for event in text
    ]


def of_type(events: list[RunEvent], kind: str) -> list[RunEvent]:
    return [event for event in events if event["type"] == kind]


def stop_behind(run: PretrainingRun, step: int) -> None:
    """Leave it as a crash does: no last word, behind its save points."""
    events = pretrain(run)
    for event in events:
        if event["type"] == "step" and event["step"] == step:
            events.close()  # type: ignore[attr-defined]
            return


# ---- what it does ----------------------------------------------------------------------------------------------------


def test_every_task_gets_steps_scores_and_a_pack_of_one_prompt(make: MakeRun) -> None:
    run = make(training={**FORTY, "learning_rate": 0.05})
    events = list(pretrain(run))
    steps = of_type(events, "step")
    assert [event["step"] for event in steps] == list(range(1, 41))
    assert {event["task"] for event in steps} == {"praise", "thing"} and all(event["loss"] > 0 for event in steps)
    checks = of_type(events, "evaluation")
    assert [(event["step"], event["task"]) for event in checks] == [
        (step, task) for step in range(0, 41, 8) for task in ("praise", "thing")
    ]
    done = events[-1]
    assert [task["task"] for task in done["tasks"]] == ["praise", "thing"]
    assert done["tasks"][1]["labels"] == ["art", "device", "food"] and done["backbone_unchanged"]
    accuracies = [task["metrics"]["accuracy"] for task in done["tasks"]]
    assert done["metrics"]["accuracy"] == pytest.approx(sum(accuracies) / 2)
    prompts = [tensors_of(run, name) for name in ("praise", "thing")]
    names = [name for name in prompts[0] if name.startswith("key_values.")]
    assert names and all((prompts[0][name] == prompts[1][name]).all() for name in names)
    assert [prompt["head.weight"].shape[0] for prompt in prompts] == [2, 3]
    assert Path(done["pack"]) == run.pack_path and run.status() == "finished"
    shared = 3 * 2 * 2 * 32
    assert done["trainable_parameters"] == shared + (2 + 3) * 32 + 2 + 3


def test_both_losses_fall(make: MakeRun) -> None:
    training = {"steps": 120, "learning_rate": 0.05, "warmup": 0.0, "evaluate_every": 60}
    steps = of_type(list(pretrain(make(training=training))), "step")
    for task in ("praise", "thing"):
        losses = [event["loss"] for event in steps if event["task"] == task]
        assert sum(losses[-8:]) < 0.75 * sum(losses[:8]), task


def test_a_pack_answers_as_was_scored_and_names_all_tables(straight: PretrainingRun) -> None:
    done, warm = straight.events()[-1], Warm()
    for task in done["tasks"]:
        loaded = LoadedPack.open(Path(task["pack"]), source=straight.config.backbone.source, warm=warm, dtype="float32")
        manifest = loaded.pack.manifest
        assert loaded.labels == task["labels"] and manifest.name == task["task"]
        assert manifest.metrics["metrics"]["accuracy"] == task["metrics"]["accuracy"]
        assert set(manifest.data["name"].split(" + ")) == {"praise.csv", "thing.csv"}
        assert manifest.data["name"].startswith(task["task"])
        assert [row["step"] for row in loaded.pack.curve] == list(range(0, 41, 8))


def test_a_single_task_goes_on_from_its_pack(
    straight: PretrainingRun, make_run: Callable[..., Run], task_tables: dict[str, Path]
) -> None:
    method = {"kind": "p_tuning_v2", "length": 3, "init_pack": str(straight.folder / "packs" / "thing.promptpack")}
    single = make_run(
        method=method, data={"train": str(task_tables["thing"])}, training={"steps": 1, "learning_rate": 1e-9}
    )
    list(train(single))
    started, learned = read_pack(single.pack_path).tensors(), tensors_of(straight, "thing")  # type: ignore[arg-type]
    for name in learned:
        if name.startswith("key_values."):
            assert abs(started[name] - learned[name]).max() < 1e-6


@pytest.mark.parametrize("backbone", ["gpt2", "bert_mlm", "t5"])
def test_words_work_as_heads_do(backbone: str, make: MakeRun) -> None:
    own = {name: {"data": {"verbalizer": words}} for name, words in WORDS.items()}
    run = make(backbone, own=own, task={"output": "verbalizer"}, training={"steps": 4})
    done = list(pretrain(run))[-1]
    assert [task["baseline"]["kind"] for task in done["tasks"]] == ["untouched", "untouched"]
    assert "head.weight" not in tensors_of(run, "praise") and done["pack"]


def test_tasks_may_answer_in_different_ways(make: MakeRun) -> None:
    own = {
        "praise": {"task": {"output": "head"}},
        "thing": {"task": {"output": "verbalizer"}, "data": {"verbalizer": WORDS["thing"]}},
    }
    run = make("gpt2", own=own, training={"steps": 4})
    done = list(pretrain(run))[-1]
    assert [task["baseline"]["kind"] for task in done["tasks"]] == ["majority", "untouched"]
    assert "head.weight" in tensors_of(run, "praise") and "head.weight" not in tensors_of(run, "thing")


def test_what_was_left_open_is_counted_over_all_tasks_and_written_down(make: MakeRun) -> None:
    run = make(training={"steps": None, "epochs": 2.0, "evaluate_every": None})
    events = pretrain(run)
    for event in events:
        if event["type"] == "step":
            break
    events.close()  # type: ignore[attr-defined]
    rows = 42 + 70  # of 60 and 100, less the 30 % kept aside
    for name, config in run.configs.items():
        assert config.training.steps == 2 * -(-rows // 8) and config.training.early_stopping == 3
        assert config.name == name and config.data.template and config.data.columns


def test_the_best_mean_is_kept_not_the_last(make: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    predict, calls = HeadClassification.predict, iter(range(1000))

    def worse_later(self: HeadClassification, *args: Any) -> Predictions:
        found = predict(self, *args)
        return found if next(calls) < 2 else Predictions(1 - found.probabilities, found.losses + 1)

    run = make(training=FORTY)
    monkeypatch.setattr(HeadClassification, "predict", worse_later)
    done = list(pretrain(run))[-1]
    assert done["best_step"] == 8
    state = state_of(run).tensors
    for place, name in enumerate(("praise", "thing")):
        head = torch.from_numpy(tensors_of(run, name)["head.weight"])
        assert torch.equal(head, state[f"best.{place}.head.weight"])
        assert not torch.equal(head, state[f"modules.task{place}.head.weight"])


def test_the_same_seed_gives_the_same_prompt(make: MakeRun) -> None:
    runs = [make(seed=seed, training={"steps": 10, "evaluate_every": 10}) for seed in (3, 3, 4)]
    for run in runs:
        list(pretrain(run))
    assert is_same(runs[0], runs[1], 10)
    first, other = (state_of(run, 10).part("modules")["method.embeddings"] for run in (runs[0], runs[2]))
    assert not torch.equal(first, other)


# ---- killed, stopped, gone on ----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("options", [{"dropout": 0.3}, {"reparameterization": "mlp", "width": 16}], ids=str)
def test_forty_steps_are_twenty_and_a_kill_and_twenty_bit_for_bit(options: dict[str, Any], make: MakeRun) -> None:
    settings = {"method": {"kind": "p_tuning_v2", "length": 3, **options}, "training": FORTY}
    straight, killed = make(**settings), make(**settings)
    list(pretrain(straight))
    kill_behind(killed.folder, 23)
    assert killed.status() == "interrupted"
    events = list(pretrain(killed))
    codes = [event["code"] for event in of_type(events, "note")]
    assert "resumed" in codes and "not_exact" not in codes
    assert [event["step"] for event in of_type(events, "step")] == list(range(21, 41))
    assert is_same(straight, killed) and facts_of(straight) == facts_of(killed)
    for name in ("praise", "thing"):
        one, other = tensors_of(straight, name), tensors_of(killed, name)
        assert all((one[key] == other[key]).all() for key in one)


FORGET: dict[str, tuple[Any, str, Any]] = {
    "the order of the tasks": (TaskOrder, "load", lambda self, state: None),
    "the order of the rows": (pretraining_state, "restore_orders", lambda work, found: None),
    "the optimiser": (pretraining_state, "restore_optimizer", lambda optimizer, tensors: None),
    "the schedule's place": (stepping, "rate_factor", lambda *_: 1.0),
}


@pytest.mark.parametrize("what", FORGET)
def test_forgetting_one_thing_would_show(
    what: str, straight: PretrainingRun, left_behind: PretrainingRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = PretrainingRun(shutil.copytree(left_behind.folder, tmp_path / "left"))
    monkeypatch.setattr(*FORGET[what])
    list(pretrain(left))
    assert not is_same(straight, left)


@pytest.mark.parametrize("at", [3, 16, 40])
def test_a_stopped_one_goes_on_as_if_it_had_not_been_stopped(at: int, straight: PretrainingRun, make: MakeRun) -> None:
    stopped, control = make(training=FORTY), Control()
    for event in pretrain(stopped, control):
        control.stop = control.stop or (event["type"] == "step" and event["step"] == at)
    assert stopped.status() == "stopped" and stopped.pack_path is not None
    list(pretrain(stopped))
    assert stopped.status() == "finished" and is_same(straight, stopped)


def test_the_pack_of_the_start_may_be_gone_once_there_is_a_save_point(make: MakeRun) -> None:
    first = make(training={"steps": 2})
    done = list(pretrain(first))[-1]
    pack = Path(done["tasks"][0]["pack"])
    run = make(method={"kind": "p_tuning_v2", "length": 3, "init_pack": str(pack)}, training=FORTY)
    stop_behind(run, 13)
    pack.unlink()
    assert list(pretrain(run))[-1]["steps"] == 40


def test_stop_and_discard_writes_no_pack(make: MakeRun) -> None:
    run, control = make(training=FORTY), Control()
    for event in pretrain(run, control):
        if event["type"] == "step" and event["step"] == 10:
            control.stop, control.save = True, False
    assert run.pack_path is None and run.events()[-1]["metrics"] is None and run.status() == "stopped"


def test_a_stop_before_the_first_step_ends_it_at_once(make: MakeRun) -> None:
    run, control = make(), Control()
    control.stop = True
    done = list(pretrain(run, control))[-1]
    assert done["type"] == "done" and done["stopped"] and done["pack"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda configs: dict(reversed(configs.items())), "recipe_changed"),
        (lambda configs: {**configs, "praise": configs["praise"].replace(seed=9)}, "data_changed"),
        (lambda configs: {n: c.replace(method={"dropout": 0.5}) for n, c in configs.items()}, "recipe_changed"),
    ],
)
def test_a_change_since_is_refused_in_words(change: Any, code: str, make: MakeRun) -> None:
    run = make(training=FORTY)
    stop_behind(run, 13)
    run.save_configs(change(run.configs))
    with pytest.raises(InputError) as caught:
        list(pretrain(run))
    assert caught.value.code == code and run.has_checkpoint


# ---- what cannot work ------------------------------------------------------------------------------------------------


def refused(run: PretrainingRun, configs: dict[str, RunConfig] | None = None) -> InputError:
    """The error, raised before a model was looked at."""
    if configs is not None:
        run.save_configs(configs)
    with pytest.raises(InputError) as caught:
        list(pretrain(run))
    phases = [event["name"] for event in run.events() if event["type"] == "phase"]
    assert "loading_backbone" not in phases and run.events()[-1]["type"] == "error"
    return caught.value


def test_one_table_is_too_few(make: MakeRun) -> None:
    run = make()
    assert refused(run, {"praise": run.configs["praise"]}).code == "pretrain_few"


def test_a_method_that_cannot_start_from_a_pack_is_refused(make: MakeRun) -> None:
    error = refused(make("gpt2", method={"kind": "p_tuning"}))
    assert error.code == "pretrain_method" and "P-Tuning" in error.message


def test_a_table_that_cannot_be_used_is_named(make: MakeRun, tmp_path: Path) -> None:
    bad = tmp_path / "same.csv"
    bad.write_text("text,label\n" + "a good film,praise\n" * 12)
    run = make()
    configs = run.configs
    error = refused(run, {**configs, "same": configs["praise"].replace(data={"train": str(bad)})})
    assert error.code == "pretrain_table" and error.args_["name"] == "same" and "same answer" in error.message


def test_a_family_that_cannot_answer_so_is_refused(make: MakeRun) -> None:
    error = refused(make("t5", task={"output": "head"}))
    assert error.code == "pretrain_table" and "encoder and a decoder" in error.message


def test_prompts_of_different_size_are_refused(make: MakeRun) -> None:
    run = make("gpt2", method={"kind": "prompt_tuning"}, task={"output": "verbalizer"})
    configs = run.configs
    templates = {"praise": "{soft:3}{text} is {answer}", "thing": "{soft:4}{sentence} is {answer}"}
    configs = {name: configs[name].replace(data={"template": text}) for name, text in templates.items()}
    error = refused(run, configs)
    assert error.code == "pretrain_unequal" and error.args_ == {"first": "praise", "other": "thing"}


def test_a_loss_that_is_no_number_ends_it(make: MakeRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HeadClassification, "loss", lambda self, *_: self.head.weight.sum() * float("nan"))
    with pytest.raises(EngineError) as caught:
        list(pretrain(make()))
    assert caught.value.code == "loss_exploded"
