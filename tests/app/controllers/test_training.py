"""A run from its beginning to its end, however it ends."""

from pathlib import Path

import pytest

from app.samples import sample_recipe
from engine.runs import Run, RunConfig

RECIPE = RunConfig().replace(name="Shop", backbone={"source": "starter:minilm-l6"}, method={"kind": "p_tuning_v2"})
STEP = {"type": "step", "step": 1, "steps": 4, "loss": 0.7}
SAVED = {"type": "checkpoint", "step": 3, "path": "/x"}


@pytest.fixture
def told(studio):
    """Everything the controller says, as (name, arguments)."""
    said: list[tuple] = []
    for name in (
        "began",
        "happened",
        "broke_off",
        "ended",
        "finished",
        "failed",
        "starters_needed",
        "fetch_failed",
        "opened",
    ):
        getattr(studio.training, name).connect(lambda *args, name=name: said.append((name, *args)))
    return said


def names(told) -> list[str]:
    return [entry[0] for entry in told]


def test_a_run_gets_a_folder_of_its_own_and_tells_what_happens(studio, engine, told, home) -> None:
    studio.training.start(RECIPE)
    assert studio.training.is_running and names(told) == ["began"]
    folder = Path(engine.asked("train")[0]["folder"])
    assert folder.parent == home / "runs" and not folder.exists()
    engine.answer("train", STEP, ends=False)
    assert told[-1][0] == "happened" and told[-1][1][0]["step"] == 1
    engine.answer("train", {"type": "done", "pack": "/p.promptpack"})
    assert names(told)[-2:] == ["ended", "finished"] and told[-1][2] == "/p.promptpack"
    assert not studio.training.is_running and studio.workspace.run_folder == ""


def test_only_one_run_goes_on_at_a_time(studio, engine) -> None:
    studio.training.start(RECIPE)
    studio.training.start(RECIPE)
    assert len(engine.asked("train")) == 1


def test_pause_and_stop_reach_the_engine(studio, engine) -> None:
    studio.training.start(RECIPE)
    studio.training.pause()
    studio.training.unpause()
    studio.training.stop(save=False)
    assert [request["kind"] for request in engine.sent[1:]] == ["pause", "unpause", "stop"]
    assert engine.sent[-1]["save"] is False


def test_a_run_that_fails_ends_without_a_pack(studio, engine, told) -> None:
    studio.training.start(RECIPE)
    engine.answer("train", {"type": "error", "code": "out_of_memory", "args": {"batch_size": 16}})
    assert names(told)[-1] == "ended" and "finished" not in names(told)


def test_a_dead_engine_ends_the_run_and_names_its_save_point(studio, engine, told) -> None:
    studio.training.start(RECIPE)
    engine.answer("train", STEP, SAVED, ends=False)
    engine.die(-9)
    assert ("broke_off", -9, 3) in told and names(told)[-1] == "ended"
    assert not studio.training.is_running


def test_a_dead_engine_without_a_save_point_says_so(studio, engine, told) -> None:
    studio.training.start(RECIPE)
    engine.die(139)
    assert ("broke_off", 139, None) in told


def test_a_run_goes_on_with_what_happened_before(qtbot, studio, engine, told, home) -> None:
    run = Run.create(home / "runs" / "a", RECIPE)
    for event in (STEP, SAVED, {"type": "error", "code": "internal", "message": "", "action": "", "args": {}}):
        run.append(event)
    studio.training.resume(str(run.folder))
    qtbot.waitUntil(lambda: bool(engine.asked("resume")))
    assert engine.asked("resume")[0]["folder"] == str(run.folder)
    assert [event["type"] for event in told[-1][1]] == ["step", "checkpoint"]
    engine.die(-9)
    assert ("broke_off", -9, 3) in told


def test_an_earlier_run_is_shown_whole(qtbot, studio, told, home) -> None:
    run = Run.create(home / "runs" / "a", RECIPE)
    run.append(STEP)
    with qtbot.waitSignal(studio.training.opened):
        studio.training.open(str(run.folder))
    _, recipe, events, name, folder = told[-1]
    assert (name, folder, len(events)) == ("Shop", str(run.folder), 1)
    assert recipe["method"]["kind"] == "p_tuning_v2"


def test_a_folder_that_is_no_run_is_told(qtbot, studio, tmp_path) -> None:
    with qtbot.waitSignal(studio.training.failed) as signal:
        studio.training.open(str(tmp_path))
    assert signal.args[0]["code"] == "run_missing"


def absent(hello) -> list[dict]:
    return [{**backbone, "present": False} for backbone in hello["backbones"]]


def test_the_sample_waits_until_the_engine_says_what_is_here(studio, engine) -> None:
    studio.training.start_sample("en", "Reviews")
    assert engine.asked("train") == []
    engine.say_hello()
    config = RunConfig.from_json(engine.asked("train")[0]["config"])
    assert config == sample_recipe("en", "Reviews")
    assert config.backbone.source == "starter:minilm-l6" and config.method == {"kind": "p_tuning_v2"}


def test_the_chinese_sample_goes_with_a_model_that_reads_chinese(studio, engine) -> None:
    engine.say_hello()
    studio.training.start_sample("zh", "商品评论")
    config = RunConfig.from_json(engine.asked("train")[0]["config"])
    assert config.backbone.source == "starter:smollm2-135m" and config.method == {"kind": "prompt_tuning"}
    assert "zh" in config.data.train and "zh" in config.data.validation


def test_missing_starters_are_fetched_and_then_the_sample_starts(studio, engine, told) -> None:
    from copy import deepcopy

    engine.say_hello()
    here = deepcopy(studio.workspace.backbones)
    engine.say_hello(backbones=absent({"backbones": here}))
    studio.training.start_sample("en", "Reviews")
    assert names(told) == ["starters_needed"]
    seen: list[tuple] = []
    studio.training.fetching.connect(lambda *args: seen.append(args))
    studio.training.fetch_starters("en", "Reviews")
    progress = {"type": "progress", "name": "download", "starter": "minilm-l6", "done": 1000, "total": 83_000_000}
    engine.answer("get_backbone", progress, ends=False)
    assert seen == [(0, None), (1000, 166_000_000)]
    engine.answer("get_backbone", {"type": "backbones", "backbones": here})
    assert seen[-1] == (None, None) and len(engine.asked("train")) == 1


def test_a_failed_download_is_told_and_starts_nothing(studio, engine, told) -> None:
    engine.say_hello()
    studio.training.fetch_starters("en", "Reviews")
    engine.answer("get_backbone", {"type": "error", "code": "starter_download", "args": {"title": "x", "reason": "y"}})
    assert names(told) == ["fetch_failed"] and engine.asked("train") == []
    assert not studio.training.is_fetching
