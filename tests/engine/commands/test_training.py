from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import DiskFull
from engine.runs import Run
from tests import warm

from .conftest import SMALL, Call

Start = Callable[..., warm.Command]


@pytest.fixture
def words(model_folders: dict[str, Path], toy_table: Path) -> list[object]:
    """A training of the tiny BERT, but for its steps."""
    chosen = ("--data", toy_table, "--backbone", model_folders["bert"], "--method", "p_tuning_v2")
    return ["train", *chosen, *SMALL, "--set", "method.length=3"]


def test_out_is_the_run_folder_and_json_is_all_there_is(call: Call, words: list[object], tmp_path: Path) -> None:
    outcome = call(*words, "--set", "training.steps=6", "--task", "classification", "--out", tmp_path / "run", "--json")
    assert (outcome.code, outcome.err) == (0, "")
    events, done = outcome.events, outcome.done
    assert [event["step"] for event in events if event["type"] == "step"] == [1, 2, 3, 4, 5, 6]
    needed = {"step", "steps", "loss", "learning_rate", "examples_per_second"}
    assert all(needed <= event.keys() for event in events if event["type"] == "step")
    assert {"phase", "step", "evaluation", "checkpoint", "done"} <= {event["type"] for event in events}
    assert done["run"] == str(tmp_path / "run") and Path(done["pack"]).is_file()
    assert done["backbone_unchanged"] is True and done["trainable_parameters"] > 0
    assert {"accuracy", "n", "low", "high"} <= done["metrics"].keys()
    assert done["baseline"]["n"] == done["head_alone"]["n"] == done["metrics"]["n"]
    assert Run.open(tmp_path / "run").status() == "finished"


def test_the_report_tells_before_after_and_what_the_prompt_added(call: Call, words: list[object], home: Path) -> None:
    outcome = call(*words, "--set", "training.steps=2", "--name", "My first run")
    assert outcome.code == 0
    for part in ("before", "after", "95 % range", "The head alone reaches", "the learned prompt", "unchanged (SHA-256"):
        assert part in outcome.out
    (run,) = (home / "runs").iterdir()
    pack = run / "pack" / "My first run.promptpack"
    assert "My-first-run" in run.name and str(pack) in outcome.out and "predict" in outcome.out
    assert "Reading the data ..." in outcome.err and "it/s" not in outcome.err


def test_the_stored_recipe_repeats_the_run(call: Call, words: list[object], tmp_path: Path) -> None:
    first = call(*words, "--set", "training.steps=4", "--out", tmp_path / "a", "--json").done
    second = call("train", tmp_path / "a" / "config.json", "--out", tmp_path / "b", "--json").done
    assert second["metrics"] == first["metrics"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--data", "/nowhere.csv"], "There is no file"),
        (["--data", "/"], "is a folder"),
        (["--data", "EMPTY"], "is empty"),
        (["--data", "BINARY"], "not a table"),
        (["--data", "ONE"], "nothing to learn"),
        (["--set", "data.columns.text=txet"], "The nearest is text"),
        (["--set", "method.lenght=3"], "method.lenght"),
        (["--method", "p_tuning_v3"], "The nearest is p_tuning_v2"),
        (["--backbone", "/nowhere"], "There is no folder"),
        (["--task", "sorting"], "Choose one of: classification"),
        (["--set", "task.output=verbalizer"], "Choose the head"),
    ],
)
def test_bad_input_ends_with_2_and_leaves_nothing(
    call: Call, words: list[object], home: Path, tmp_path: Path, more: list[str], said: str
) -> None:
    tables = {"EMPTY": b"", "BINARY": b"\x7fELF\x00\x01", "ONE": b"text,label\na,x\nb,x\nc,x\n"}
    for name, content in tables.items():
        (tmp_path / name).write_bytes(content)
    more = [str(tmp_path / word) if word in tables else word for word in more]
    outcome = call(*words, *more)
    assert outcome.code == 2 and said in outcome.err and "Traceback" not in outcome.err
    assert list((home / "runs").glob("*")) == []
    assert call(*words, *more, "--out", tmp_path / "out").code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("flag", ["--data", "--out", "--backbone", "--validation"])
