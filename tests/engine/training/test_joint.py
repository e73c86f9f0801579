"""engine/training/joint.py: the base model is trained too, is saved as a model of its own, and that is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from engine.backbones.backbone import Backbone
from engine.backbones.catalog import added_folders, find_backbone
from engine.backbones.fingerprint import fingerprint_folder
from engine.commands.report import training_report
from engine.data import ColumnMapping
from engine.errors import InputError, PackError
from engine.events import RunEvent
from engine.inference import LoadedPack
from engine.jobs import JOB_OF_KIND
from engine.packs import read_pack
from engine.packs.card import write_card
from engine.packs.describe import describe, summary
from engine.runs import Run, RunConfig
from engine.tasks.task import Predictions
from engine.training import joint
from engine.training.control import Control
from engine.training.estimate import estimate
from engine.training.preparation import Warm, load_backbone
from engine.training.settling import settle
from engine.training.trainer import train
from tests.engine.training.follow_run import kill_behind
from tests.engine.training.test_resume import facts_of, pack_of, same, state_of, stop_behind

MakeRun = Callable[..., Run]
Recipe = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.usefixtures("home")  # the changed models are put on a list there

METHOD = {"kind": "p_tuning", "length": 3, "tune_backbone": True, "backbone_rate": 0.003}
FROZEN = {"kind": "p_tuning", "length": 3}
WORDS = {"praise": ["good"], "complaint": ["bad"]}
TRAINING = {"steps": 40, "evaluate_every": 8, "checkpoint_every": 10, "learning_rate": 0.01}
KINDS: dict[str, dict[str, Any]] = {
    "bert": {},
    "bert_mlm": {"task": {"output": "verbalizer"}, "data": {"verbalizer": WORDS}},
    "llama": {"data": {"verbalizer": WORDS}},
    "gpt2": {"task": {"output": "head"}},
    "t5": {
        "data": {"verbalizer": {"praise": ["good film"], "complaint": ["bad film"]}}
    },  # two tokens: the decoder looks back
}


def notes(events: list[RunEvent]) -> list[str]:
    return [event["code"] for event in events if event["type"] == "note"]


def joint_run(make_run: MakeRun, name: str = "bert", **training: Any) -> Run:
    return make_run(name, method=METHOD, training={**TRAINING, **training}, **KINDS[name])


def answers(loaded: LoadedPack, run: Run) -> Predictions:
    from engine.data import load_examples

    config = run.config
    rows = load_examples(config.data, config.seed).kept_aside
    found: Any = list(loaded.predict(rows))[-1]
    return found


def tensors_of(folder: Path) -> dict[str, Tensor]:
    return dict(Backbone.load(folder, dtype="float32", device="cpu").model.named_parameters())


@pytest.mark.parametrize("name", KINDS)
def test_the_loss_falls_and_pack_and_changed_model_answer_as_the_run_did(
    name: str, make_run: MakeRun, model_folders: Mapping[str, Path], untouched_hashes: Mapping[str, str]
) -> None:
    run = joint_run(make_run, name)
    events = list(train(run))
    losses = [event["loss"] for event in events if event["type"] == "step"]
    assert sum(losses[-8:]) < 0.85 * sum(losses[:8])
    done = events[-1]
    assert done["backbone_unchanged"] is False and done["is_frozen"] is False
    assert done["trainable_parameters"] > done["backbone_parameters"]
    assert {"not_frozen", "backbone_saved"} <= set(notes(events))
    changed = Path(done["tuned_backbone"])
    assert changed.parent == run.folder / "backbone" and [path.name for path in changed.parent.iterdir()] == [
        changed.name
    ]
    pack = read_pack(Path(done["pack"]))
    own = fingerprint_folder(changed)
    assert pack.manifest.backbone.weights_hash == own.weights_hash and pack.manifest.backbone.name == changed.name
    assert own.tokenizer_hash == fingerprint_folder(model_folders[name]).tokenizer_hash
    loaded = LoadedPack.open(Path(done["pack"]), device="cpu", dtype="float32")
    assert loaded.match.colour == "green" and loaded.backbone.source == str(changed)
    found = answers(loaded, run)
    assert done["metrics"]["loss"] == pytest.approx(float(found.losses.mean()), rel=1e-5)
    assert Backbone.load(model_folders[name], dtype="float32").tensor_hash() == untouched_hashes[name]


@pytest.mark.parametrize("name", KINDS)
def test_every_part_of_the_model_learns(name: str, make_run: MakeRun, model_folders: Mapping[str, Path]) -> None:
    run = joint_run(make_run, name, steps=4, evaluate_every=4, schedule="constant", warmup=0.0)
    done = list(train(run))[-1]
    before, after = tensors_of(model_folders[name]), tensors_of(Path(done["tuned_backbone"]))
    assert before.keys() == after.keys()
    same_still = {part for part in before if torch.equal(before[part], after[part])}
    unread = {"bert": "pooler.", "gpt2": "lm_head"}.get(name, "nothing")
    assert {part for part in same_still if unread not in part and "position" not in part} == set()


@pytest.mark.parametrize("kind", ["adamw", "adafactor"])
def test_forty_steps_are_twenty_and_a_crash_and_twenty_bit_for_bit(kind: str, make_run: MakeRun) -> None:
    straight, left = joint_run(make_run, optimizer=kind), joint_run(make_run, optimizer=kind)
    list(train(straight))
    stop_behind(left, 23)
    events = list(train(left))
    assert [event["step"] for event in events if event["type"] == "step"] == list(range(21, 41))
    assert "not_exact" not in notes(events)
    state = state_of(straight)
    assert any(part.startswith("best_backbone.") for part in state) and same(state, state_of(left))
    assert all((pack_of(straight)[part] == array).all() for part, array in pack_of(left).items())
    first, second = (facts_of(run) for run in (straight, left))
    first[-1].pop("tuned_backbone"), second[-1].pop("tuned_backbone")
    assert first == second
    assert saved_hash(straight) == saved_hash(left)


def saved_hash(run: Run) -> str:
    (folder,) = (run.folder / "backbone").iterdir()
    return fingerprint_folder(folder).weights_hash


def test_a_killed_process_goes_on_bit_for_bit(make_run: MakeRun) -> None:
    straight, killed = joint_run(make_run, "llama"), joint_run(make_run, "llama")
    list(train(straight))
    kill_behind(killed.folder, 23)
    list(train(killed))
    assert same(state_of(straight), state_of(killed)) and saved_hash(straight) == saved_hash(killed)


def test_a_stopped_run_saves_its_model_and_one_that_goes_on_replaces_it(make_run: MakeRun) -> None:
    run, control = joint_run(make_run), Control()
    for event in train(run, control):
        control.stop = control.stop or (event["type"] == "step" and event["step"] == 13)
    early = event["tuned_backbone"]
    assert Path(early).is_dir() and Path(early) in added_folders()
    late = list(train(run))[-1]["tuned_backbone"]
    assert late != early and not Path(early).exists()
    assert added_folders() == [Path(late).resolve()]


def test_the_warm_backbone_is_never_the_one_that_changes(
    make_run: MakeRun, recipe: Recipe, untouched_hashes: Mapping[str, str]
) -> None:
    warm = Warm()
    before, _ = load_backbone(RunConfig.from_json(recipe("llama")).backbone, warm)
    list(train(joint_run(make_run, "llama"), warm=warm))
    assert warm.backbone is None and before.tensor_hash() == untouched_hashes["llama"]
    assert not any(parameter.requires_grad for parameter in before.model.parameters())
    frozen = make_run("llama", method=FROZEN, **KINDS["llama"])
    alone = make_run("llama", method=FROZEN, **KINDS["llama"])
    done = list(train(frozen, warm=warm))[-1]
    assert done["backbone_unchanged"] and done["is_frozen"] and done["tuned_backbone"] is None
    assert warm.backbone is not None and warm.backbone.tensor_hash() == untouched_hashes["llama"]
    list(train(alone))
    assert facts_of(frozen) == facts_of(alone)


def test_the_baseline_is_the_untouched_models(make_run: MakeRun) -> None:
    frozen, tuned = make_run("llama", method=FROZEN, **KINDS["llama"]), joint_run(make_run, "llama")
    assert list(train(frozen))[-1]["baseline"] == list(train(tuned))[-1]["baseline"]


def test_saving_memory_changes_nothing(make_run: MakeRun) -> None:
    few: dict[str, Any] = {"steps": 3, "evaluate_every": 3}
    plain, saving = joint_run(make_run, "t5", **few), joint_run(make_run, "t5", **few, gradient_checkpointing=True)
    folders = [Path(list(train(run))[-1]["tuned_backbone"]) for run in (plain, saving)]
    first, second = map(tensors_of, folders)
    assert all(torch.allclose(first[part], second[part], rtol=1e-4, atol=1e-6) for part in first)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_a_coarse_number_format_is_refused_before_anything_is_loaded(
    dtype: str, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backbone, "load", lambda *args, **kwargs: pytest.fail("it was loaded"))
    run = make_run(method=METHOD)
    run.save_config(run.config.replace(backbone={"dtype": dtype}))
    with pytest.raises(InputError) as caught:
        list(train(run))
    assert caught.value.code == "joint_dtype" and dtype in caught.value.message


def test_an_open_number_format_becomes_float32(recipe: Recipe) -> None:
    mapping = ColumnMapping.of(["text"], "label")
    tuned, frozen = (
        settle(
            RunConfig.from_json(recipe(method=method)).replace(backbone={"dtype": "auto"}),
            mapping,
            ("praise", "complaint"),
            (),
        )
        for method in (METHOD, FROZEN)
    )
    assert tuned.backbone.dtype == "float32" and tuned.method["tune_backbone"] is True
    assert frozen.backbone.dtype == "auto" and frozen.method["tune_backbone"] is False


def test_a_model_without_room_to_train_is_refused_before_it_is_loaded(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joint, "free_memory", lambda device: 100_000)
    monkeypatch.setattr(Backbone, "load", lambda *args, **kwargs: pytest.fail("it was loaded"))
    with pytest.raises(InputError) as caught:
        list(train(make_run(method=METHOD)))
    assert caught.value.code == "joint_too_big"


def test_a_disk_without_room_for_the_save_points_is_told_at_the_start(
    make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = joint_run(make_run, steps=4)
    monkeypatch.setattr(joint.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000_000))
    events = list(train(run))
    assert notes(events)[:2] == ["not_frozen", "joint_disk"] and events[-1]["pack"]
    assert joint.disk_bytes(1000) == 4 * 1000 * (3 * 4 + 1)  # two save points and one being written, and the model


def test_the_estimate_counts_the_model(recipe: Recipe) -> None:
    data = {"columns": {"text": "text", "label": "label"}}
    plain, tuned = (
        estimate(RunConfig.from_json(recipe(method=method, data=data)), 80, Warm()) for method in (FROZEN, METHOD)
    )
    own = plain["backbone_parameters"]
    assert tuned["trainable_parameters"] == plain["trainable_parameters"] + own
    assert tuned["memory_bytes"] == plain["memory_bytes"] + 4 * own * 8 and tuned["seconds"] > plain["seconds"]


def test_the_pack_finds_its_model_wherever_it_is_and_refuses_any_other(
    make_run: MakeRun, model_folders: Mapping[str, Path], tmp_path: Path, home: Path
) -> None:
    done = list(train(joint_run(make_run, steps=2)))[-1]
    pack = Path(done["pack"])
    elsewhere = Path(shutil.copy(pack, tmp_path / "elsewhere.promptpack"))
    assert LoadedPack.open(elsewhere).backbone.source == done["tuned_backbone"]  # by its weights, from the list
    with pytest.raises(PackError) as caught:
        LoadedPack.open(pack, source=str(model_folders["bert"]))
    assert "not frozen" in caught.value.message and Path(done["tuned_backbone"]).name in caught.value.message
    (home / "backbones.json").unlink()
    assert LoadedPack.open(pack).backbone.source == done["tuned_backbone"]  # beside it, as on another computer
    with pytest.raises(InputError) as unknown:
        LoadedPack.open(elsewhere)
    assert unknown.value.code == "folder_unknown"
    shutil.rmtree(done["tuned_backbone"])
    assert find_backbone(read_pack(pack).manifest.backbone, pack) == f"folder:{Path(done['tuned_backbone']).name}"


def test_a_list_that_cannot_be_written_is_told_and_the_pack_is_there(make_run: MakeRun, home: Path) -> None:
    (home / "backbones.json").mkdir()
    events = list(train(joint_run(make_run, steps=2)))
    assert "backbone_unlisted" in notes(events) and LoadedPack.open(Path(events[-1]["pack"])).match.colour == "green"


def test_whatever_speaks_of_the_run_says_that_it_was_not_frozen(
    make_run: MakeRun, recipe: Recipe, tmp_path: Path
) -> None:
    request = {"folder": str(tmp_path / "run"), "config": recipe("llama", method=METHOD, **KINDS["llama"])}
    *_, listed, done = JOB_OF_KIND["train"](request, Control(), Warm())
    assert listed["type"] == "backbones"  # the window can find the pack's model at once
    assert done["tuned_backbone"] in [entry["source"] for entry in listed["backbones"]]
    report = "\n".join(training_report(done))
    assert "NOT FROZEN" in report and done["tuned_backbone"] in report and "unchanged" not in report
    pack = read_pack(Path(done["pack"]))
    assert not pack.manifest.is_frozen and summary(pack)["is_frozen"] is False
    assert "Frozen" in describe(pack) and "the model was trained too" in describe(pack)
    card = write_card(pack.manifest)
    assert "**Not frozen:**" in card and "frozen model" not in card
    assert "未冻结" in card and "冻结的模型" not in card
    frozen = list(train(make_run("llama", method=FROZEN, **KINDS["llama"])))[-1]
    told = read_pack(Path(frozen["pack"]))
    assert "NOT FROZEN" not in "\n".join(training_report(frozen)) and "Frozen" not in describe(told)
    assert summary(told)["is_frozen"] and "frozen model" in write_card(told.manifest)