def test_a_name_too_long_for_the_system_ends_with_2_and_no_trace(
    call: Call, words: list[object], flag: str, tmp_path: Path
) -> None:
    outcome = call(*words, flag, tmp_path / ("n" * 300))
    assert outcome.code == 2 and "nnn" in outcome.err and "Traceback" not in outcome.err


def test_a_pack_that_cannot_be_written_ends_with_1_and_resume_writes_it(
    call: Call, words: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise DiskFull("disk_full", path="x")

    with monkeypatch.context() as patch:
        patch.setattr("engine.training.result.pack_run", full)
        outcome = call(*words, "--set", "training.steps=2", "--out", tmp_path / "run")
    assert outcome.code == 1 and "save points" in outcome.err
    assert call("resume", tmp_path / "run").code == 0
    assert Run.open(tmp_path / "run").status() == "finished"
    moved = (tmp_path / "run").rename(tmp_path / "moved")
    assert str(moved / "pack") in call("resume", moved).out


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="only Linux has a device that is always full")
def test_a_log_on_a_full_disk_costs_the_log_not_the_run(start: Start, words: list[object], tmp_path: Path) -> None:
    few = ("--set", "training.steps=2", "--out", tmp_path / "run", "--json")
    process = start(*words, *few, output=Path("/dev/full"))
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0 and "disk is full" in err
    assert Run.open(tmp_path / "run").status() == "finished"


def test_a_folder_with_something_in_it_is_left_alone(call: Call, words: list[object], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious", encoding="utf-8")
    outcome = call(*words, "--out", tmp_path)
    assert outcome.code == 2 and "not empty" in outcome.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["mine.txt"]


def test_resume_refuses_what_is_no_run_and_repeats_what_is_finished(call: Call, packs: dict[str, Path]) -> None:
    assert call("resume", "/").code == 2
    outcome = call("resume", packs["head"].parent.parent, "--json")
    assert outcome.code == 0 and outcome.done["pack"] == str(packs["head"]) and "already finished" in outcome.err


LONG = (
    "--set",
    "training.steps=3000",
    "--set",
    "training.checkpoint_every=20",
    "--set",
    "training.evaluate_every=1500",
)


def follow(process: warm.Command, step: int) -> None:
    """Read JSON lines until a step was taken."""
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "step" and event["step"] >= step:
            return
    raise AssertionError(process.communicate(timeout=120))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_saves_and_says_how_to_go_on(
    start: Start, words: list[object], tmp_path: Path, number: signal.Signals
) -> None:
    process = start(*words, *LONG, "--out", tmp_path / "run", "--json")
    follow(process, 5)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    done = json.loads(out.splitlines()[-1])
    assert process.returncode == 3 and done["type"] == "done" and done["stopped"] is True
    assert Path(done["pack"]).is_file() and "Stopping" in err and "Traceback" not in err
    assert Run.open(tmp_path / "run").status() == "stopped" and Run.open(tmp_path / "run").has_checkpoint


def test_a_killed_run_goes_on(start: Start, call: Call, words: list[object], tmp_path: Path) -> None:
    process = start(*words, *LONG, "--out", tmp_path / "run", "--json")
    follow(process, 45)
    process.kill()
    process.wait()
    run = Run.open(tmp_path / "run")
    assert run.status() == "interrupted"
    run.save_config(run.config.replace(training={"steps": 50, "evaluate_every": 25}))
    outcome = call("resume", tmp_path / "run", "--json")
    assert outcome.code == 0 and outcome.done["steps"] == 50
    notes = [event for event in outcome.events if event["type"] == "note"]
    assert notes[0]["code"] == "resumed" and notes[0]["args"]["step"] in (20, 40)


def test_while_one_trains_another_is_refused(start: Start, call: Call, words: list[object], tmp_path: Path) -> None:
    process = start(*words, *LONG, "--out", tmp_path / "run", "--json")
    follow(process, 1)
    outcome = call("resume", tmp_path / "run")
    assert outcome.code == 2 and f"process {process.pid}" in outcome.err
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode != 0


def test_a_reader_that_goes_away_stops_the_run_with_all_saved(
    start: Start, words: list[object], tmp_path: Path
) -> None:
    process = start(*words, *LONG, "--out", tmp_path / "run", "--json")
    follow(process, 3)
    process.stdout.close()
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (3, "")
    assert Run.open(tmp_path / "run").status() == "stopped"
